package geo_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"incidentmap/geo"
)

// lons and lats are where mistakes happen: the antimeridian, the meridian of
// Greenwich, the equator and the poles, beside anywhere else.
var (
	lons = rapid.OneOf(rapid.SampledFrom([]float64{-180, 180, 179.9999999, -179.9999999, 0, 69.2123}), rapid.Float64Range(-180, 180))
	lats = rapid.OneOf(rapid.SampledFrom([]float64{-90, 90, 0, 34.5659}), rapid.Float64Range(-90, 90))
	days = rapid.OneOf(rapid.Int32Range(17000, 17100), rapid.Int32Range(-10000, 30000))
)

func drawEntries(t *rapid.T) []geo.Entry {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) geo.Entry {
		start := geo.Day(days.Draw(t, "start"))
		length := rapid.SampledFrom([]int32{0, 0, 0, 1, 30, 3650}).Draw(t, "length")
		// Coordinates as people write them: at most seven decimals.
		p := orb.Point{float64(int64(lons.Draw(t, "lon")*1e7)) / 1e7, float64(int64(lats.Draw(t, "lat")*1e7)) / 1e7}
		return geo.Entry{Point: p, Start: start, End: start + geo.Day(length), Row: rapid.Uint32Range(0, 1500).Draw(t, "row")}
	}), 0, 1500).Draw(t, "entries")
}

func drawBox(t *rapid.T) geo.Box {
	s, n := lats.Draw(t, "south"), lats.Draw(t, "north")
	return geo.Box{West: lons.Draw(t, "west"), South: min(s, n), East: lons.Draw(t, "east"), North: max(s, n)}
}

func drawWindow(t *rapid.T) geo.Window {
	a, b := geo.Day(days.Draw(t, "from")), geo.Day(days.Draw(t, "to"))
	return geo.Window{From: min(a, b), To: max(a, b), Inside: rapid.Bool().Draw(t, "inside")}
}

// TestIndexAgreesWithScan: what the index collects is what a look at every
// entry finds. A point within 1e-7 of a degree of an edge may be either.
func TestIndexAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawEntries(t)
		want := append([]geo.Entry(nil), entries...)
		ix := geo.BuildIndex(entries)
		if ix.Len() != len(want) {
			t.Fatalf("it holds %d of %d entries", ix.Len(), len(want))
		}
		box, window := drawBox(t), drawWindow(t)
		got := geo.NewBitmap(1501)
		ix.Collect(box, window, got)
		found := map[uint32]bool{}
		near := map[uint32]bool{}
		for _, e := range want {
			if !window.Match(e.Start, e.End) {
				continue
			}
			if box.Contains(e.Point) {
				found[e.Row] = true
			}
			near[e.Row] = true
		}
		for row := range found {
			if !got.Has(row) {
				t.Fatalf("row %d is in %v and %v, but was not collected", row, box, window)
			}
		}
		for row := range got.All() {
			if !near[row] {
				t.Fatalf("row %d was collected, but no entry of it is in the window %v", row, window)
			}
			if !found[row] && !anyNear(want, row, box, window) {
				t.Fatalf("row %d was collected, but is not in the box %v", row, box)
			}
		}
	})
}

// anyNear reports whether an entry of the row lies in the box widened by the
// stored precision.
// anyNear reports whether an entry of a row is in the window and in the box or within
// 1e-7 of a degree of it, across the antimeridian too. The box may be narrower than that.
func anyNear(entries []geo.Entry, row uint32, box geo.Box, window geo.Window) bool {
	const eps = 1e-7
	wide := geo.Box{West: box.West - eps, South: box.South - eps, East: box.East + eps, North: box.North + eps}
	if box.West > box.East && wide.West <= wide.East {
		wide.West, wide.East = -180, 180
	}
	for _, e := range entries {
		if e.Row != row || !window.Match(e.Start, e.End) {
			continue
		}
		for _, turn := range []float64{-360, 0, 360} {
			if wide.Contains(orb.Point{e.Point[0] + turn, e.Point[1]}) {
				return true
			}
		}
	}
	return false
}

func TestIndexOfAStack(t *testing.T) {
	entries := make([]geo.Entry, 10_000)
	for i := range entries {
		entries[i] = geo.Entry{Point: orb.Point{69.2, 34.5}, Start: geo.Day(i % 50), End: geo.Day(i % 50), Row: uint32(i)}
	}
	ix := geo.BuildIndex(entries)
	rows := geo.NewBitmap(10_000)
	ix.Collect(geo.Box{West: 69.2, South: 34.5, East: 69.2, North: 34.5}, geo.Window{From: 10, To: 19}, rows)
	if n := rows.Len(); n != 2000 {
		t.Errorf("ten days of a stack of 10,000 have 2,000 rows, not %d", n)
	}
}

func syntheticEntries(n int) []geo.Entry {
	r := rand.New(rand.NewPCG(42, 42))
	entries := make([]geo.Entry, n)
	for i := range entries {
		p := orb.Point{60 + 15*r.Float64(), 28 + 10*r.Float64()}
		if i%3 == 0 {
			p = orb.Point{-180 + 360*r.Float64(), -60 + 120*r.Float64()}
		}
		d := geo.Day(16400 + r.IntN(4000))
		entries[i] = geo.Entry{Point: p, Start: d, End: d, Row: uint32(i)}
	}
	return entries
}

var benchBox, benchWindow = geo.Box{West: 66, South: 32, East: 69, North: 35}, geo.Window{From: 17000, To: 17060}

// BenchmarkCollect is the index; BenchmarkScan its naive twin.
func BenchmarkCollect(b *testing.B) {
	ix := geo.BuildIndex(syntheticEntries(1_000_000))
	rows := geo.NewBitmap(1_000_000)
	for b.Loop() {
		clear(rows)
		ix.Collect(benchBox, benchWindow, rows)
	}
}

// BenchmarkScan looks at every entry.
func BenchmarkScan(b *testing.B) {
	entries := syntheticEntries(1_000_000)
	rows := geo.NewBitmap(1_000_000)
	for b.Loop() {
		clear(rows)
		for i := range entries {
			if e := &entries[i]; benchWindow.Match(e.Start, e.End) && benchBox.Contains(e.Point) {
				rows.Add(e.Row)
			}
		}
	}
}
