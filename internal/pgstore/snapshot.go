package pgstore

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
	"incidentmap/internal/inorder"
	"incidentmap/internal/store"
)

// Snapshot is the log as it was at one moment, whatever others write meanwhile. It holds a
// connection until it is released, and is used by one goroutine.
type Snapshot struct {
	log *Log
	tx  pgx.Tx
}

// snapshot takes one.
func (l *Log) snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := l.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, err
	}
	return &Snapshot{log: l, tx: tx}, nil
}

// snapshotAgain takes one, once more where the connection was lost.
func (l *Log) snapshotAgain(ctx context.Context) (s *Snapshot, err error) {
	err = l.again(ctx, func() error {
		s, err = l.snapshot(ctx)
		return err
	})
	return s, err
}

// Release ends it.
func (s *Snapshot) Release() { _ = s.tx.Rollback(context.Background()) }

// revisions yields those that the rest of a query tells, which others decode while they are
// read.
func (s *Snapshot) revisions(ctx context.Context, dataset, which string) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		d, _, err := datasetOf(ctx, s.tx, dataset)
		if err != nil {
			yield(store.Revision{}, s.log.explained(err))
			return
		}
		for p := range inorder.Ahead(s.pages(ctx, d, which), (*page).decodeWhole) {
			if !p.yield(yield) {
				return
			}
		}
	}
}

// decodeWhole decodes a page unless it ends with an error, which stays.
func (p *page) decodeWhole() {
	if err := p.err; err != nil {
		p.decode()
		p.err = err
		return
	}
	p.decode()
}

// pages are the rows of a query as they come; the dataset is the first parameter of its
// rest.
func (s *Snapshot) pages(ctx context.Context, d *incident.Dataset, rest string) iter.Seq[*page] {
	return func(yield func(*page) bool) {
		p := &page{dataset: d}
		rows, err := s.tx.Query(ctx, "SELECT "+revisionFields+"FROM incidentmap_log.revision r "+rest, d.ID)
		if err == nil {
			defer rows.Close()
			for rows.Next() {
				r, err := scanRow(rows, d.ID)
				if err != nil {
					p.err = err
					break
				}
				if p.rows = append(p.rows, r); len(p.rows) == pageRows {
					if !yield(p) {
						return
					}
					p = &page{dataset: d, rows: make([]row, 0, pageRows)}
				}
			}
			err = rows.Err()
		}
		if err != nil && p.err == nil {
			p.err = s.log.explained(err)
		}
		yield(p)
	}
}
