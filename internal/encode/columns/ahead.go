package columns

import (
	"cmp"
	"context"
	"runtime"

	"incidentmap/internal/store"
)

// reader reads chunks ahead of the one that is written, on all processors.
type reader struct {
	rows         store.Columns
	from         int // the first row that is not being read yet
	first, chunk int // rows of the first chunk, and of each other
	waiting      []chan piece
	free         []*store.Rows
}

// piece is a chunk that was read, or what reading it panicked with: that is for the
// one who asked to fail by, and not for the program.
type piece struct {
	rows     *store.Rows
	panicked any
}

func newReader(rows store.Columns, first, chunk int) *reader {
	return &reader{rows: rows, first: cmp.Or(first, firstRows), chunk: cmp.Or(chunk, chunkRows),
		waiting: make([]chan piece, 0, runtime.GOMAXPROCS(0))}
}

// next returns the next chunk, nil after the last one and when the context has ended.
func (r *reader) next(ctx context.Context) *store.Rows {
	for r.from < r.rows.Len() && len(r.waiting) < cap(r.waiting) && ctx.Err() == nil {
		r.start()
	}
	if len(r.waiting) == 0 {
		return nil
	}
	p := <-r.waiting[0]
	r.waiting = append(r.waiting[:0], r.waiting[1:]...)
	if p.panicked != nil {
		panic(p.panicked)
	}
	return p.rows
}

// start has another chunk read.
func (r *reader) start() {
	size := r.chunk
	if r.from == 0 {
		size = r.first
	}
	from, to := r.from, min(r.from+size, r.rows.Len())
	into := &store.Rows{}
	if last := len(r.free) - 1; last >= 0 {
		into, r.free = r.free[last], r.free[:last]
	}
	done := make(chan piece, 1) // nobody may come for it
	r.waiting, r.from = append(r.waiting, done), to
	go func() {
		p := piece{rows: into}
		defer func() {
			p.panicked = recover()
			done <- p
		}()
		r.rows.Read(from, to, into)
	}()
}

// done gives a chunk back, for its memory to be used again.
func (r *reader) done(rows *store.Rows) { r.free = append(r.free, rows) }
