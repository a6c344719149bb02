package geo_test

import (
	"cmp"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"incidentmap/geo"
)

// lons and lats are where mistakes happen: the antimeridian, the meridian of
// Greenwich, the equator and the poles, beside anywhere else; few enough that
// drawn boxes have points on their edges.
var (
	lons = rapid.OneOf(rapid.SampledFrom([]float64{-180, 180, 179.9999999, -179.9999999, 0, 69.2123, 69.21234}),
		rapid.Float64Range(-180, 180))
	lats = rapid.OneOf(rapid.SampledFrom([]float64{-90, 90, 0, 34.5659, 34.56591}), rapid.Float64Range(-90, 90))
	days = rapid.OneOf(rapid.Int32Range(17000, 17100), rapid.Int32Range(-10000, 30000))
)

// thing is what the tests index.
type thing struct {
	id    int
	item  geo.Item
	codes [columns]uint32
}

// columns is the number of code columns of a thing: of four codes, of a
// hundred and of a hundred thousand, one for each width.
const columns = 3

var codeRange = [columns]uint32{4, 300, 100_000}

func schema() geo.Schema[*thing] {
	return geo.Schema[*thing]{Columns: columns,
		Item: func(t *thing) geo.Item { return t.item },
		Codes: func(c int, things []*thing, codes []uint32) {
			for i, t := range things {
				codes[i] = t.codes[c]
			}
		},
		Compare: compareThings}
}

func compareThings(a, b *thing) int {
	return cmp.Or(cmp.Compare(a.item.Start, b.item.Start), cmp.Compare(a.id, b.id))
}

func drawThing(t *rapid.T, id int) *thing {
	start := geo.Day(days.Draw(t, "start"))
	length := rapid.SampledFrom([]int32{0, 0, 0, 1, 30, 3650}).Draw(t, "length")
	places := rapid.SampledFrom([]int{0, 1, 1, 1, 1, 1, 2, 3}).Draw(t, "places")
	out := &thing{id: id, item: geo.Item{Start: start, End: start + geo.Day(length),
		Certain: rapid.Bool().Draw(t, "certain")}}
	if rapid.IntRange(0, 9).Draw(t, "open") == 0 {
		out.item.End = geo.OpenEnd
	}
	for range places {
		out.item.Points = append(out.item.Points, orb.Point{lons.Draw(t, "lon"), lats.Draw(t, "lat")})
	}
	for c := range out.codes {
		out.codes[c] = rapid.Uint32Range(0, codeRange[c]-1).Draw(t, "code")
	}
	return out
}

// drawThings draws a few things and multiplies them, so that there are many
// blocks and stacks without many draws.
func drawThings(t *rapid.T) []*thing {
	var out []*thing
	for i := range rapid.IntRange(0, 40).Draw(t, "kinds") {
		one := drawThing(t, i)
		copies := rapid.SampledFrom([]int{1, 1, 1, 5, 300}).Draw(t, "copies")
		for n := range copies {
			again := *one
			again.id = i*1000 + n
			again.codes[0] = uint32(n) % codeRange[0]
			if n%3 == 2 {
				again.item.Start += geo.Day(n)
				again.item.End = min(again.item.End+geo.Day(n), geo.OpenEnd)
			}
			out = append(out, &again)
		}
	}
	slices.SortFunc(out, compareThings)
	return out
}

var triangle = orb.MultiPolygon{{{{60, 30}, {75, 30}, {69.2123, 40}, {60, 30}},
	{{69, 34}, {70, 34}, {70, 35}, {69, 35}, {69, 34}}}}

