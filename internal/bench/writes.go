package main

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/sample"
)

// writesPerSecond is what readers must bear.
const writesPerSecond = 5000

// underWrites measures readers while the index changes: every 20 ms a hundred
// incidents are put in and as many taken out.
func underWrites(t *table, values []*sample.Incident, queries []sample.Query) {
	const span = 4 * time.Second
	ix := geo.NewIndex(sampleSchema(), values)
	quiet := readers(ix, queries, span)
	stop, written := make(chan struct{}), 0
	var wg sync.WaitGroup
	wg.Go(func() {
		const batch = 50
		tick := time.NewTicker(time.Second * batch / writesPerSecond * 2) // as many go in as out
		defer tick.Stop()
		for n := 0; ; n += batch {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			out := values[n : n+batch]
			in := make([]*sample.Incident, batch)
			for i, v := range out {
				moved := *v
				moved.N += len(values)
				in[i] = &moved
			}
			ix.Apply(out, in)
			written += 2 * batch
		}
	})
	busy := readers(ix, queries, span)
	close(stop)
	wg.Wait()
	t.note(fmt.Sprintf("readers of 1,000 results: p50 %s, p99 %s; under %d writes a second: p50 %s, p99 %s",
		short(percentile(quiet, 50)), short(percentile(quiet, 99)),
		written/int(span.Seconds()), short(percentile(busy, 50)), short(percentile(busy, 99))))
}

// readers runs queries for a while and returns their times.
func readers(ix *geo.Index[*sample.Incident], queries []sample.Query, span time.Duration) []time.Duration {
	var all []time.Duration
	var rows []geo.Row
	until := time.Now().Add(span)
	for i := 0; time.Now().Before(until); i++ {
		q := asked(&queries[i%len(queries)])
		all = append(all, once(func() { rows = ix.Snapshot().AppendRows(q, rows[:0]) }))
	}
	slices.Sort(all)
	return all
}
