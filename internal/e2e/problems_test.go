//go:build e2e

package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// problem is an error as RFC 9457 has it.
type problem struct {
	Type, Title, Detail, Parameter string
	Status                         int
}

// filterGarbage are values, percent-encoded, that each parameter of a filter
// must refuse.
var filterGarbage = map[string][]string{
	"bbox": {"x", "1", "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "a,b,c,d", "NaN,0,1,1", "0,0,Inf,1", "0,0,1e400,1",
		"0,10,10,0", "-181,0,0,0", "0,0,0,91",
		"0,-91,0,0", "1%3B2%3B3%3B4", "1,,2,3", "0x1p,0,1,1", "%D9%A1,%D9%A2,%D9%A3,%D9%A4"},
	"bbox-crs": {"x", "EPSG:9999", "http://www.opengis.net/def/crs/EPSG/0/27700", "javascript:alert(1)"},
	"datetime": {"x", "2015", "2015-13-01", "2015-02-30", "2015-1-1", "2015-01-01/2014-01-01", "../..", "/",
		"2015-01-01/x", "2015-01-01/2016-01-01/2017-01-01",
		"2015-01-01T25:00:00Z", "2015-01-01T10:00:00", "2015-01-01/P", "2015-01-01/P1X", "P1M/2015-01-01",
		"2015-01-01/PT", "99999-01-01", "-0001-01-01", "0000-00-00", "now", "2015-01-01/-P1D"},
	"datetime-mode": {"x", "OVERLAP", "overlap,inside", "1"},
	"within": {"x", "POINT(1 1)", "POLYGON()", "POLYGON((0 0))", "POLYGON((0 0,1 1,2 2))",
		"POLYGON((0 0,0 NaN,1 1,0 0))", "POLYGON((0 0,0 99,1 1,0 0))", "POLYGON((0 0,0 1,1 1,0 0)",
		"LINESTRING(0 0,1 1)"},
	"kind":       {"x", "ATTACKED", "attack,nothing", "attack,", ",", "'%20OR%201=1--"},
	"event_type": {"x", "raid,", "%3Cscript%3E"}, "actor": {",", "a,,b", "%E2%80%BD"}, "target": {",",
		"!"}, "admin1": {",", "-"}, "admin2": {","},
	"country": {"x", "Atlantis", "A1", "AF,", "%C3%A4%C3%B6", "12"}, "occurrence": {"x", "reported,",
		"maybe"}, "attribution": {"x", "claimed,x"},
	"place_precision": {"x", "EXACT", "exact,,locality"}, "date_precision": {"x",
		"decade"}, "place_review": {"x"}, "record_review": {"x"},
	"fatalities_min": {"x", "-1", "1.5", "1e3", "99999999999999999999", "0x10", "%201", "NaN",
		"+1"}, "fatalities_max": {"x", "-1"},
	"injuries_min": {"x", "-1", "1.5"}, "injuries_max": {"x", "2147483648"},
	"q": {strings.Repeat("a", 300), "%20"},
}

var pageGarbage = map[string][]string{
	"limit": {"x", "0", "-1", "1.5", "1e3", "0x10", "NaN", "%201", "99999999999999999999999x"},
	"cursor": {"x", "%00", "AAAA", "eyJpIjo", "e30", "bnVsbA", "W10", "eyJpIjoxfQ", "eyJpIjoiLi4vLi4ifQ%3D%3D",
		strings.Repeat("A", 5000)},
}

var orderGarbage = map[string][]string{
	"sortby": {"x", "-", "%2B", "start,nothing", "start,", "--start", "start%3Bdrop"}, "properties": {"x",
		"title,nothing", "title,", ","},
	"detail": {"x", "1", "TRUE", "yes"}, "crs": {"x", "EPSG:9999"},
}

// common are values that no parameter takes: empty, not UTF-8, with control
// characters.
var common = []string{"", "%FF", "%00", "a%0Ab", "%C3%28", "a%7F"}

// expectProblem asks for a parameter with a value and wants to hear of it.
func (p *process) expectProblem(path, name, value string) {
	p.t.Helper()
	a := p.get(path + "?" + name + "=" + strings.ReplaceAll(value, " ", "+"))
	if a.status != http.StatusBadRequest || a.header.Get("Content-Type") != "application/problem+json" {
		p.t.Errorf("%s?%s=%.80s: %d %s %.200q", path, name, value, a.status, a.header.Get("Content-Type"), a.body)
		return
	}
	var pr problem
	decode(p.t, a.body, &pr)
	if pr.Parameter != name || pr.Status != a.status || pr.Title == "" || pr.Detail == "" ||
		!strings.Contains(pr.Detail, name) {
		p.t.Errorf("%s?%s=%.80s: %+v", path, name, value, pr)
	}
}

func merged(tables ...map[string][]string) map[string][]string {
	out := map[string][]string{}
	for _, t := range tables {
		for name, values := range t {
			out[name] = values
		}
	}
	return out
}

