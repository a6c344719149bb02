package geo_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"pgregory.net/rapid"

	"incidentmap/geo"
)

// drawTile draws a tile that holds one of the points, or any.
func drawTile(t *rapid.T) (geo.Tile, maptile.Tile) {
	z := rapid.Uint32Range(0, 14).Draw(t, "zoom")
	lat := min(max(lats.Draw(t, "lat"), -85), 85)
	at := maptile.At(orb.Point{lons.Draw(t, "lon"), lat}, maptile.Zoom(z))
	at.X = min(at.X, 1<<z-1)
	tile, err := geo.NewTile(z, at.X, at.Y)
	if err != nil {
		t.Fatal(err)
	}
	return tile, at
}

// TestTileAgreesWithScan: a tile holds the places of what matches, all of
// them, or one a cell with their number, and clusters count each once.
func TestTileAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things := drawThings(t)
		s := geo.NewIndex(schema(), slices.Clone(things)).Snapshot()
		q := drawQuery(t)
		tile, _ := drawTile(t)
		want := 0
		for _, w := range scan(things, q) {
			for _, p := range w.item.Points {
				if tile.Covers(p) {
					want++
				}
			}
		}
		if got := len(s.Points(q, tile)); got != want || s.CountInTile(q, tile) != want {
			t.Fatalf("%s: %d points, counted %d, want %d", describe(q), got, s.CountInTile(q, tile), want)
		}
		thinned := s.Thinned(q, tile, 64)
		if again := s.Thinned(q, tile, 64); !slices.Equal(thinned.Points, again.Points) {
			t.Fatal("it is thinned in two ways")
		}
		for range 3 {
			sum := 0
			for _, p := range thinned.Points {
				sum += p.Count
			}
			if sum != want {
				t.Fatalf("%s: the thinned points stand for %d, not %d", describe(q), sum, want)
			}
			coarser := thinned.Coarser()
			if n := len(coarser.Points); n > len(thinned.Points) || n*4 < len(thinned.Points) {
				t.Fatalf("%d points are left of %d", n, len(thinned.Points))
			}
			thinned = coarser
		}
	})
}

// TestClustersCountEachPlaceOnce: over all tiles of a zoom every place is in
// one cluster.
func TestClustersCountEachPlaceOnce(t *testing.T) {
	amounts, known := make([]int, 300), make([]int, 300)
	for i := range amounts {
		amounts[i], known[i] = i, i%2
	}
	rapid.Check(t, func(t *rapid.T) {
		things := drawThings(t)
		s := geo.NewIndex(schema(), slices.Clone(things)).Snapshot()
		q := drawQuery(t)
		places, amount, figures := 0, 0, 0
		split := make([]int, codeRange[0])
		for _, w := range scan(things, q) {
			places += len(w.item.Points)
			amount += int(w.codes[1]) * len(w.item.Points)
			figures += known[w.codes[1]] * len(w.item.Points)
			split[w.codes[0]] += len(w.item.Points)
		}
		z := rapid.Uint32Range(0, 3).Draw(t, "zoom")
		for x := range uint32(1) << z {
			for y := range uint32(1) << z {
				tile, _ := geo.NewTile(z, x, y)
				for _, c := range s.Clusters(q, tile, &geo.ClusterAsk{Split: 0, SplitSize: 4, Sum: 1, Amounts: amounts,
					Known: known}) {
					places -= c.Count
					amount -= c.Sum
					figures -= c.Known
					for i, n := range c.Split {
						split[i] -= n
					}
					if c.Count <= geo.ClusterMembers != (len(c.Values) == c.Count) {
						t.Fatalf("a cluster of %d lists %d", c.Count, len(c.Values))
					}
				}
			}
		}
		if places != 0 || amount != 0 || figures != 0 || slices.ContainsFunc(split,
			func(n int) bool { return n != 0 }) {
			t.Fatalf("%s: %d places, %d amounts, %v of the split are missing (or more than there are)", describe(q),
				places, amount, split)
		}
	})
}

// TestTileUnits compares where points come to lie with orb's projection.
func TestTileUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := geo.Quantize(orb.Point{lons.Draw(t, "lon"), min(max(lats.Draw(t, "lat"), -85), 85)})
		things := []*thing{{item: geo.Item{Points: orb.MultiPoint{p}}}}
		z := rapid.Uint32Range(0, geo.MaxZoom).Draw(t, "zoom")
		at := maptile.At(p, maptile.Zoom(z))
		at.X = min(at.X, 1<<z-1)
		tile, err := geo.NewTile(z, at.X, at.Y)
		if err != nil {
			t.Fatal(err)
		}
		points := geo.NewIndex(schema(), things).Snapshot().Points(&geo.Query{}, tile)
		if len(points) != 1 {
			t.Fatalf("%v has %d points in its tile %v", p, len(points), at)
		}
		f := maptile.Fraction(p, maptile.Zoom(z))
		x, y := (f[0]-float64(at.X))*geo.TileExtent, (f[1]-float64(at.Y))*geo.TileExtent
		if math.Abs(float64(points[0].X)+0.5-x) > 0.6 || math.Abs(float64(points[0].Y)+0.5-y) > 0.6 {
			t.Fatalf("%v at zoom %d is at %d, %d, want %v, %v", p, z, points[0].X, points[0].Y, x, y)
		}
	})
}

// TestMVTReadsBack writes tiles and reads them with orb.
func TestMVTReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := geo.NewMVT("incidents", "id", "kind", "n", "yes", "f")
		var want []geojson.Properties
		var at []orb.Point
		for range rapid.IntRange(0, 30).Draw(t, "features") {
			x, y := rapid.Int32Range(-64, 4160).Draw(t, "x"), rapid.Int32Range(-64, 4160).Draw(t, "y")
			m.Feature(x, y)
			p := geojson.Properties{"id": rapid.String().Draw(t, "id")}
			m.Unique(0, p["id"].(string))
			if rapid.Bool().Draw(t, "full") {
				p["kind"] = rapid.SampledFrom([]string{"", "attack", "عملية"}).Draw(t, "kind")
				n, yes := rapid.Int64().Draw(t, "n"), rapid.Bool().Draw(t, "yes")
				p["n"], p["yes"] = float64(n), yes
				m.String(1, p["kind"].(string))
				m.Int(2, n)
				m.Bool(3, yes)
			}
			want, at = append(want, p), append(at, orb.Point{float64(x), float64(y)})
		}
		raw := m.Bytes()
		if len(want) > 0 && m.Size() != len(raw) {
			t.Fatalf("its size is told as %d, it is %d", m.Size(), len(raw))
		}
		layers, err := mvt.Unmarshal(raw)
		if err != nil || (len(layers) == 1) != (len(want) > 0) {
			t.Fatalf("%d layers, %v", len(layers), err)
		}
		for i, p := range want {
			f := layers[0].Features[i]
			if f.Geometry != orb.Geometry(at[i]) || len(f.Properties) != len(p) {
				t.Fatalf("feature %d reads back as %v", i, f)
			}
			for k, v := range p {
				if f.Properties[k] != v {
					t.Fatalf("feature %d: %s is %v, want %v", i, k, f.Properties[k], v)
				}
			}
		}
	})
}
