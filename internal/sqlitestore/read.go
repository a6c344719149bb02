package sqlitestore

import (
	"context"
	"iter"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// pageRows is how many rows are read while the connection is held: no cursor lives as
// long as an answer does.
const pageRows = 1_000

// Current implements store.Log.
func (l *Log) Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error] {
	return func(yield func(*incident.Incident, error) bool) {
		for r, err := range l.newest(ctx, dataset, "") {
			if (err != nil || r.Incident != nil) && !yield(r.Incident, err) {
				return
			}
		}
	}
}

// Deleted implements store.Log.
func (l *Log) Deleted(ctx context.Context, dataset string) iter.Seq2[store.Revision, error] {
	return l.newest(ctx, dataset, "AND r.op = 'delete' ")
}

// newest yields the newest revisions of the incidents of a dataset, by ID, that a further
// condition of SQL holds of.
func (l *Log) newest(ctx context.Context, dataset, further string) iter.Seq2[store.Revision, error] {
	return paged(func(last store.Revision) ([]store.Revision, error) {
		return l.read(ctx, dataset, "JOIN incident i ON i.seq = r.seq WHERE i.dataset = ?1 AND i.id > ?2 "+further+
			"ORDER BY i.id LIMIT ?3", last.ID, pageRows)
	})
}

// paged yields revisions that are read in pages, each of those after the last one of the
// page before; of none for the first.
func paged(page func(last store.Revision) ([]store.Revision, error)) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		var last store.Revision
		for {
			all, err := page(last)
			if err != nil {
				yield(store.Revision{}, err)
				return
			}
			for _, last = range all {
				if !yield(last, nil) {
					return
				}
			}
			if len(all) < pageRows {
				return
			}
		}
	}
}

// Revisions implements store.Log.
func (l *Log) Revisions(ctx context.Context, dataset, id string) ([]store.Revision, error) {
	all, err := l.read(ctx, dataset, "WHERE r.dataset = ?1 AND r.id = ?2 ORDER BY r.number", id)
	if err == nil && len(all) == 0 {
		err = incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, dataset)
	}
	return all, err
}

// Batch implements store.Log.
func (l *Log) Batch(ctx context.Context, dataset, batch string) ([]store.Revision, error) {
	all, err := l.read(ctx, dataset, "WHERE r.dataset = ?1 AND r.batch = ?2 AND r.batch <> '' ORDER BY r.seq", batch)
	if err == nil && len(all) == 0 {
		err = incident.Errorf(incident.NotFound, "there is no batch %q in %s", batch, dataset)
	}
	return all, err
}

// Since implements store.Log.
func (l *Log) Since(ctx context.Context, dataset string, version int64) iter.Seq2[store.Revision, error] {
	return paged(func(last store.Revision) ([]store.Revision, error) {
		return l.read(ctx, dataset, "WHERE r.dataset = ?1 AND r.version > ?2 AND r.seq > ?3 "+
			"ORDER BY r.version, r.seq LIMIT ?4", version, last.Seq, pageRows)
	})
}

// read reads revisions; the dataset is the first parameter of the query's rest.
func (l *Log) read(ctx context.Context, dataset, rest string, args ...any) ([]store.Revision, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.hold(); err != nil {
		return nil, err
	}
	defer l.mu.Unlock()
	d, _, err := datasetOf(l.conn, dataset)
	if err != nil {
		return nil, explained(l.path, err)
	}
	var out []store.Revision
	err = sqlitex.Execute(l.conn, "SELECT r.seq, r.id, r.number, r.version, r.at, r.author, r.reason, r.batch, r.op, "+
		"r.blanked, r.content FROM revision r "+rest, &sqlitex.ExecOptions{Args: append([]any{dataset}, args...),
		ResultFunc: func(s *sqlite.Stmt) error {
			r, err := revisionOf(s, d)
			out = append(out, r)
			return err
		}})
	return out, explained(l.path, err)
}

func revisionOf(s *sqlite.Stmt, d *incident.Dataset) (store.Revision, error) {
	r := store.Revision{Seq: s.ColumnInt64(0), Dataset: d.ID, ID: s.ColumnText(1), Number: s.ColumnInt(2),
		Version: s.ColumnInt64(3), Author: s.ColumnText(5), Reason: s.ColumnText(6), Batch: s.ColumnText(7),
		Op: store.Operation(s.ColumnText(8)), Redacted: s.ColumnBool(9)}
	at, err := time.Parse(time.RFC3339Nano, s.ColumnText(4))
	if err != nil {
		return r, err
	}
	r.At = at
	if text := s.ColumnText(10); text != "" {
		inc, err := whole.Unmarshal([]byte(text), d.ID, d.Columns)
		if err != nil {
			return r, err
		}
		r.Incident = &inc
	}
	return r, nil
}
