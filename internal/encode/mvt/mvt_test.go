package mvt

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// tile is a tile of one record at each of some places, which thins them by half each
// time and remembers how often.
type tile struct {
	records []*incident.Record
	each    int
	thinned *int
}

func (t tile) Len() int                      { return len(t.records) }
func (t tile) At(i int) (x, y int32, n int)  { return int32(i), int32(2 * i), t.each }
func (t tile) Record(i int) *incident.Record { return t.records[i] }
func (t tile) Count() int                    { return len(t.records) * t.each }
func (t tile) Points() store.Points          { return t }
func (t tile) Thin(int) store.Thinned        { return t.Coarser() }
func (t tile) Coarser() store.Thinned {
	*t.thinned++
	return tile{t.records[:max(len(t.records)/2, 1)], 2 * t.each, t.thinned}
}

// tileOf is a tile of n incidents with titles of some length.
func tileOf(d *incident.Dataset, n, title int) tile {
	t := tile{each: 1, thinned: new(int)}
	for i := range n {
		inc := incident.Incident{ID: fmt.Sprintf("i%d", i), Title: fmt.Sprint(i, strings.Repeat("é", title)),
			Date: edtf.MustParse("2020-01-02"), Kind: "attack",
			Place: incident.Place{Points: orb.MultiPoint{{1, 2}}, Precision: incident.PlaceExact, RadiusM: 50}}
		if i == 1 {
			inc.Place.Points = append(inc.Place.Points, orb.Point{3, 4})
		}
		t.records = append(t.records, incident.NewRecord(incident.Profile{}, inc, d))
	}
	return t
}

// read reads a tile's only layer.
func read(t *testing.T, raw []byte) *mvt.Layer {
	t.Helper()
	layers, err := mvt.Unmarshal(raw)
	if err != nil || len(layers) != 1 {
		t.Fatalf("%d layers, %v", len(layers), err)
	}
	return layers[0]
}

// A point carries what it is drawn and named by; what is unknown is absent, and the
// points of one incident have one ID.
func TestPoints(t *testing.T) {
	d := &incident.Dataset{ID: "d"}
	raw, err := Points(t.Context(), d, tileOf(d, 3, 1))
	if err != nil {
		t.Fatal(err)
	}
	layer := read(t, raw)
	if layer.Name != "incidents" || len(layer.Features) != 3 {
		t.Fatalf("%s of %d points", layer.Name, len(layer.Features))
	}
	f := layer.Features[1]
	for key, want := range map[string]any{"id": "i1", "title": "1é", "kind": "attack", "start": "2020-01-02",
		"date_certain": true, "place_precision": "exact", "places": 2.0} {
		if got := f.Properties[key]; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	for _, absent := range []string{"fatalities_best", "point_count", "event_type"} {
		if v, ok := f.Properties[absent]; ok {
			t.Errorf("%s is %v", absent, v)
		}
	}
	if f.Geometry != (orb.Point{1, 2}) || f.ID == nil || layer.Features[0].ID != nil {
		t.Errorf("it lies at %v with the ID %v; the first has %v", f.Geometry, f.ID, layer.Features[0].ID)
	}
}

// A tile that is too large is thinned until it is not, and points tell for how many
// they stand.
func TestPointsAreThinned(t *testing.T) {
	d := &incident.Dataset{ID: "d"}
	many := tileOf(d, 1900, 1000)
	raw, err := Points(t.Context(), d, many)
	if err != nil || len(raw) > maxTileBytes || *many.thinned < 1 {
		t.Fatalf("%d bytes after %d thinnings, %v", len(raw), *many.thinned, err)
	}
	layer := read(t, raw)
	if n := layer.Features[0].Properties["point_count"]; n != float64(int(1)<<*many.thinned) {
		t.Errorf("a point stands for %v after %d thinnings", n, *many.thinned)
	}
	title, _ := layer.Features[0].Properties["title"].(string)
	if len(title) > maxTileText+len("…") || !strings.HasSuffix(title, "é…") {
		t.Errorf("the title has %d bytes and ends in %q", len(title), title[len(title)-6:])
	}
	crowded := tileOf(d, fullTile+1, 1)
	if _, err := Points(t.Context(), d, crowded); err != nil || *crowded.thinned == 0 {
		t.Errorf("%d points are all shown, %v", fullTile+1, err)
	}
}

// An empty tile has no bytes, and one that nobody waits for is an error.
func TestPointsOfNothing(t *testing.T) {
	d := &incident.Dataset{ID: "d"}
	if raw, err := Points(t.Context(), d, tileOf(d, 0, 1)); err != nil || len(raw) > 0 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := Points(gone, d, tileOf(d, 1, 1)); err == nil {
		t.Error("a tile was written for nobody")
	}
}

// A cluster has keys only for the kinds that are in the tile, no sum where nothing is
// known, and names each of few incidents once.
func TestClusters(t *testing.T) {
	a, b := &incident.Record{Incident: &incident.Incident{ID: "a"}}, &incident.Record{Incident: &incident.Incident{ID: "b"}}
	raw := Clusters(&store.Clusters{Kinds: []string{"attack", "operation", "other"}, Clusters: []store.Cluster{
		{X: 1, Y: 2, Count: 3, Sum: 7, Known: 2, Split: []int{3, 0, 0}, Records: []*incident.Record{a, a, b}},
		{X: 5, Y: 6, Count: 1000, Split: []int{0, 0, 1000}},
	}})
	layer := read(t, raw)
	first, second := layer.Features[0].Properties, layer.Features[1].Properties
	for key, want := range map[string]any{"point_count": 3.0, "fatalities": 7.0, "fatalities_known": 2.0,
		"fatalities_unknown": 1.0, "count_attack": 3.0, "ids": "a,b"} {
		if first[key] != want {
			t.Errorf("%s is %v, want %v", key, first[key], want)
		}
	}
	if len(first) != 6 {
		t.Errorf("it has more than that: %v", first)
	}
	if _, ok := second["fatalities"]; ok || second["count_other"] != 1000.0 || second["fatalities_known"] != 0.0 {
		t.Errorf("the second is %v", second)
	}
	if raw := Clusters(&store.Clusters{}); len(raw) > 0 {
		t.Errorf("no clusters are %d bytes", len(raw))
	}
}
