package sqlitestore

import (
	"context"
	"iter"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

var (
	_ store.Archive  = (*Log)(nil)
	_ store.Archived = (*Log)(nil)
)

// Archive implements store.Archived. This process has the file alone.
func (l *Log) Archive(context.Context) (store.Archive, func(), error) { return l, func() {}, nil }

// KeptDatasets implements store.Archive.
func (l *Log) KeptDatasets(ctx context.Context) (out []store.KeptDataset, err error) {
	const query = "SELECT id, version, base, dropped, about FROM dataset ORDER BY id"
	err = l.rows(ctx, query, nil, func(s *sqlite.Stmt) error {
		out = append(out, store.KeptDataset{ID: s.ColumnText(0), Version: s.ColumnInt64(1), Base: s.ColumnInt64(2),
			Dropped: s.ColumnBool(3), About: s.ColumnText(4)})
		return nil
	})
	return out, err
}

// Rows implements store.Archive.
func (l *Log) Rows(ctx context.Context) iter.Seq2[store.Row, error] {
	return paging(func(after int64) (out []store.Row, err error) {
		err = l.rows(ctx, "SELECT seq, dataset, id, number, version, at, author, reason, batch, op, blanked, content, target "+
			"FROM revision WHERE seq > ? ORDER BY seq LIMIT ?", []any{after, pageRows}, func(s *sqlite.Stmt) error {
			r := store.Row{Content: s.ColumnText(11), Target: s.ColumnInt(12), Revision: store.Revision{
				Seq: s.ColumnInt64(0), Dataset: s.ColumnText(1), ID: s.ColumnText(2), Number: s.ColumnInt(3),
				Version: s.ColumnInt64(4),
				Author:  s.ColumnText(6), Reason: s.ColumnText(7), Batch: s.ColumnText(8),
				Op: store.Operation(s.ColumnText(9)), Redacted: s.ColumnBool(10)}}
			var err error
			r.At, err = parseTime(s.ColumnText(5))
			out = append(out, r)
			return err
		})
		return out, err
	}, func(r *store.Row) int64 { return r.Seq })
}

// AuditRows implements store.Archive.
func (l *Log) AuditRows(ctx context.Context) iter.Seq2[store.AuditEntry, error] {
	return paging(func(after int64) ([]store.AuditEntry, error) {
		return l.auditRows(ctx, "WHERE seq > ? ORDER BY seq LIMIT ?", after, pageRows)
	}, func(e *store.AuditEntry) int64 { return e.Seq })
}

// paging yields what is read page by page, each after the last one of the page before.
func paging[T any](read func(after int64) ([]T, error), seqOf func(*T) int64) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for after := int64(0); ; {
			page, err := read(after)
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
				after = seqOf(&page[i])
			}
			if err != nil {
				var none T
				yield(none, err)
			}
			if err != nil || len(page) < pageRows {
				return
			}
		}
	}
}

// fillSteps take over an archive.
var fillSteps = []func(context.Context, *sqlite.Conn, store.Archive) error{fillDatasets, fillRows, fillGrants,
	fillAudit}

// Fill implements store.Archived.
func (l *Log) Fill(ctx context.Context, all store.Archive) error {
	return l.submit(ctx, func(conn *sqlite.Conn) error {
		n, err := queryInt(conn, "SELECT (SELECT count(*) FROM dataset) + (SELECT count(*) FROM token) + "+
			"(SELECT count(*) FROM audit)")
		if err == nil && n > 0 {
			err = incident.Errorf(incident.Conflict, "%s has something already; a new database is filled", l.path)
		}
		for _, step := range fillSteps {
			if err == nil {
				err = step(ctx, conn, all)
			}
		}
		return err
	})
}

func fillDatasets(ctx context.Context, conn *sqlite.Conn, all store.Archive) error {
	datasets, err := all.KeptDatasets(ctx)
	if err != nil {
		return err
	}
	for _, d := range datasets {
		err := sqlitex.Execute(conn, "INSERT INTO dataset (id, version, base, dropped, about) VALUES (?, ?, ?, ?, ?)",
			&sqlitex.ExecOptions{Args: []any{d.ID, d.Version, d.Base, d.Dropped, d.About}})
		if err != nil {
			return err
		}
	}
	return nil
}

func fillRows(ctx context.Context, conn *sqlite.Conn, all store.Archive) error {
	for r, err := range all.Rows(ctx) {
		if err != nil {
			return err
		}
		var content any
		if r.Content != "" {
			content = r.Content
		}
		err := sqlitex.Execute(conn, "INSERT INTO revision (seq, dataset, id, number, version, at, author, reason, batch, op, "+
			"target, blanked, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &sqlitex.ExecOptions{Args: []any{r.Seq,
			r.Dataset, r.ID, r.Number, r.Version, r.At.UTC().Format(time.RFC3339Nano), r.Author, r.Reason, r.Batch,
			string(r.Op), r.Target, r.Redacted, content}})
		if err != nil {
			return err
		}
	}
	// Of a group, SQLite takes seq from the row that has the largest number.
	return sqlitex.Execute(conn, "INSERT INTO incident (dataset, id, number, seq) "+
		"SELECT dataset, id, max(number), seq FROM revision GROUP BY dataset, id", nil)
}

func fillGrants(ctx context.Context, conn *sqlite.Conn, all store.Archive) error {
	grants, err := all.Grants(ctx)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := putGrant(conn, g); err != nil {
			return err
		}
	}
	return nil
}

func fillAudit(ctx context.Context, conn *sqlite.Conn, all store.Archive) error {
	for e, err := range all.AuditRows(ctx) {
		if err != nil {
			return err
		}
		err := sqlitex.Execute(conn, "INSERT INTO audit (seq, at, name, token, address, action, dataset, version, detail) "+
			"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", &sqlitex.ExecOptions{Args: []any{e.Seq, timeText(e.At), e.Name, e.Grant,
			e.Address, e.Action, e.Dataset, e.Version, e.Detail}})
		if err != nil {
			return err
		}
	}
	return nil
}
