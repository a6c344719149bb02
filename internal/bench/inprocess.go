package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"incidentmap/geo"
	"incidentmap/internal/sample"
)

// sampleSchema indexes the sample with all columns that a store filters by.
func sampleSchema() geo.Schema[*sample.Incident] {
	columns := []func(*sample.Incident) uint8{
		func(i *sample.Incident) uint8 { return i.Kind }, func(i *sample.Incident) uint8 { return i.EventType },
		func(i *sample.Incident) uint8 { return i.Actor }, func(i *sample.Incident) uint8 { return i.Country },
		func(i *sample.Incident) uint8 { return i.Admin1 }, func(i *sample.Incident) uint8 { return i.Precision },
	}
	return geo.Schema[*sample.Incident]{Columns: len(columns),
		Item: func(i *sample.Incident) geo.Item {
			return geo.Item{Points: orb.MultiPoint{{i.Lon, i.Lat}}, Start: i.Start, End: i.End, Certain: i.Certain}
		},
		Codes: func(c int, all []*sample.Incident, codes []uint32) {
			for n, i := range all {
				codes[n] = uint32(columns[c](i))
			}
		},
		Compare: func(a, b *sample.Incident) int {
			if a.Start != b.Start {
				return int(a.Start) - int(b.Start)
			}
			return a.N - b.N
		}}
}

// twin is what anyone would build first: an R-tree of points, with the time
// tested for each hit.
type twin struct {
	tree rtree.RTreeG[uint32]
	all  []sample.Incident
}

func newTwin(all []sample.Incident) *twin {
	t := &twin{all: all}
	for i := range all {
		p := [2]float64{all[i].Lon, all[i].Lat}
		t.tree.Insert(p, p, uint32(i))
	}
	return t
}

func (t *twin) search(q *sample.Query, timed bool, dst []uint32) []uint32 {
	t.tree.Search([2]float64{q.Box.West, q.Box.South}, [2]float64{q.Box.East, q.Box.North},
		func(_, _ [2]float64, i uint32) bool {
			if inc := &t.all[i]; !timed || inc.Start <= q.Window.To && inc.End >= q.Window.From {
				dst = append(dst, i)
			}
			return true
		})
	return dst
}

// columns is the full scan: flat columns, every row tested.
type columns struct {
	lon, lat   []float64
	start, end []geo.Day
}

func newColumns(all []sample.Incident) *columns {
	c := &columns{}
	for i := range all {
		c.lon, c.lat = append(c.lon, all[i].Lon), append(c.lat, all[i].Lat)
		c.start, c.end = append(c.start, all[i].Start), append(c.end, all[i].End)
	}
	return c
}

func (c *columns) search(q *sample.Query, dst []uint32) []uint32 {
	for i, lon := range c.lon {
		if lon >= q.Box.West && lon <= q.Box.East && c.lat[i] >= q.Box.South && c.lat[i] <= q.Box.North &&
			c.start[i] <= q.Window.To && c.end[i] >= q.Window.From {
			dst = append(dst, uint32(i))
		}
	}
	return dst
}

// snapshot is the index's content.
type snapshot = geo.Snapshot[*sample.Incident]

// inProcess measures the index against the twin and the scan, in rows. It
// returns the windowed queries by their number of results.
func inProcess(t *table, all []sample.Incident) (map[int][]sample.Query, *snapshot) {
	windowed := map[int][]sample.Query{}
	schema, values := sampleSchema(), inOrder(all)
	var snap *snapshot
	built := once(func() { snap = geo.NewIndex(schema, values).Snapshot() })
	tw, cols := newTwin(all), newColumns(all)
	t.note(fmt.Sprintf("index of %d incidents with %d filter columns: built in %v, %.1f bytes an incident", len(all),
		schema.Columns, built.Round(1e6), float64(snap.Bytes())/float64(len(all))))
	for _, c := range []struct{ results, days int }{{100, 60}, {1000, 60}, {10_000, 60}, {100, 0}, {1000, 0},
		{10_000, 0}} {
		queries := sample.Queries(all, 40, c.results, c.days, 7, snap.Count)
		if len(queries) == 0 {
			continue
		}
		equal(snap, tw, cols, queries, c.days > 0)
		name := "bbox"
		if c.days > 0 {
			name, windowed[c.results] = "bbox+time", queries
		}
		var rows []uint32
		ours := measure(queries, func(q *sample.Query) { rows = snap.AppendRows(asked(q), rows[:0]) })
		naive := measure(queries, func(q *sample.Query) { rows = tw.search(q, c.days > 0, rows[:0]) })
		t.ratio(fmt.Sprintf("%s search, %d results", name, c.results), ours, "RTreeG and time test", naive)
		scan := measure(queries, func(q *sample.Query) { rows = cols.search(q, rows[:0]) })
		t.ratio(fmt.Sprintf("%s search, %d results", name, c.results), ours, "full scan", scan)
		count := measure(queries, func(q *sample.Query) { snap.Count(asked(q)) })
		t.ratio(fmt.Sprintf("%s count, %d", name, c.results), count, "RTreeG and time test", naive)
	}
	if len(windowed[1000]) > 0 {
		underWrites(t, values, windowed[1000])
	}
	return windowed, snap
}

