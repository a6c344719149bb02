package pgstore

import (
	"context"
	"errors"
	"iter"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

var (
	_ store.Archive  = (*Snapshot)(nil)
	_ store.Archived = (*Log)(nil)
)

// Archive implements store.Archived.
func (l *Log) Archive(ctx context.Context) (store.Archive, func(), error) {
	s, err := l.snapshotAgain(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Release, nil
}

// KeptDatasets implements store.Archive.
func (s *Snapshot) KeptDatasets(ctx context.Context) (out []store.KeptDataset, err error) {
	rows, err := s.tx.Query(ctx, `SELECT id, version, base, dropped, about FROM incidentmap_log.dataset ORDER BY id COLLATE "C"`)
	if err == nil {
		err = each(rows, func() error {
			var d store.KeptDataset
			err := rows.Scan(&d.ID, &d.Version, &d.Base, &d.Dropped, &d.About)
			out = append(out, d)
			return err
		})
	}
	return out, s.log.explained(err)
}

// Rows implements store.Archive.
func (s *Snapshot) Rows(ctx context.Context) iter.Seq2[store.Row, error] {
	return rowsOf(ctx, s, "SELECT seq, dataset, id, number, version, at, author, reason, batch, op, blanked, "+
		"coalesce(content, ''), target FROM incidentmap_log.revision ORDER BY seq", func(rows pgx.Rows) (r store.Row, err error) {
		err = rows.Scan(&r.Seq, &r.Dataset, &r.ID, &r.Number, &r.Version, &r.At, &r.Author, &r.Reason, &r.Batch, &r.Op,
			&r.Redacted, &r.Content, &r.Target)
		r.At = r.At.UTC()
		return r, err
	})
}

// Grants implements store.Archive.
func (s *Snapshot) Grants(ctx context.Context) ([]store.Grant, error) {
	out, err := grants(ctx, s.tx)
	return out, s.log.explained(err)
}

// AuditRows implements store.Archive.
func (s *Snapshot) AuditRows(ctx context.Context) iter.Seq2[store.AuditEntry, error] {
	return rowsOf(ctx, s, "SELECT seq, at, name, token, address, action, dataset, version, detail "+
		"FROM incidentmap_log.audit ORDER BY seq", scanAudit)
}

// rowsOf yields the rows of a query.
func rowsOf[T any](ctx context.Context, s *Snapshot, query string, scan func(pgx.Rows) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.tx.Query(ctx, query)
		if err != nil {
			yield(none, s.log.explained(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			r, err := scan(rows)
			if !yield(r, s.log.explained(err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, s.log.explained(err))
		}
	}
}

// Fill implements store.Archived.
func (l *Log) Fill(ctx context.Context, all store.Archive) error {
	if err := l.open(); err != nil {
		return err
	}
	tx, err := l.pool.Begin(ctx)
	if err != nil {
		return l.explained(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it was committed, or the connection is gone
	f := &filling{ctx: ctx, log: l, tx: tx, all: all}
	for _, step := range []func() error{f.begin, f.datasets, f.rows, f.grants, f.audit, f.publish,
		func() error { return commitConn(ctx, tx, l.waits.streamCommit) }} {
		if err := step(); err != nil {
			return l.explained(err)
		}
	}
	l.doorbell.ring()
	return nil
}

// filling is an archive on its way into the log.
type filling struct {
	ctx  context.Context
	log  *Log
	tx   pgx.Tx
	all  store.Archive
	kept []store.KeptDataset
}

// begin keeps others from writing, and refuses a log that has something.
func (f *filling) begin() error {
	_, err := f.tx.Exec(f.ctx, "LOCK TABLE incidentmap_log.dataset, incidentmap_log.token, incidentmap_log.audit")
	if err != nil {
		return err
	}
	var n int
	err = f.tx.QueryRow(f.ctx, "SELECT (SELECT count(*) FROM incidentmap_log.dataset) + "+
		"(SELECT count(*) FROM incidentmap_log.token) + (SELECT count(*) FROM incidentmap_log.audit)").Scan(&n)
	if err == nil && n > 0 {
		err = incident.Errorf(incident.Conflict, "%s has something already; a new database is filled", f.log.name)
	}
	return err
}

func (f *filling) datasets() (err error) {
	if f.kept, err = f.all.KeptDatasets(f.ctx); err != nil {
		return err
	}
	for _, d := range f.kept {
		_, err := f.tx.Exec(f.ctx, "INSERT INTO incidentmap_log.dataset (id, version, base, dropped, about) "+
			"VALUES ($1, $2, $3, $4, $5)", d.ID, d.Version, d.Base, d.Dropped, clean(d.About))
		if err != nil {
			return err
		}
	}
	return nil
}

// rows copies all revisions, and notes the newest of each incident.
func (f *filling) rows() error {
	err := f.copy(pgx.Identifier{"incidentmap_log", "revision"}, append([]string{"blanked"}, revisionColumns...),
		func(yield func([]any, error) bool) {
			for r, err := range f.all.Rows(f.ctx) {
				var content any
				if r.Content != "" {
					content = clean(r.Content)
				}
				if !yield([]any{r.Redacted, r.Seq, r.Dataset, r.ID, int32(r.Number), r.Version, r.At, clean(r.Author),
					clean(r.Reason), clean(r.Batch), string(r.Op), int32(r.Target), content}, err) {
					return
				}
			}
		})
	for _, query := range []string{
		"INSERT INTO incidentmap_log.incident (dataset, id, number, seq) SELECT DISTINCT ON (dataset, id) dataset, id, " +
			"number, seq FROM incidentmap_log.revision ORDER BY dataset, id, number DESC",
		"SELECT setval('incidentmap_log.revision_seq', greatest(1, (SELECT max(seq) FROM incidentmap_log.revision)))",
	} {
		if err == nil {
			_, err = f.tx.Exec(f.ctx, query)
		}
	}
	return err
}

func (f *filling) grants() error {
	all, err := f.all.Grants(f.ctx)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	for i := range all {
		queueGrant(b, &all[i])
	}
	b.Queue("UPDATE incidentmap_log.log SET grants = grants + 1")
	return f.tx.SendBatch(f.ctx, b).Close()
}

func (f *filling) audit() error {
	columns := []string{"seq", "at", "name", "token", "address", "action", "dataset", "version", "detail"}
	err := f.copy(pgx.Identifier{"incidentmap_log", "audit"}, columns, func(yield func([]any, error) bool) {
		for e, err := range f.all.AuditRows(f.ctx) {
			if !yield([]any{e.Seq, e.At, clean(e.Name), e.Grant, clean(e.Address), e.Action, e.Dataset, e.Version,
				clean(e.Detail)}, err) {
				return
			}
		}
	})
	if err == nil {
		_, err = f.tx.Exec(f.ctx, "SELECT setval(pg_get_serial_sequence('incidentmap_log.audit', 'seq'), "+
			"greatest(1, (SELECT max(seq) FROM incidentmap_log.audit)))")
	}
	return err
}

// publish makes the tables of public datasets.
func (f *filling) publish() error {
	for _, k := range f.kept {
		if k.Dropped {
			continue
		}
		d, err := revise.ParseDataset(k.ID, k.About, k.Base)
		if err != nil {
			return err
		}
		t := &tx{ctx: f.ctx, asked: f.ctx, log: f.log, conn: f.tx, id: k.ID}
		if err := errors.Join(t.describeTable(nil, d), t.send()); err != nil {
			return err
		}
	}
	return nil
}

// copy copies rows into a table.
func (f *filling) copy(table pgx.Identifier, columns []string, rows iter.Seq2[[]any, error]) error {
	next, stop := iter.Pull2(rows)
	defer stop()
	_, err := f.tx.CopyFrom(f.ctx, table, columns, pgx.CopyFromFunc(func() ([]any, error) {
		row, err, ok := next()
		if !ok || err != nil {
			return nil, err
		}
		return row, nil
	}))
	return err
}
