package ingest

import (
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// chunkRows is how many rows one goroutine reads at a time.
const chunkRows = 4096

// readRows reads all rows, in chunks on all processors. What hangs on the
// rows' order is joined in order: the result is that of reading one by one.
func (b *builder) readRows() {
	if locate := b.opt.Geocode; locate != nil {
		var one sync.Mutex // a geocoder may be anyone's
		b.opt.Geocode = func(q Question) (incident.Place, bool) {
			one.Lock()
			defer one.Unlock()
			return locate(q)
		}
	}
	n := len(b.table.Rows)
	b.ids = incident.NewIDs(n)
	b.result.Incidents, b.result.Rows = make([]incident.Incident, 0, n), make([]int, 0, n)
	for c := range b.chunks(n) {
		b.addChunk(c.builder)
		if b.opt.Progress != nil {
			b.opt.Progress(c.to, n)
		}
	}
}

// chunk is the rows up to one, read.
type chunk struct {
	*builder
	to int
}

// chunks reads n rows in chunks, as many at once as there are processors, and
// yields them in order. Their incidents lie in the result's own memory.
func (b *builder) chunks(n int) iter.Seq[chunk] {
	workers := b.opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	size := b.opt.chunk
	if size <= 0 {
		size = chunkRows
	}
	memos := make(chan *memo, workers) // one that is free, for each worker
	for range workers {
		memos <- &memo{}
	}
	incidents := b.result.Incidents[:n]
	ahead := make(chan chan chunk, workers)
	go func() {
		defer close(ahead)
		for from := 0; from < n; from += size {
			to := min(from+size, n)
			done := make(chan chunk, 1)
			ahead <- done
			m := <-memos
			go func() {
				done <- chunk{b.chunk(m, from, to, incidents[from:from:to]), to}
				memos <- m
			}()
		}
	}()
	return func(yield func(chunk) bool) {
		for done := range ahead {
			if !yield(<-done) {
				return
			}
		}
	}
}

// chunk reads some of the rows into incidents.
func (b *builder) chunk(m *memo, from, to int, incidents []incident.Incident) *builder {
	c := &builder{layout: b.layout, table: b.table, opt: b.opt, extras: b.extras, dates: b.dates, memo: m,
		prevailing: b.prevailing, coded: b.coded, outside: b.outside,
		result: &Result{Incidents: incidents, Rows: make([]int, 0, to-from)}}
	for i := from; i < to; i++ {
		c.add(&b.table.Rows[i])
	}
	return c
}

// addChunk adds a chunk to the result. Its incidents lie in the result's own
// memory, at or after the place where they go.
func (b *builder) addChunk(c *builder) {
	for _, t := range c.kinds.terms {
		b.kinds.add(t)
	}
	for _, t := range c.types.terms {
		b.types.add(t)
	}
	for name, n := range c.once {
		b.once.merge(name, n)
	}
	b.result.Geocoded += c.result.Geocoded
	before := len(b.result.Findings)
	for i := range c.result.Incidents {
		inc, number := &c.result.Incidents[i], c.result.Rows[i]
		if err := b.claimID(number, inc); err != nil {
			var e *columnError
			errors.As(err, &e)
			b.drop(&Row{Number: number}, e.rule, e.column, "%s", e.message)
			continue
		}
		if inc.Title == "" {
			inc.Title = b.makeTitle(inc)
		}
		if n := len(b.result.Incidents); &b.result.Incidents[:n+1][n] == inc {
			b.result.Incidents = b.result.Incidents[:n+1] // it lies where it belongs
		} else {
			b.result.Incidents = append(b.result.Incidents, *inc)
		}
		b.result.Rows = append(b.result.Rows, number)
	}
	if len(c.result.Findings) > 0 {
		own := slices.Concat(c.result.Findings, b.result.Findings[before:])
		slices.SortStableFunc(own, func(x, y report.Finding) int { return x.Row - y.Row })
		b.result.Findings = append(b.result.Findings[:before], own...)
	}
}
