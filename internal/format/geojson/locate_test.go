package geojson_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// gao is where everything with a name is found.
func gao(ingest.Question) (incident.Place, bool) {
	return incident.Place{Points: orb.MultiPoint{{-0.05, 16.3}}, Precision: incident.PlaceLocality}, true
}

func readText(t *testing.T, text string) *ingest.Result {
	t.Helper()
	table, err := geojson.Read("x.geojson", text)
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{Geocode: gao})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func near(got, want orb.MultiPoint) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if math.Abs(got[i][0]-want[i][0]) > 0.01 || math.Abs(got[i][1]-want[i][1]) > 0.01 {
			return false
		}
	}
	return true
}

// TestGeometriesOfFiles: a point without coordinates is none, texts of numbers
// are numbers, and a named reference system is used.
func TestGeometriesOfFiles(t *testing.T) {
	for name, want := range map[string]struct {
		first    orb.MultiPoint
		findings []string
	}{
		"empty-point.geojson":        {orb.MultiPoint{{-0.05, 16.3}}, []string{"1 feature with an empty geometry"}},
		"string-coordinates.geojson": {orb.MultiPoint{{-3.01, 16.77}}, nil},
		"web-mercator.geojson":       {orb.MultiPoint{{36.29, 33.51}}, nil},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		res := readText(t, string(text))
		if !near(res.Incidents[0].Place.Points, want.first) || len(res.Findings) != len(want.findings) {
			t.Errorf("%s: %v, %v", name, res.Incidents[0].Place.Points, res.Findings)
			continue
		}
		for i, w := range want.findings {
			if !strings.Contains(res.Findings[i].Message, w) {
				t.Errorf("%s: %s, want %s", name, res.Findings[i], w)
			}
		}
	}
}

// TestGeometries: what cannot be used is told, and the place is found by name.
func TestGeometries(t *testing.T) {
	byName := orb.MultiPoint{{-0.05, 16.3}}
	for geometry, want := range map[string]struct {
		points  orb.MultiPoint
		finding string
	}{
		`null`:                                {byName, ""},
		`{"type":"Point"}`:                    {byName, "empty geometry"},
		`{"type":"Point","coordinates":null}`: {byName, "empty geometry"},
		`{"type":"Point","coordinates":[null,null]}`:               {byName, "empty geometry"},
		`{"type":"MultiPoint","coordinates":[]}`:                   {byName, "empty geometry"},
		`{"type":"Polygon","coordinates":[]}`:                      {byName, "empty geometry"},
		`{"type":"Point","coordinates":[0,0]}`:                     {byName, "0, 0"},
		`{"type":"Point","coordinates":[-99,-99]}`:                 {byName, "-99, -99"},
		`{"type":"Point","coordinates":[1]}`:                       {byName, "without a latitude"},
		`{"type":"Point","coordinates":["a","b"]}`:                 {byName, "not a number"},
		`{"type":"Point","coordinates":{"x":1}}`:                   {byName, "a longitude and a latitude are allowed"},
		`{"type":"Point","coordinates":[1,91]}`:                    {byName, "1, 91 is not a longitude"},
		`{"type":"Curve","coordinates":[1,2]}`:                     {byName, "Curve"},
		`"Gao"`:                                                    {byName, "an object is allowed"},
		`{"type":"Point","coordinates":[1,2,300]}`:                 {orb.MultiPoint{{1, 2}}, "a height or a depth"},
		`{"type":"MultiPoint","coordinates":[[1,2],[0,0]]}`:        {orb.MultiPoint{{1, 2}}, "0, 0"},
		`{"type":"MultiPoint","coordinates":[[1,2],[],["3","4"]]}`: {orb.MultiPoint{{1, 2}, {3, 4}}, ""},
	} {
		res := readText(t, `{"type":"Feature","geometry":`+geometry+`,"properties":{"date":"2020","place":"Gao"}}`)
		if len(res.Incidents) != 1 || !near(res.Incidents[0].Place.Points, want.points) {
			t.Errorf("%s: %+v", geometry, res.Incidents)
			continue
		}
		if (want.finding == "") != (len(res.Findings) == 0) || len(res.Findings) > 0 &&
			!strings.Contains(res.Findings[0].String(), want.finding) {
			t.Errorf("%s: %v, want %q", geometry, res.Findings, want.finding)
		}
	}
}

