package pgstore

import (
	"context"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/inorder"
	"incidentmap/internal/store"
)

// pageRows is how many rows are decoded together, and asked for at once where the answer is
// read in pages.
const pageRows = 1_000

// revisionFields are what is read of a revision r.
const revisionFields = "r.seq, r.id, r.number, r.version, r.at, r.author, r.reason, r.batch, r.op, r.blanked, r.content "

// again does what only reads once more where the connection was lost.
func (l *Log) again(ctx context.Context, do func() error) error {
	if err := l.open(); err != nil {
		return err
	}
	err := do()
	if isBroken(err) && ctx.Err() == nil {
		l.pool.Reset()
		select {
		case <-time.After(againAfter):
		case <-ctx.Done():
			return ctx.Err()
		}
		err = do()
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return l.explained(err)
}

// row is a revision as it lies in the table.
type row struct {
	store.Revision
	content *string
}

func scanRow(rows pgx.Rows, dataset string) (row, error) {
	r := row{Revision: store.Revision{Dataset: dataset}}
	err := rows.Scan(&r.Seq, &r.ID, &r.Number, &r.Version, &r.At, &r.Author, &r.Reason, &r.Batch, &r.Op, &r.Redacted,
		&r.content)
	return r, err
}

// revision reads what is JSON in a row.
func (r *row) revision(d *incident.Dataset) (store.Revision, error) {
	out := r.Revision
	out.At = out.At.UTC()
	if r.content != nil {
		inc, err := whole.Unmarshal([]byte(*r.content), d.ID, d.Columns)
		if err != nil {
			return out, err
		}
		out.Incident = &inc
	}
	return out, nil
}

// page is some rows of the log.
type page struct {
	dataset *incident.Dataset
	rows    []row
	all     []store.Revision
	err     error
}

// decode reads the rows' contents.
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

// Current implements store.Log.
func (l *Log) Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error] {
	return func(yield func(*incident.Incident, error) bool) {
		s, err := l.snapshotAgain(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		defer s.Release()
		s.Current(ctx, dataset)(yield)
	}
}

// Deleted implements store.Log. What was deleted may have been redacted since: the newest
// revision is no deletion then, and has no content either.
func (l *Log) Deleted(ctx context.Context, dataset string) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		s, err := l.snapshotAgain(ctx)
		if err != nil {
			yield(store.Revision{}, err)
			return
		}
		defer s.Release()
		s.revisions(ctx, dataset, "JOIN incidentmap_log.incident i ON i.dataset = r.dataset AND i.id = r.id "+
			"JOIN incidentmap_log.revision n ON n.seq = i.seq WHERE i.dataset = $1 AND r.dataset = $1 "+
			"AND r.op = 'delete' AND n.content IS NULL AND (r.seq = n.seq OR r.number = (SELECT max(d.number) "+
			"FROM incidentmap_log.revision d WHERE d.dataset = $1 AND d.id = i.id AND d.op = 'delete'))")(yield)
	}
}

// Revisions implements store.Log.
func (l *Log) Revisions(ctx context.Context, dataset, id string) ([]store.Revision, error) {
	all, err := l.read(ctx, dataset, "WHERE r.dataset = $1 AND r.id = $2 ORDER BY r.number", clean(id))
	if err == nil && len(all) == 0 {
		err = incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, dataset)
	}
	return all, err
}

// Batch implements store.Log.
func (l *Log) Batch(ctx context.Context, dataset, batch string) ([]store.Revision, error) {
	all, err := l.read(ctx, dataset, "WHERE r.dataset = $1 AND r.batch = $2 AND r.batch <> '' ORDER BY r.seq", clean(batch))
	if err == nil && len(all) == 0 {
		err = incident.Errorf(incident.NotFound, "there is no batch %q in %s", batch, dataset)
	}
	return all, err
}

// Since implements store.Log.
func (l *Log) Since(ctx context.Context, dataset string, version int64) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		read := func(version, seq int64) *page {
			return l.page(ctx, dataset, "WHERE r.dataset = $1 AND (r.version, r.seq) > ($2, $3) "+
				"ORDER BY r.version, r.seq LIMIT $4", version, seq, pageRows)
		}
		pages := func(yield func(*page) bool) {
			last := store.Revision{Version: version, Seq: 1<<63 - 1}
			for {
				p := read(last.Version, last.Seq)
				if !yield(p) || p.err != nil || len(p.rows) < pageRows {
					return
				}
				last = p.rows[len(p.rows)-1].Revision
			}
		}
		for p := range inorder.Ahead(pages, func(p *page) {
			if p.err == nil {
				p.decode()
			}
		}) {
			if !p.yield(yield) {
				return
			}
		}
	}
}

// read reads revisions; the dataset is the first parameter of the query's rest.
func (l *Log) read(ctx context.Context, dataset, rest string, args ...any) ([]store.Revision, error) {
	p := l.page(ctx, dataset, rest, args...)
	if p.err == nil {
		p.decode()
	}
	return p.all, p.err
}

// page reads rows; the dataset is the first parameter of the query's rest. What describes
// the dataset is read after them: columns only come, and are those of the rows at least.
func (l *Log) page(ctx context.Context, dataset, rest string, args ...any) *page {
	p := &page{}
	p.err = l.again(ctx, func() error {
		p.rows = p.rows[:0]
		rows, err := l.pool.Query(ctx, "SELECT "+revisionFields+"FROM incidentmap_log.revision r "+rest,
			append([]any{dataset}, args...)...)
		if err != nil {
			return err
		}
		err = each(rows, func() error {
			r, err := scanRow(rows, dataset)
			p.rows = append(p.rows, r)
			return err
		})
		if err == nil {
			p.dataset, _, err = datasetOf(ctx, l.pool, dataset)
		}
		return err
	})
	return p
}
