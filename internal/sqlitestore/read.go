package sqlitestore

import (
	"context"
	"iter"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/inorder"
	"incidentmap/internal/store"
)

// pageRows is how many rows are read while the connection is held: no cursor lives as
// long as an answer does.
const pageRows = 1_000

// Current implements store.Log.
func (l *Log) Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error] {
	return func(yield func(*incident.Incident, error) bool) {
		for r, err := range l.byID(ctx, dataset, "JOIN incident i ON i.seq = r.seq WHERE i.dataset = ?1 AND i.id > ?2 ") {
			if (err != nil || r.Incident != nil) && !yield(r.Incident, err) {
				return
			}
		}
	}
}

// Deleted implements store.Log. What was deleted may have been redacted since: the newest
// revision is no deletion then, and has no content either.
func (l *Log) Deleted(ctx context.Context, dataset string) iter.Seq2[store.Revision, error] {
	return l.byID(ctx, dataset, "JOIN incident i JOIN revision n ON n.seq = i.seq WHERE i.dataset = ?1 AND i.id > ?2 "+
		"AND n.content IS NULL AND r.seq = CASE n.op WHEN 'delete' THEN n.seq ELSE (SELECT max(d.seq) FROM revision d "+
		"WHERE d.dataset = i.dataset AND d.id = i.id AND d.op = 'delete') END ")
}

// byID yields a revision of each of some incidents of a dataset, by ID; which ones tells the
// rest of a query.
func (l *Log) byID(ctx context.Context, dataset, which string) iter.Seq2[store.Revision, error] {
	return paged(func(last store.Revision) *page {
		return l.page(ctx, dataset, which+"ORDER BY i.id LIMIT ?3", last.ID, pageRows)
	})
}

// page is some rows of the log, which are read as JSON when nobody waits for the
// connection any more.
type page struct {
	dataset *incident.Dataset
	rows    []row
	all     []store.Revision
	err     error
}

// row is a revision as it lies in the file.
type row struct {
	store.Revision
	at, content string
}

// paged yields revisions that are read in pages, each of those after the last one of the
// page before; of none for the first. Further pages are read while one is used.
func paged(read func(last store.Revision) *page) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		first := read(store.Revision{})
		first.decode()
		if !first.yield(yield) || !first.full() {
			return
		}
		rest := func(yield func(*page) bool) {
			for p := first; p.full(); {
				p = read(p.rows[len(p.rows)-1].Revision)
				if !yield(p) {
					return
				}
			}
		}
		for p := range inorder.Ahead(rest, (*page).decode) {
			if !p.yield(yield) {
				return
			}
		}
	}
}

// full reports whether more may follow the page.
func (p *page) full() bool { return p.err == nil && len(p.rows) == pageRows }

func (p *page) yield(yield func(store.Revision, error) bool) bool {
	for i := range p.all {
		if !yield(p.all[i], nil) {
			return false
		}
	}
	if p.err != nil {
		yield(store.Revision{}, p.err)
	}
	return p.err == nil
}

// decode reads the rows' times and contents.
func (p *page) decode() {
	p.all = make([]store.Revision, 0, len(p.rows))
	for i := range p.rows {
		r, err := p.rows[i].revision(p.dataset)
		if err != nil {
			p.err = err
			return
		}
		p.all = append(p.all, r)
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
	return paged(func(last store.Revision) *page {
		if last.Seq == 0 && l.usable(ctx) == nil {
			if p := l.recent.since(dataset, version); p != nil {
				return p
			}
		}
		return l.page(ctx, dataset, "WHERE r.dataset = ?1 AND r.version > ?2 AND r.seq > ?3 "+
			"ORDER BY r.version, r.seq LIMIT ?4", version, last.Seq, pageRows)
	})
}

// read reads revisions; the dataset is the first parameter of the query's rest.
func (l *Log) read(ctx context.Context, dataset, rest string, args ...any) ([]store.Revision, error) {
	p := l.page(ctx, dataset, rest, args...)
	p.decode()
	return p.all, p.err
}

// page reads rows; the dataset is the first parameter of the query's rest.
func (l *Log) page(ctx context.Context, dataset, rest string, args ...any) *page {
	if err := ctx.Err(); err != nil {
		return &page{err: err}
	}
	if err := l.hold(); err != nil {
		return &page{err: err}
	}
	defer l.mu.Unlock()
	d, _, err := l.datasetOf(l.conn, dataset)
	if err != nil {
		return &page{err: explained(l.path, err)}
	}
	p := &page{dataset: d}
	err = sqlitex.Execute(l.conn, "SELECT r.seq, r.id, r.number, r.version, r.at, r.author, r.reason, r.batch, r.op, "+
		"r.blanked, r.content FROM revision r "+rest, &sqlitex.ExecOptions{Args: append([]any{dataset}, args...),
		ResultFunc: func(s *sqlite.Stmt) error {
			p.rows = append(p.rows, rowOf(s, d.ID))
			return nil
		}})
	p.err = explained(l.path, err)
	return p
}

func rowOf(s *sqlite.Stmt, dataset string) row {
	return row{store.Revision{Seq: s.ColumnInt64(0), Dataset: dataset, ID: s.ColumnText(1), Number: s.ColumnInt(2),
		Version: s.ColumnInt64(3), Author: s.ColumnText(5), Reason: s.ColumnText(6), Batch: s.ColumnText(7),
		Op: store.Operation(s.ColumnText(8)), Redacted: s.ColumnBool(9)}, s.ColumnText(4), s.ColumnText(10)}
}

// revision reads what is JSON in a row.
func (r *row) revision(d *incident.Dataset) (store.Revision, error) {
	out := r.Revision
	at, err := time.Parse(time.RFC3339Nano, r.at)
	if err != nil {
		return out, err
	}
	out.At = at
	if r.content != "" {
		inc, err := whole.Unmarshal([]byte(r.content), d.ID, d.Columns)
		if err != nil {
			return out, err
		}
		out.Incident = &inc
	}
	return out, nil
}