// TestReferenceSystems: degrees by any of their names, Web Mercator by any of
// its, and no other.
func TestReferenceSystems(t *testing.T) {
	mercator, degrees, byName := "[4039784,3963195]", "[36.29,33.51]", orb.MultiPoint{{-0.05, 16.3}}
	placed := orb.MultiPoint{{36.29, 33.51}}
	for crs, want := range map[string]struct {
		coordinates string
		points      orb.MultiPoint
		findings    int
	}{
		"urn:ogc:def:crs:EPSG::3857": {mercator, placed, 0}, "EPSG:3857": {mercator, placed,
			0}, "epsg:900913": {mercator, placed, 0},
		"http://www.opengis.net/def/crs/EPSG/0/3857": {mercator, placed, 0}, "urn:ogc:def:crs:OGC:1.3:CRS84": {degrees,
			placed, 0},
		"EPSG:4326": {degrees, placed, 0}, "urn:ogc:def:crs:EPSG::4326": {degrees, placed, 0}, "": {degrees, placed, 0},
		"EPSG:31467": {"[3500000,5000000]", byName, 1}, "EPSG:32632": {"[500000,5000000]", orb.MultiPoint{{9, 45.15347718}}, 0}, "EPSG:38570": {mercator, byName, 1},
	} {
		for _, form := range []string{
			`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"` + crs +
				`"}},"features":[FEATURE]}`,
			`{"type":"FeatureCollection","features":[FEATURE],"crs":{"type":"name","properties":{"name":"` + crs +
				`"}}}`,
		} {
			feature := `{"type":"Feature","geometry":{"type":"Point","coordinates":` + want.coordinates +
				`},"properties":{"date":"2020","place":"Gao"}}`
			res := readText(t, strings.Replace(form, "FEATURE", feature, 1))
			if !near(res.Incidents[0].Place.Points, want.points) || len(res.Findings) != want.findings {
				t.Errorf("%s: %v, %v", crs, res.Incidents[0].Place.Points, res.Findings)
			}
			if want.findings > 0 && !strings.Contains(res.Findings[0].Message, crs) {
				t.Errorf("%s is not named: %s", crs, res.Findings[0])
			}
		}
	}
	area := `{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[{"type":"Feature","geometry":{"type":"Polygon",
		"coordinates":[[[4030000,3960000],[4040000,3960000],[4040000,3970000],[4030000,3960000]]]},"properties":{"date":"2020"}}]}`
	if p := readText(t, area).Incidents[0].Place; p.RadiusM < 1_000 || p.RadiusM > 10_000 {
		t.Errorf("an area in metres has a radius of %v", p.RadiusM)
	}
}

// TestColumnsBesideGeometry: where rows have geometries, columns that are called as
// coordinates are kept, and place what has none if there are both.
func TestColumnsBesideGeometry(t *testing.T) {
	read := func(properties, empty string) (*ingest.Result, map[string]int) {
		t.Helper()
		table, err := geojson.Read("x.geojson", `{"type":"FeatureCollection","features":[`+
			`{"type":"Feature","geometry":{"type":"Point","coordinates":[69,34]},"properties":{"date":"2020",`+properties+
			`}},{"type":"Feature","geometry":null,"properties":{"date":"2021",`+empty+`}}]}`)
		if err != nil {
			t.Fatal(err)
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil || len(res.Incidents) != 2 {
			t.Fatalf("%+v, %v", res, err)
		}
		at := map[string]int{}
		for i, c := range res.Columns {
			at[c.Name] = i
		}
		return res, at
	}
	res, at := read(`"x":5,"y":6`, `"x":70,"y":35`)
	first, second := res.Incidents[0], res.Incidents[1]
	if x, ok := at["x"]; !ok || first.Extra[x] != int64(5) || first.Place.Points[0] != (orb.Point{69, 34}) {
		t.Errorf("x is not kept: %v %+v", at, first)
	}
	if len(second.Place.Points) != 1 || second.Place.Points[0] != (orb.Point{70, 35}) {
		t.Errorf("without a geometry it is at %v", second.Place.Points)
	}
	res, at = read(`"x":5`, `"x":7`)
	if x, ok := at["x"]; !ok || res.Incidents[1].Extra[x] != int64(7) || len(res.Findings) != 0 {
		t.Errorf("an x alone: %v %v", at, res.Findings)
	}
}

// TestErrorsTellTheLine: the line in which the text goes wrong, not the one after.
func TestErrorsTellTheLine(t *testing.T) {
	for text, want := range map[string]string{"{\"type\":\"Fea\n": "line 1:",
		"{\"type\":\"Feature\"}\n{\"type\":\"Fea\n": "line 2:",
		"{\n\"type\":\n?}":                          "line 3:"} {
		if _, err := geojson.Read("x.json", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
