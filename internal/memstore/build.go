package memstore

import (
	"runtime"
	"slices"
	"sync"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// bulk is a dataset's content on its way into the store, in the order in which
// it came. What the index will ask of each record is worked out with the
// record, while it lies in the processor's cache: to come back to a million
// takes four times as long.
type bulk struct {
	records []*incident.Record
	starts  []geo.Day
	codes   [][]uint32 // by column; those of the share that the row is in
	share   int        // rows that one goroutine makes
	shares  []numbering
}

// numbering numbers the values of each column in one share of the rows.
type numbering []*dictionary

// publishAll publishes on all processors: most of loading is making records.
// The incidents stay where they are, and the records lie in one piece of
// memory too: a million small ones would take twice the time.
func publishAll(d *incident.Dataset, incidents []incident.Incident) *bulk {
	n := len(incidents)
	b := &bulk{records: make([]*incident.Record, n), starts: make([]geo.Day, n),
		codes: make([][]uint32, firstOwn+len(d.Columns)),
		share: n/runtime.GOMAXPROCS(0) + 1}
	for c := range b.codes {
		b.codes[c] = make([]uint32, n)
	}
	records := make([]incident.Record, n)
	var wg sync.WaitGroup
	for from := 0; from < n; from += b.share {
		own := numbering(newDictionaries(d))
		b.shares = append(b.shares, own)
		wg.Go(func() {
			coders := own.coders()
			for i := from; i < min(from+b.share, n); i++ {
				incidents[i].Dataset = d.ID
				records[i].Derive(incident.Profile{}, &incidents[i], d)
				b.records[i], b.starts[i] = &records[i], incidents[i].Date.Start
				for c := range coders {
					b.codes[c][i] = coders[c].code(&records[i])
				}
			}
		})
	}
	wg.Wait()
	return b
}

func (n numbering) coders() []coder {
	out := make([]coder, len(n))
	for i, d := range n {
		out[i].dictionary = d
	}
	return out
}

// join numbers the shares' values anew, those of the first share first, and
// returns what fills a column of the index with the codes of the rows in an
// order.
func (b *bulk) join(into []*dictionary, order []uint32) func(column int, codes []uint32) {
	return func(column int, codes []uint32) {
		d := into[column]
		if b.overfull(column) {
			b.hash(d, order, codes)
			return
		}
		renumbered := make([][]uint32, len(b.shares))
		for i, share := range b.shares {
			for _, r := range share[column].records {
				renumbered[i] = append(renumbered[i], d.code(d.key(r), r))
			}
		}
		byRow := b.codes[column]
		for i, row := range order {
			codes[i] = renumbered[int(row)/b.share][byRow[row]]
		}
		b.codes[column] = nil
	}
}

// overfull reports whether an own column has more values than are numbered.
func (b *bulk) overfull(column int) bool {
	return slices.ContainsFunc(b.shares, func(share numbering) bool { return share[column].overfull() })
}

// hash codes an own column of many values by buckets.
func (b *bulk) hash(d *dictionary, order, codes []uint32) {
	d.hashed = true
	record := make([]*incident.Record, 1)
	for i, row := range order {
		record[0] = b.records[row]
		d.encodeBuckets(record, codes[i:i+1])
	}
}

// newSet makes a dataset of its content.
func newSet(d *incident.Dataset, version string, b *bulk) (*set, error) {
	s := &set{dataset: d, dictionaries: newDictionaries(d)}
	var twice error
	var wg sync.WaitGroup
	wg.Go(func() { s.byID, twice = newIDs(d, b.records) })
	order := b.order()
	if wg.Wait(); twice != nil {
		return nil, twice
	}
	sorted := make([]*incident.Record, len(order))
	for i, row := range order {
		sorted[i] = b.records[row]
	}
	s.index = geo.BuildIndex(s.schema(), sorted, b.join(s.dictionaries, order))
	s.describe(version)
	return s, nil
}
