package server_test

import (
	"encoding/json"
	"strings"
	"testing"

	"incidentmap/internal/store"
)

const placedPole = `{"type":"Feature","id":"a","geometry":{"type":"MultiPoint","coordinates":[[69.17,34.52],[10,89]]},
	"properties":{"title":"A","date":"2024","kind":"attack"}}`

// What was read in one of the server's reference systems and is sent back in it changes
// nothing, not even a point that the system does not reach.
func TestContentCRSOfAWrite(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, placedPole, store.RoleEditor)
	for _, uri := range []string{"EPSG/0/4326", "EPSG/0/3857"} {
		read := get(t, w, keptItems+"/a?crs=http://www.opengis.net/def/crs/"+uri)
		for _, method := range []string{"PUT", "PATCH"} {
			back := w.ask(method, keptItems+"/a", read.Body.String(), store.RoleEditor, "If-Match", "*",
				"Content-Crs", read.Header().Get("Content-Crs"))
			if back.Code != 200 || !strings.Contains(back.Body.String(), `"revisions":[1]`) {
				t.Errorf("%s in %s: %d %s", method, uri, back.Code, back.Body)
			}
		}
	}
}

// Coordinates are kept in degrees, whichever known system they are written in, and refused
// in another one.
func TestWrittenCoordinates(t *testing.T) {
	w := newWriters(t)
	const mercator = `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},`
	feature := func(id, more, point string) string {
		return `{"type":"Feature",` + more + `"id":"` + id + `","geometry":{"type":"Point","coordinates":[` + point +
			`]},"properties":{"title":"A","date":"2024","kind":"attack"}}`
	}
	for _, c := range []struct {
		body, header string
		code         int
		told         string
	}{
		{feature("a", "", "34.52,69.17"), "<http://www.opengis.net/def/crs/EPSG/0/4326>", 201, ""},
		{feature("b", "", "7699969.2,4099946.5"), "EPSG:3857", 201, ""},
		{feature("c", mercator, "7699969.2,4099946.5"), "", 201, ""},
		{`{"type":"FeatureCollection",` + mercator + `"features":[` + feature("d", "", "7699969.2,4099946.5") + `]}`,
			"", 200, ""},
		{feature("e", `"crs":null,`, "69.17,34.52"), "", 201, ""},
		{feature("f", "", "69.17,34.52"), "<http://www.opengis.net/def/crs/EPSG/0/9999>", 400, "EPSG/0/4326"},
		{feature("g", `"crs":{"properties":{"name":"EPSG:2154"}},`, "1,2"), "", 422, `"/crs"`},
		{feature("h", `"crs":"EPSG:3857",`, "1,2"), "", 422, `"/crs"`},
		{feature("i", mercator, "1,2"), "EPSG:4326", 422, `"/crs"`},
		{feature("j", "", "7699969.2,4099946.5"), "EPSG:4326", 422, "read as EPSG:4326"},
	} {
		made := w.ask("POST", keptItems, c.body, store.RoleEditor, "Content-Crs", c.header)
		if made.Code != c.code || !strings.Contains(made.Body.String(), c.told) {
			t.Errorf("%s: %d %s", c.body, made.Code, made.Body)
		}
	}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		var got struct {
			Geometry struct{ Coordinates [2]float64 }
		}
		if err := json.Unmarshal(get(t, w, keptItems+"/"+id).Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if p := got.Geometry.Coordinates; p[0] < 69.16 || p[0] > 69.18 || p[1] < 34.51 || p[1] > 34.53 {
			t.Errorf("%s is at %v", id, p)
		}
	}
}
