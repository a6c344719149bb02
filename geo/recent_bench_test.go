package geo_test

import (
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo"
)

// BenchmarkRecent counts in a recent part that is nearly full: it has no tree.
func BenchmarkRecent(b *testing.B) {
	ix := geo.NewIndex(schema(), nil)
	var things []*thing
	for i := range 4000 {
		d := geo.Day(i % 1000)
		things = append(things, &thing{id: i, item: geo.Item{Points: orb.MultiPoint{{float64(i%360) - 180,
			float64(i%170) - 85}}, Start: d, End: d}})
	}
	ix.Apply(nil, things)
	q := &geo.Query{Box: &geo.Box{West: -10, South: -10, East: 30, North: 30}, Window: &geo.Window{From: 100, To: 300}}
	s := ix.Snapshot()
	for b.Loop() {
		s.Count(q)
	}
}

// BenchmarkApply puts a value in and takes another out, of a hundred thousand.
func BenchmarkApply(b *testing.B) {
	var things []*thing
	for i := range 100_000 {
		d := geo.Day(i / 100)
		things = append(things, &thing{id: i, item: geo.Item{Points: orb.MultiPoint{{float64(i%360) - 180,
			float64(i%170) - 85}}, Start: d, End: d}})
	}
	ix := geo.NewIndex(schema(), things)
	n := 0
	for b.Loop() {
		old := things[n%len(things)]
		fresh := *old
		fresh.id += len(things)
		ix.Apply([]*thing{old}, []*thing{&fresh})
		things[n%len(things)] = &fresh
		n++
	}
}
