package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// garbage lists what each parameter must refuse.
var garbage = map[string][]string{
	"bbox": {"1", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,NaN", "1,2,3,Inf", "-181,0,0,0", "0,-91,0,0", "0,10,1,5",
		"1,2,3,4,", ",,,", "1e400,0,0,0", "1;2;3;4", "0x1p3,0,9,9,9"},
	"bbox-crs": {"EPSG:9999", "http://www.opengis.net/def/crs/EPSG/0/1", "x"}, "crs": {"EPSG:9999",
		"http://example.com", "84"},
	"datetime": {"garbage", "2020", "2020-13-01", "2020-02-30", "2020-01-01T25:00:00Z", "2020-01-02/2020-01-01",
		"../..", "/", "2020-01-01/2020-01-02/2020-01-03", "2020-01-01/P", "2020-01-01/PT",
		"2020-01-01/P1X", "P1D/2020-01-01", "2020-01-01/P-1D", "../P1D", "now", "2020-01-01 00:00", "0000-01-01",
		"10000-01-01"},
	"datetime-mode": {"overlaps", "INSIDE", "1"}, "within": {"POINT(1 2)", "POLYGON((0 0,1 1))", "POLYGON EMPTY",
		"POLYGON((0 0,1 0,1 1,2 2))", "POLYGON((0 0,400 0,1 1,0 0))", "LINESTRING(0 0,1 1)", "GEOMETRYCOLLECTION EMPTY",
		"POLYGON", "(("},
	"kind": {"attacks", "Attack", ",", "attack,", "x"}, "event_type": {"bomb", "raid,,bombing"}, "actor": {",", "!!!",
		"a,"}, "target": {",", "---"}, "country": {"XQQ", "Atlantis", "A1", "1", "af,", "ÄÖ", "Congo"},
	"admin1": {",", "a,,b"}, "admin2": {","}, "occurrence": {"happened", "claimed"}, "attribution": {"reported",
		"yes"}, "place_precision": {"town", "EXACT"}, "date_precision": {"hour"},
	"place_review": {"maybe"}, "record_review": {"done"}, "fatalities_min": {"-1", "1.5", "many", "1e3", "99999999999",
		"0x1"}, "fatalities_max": {"-1", "NaN", " 1"}, "injuries_min": {"-1", "+1"}, "injuries_max": {"-0"},
	"q": {" ", strings.Repeat("a", 300)}, "sortby": {"weather", "--start", "+-start", ",",
		"start,"}, "properties": {"weather", "title,,kind", ","}, "detail": {"1", "yes", "TRUE"},
	"limit": {"0", "-1", "1.5", "abc", "1e2", "-99999999999999999999", "0x10", "١"}, "cursor": {"x", "????", "e30",
		"bnVsbA", "eyJpIjoibm9uZSJ9", strings.Repeat("A",
			5000)}, "f": {"xml", "shp", "JSON"}, "bin": {"hour", "DAY", "month,year"},
	"by":     {"weather", ",", "kind,,actor"},
	"filter": {"x=1", "=", "a", "id = 'x", "start = 1"}, "filter-lang": {"cql2-json", "sql"}, "weapon": {",",
		"a,"}, "unknown": {"1"}, "Bbox": {"1,2,3,4"}, "rounds": {","}, "constructor": {"1"}, "__proto__": {"1"},
}

// everyValue are bad for every parameter.
var everyValue = []string{"", "\x00", "a\nb", "\xff\xfe", "\x7f", strings.Repeat("9", 500_000)}

var endpoints = []string{"/api/collections/incidents/items", "/api/collections/incidents/export",
	"/api/collections/incidents/facets", "/api/collections/incidents/histogram",
	"/api/collections/incidents/tiles/WebMercatorQuad/2/1/2",
	"/api/collections/incidents/clusters/WebMercatorQuad/2/1/2", "/api/collections/incidents/columns",
	"/api/collections/incidents/items/kabul-1", "/api/collections", "/api/collections/incidents", "/api",
	"/api/conformance", "/api/openapi.json",
	"/api/collections/incidents/schema", "/api/collections/incidents/queryables", "/api/geocode", "/api/reverse"}

// TestGarbage: every parameter with every bad value, at every address, is
// answered 400 with the parameter's name.
func TestGarbage(t *testing.T) {
	h := newServer(t, nil)
	for name, values := range garbage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, value := range slices.Concat(values, everyValue) {
				if value == "a\nb" && name == "weapon" {
					continue // a cell may have several lines
				}
				checkEverywhere(t, h, name, value)
			}
		})
	}
}

// checkEverywhere asks every endpoint that takes filters for a value.
func checkEverywhere(t *testing.T, h http.Handler, name, value string) {
	t.Helper()
	for _, path := range endpoints {
		if !strings.HasPrefix(path, "/api/geocode") && !strings.HasPrefix(path, "/api/reverse") {
			checkBad(t, h, path, name, url.Values{name: {value}})
		}
	}
}