func drawQuery(t *rapid.T) *geo.Query {
	q := &geo.Query{Unplaced: rapid.Bool().Draw(t, "unplaced")}
	if rapid.Bool().Draw(t, "boxed") {
		s, n := lats.Draw(t, "south"), lats.Draw(t, "north")
		q.Box = &geo.Box{West: lons.Draw(t, "west"), South: min(s, n), East: lons.Draw(t, "east"), North: max(s, n)}
	}
	if rapid.Bool().Draw(t, "windowed") {
		a, b := geo.Day(days.Draw(t, "from")), geo.Day(days.Draw(t, "to"))
		q.Window = &geo.Window{From: min(a, b), To: max(a, b), Inside: rapid.Bool().Draw(t, "inside")}
		if rapid.IntRange(0, 3).Draw(t, "open") == 0 {
			q.Window.To = geo.OpenEnd
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "polygon") == 0 {
		q.Within = geo.NewPolygon(triangle)
	}
	for c := range columns {
		if rapid.IntRange(0, 2).Draw(t, "coded") == 0 {
			allow := make([]uint8, rapid.Uint32Range(0, codeRange[c]).Draw(t, "known"))
			step := rapid.IntRange(1, 5).Draw(t, "step")
			for i := 0; i < len(allow); i += step {
				allow[i] = 1
			}
			q.Codes = append(q.Codes, geo.CodeFilter{Column: c, Allow: allow})
		}
	}
	return q
}

// matches is the oracle: it looks at one thing.
func matches(q *geo.Query, t *thing) bool {
	return matchesPlace(q, t) && matchesCodes(q, t, -1) && (q.Window == nil || q.Window.Match(t.item.Start, t.item.End))
}

func matchesPlace(q *geo.Query, t *thing) bool {
	if len(t.item.Points) == 0 {
		return (q.Box == nil || q.Unplaced) && q.Within == nil
	}
	return (q.Box == nil || slices.ContainsFunc(t.item.Points, q.Box.Contains)) &&
		(q.Within == nil || slices.ContainsFunc(t.item.Points, q.Within.Contains))
}

func matchesCodes(q *geo.Query, t *thing, but int) bool {
	for _, f := range q.Codes {
		if code := t.codes[f.Column]; f.Column != but && (int(code) >= len(f.Allow) || f.Allow[code] == 0) {
			return false
		}
	}
	return true
}

// scan is the oracle of a query: what matches, in order.
func scan(things []*thing, q *geo.Query) []*thing {
	var out []*thing
	for _, t := range things {
		if matches(q, t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, compareThings)
	return out
}

// checkSnapshot compares every kind of answer with the oracle's.
func checkSnapshot(t *rapid.T, s *geo.Snapshot[*thing], things []*thing) {
	q := drawQuery(t)
	want := scan(things, q)
	if n := s.Len(); n != len(things) {
		t.Fatalf("it holds %d of %d", n, len(things))
	}
	if n := s.Count(q); n != len(want) {
		t.Fatalf("%s: it counts %d, want %d", describe(q), n, len(want))
	}
	var got []*thing
	for _, row := range s.AppendRows(q, nil) {
		got = append(got, s.Value(row))
	}
	slices.SortFunc(got, compareThings)
	if !slices.Equal(got, want) {
		t.Fatalf("%s: found %d, want %d", describe(q), len(got), len(want))
	}
	m := s.Select(q)
	if !slices.Equal(slices.Collect(m.All()), want) || m.Len() != len(want) {
		t.Fatalf("%s: selected %d, want %d in order", describe(q), m.Len(), len(want))
	}
	if len(things) > 0 {
		after := things[rapid.IntRange(0, len(things)-1).Draw(t, "after")]
		rest := slices.DeleteFunc(slices.Clone(want), func(w *thing) bool { return compareThings(w, after) <= 0 })
		if !slices.Equal(slices.Collect(m.From(func(v *thing) bool { return compareThings(v, after) > 0 })), rest) {
			t.Fatalf("%s: the rest after %d is not %d", describe(q), after.id, len(rest))
		}
	}
	checkAggregates(t, s, things, q, want)
	checkTables(t, s, q, want)
	odd := func(t *thing) bool { return t.id%2 == 1 }
	want = slices.DeleteFunc(want, func(t *thing) bool { return !odd(t) })
	s = s.Where(odd, nil)
	if n, rows := s.Count(q), slices.Collect(s.Select(q).All()); n != len(want) || !slices.Equal(rows, want) {
		t.Fatalf("%s: of the odd ones %d and %d, want %d", describe(q), n, len(rows), len(want))
	}
}

func describe(q *geo.Query) string {
	return fmt.Sprintf("box %v, unplaced %v, window %v, polygon %v, codes %d", q.Box, q.Unplaced, q.Window,
		q.Within != nil, len(q.Codes))
}

func checkAggregates(t *rapid.T, s *geo.Snapshot[*thing], things []*thing, q *geo.Query, want []*thing) {
	with := 1
	a := &geo.Aggregation{Columns: []int{0, 1}, Facets: []int{0, 1, 2}, With: &with, Sizes: []int{4, 300, 100_000}}
	from := geo.Day(days.Draw(t, "bins from"))
	step := geo.Day(rapid.IntRange(1, 400).Draw(t, "bin"))
	for i := range geo.Day(rapid.IntRange(2, 60).Draw(t, "bins")) {
		a.Bins = append(a.Bins, from+i*step)
	}
	got := s.Aggregate(q, a)
	expected := naiveAggregates(things, q, want, a)
	if got.Matched != expected.Matched || got.Unplaced != expected.Unplaced {
		t.Fatalf("%s: %d matched, %d unplaced, want %d, %d", describe(q), got.Matched, got.Unplaced, expected.Matched,
			expected.Unplaced)
	}
	for name, pair := range map[string][2][][]int{"columns": {got.Columns, expected.Columns},
		"facets": {got.Facets, expected.Facets},
		"days":   {{got.Certain, got.Possible}, {expected.Certain, expected.Possible}}} {
		for i := range pair[1] {
			if !slices.Equal(pair[0][i], pair[1][i]) {
				t.Fatalf("%s: the %s' counts %d differ", describe(q), name, i)
			}
		}
	}
	for i, j := range got.Joints { // the pairs of a code add up to its count, and pair what things have
		sums := make([]int, len(expected.Facets[i]))
		pairs := map[[2]uint32]bool{}
		for _, th := range things {
			pairs[[2]uint32{th.codes[a.Facets[i]], th.codes[with]}] = true
		}
		j.Each(func(code, of uint32, n int) {
			sums[code] += n
			if !pairs[[2]uint32{code, of}] {
				t.Fatalf("%s: nothing has the codes %d and %d", describe(q), code, of)
			}
		})
		if !slices.Equal(sums, expected.Facets[i]) {
			t.Fatalf("%s: the pairs of facet %d add up to something else", describe(q), i)
		}
	}
	first, last, ok := s.Span(q)
	if ok != (len(want) > 0) {
		t.Fatalf("%s: a span %v for %d", describe(q), ok, len(want))
	}
	wantFirst, wantLast := geo.OpenEnd, geo.MinDay
	for _, w := range want {
		end := w.item.End
		if end == geo.OpenEnd {
			end = w.item.Start
		}
		wantFirst, wantLast = min(wantFirst, w.item.Start), max(wantLast, end)
	}
	if ok && (first != wantFirst || last != wantLast) {
		t.Fatalf("%s: a span from %v to %v, want %v to %v", describe(q), first, last, wantFirst, wantLast)
	}
}

func naiveAggregates(things []*thing, q *geo.Query, want []*thing, a *geo.Aggregation) *geo.Aggregates {
	out := &geo.Aggregates{Matched: len(want), Certain: make([]int, len(a.Bins)-1),
		Possible: make([]int, len(a.Bins)-1)}
	for _, c := range a.Columns {
		counts := make([]int, a.Sizes[c])
		for _, w := range want {
			counts[w.codes[c]]++
		}
		out.Columns = append(out.Columns, counts)
	}
	for _, c := range a.Facets {
		counts := make([]int, a.Sizes[c])
		open := *q
		open.Codes = slices.DeleteFunc(slices.Clone(q.Codes), func(f geo.CodeFilter) bool { return f.Column == c })
		for _, w := range scan(things, &open) {
			counts[w.codes[c]]++
		}
		out.Facets = append(out.Facets, counts)
	}
	for _, w := range want {
		if len(w.item.Points) == 0 {
			out.Unplaced++
		}
		for i := range out.Certain {
			from, to := a.Bins[i], a.Bins[i+1]-1
			switch {
			case w.item.Start > to || w.item.End < from:
			case w.item.Certain || (w.item.Start >= from && w.item.End <= to):
				out.Certain[i]++
			default:
				out.Possible[i]++
			}
		}
	}
	return out
}

func TestIndexAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things := drawThings(t)
		s := geo.NewIndex(schema(), slices.Clone(things)).Snapshot()
		for range 4 {
			checkSnapshot(t, s, things)
		}
	})
}