func TestGarbageIsRefusedByName(t *testing.T) {
	t.Parallel()
	p := serve(t)
	asked := 0
	for path, parameters := range map[string]map[string][]string{
		of("incidents", "items", ""): merged(filterGarbage, pageGarbage, orderGarbage,
			map[string][]string{"f": {"x", "xml", "JSON"}}),
		of("incidents", "export", ""): merged(filterGarbage, orderGarbage,
			map[string][]string{"f": {"x", "html"}, "limit": {"5"}, "cursor": {"x"}}),
		of("incidents", "facets", ""): merged(filterGarbage,
			map[string][]string{"by": {"x", "kind,x", "title", ","}, "f": {"csv"}, "bin": {"day"}}),
		of("incidents", "histogram", ""): merged(filterGarbage,
			map[string][]string{"bin": {"x", "DAY", "decade", "day,week"}, "by": {"kind"}}),
		of("incidents", "tiles/WebMercatorQuad/3/3/5", ""): merged(filterGarbage,
			map[string][]string{"f": {"json"}, "limit": {"1"}}),
		of("incidents", "items/kabul-airport-2021-08-26", ""): merged(orderGarbage,
			map[string][]string{"bbox": {"0,0,1,1"}, "f": {"csv"}}),
		"/api": {"f": {"x", "csv"}}, "/api/conformance": {"f": {"xml"}}, "/api/collections": {"f": {"csv"},
			"limit": {"1"}}, "/api/openapi.json": {"f": {"yaml"}},
		"/api/collections/incidents": {"f": {"x"}}, of("incidents", "schema", ""): {"f": {"x"}}, of("incidents",
			"queryables", ""): {"f": {"x"}},
		"/api/geocode": {"q": {strings.Repeat("a", 1100)}},
	} {
		for name, values := range parameters {
			for _, v := range append(values, common...) {
				p.expectProblem(path, name, v)
				asked++
			}
		}
		p.expectProblem(path, "no_such_parameter", "1")
	}
	t.Logf("%d requests", asked)
}

func TestGarbageForPlaces(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for query, name := range map[string]string{"": "q", "q=": "q", "q=Kabul&limit=0": "limit",
		"q=Kabul&limit=x": "limit", "q=Kabul&country=Atlantis": "country",
		"q=Kabul&bbox=1,2": "bbox", "q=Kabul&x=1": "x", "q=Kabul&q=Herat": "q", "q=Kabul&f=xml": "f", "q=%FF": "q"} {
		p.expectParameter("/api/geocode?"+query, name)
	}
	for query, name := range map[string]string{"": "lon", "lat=34": "lon", "lon=69": "lat", "lat=91&lon=0": "lat",
		"lat=NaN&lon=0": "lat", "lat=0&lon=0&limit=-1": "limit", "lat=0&lon=0&x=1": "x"} {
		p.expectParameter("/api/reverse?"+query, name)
	}
	for _, twice := range []string{"kind=attack&kind=operation", "limit=1&limit=2", "bbox=0,0,1,1&bbox=0,0,1,1"} {
		name, _, _ := strings.Cut(twice, "=")
		p.expectParameter(of("incidents", "items", "")+"?"+twice, name)
	}
}

// A query string that is not well encoded is refused: to drop its broken part
// would silently answer for more than was asked.
func TestMalformedQueries(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range []string{of("incidents", "items", ""), of("incidents", "export", ""),
		of("incidents", "facets", ""), of("incidents", "histogram", "")} {
		for _, value := range []string{"attack;operation", "%zz", "%", "attack%2"} {
			p.expectProblem(path, "kind", value)
		}
	}
	for _, path := range []string{"/api", "/api/collections", of("incidents", "items/kabul-airport-2021-08-26", "")} {
		p.expectProblem(path, "f", "json;html")
	}
	p.expectProblem("/api/geocode", "q", "Kabul;Herat")
}

func (p *process) expectParameter(path, name string) {
	p.t.Helper()
	a := p.get(path)
	var pr problem
	if a.status == http.StatusBadRequest {
		decode(p.t, a.body, &pr)
	}
	if pr.Parameter != name {
		p.t.Errorf("%s: %d, parameter %q, want %q: %.200q", path, a.status, pr.Parameter, name, a.body)
	}
}

func TestNothingThere(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range []string{"/x", "/api/x", "/api/collections/none", of("none", "items", ""),
		of("none", "export", ""), of("incidents", "items/none", ""), of("attacks", "items/us-arrests-2024-06", ""),
		of("incidents", "tiles/WebMercatorQuad/2/4/0", ""), of("incidents", "tiles/WebMercatorQuad/99/0/0",
			""), of("incidents", "tiles/WebMercatorQuad/x/0/0", ""),
		of("incidents", "tiles/WebMercatorQuad/-1/0/0", ""),
		"/assets/none.js", "/assets/", "/assets/../index.html", "/assets/%2e%2e/index.html", "/basemap/0/0/0.png",
		"/basemap/x/0/0.mvt", "/basemap/../khorasan.geojson", "/.git/config", "//api"} {
		a := p.get(path)
		if a.status != http.StatusNotFound || a.header.Get("Content-Type") != "application/problem+json" ||
			a.header.Get("ETag") != "" {
			t.Errorf("%s: %d %v %.200q", path, a.status, a.header, a.body)
		}
	}
}
