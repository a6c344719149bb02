package geo_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"incidentmap/geo"
)

// Geometries come back as the library writes them.
func TestReadGeometry(t *testing.T) {
	ring := orb.Ring{{1, 2}, {3, 4}, {5, 6}, {1, 2}}
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.LineString{{1, 2},
			{3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}},
		orb.Polygon{ring}, orb.MultiPolygon{{ring, ring}, {ring}}, orb.Collection{orb.Point{1, 2}, orb.Polygon{ring}},
	} {
		raw, err := json.Marshal(geojson.NewGeometry(g))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := geo.ReadGeometry(raw); err != nil || !reflect.DeepEqual(got, g) {
			t.Errorf("%s: %v, %v", raw, got, err)
		}
	}
	high := `{"type":"LineString","coordinates":[[1,2,300],[3,4,500]]}`
	if g, err := geo.ReadGeometry([]byte(high)); err != nil || !orb.Equal(g, orb.LineString{{1, 2}, {3, 4}}) {
		t.Errorf("with heights: %v, %v", g, err)
	}
	for _, raw := range []string{``, `[]`, `{"type":"Circle"}`, `{"type":"Point","coordinates":"x"}`,
		`{"type":"Polygon","coordinates":[[["1",2]]]}`} {
		if g, err := geo.ReadGeometry([]byte(raw)); err == nil {
			t.Errorf("%s: %v", raw, g)
		}
	}
}

// FuzzReadGeometry: what is read is written and read again alike.
func FuzzReadGeometry(f *testing.F) {
	f.Add(`{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[5,6],[1,2]]]]}`)
	f.Add(`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		g, err := geo.ReadGeometry([]byte(text))
		if err != nil {
			return
		}
		raw, err := json.Marshal(geojson.NewGeometry(g))
		if err != nil {
			return // numbers beyond all bounds, or a collection of nothing
		}
		again, err := geo.ReadGeometry(raw)
		if err != nil || again.GeoJSONType() != g.GeoJSONType() {
			t.Errorf("%s: %v, %v", raw, again, err)
		}
	})
}