// TestIndexAfterWrites: after any sequence of puts and deletes a snapshot
// answers as a scan of what is left, and one taken before still as it did.
func TestIndexAfterWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things := drawThings(t)
		ix := geo.NewIndex(schema(), slices.Clone(things))
		for round := range rapid.IntRange(1, 4).Draw(t, "rounds") {
			before, content := ix.Snapshot(), things
			var out, in []*thing
			out, things = split(things, rapid.IntRange(1, 9).Draw(t, "delete every"))
			for _, fresh := range drawThings(t) {
				fresh.id += (round + 1) * 1_000_000
				in = append(in, fresh)
			}
			things = append(things, in...)
			ix.Apply(out, in)
			checkSnapshot(t, before, content)
			checkSnapshot(t, ix.Snapshot(), things)
		}
		ix.Settle()
		checkSnapshot(t, ix.Snapshot(), things)
	})
}

// split takes every n-th thing out.
func split(things []*thing, n int) (out, left []*thing) {
	for i, t := range things {
		if i%n == 0 {
			out = append(out, t)
		} else {
			left = append(left, t)
		}
	}
	return out, left
}

// TestIndexMerges writes enough for segments to be sealed and merged.
func TestIndexMerges(t *testing.T) {
	ix := geo.NewIndex(schema(), nil)
	var things []*thing
	for i := range 50_000 {
		d := geo.Day(i * 7919 % 4000)
		p := orb.Point{float64(i%360) - 180, float64(i*7%180) - 90}
		things = append(things, &thing{id: i, item: geo.Item{Points: orb.MultiPoint{p}, Start: d, End: d},
			codes: [3]uint32{uint32(i % 4), uint32(i % 300), uint32(i)}})
	}
	for from := 0; from < len(things); from += 500 {
		ix.Apply(nil, things[from:from+500])
		ix.Apply(things[from:from+50], nil)
	}
	ix.Settle()
	left := slices.DeleteFunc(things, func(t *thing) bool { return t.id%500 < 50 })
	rapid.Check(t, func(t *rapid.T) { checkSnapshot(t, ix.Snapshot(), left) })
}