func inOrder(all []sample.Incident) []*sample.Incident {
	values := make([]*sample.Incident, len(all))
	for i := range all {
		values[i] = &all[i]
	}
	slices.SortFunc(values, sampleSchema().Compare)
	return values
}

func newSnapshot(all []sample.Incident) *snapshot {
	return geo.NewIndex(sampleSchema(), inOrder(all)).Snapshot()
}

// againstPostGIS measures counts and whole tiles beside PostGIS.
func againstPostGIS(t *table, p *postgis, queries map[int][]sample.Query, snap *snapshot) {
	ctx := context.Background()
	for _, results := range []int{100, 1000, 10_000} {
		if len(queries[results]) == 0 { // the sample is too small
			continue
		}
		for i := range queries[results] {
			q := &queries[results][i]
			// PostGIS compares boxes in single precision, some metres wide.
			if a, b := snap.Count(asked(q)), p.count(ctx, q); max(a-b, b-a) > 1+a/200 {
				panic(fmt.Sprintf("query %d: we count %d, PostGIS %d", i, a, b))
			}
		}
		ours := measure(queries[results], func(q *sample.Query) { snap.Count(asked(q)) })
		t.ratio(fmt.Sprintf("bbox+time count, %d", results), ours, "PostGIS GiST(geom, ts)",
			measure(queries[results], func(q *sample.Query) { p.count(ctx, q) }))
	}
	for _, z := range []uint32{4, 6, 8} {
		n := float64(uint32(1) << z)
		x, y := uint32((69.2+180)/360*n), uint32(0.4005*n)
		tile, err := geo.NewTile(z, x, y)
		must(err)
		one := []geo.Tile{tile}
		points := snap.CountInTile(&geo.Query{}, tile)
		ids := sampleIDs(snap)
		ours := measure(one, func(tile *geo.Tile) { fullTile(snap, *tile, ids) })
		t.ratio(fmt.Sprintf("MVT z%d, all %d points", z, points), ours, "PostGIS ST_AsMVT",
			measure(one, func(*geo.Tile) { p.tile(ctx, z, x, y) }))
	}
}

// fullTile writes all points of a tile with the columns of postgis.tile.
func fullTile(snap *snapshot, tile geo.Tile, ids []string) []byte {
	m := geo.NewMVT("incidents", "id", "kind", "event_type", "start", "end", "fatalities_best")
	for _, p := range snap.Points(&geo.Query{}, tile) {
		value := p.Value()
		m.Feature(p.X, p.Y)
		m.Unique(0, ids[value.N])
		m.String(1, sample.Kinds[value.Kind])
		m.String(2, sample.EventTypes[value.EventType])
		m.Day(3, value.Start)
		m.Day(4, value.End)
		if value.Best >= 0 {
			m.Int(5, int64(value.Best))
		}
	}
	return m.Bytes()
}

func asked(q *sample.Query) *geo.Query {
	out := &geo.Query{Box: &q.Box}
	if !q.Window.IsAll() {
		out.Window = &q.Window
	}
	return out
}

// equal makes sure that all give the same answers.
func equal(snap *snapshot, tw *twin, cols *columns, queries []sample.Query, timed bool) {
	for i := range queries {
		q := &queries[i]
		a, b, c := snap.AppendRows(asked(q), nil), tw.search(q, timed, nil), cols.search(q, nil)
		ids := func(n uint32) *sample.Incident { return &tw.all[n] }
		if len(a) != len(b) || len(a) != len(c) || len(a) != snap.Count(asked(q)) {
			panic(fmt.Sprintf("query %d: %d, %d and %d results", i, len(a), len(b), len(c)))
		}
		seen := map[*sample.Incident]bool{}
		for _, v := range a {
			seen[snap.Value(v)] = true
		}
		for _, n := range b {
			if !seen[ids(n)] {
				panic(fmt.Sprintf("query %d: the twin alone finds %d", i, n))
			}
		}
	}
}

// sampleIDs makes the IDs beforehand, as a store has them.
func sampleIDs(snap *snapshot) []string {
	ids := make([]string, snap.Len())
	for i := range snap.All() {
		ids[i.N] = i.ID()
	}
	return ids
}