func TestGeocodeGarbage(t *testing.T) {
	h := newServer(t, nil)
	for name, values := range map[string][]string{"q": {" ", strings.Repeat("a", 1100)}, "autocomplete": {"yes", "1"},
		"country": {"Atlantis", "1"}, "limit": {"0", "x"}, "bbox": {"1,2"}, "f": {"html", "xml"}, "x": {"1"}} {
		for _, value := range slices.Concat(values, everyValue) {
			q := url.Values{"q": {"Kabul"}}
			q.Set(name, value)
			checkBad(t, h, "/api/geocode", name, q)
		}
	}
	for name, values := range map[string][]string{"lat": {"91", "x", "NaN"}, "lon": {"x", "Inf"}, "limit": {"-1"},
		"q": {"1"}} {
		for _, value := range slices.Concat(values, everyValue) {
			q := url.Values{"lat": {"1"}, "lon": {"2"}}
			q.Set(name, value)
			checkBad(t, h, "/api/reverse", name, q)
		}
	}
	checkBad(t, h, "/api/geocode", "q", url.Values{})
}

// TestTwice: no parameter may be given twice.
func TestTwice(t *testing.T) {
	h := newServer(t, nil)
	for name := range garbage {
		checkBad(t, h, "/api/collections/incidents/items", name, url.Values{name: {"1", "2"}})
	}
}

// TestCombinations that contradict themselves.
func TestCombinations(t *testing.T) {
	h := newServer(t, nil)
	for query, name := range map[string]string{"datetime-mode=inside": "datetime-mode",
		"bbox-crs=EPSG:4326": "bbox-crs", "fatalities_min=5&fatalities_max=4": "fatalities_max",
		"injuries_min=5&injuries_max=4": "injuries_max"} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		checkBad(t, h, "/api/collections/incidents/items", name, q)
	}
	// A cursor belongs to its order.
	next, err := url.Parse(linkOf(getJSON(t, h, "/api/collections/incidents/items?limit=1&sortby=title"), "next"))
	if err != nil {
		t.Fatal(err)
	}
	checkBad(t, h, "/api/collections/incidents/items", "cursor", url.Values{"cursor": {next.Query().Get("cursor")}})
}

func checkBad(t *testing.T, h http.Handler, path, name string, q url.Values) {
	t.Helper()
	rec := get(t, h, path+"?"+q.Encode())
	var p struct {
		Status    int
		Parameter string
		Detail    string
	}
	err := json.Unmarshal(rec.Body.Bytes(), &p)
	if rec.Code != http.StatusBadRequest || err != nil ||
		rec.Header().Get("Content-Type") != "application/problem+json" || p.Parameter != name || p.Detail == "" ||
		p.Status != 400 {
		t.Errorf("%s, %s=%.40q: %d %.200s", path, name, q.Get(name), rec.Code, rec.Body)
	}
}

func TestLimits(t *testing.T) {
	h := newServer(t, nil)
	for limit, want := range map[string]float64{"1": 1, "10001": 5, "99999999999999999999999": 5} {
		if doc := getJSON(t, h, "/api/collections/incidents/items?limit="+limit); doc["numberReturned"] != want {
			t.Errorf("limit %s: %v", limit, doc["numberReturned"])
		}
	}
}

// FuzzQuery holds: a query is answered 200 or, with the name of a parameter
// that it has, 400; and the same query has the same answer again.
func FuzzQuery(f *testing.F) {
	for name, values := range garbage {
		f.Add(name + "=" + url.QueryEscape(values[0]))
	}
	f.Add("bbox=69,34,70,35&datetime=2020-01-01/P1Y&sortby=-start,title&kind=attack")
	f.Add("within=POLYGON((0%200,1%200,1%201,0%200))&q=kabul&limit=3")
	h := newServer(f, nil)
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := url.ParseQuery(raw)
		if err != nil || len(raw) > 10_000 {
			return
		}
		for name := range q {
			if !utf8.ValidString(name) || len(name) > 60 {
				return // a name that JSON cannot give back as it was
			}
		}
		path := "/api/collections/incidents/items?" + q.Encode()
		rec := get(t, h, path)
		switch rec.Code {
		case http.StatusOK:
			if again := get(t, h, path, "If-None-Match",
				rec.Header().Get("ETag")); again.Code != http.StatusNotModified {
				t.Fatalf("%s: asked again it is %d", path, again.Code)
			}
		case http.StatusBadRequest:
			var p struct{ Parameter string }
			if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil ||
				(!q.Has(p.Parameter) && p.Parameter != "bbox-crs") {
				t.Fatalf("%s: %s names no parameter of the query", path, rec.Body)
			}
		default:
			t.Fatalf("%s: %d %s", path, rec.Code, rec.Body)
		}
	})
}