func TestIndexOfAStack(t *testing.T) {
	things := make([]*thing, 10_000)
	for i := range things {
		d := geo.Day(i / 200)
		things[i] = &thing{id: i, item: geo.Item{Points: orb.MultiPoint{{69.2, 34.5}}, Start: d, End: d}}
	}
	ix := geo.NewIndex(schema(), things)
	q := &geo.Query{Box: &geo.Box{West: 69.2, South: 34.5, East: 69.2, North: 34.5},
		Window: &geo.Window{From: 10, To: 19}}
	if n := ix.Snapshot().Count(q); n != 2000 {
		t.Errorf("ten days of a stack of 10,000 have 2,000 rows, not %d", n)
	}
}

// TestDone: a search ends at the block where its asker leaves, and a
// snapshot's own test is asked only of rows that pass the fixed filters.
func TestDone(t *testing.T) {
	const rows = 100_000
	things := make([]*thing, rows)
	for i := range things {
		things[i] = &thing{item: geo.Item{Points: orb.MultiPoint{{float64(i%360) - 180, float64(i%170) - 85}},
			Start: geo.Day(i / 256), End: geo.Day(i / 256)}, id: i}
		things[i].codes[0] = uint32(i % int(codeRange[0]))
	}
	snap := geo.NewIndex(schema(), things).Snapshot()
	done := make(chan struct{})
	var tested atomic.Int64
	counting := snap.Where(func(*thing) bool {
		if tested.Add(1) == 1000 {
			close(done)
		}
		return true
	}, nil)
	if n := counting.Count(&geo.Query{Done: done}); n >= rows || tested.Load() > rows/10 {
		t.Errorf("%d of %d rows were tested after the asker had left, %d counted", tested.Load(), rows, n)
	}
	allow := make([]uint8, codeRange[0])
	allow[1] = 1
	tested.Store(-rows)
	n := counting.Count(&geo.Query{Codes: []geo.CodeFilter{{Column: 0, Allow: allow, Fixed: true}}})
	if got := tested.Load() + rows; n == 0 || got != int64(n) {
		t.Errorf("%d rows were tested to find %d", got, n)
	}
}
