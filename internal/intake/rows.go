package intake

import (
	"errors"
	"runtime"
	"slices"
	"sync"

	"incidentmap/internal/incident"
)

// chunkRows is how many rows one goroutine reads at a time.
const chunkRows = 4096

// readRows reads all rows, in chunks on all processors. What hangs on the
// rows' order is joined in order: the result is that of reading one by one.
func (b *builder) readRows() {
	if locate := b.opt.Geocode; locate != nil {
		var one sync.Mutex // a geocoder may be anyone's
		b.opt.Geocode = func(text, country string) (incident.Place, bool) {
			one.Lock()
			defer one.Unlock()
			return locate(text, country)
		}
	}
	n := len(b.table.Rows)
	incidents := make([]incident.Incident, n)
	ahead := make(chan chan *builder, runtime.GOMAXPROCS(0)) // as many chunks at once
	go func() {
		defer close(ahead)
		for from := 0; from < n; from += chunkRows {
			to := min(from+chunkRows, n)
			done := make(chan *builder, 1)
			ahead <- done
			go func() { done <- b.chunk(from, to, incidents[from:from:to]) }()
		}
	}()
	b.result.Incidents = incidents[:0]
	b.result.Rows = make([]int, 0, n)
	for done := range ahead {
		b.addChunk(<-done)
		if b.opt.Progress != nil {
			b.opt.Progress(min(len(b.result.Rows), n), n)
		}
	}
}

// chunk reads some of the rows into incidents.
func (b *builder) chunk(from, to int, incidents []incident.Incident) *builder {
	c := &builder{table: b.table, opt: b.opt, roles: b.roles, extras: b.extras, dates: b.dates,
		terms: map[termKey]bool{}, result: &Result{Incidents: incidents, Rows: make([]int, 0, to-from)}}
	for i := from; i < to; i++ {
		c.add(&b.table.Rows[i])
	}
	return c
}

// addChunk adds a chunk to the result. Its incidents lie in the result's own
// memory, at or after the place where they go.
func (b *builder) addChunk(c *builder) {
	b.addTerms(&b.result.Kinds, c.result.Kinds)
	b.addTerms(&b.result.EventTypes, c.result.EventTypes)
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
	own := slices.Concat(c.result.Findings, b.result.Findings[before:])
	slices.SortStableFunc(own, func(x, y Finding) int { return x.Row - y.Row })
	b.result.Findings = append(b.result.Findings[:before], own...)
}

// addTerms adds the words that are new.
func (b *builder) addTerms(to *[]incident.Term, terms []incident.Term) {
	for _, t := range terms {
		if key := (termKey{to, t.ID}); !b.terms[key] {
			b.terms[key] = true
			*to = append(*to, t)
		}
	}
}
