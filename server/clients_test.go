package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"incidentmap/internal/catalog"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/server"
)

const itemsPath = "/api/collections/incidents/items"

// TestAcceptQuality: an Accept header's quality values decide, not its order.
func TestAcceptQuality(t *testing.T) {
	h := newServer(t, nil)
	for accept, want := range map[string]string{
		"text/html;q=0.1, application/geo+json;q=0.9": "application/geo+json",
		"application/geo+json;q=0, text/html":         "text/html",
		"application/geo+json;q=0, */*":               "text/html",
		"text/html;q=0.5, text/csv":                   "text/csv",
		"text/*, application/geo+json;q=0.2":          "text/html",
		"*/*;q=0.1, text/csv;q=0.2":                   "text/csv",
		"application/json;q=0.4, text/html;q=0.3":     "application/geo+json",
		"TEXT/HTML":                     "text/html",
		"text/html;q=2, text/csv;q=0.1": "text/csv", // no quality at all
		"image/png":                     "application/geo+json",
		"text/html;level=1;q=0.2, application/geo+json;q=0.1": "text/html",
		strings.Repeat("image/png,", 1000) + "text/html":      "application/geo+json", // too long to be read
		"text/html, application/xhtml+xml, */*;q=0.8":         "text/html",
	} {
		if got := get(t, h, itemsPath, "Accept", accept).Header().Get("Content-Type"); !strings.HasPrefix(got, want) {
			t.Errorf("Accept %.80s: %s, want %s", accept, got, want)
		}
	}
}

// TestDatetimeForms: forms of RFC 3339 that clients write, and one instant
// with two offsets.
func TestDatetimeForms(t *testing.T) {
	h := newServer(t, nil)
	for value, want := range map[string]int{
		"2020-05-12T00:00:00Z": 3, "2020-05-12t00:00:00z": 3, "2020-05-12T": 3, "2020-05-12T/..": 3,
		"../2018-07-01T":       2,
		"2020-05-12T23:59:60Z": 3, "2020-05-12T23:59:60.5+00:00": 3, "2020-05-13T01:00:00+02:00": 3,
		"2020-05-11T23:00:00-05:00": 3,
		"2020-05-13T01:00:00Z":      0, "2020-05-12T23:00:00-05:00": 0,
	} {
		if doc := getJSON(t, h, itemsPath+"?datetime="+url.QueryEscape(value)); doc["numberMatched"] != float64(want) {
			t.Errorf("%s: %v, want %d", value, doc["numberMatched"], want)
		}
	}
	for _, value := range []string{"2020-05-12TT", "2020-05-12T23:59:61Z", "2020-05-12T24:00:00Z",
		"9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"} {
		if rec := get(t, h, itemsPath+"?datetime="+url.QueryEscape(value)); rec.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", value, rec.Code)
		}
	}
}

// TestOpenAPIForClients: what GDAL and the OGC's test suite look for.
func TestOpenAPIForClients(t *testing.T) {
	h := newServer(t, nil)
	doc := getJSON(t, h, "/api/openapi.json")
	at := func(v any, path ...string) any {
		for _, p := range path {
			m, _ := v.(map[string]any)
			v = m[p]
		}
		return v
	}
	if u := at(doc["servers"].([]any)[0], "url"); u != "http://example.org/api" {
		t.Errorf("the server is %v", u)
	}
	for path, item := range doc["paths"].(map[string]any) {
		if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/api") {
			t.Errorf("path %s does not begin at the server", path)
		}
		params, _ := at(item, "get", "parameters").([]any)
		sent, _ := at(item, "post", "parameters").([]any)
		if len(params)+len(sent) == 0 && at(item, "get") == nil {
			t.Errorf("%s has no operation", path)
		}
		for _, p := range append(params, sent...) {
			if name, ok := at(p, "$ref").(string); ok {
				p = at(doc, "components", "parameters", strings.TrimPrefix(name, "#/components/parameters/"))
			}
			if at(p, "in") == "query" && (at(p, "style") != "form" || at(p, "explode") != false) {
				t.Errorf("%s: parameter %v says %v, %v", path, at(p, "name"), at(p, "style"), at(p, "explode"))
			}
		}
	}
	for _, path := range []string{"/", "/collections/{collectionId}/items",
		"/collections/{collectionId}/items/{featureId}"} {
		if at(doc, "paths", path) == nil {
			t.Errorf("there is no path %s", path)
		}
	}
}

// TestLinkHeadersAreShort: proxies refuse answers with long headers, and a
// link repeats the query.
func TestLinkHeadersAreShort(t *testing.T) {
	h := newServer(t, nil)
	for _, vertices := range []int{3, 30, 100, 1000} {
		var ring []string
		for i := range vertices {
			ring = append(ring, fmt.Sprintf("%.5f 30", -180+float64(i)*0.3))
		}
		ring = append(ring, "0 89", ring[0])
		rec := get(t, h, itemsPath+"?limit=1&within="+url.QueryEscape("POLYGON(("+strings.Join(ring, ",")+"))"))
		size := 0
		for _, l := range rec.Header().Values("Link") {
			size += len("Link: \r\n") + len(l)
		}
		if rec.Code != http.StatusOK || size == 0 || size > 1000 {
			t.Errorf("%d vertices: %d, %d bytes of Link headers", vertices, rec.Code, size)
		}
	}
	if links := get(t, h, itemsPath+"?limit=1").Header().Values("Link"); !strings.Contains(links[0], `rel="next"`) {
		t.Errorf("the first link is %s", links[0])
	}
}

// TestPagesLinkToWhatTheyName: a browser that follows a link named GeoJSON
// gets GeoJSON.
func TestPagesLinkToWhatTheyName(t *testing.T) {
	h := newServer(t, nil)
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	link := regexp.MustCompile(`<li><a href="http://example\.org(/api[^"]*)">[^<]*</a> <span class="type">([^<]*)</span>`)
	for _, page := range []string{"/api", "/api/collections", "/api/collections/incidents", itemsPath, itemsPath +
		"/kabul-1", "/api/collections/incidents/schema"} {
		body := get(t, h, page, "Accept", browser).Body.String()
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			path := strings.ReplaceAll(m[1], "&amp;", "&")
			if got := get(t, h, path, "Accept", browser); got.Code != http.StatusOK ||
				!strings.HasPrefix(got.Header().Get("Content-Type"), strings.ReplaceAll(m[2], "&#43;", "+")) {
				t.Errorf("%s: %s, named %s, is %d %s", page, path, m[2], got.Code, got.Header().Get("Content-Type"))
			}
		}
	}
}

// TestSearchAlternatives: commas are OR, and what has no letter finds nothing.
func TestSearchAlternatives(t *testing.T) {
	h := newServer(t, nil)
	for q, want := range map[string]string{
		"ward,funeral": "shared-1 shared-2", "drone strike,ward": "nowhere shared-1", "ward,": "shared-1", "🎈": "",
		"🎈,ward": "shared-1", "!!!": "",
		`ward\,funeral`: "", "bombing kabul": "kabul-1",
	} {
		if got := featureIDs(getJSON(t, h, itemsPath+"?q="+url.QueryEscape(q))); got != want {
			t.Errorf("q=%s: %s, want %s", q, got, want)
		}
	}
}

// TestValuesWithCommas: a value that exists as it stands is that value.
func TestValuesWithCommas(t *testing.T) {
	incidents := testIncidents()
	incidents[1].Actors = []incident.Party{{Name: "Other"}}
	incidents[2].Extra = []any{"rifle, long", int64(1)}
	store := &memstore.Store{}
	if err := store.Put(testDataset(), "v1", incidents); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(store) })
	for query, want := range map[string]string{
		"actor=Other, Group": "kabul-1", "actor=Other,Nobody": "kabul-2", "actor=Other,ISIS–K": "kabul-2 kabul-1",
		`actor=Other\, Group`: "kabul-1",
		"weapon=rifle, long":  "shared-1", "weapon=rifle,long": "kabul-1", "weapon=rifle": "kabul-1",
	} {
		name, value, _ := strings.Cut(query, "=")
		if got := featureIDs(getJSON(t, h, itemsPath+"?"+name+"="+url.QueryEscape(value))); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// TestViewsHaveTheirOwnExtent: a view's extent is that of its incidents.
func TestViewsHaveTheirOwnExtent(t *testing.T) {
	h := newServer(t, nil)
	for id, want := range map[string]string{
		"attacks":   "map[spatial:map[bbox:[[69.2 -10 179.5 34.5]] crs:http://www.opengis.net/def/crs/OGC/1.3/CRS84] temporal:map[interval:[[2020-05-12T00:00:00Z 2020-05-12T23:59:59Z]] trs:http://www.opengis.net/def/uom/ISO-8601/0/Gregorian]]",
		"incidents": "map[spatial:map[bbox:[[69.2 -10 179.5 34.6]] crs:http://www.opengis.net/def/crs/OGC/1.3/CRS84] temporal:map[interval:[[2016-07-26T00:00:00Z 2020-05-12T23:59:59Z]] trs:http://www.opengis.net/def/uom/ISO-8601/0/Gregorian]]",
	} {
		if got := fmt.Sprint(getJSON(t, h, "/api/collections/"+id)["extent"]); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// TestErrorPages: people's browsers get a page, programs a document.
func TestErrorPages(t *testing.T) {
	h := newServer(t, nil)
	for accept, want := range map[string]string{"": "application/problem+json", "*/*": "application/problem+json",
		"text/html,*/*;q=0.8":               "text/html; charset=UTF-8",
		"application/json, text/html;q=0.5": "application/problem+json"} {
		rec := get(t, h, itemsPath+"?bbox=<b>", "Accept", accept)
		if rec.Code != http.StatusBadRequest || rec.Header().Get("Content-Type") != want ||
			strings.Contains(rec.Body.String(), "<b>") {
			t.Errorf("Accept %s: %d %s: %s", accept, rec.Code, rec.Header().Get("Content-Type"), rec.Body)
		}
	}
	if rec := get(t, h, "/nothing", "Accept", "text/html"); !strings.Contains(rec.Body.String(),
		"nothing at this address") {
		t.Errorf("%s", rec.Body)
	}
}

// TestBeyondWebMercator: what Web Mercator cannot hold is null there, and
// counted, not moved to its edge.
func TestBeyondWebMercator(t *testing.T) {
	incidents := testIncidents()[:3]
	incidents[0].Place.Points = orb.MultiPoint{{10, 89}}
	incidents[1].Place.Points = orb.MultiPoint{{10, -86}, {20, 30}}
	store := &memstore.Store{}
	if err := store.Put(testDataset(), "v1", incidents); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(store) })
	for _, path := range []string{itemsPath + "?crs=EPSG:3857", "/api/collections/incidents/export?crs=EPSG:3857"} {
		rec := get(t, h, path)
		body := rec.Body.String()
		if rec.Header().Get("Incidentmap-Points-Omitted") != "2" || strings.Count(body, `"geometry":null`) != 1 ||
			strings.Count(body, `"type":"Point"`) != 2 {
			t.Errorf("%s: %v %s", path, rec.Header(), body)
		}
	}
	if rec := get(t, h, itemsPath); rec.Header().Get("Incidentmap-Points-Omitted") != "" ||
		strings.Contains(rec.Body.String(), `"geometry":null`) {
		t.Errorf("longitude and latitude: %s", rec.Body)
	}
	if body := get(t, h, itemsPath+"/kabul-1?crs=EPSG:3857").Body.String(); !strings.Contains(body, `"geometry":null`) {
		t.Errorf("%s", body)
	}
}

// TestTilesTellSeveralPlaces: the points of one incident have one ID.
func TestTilesTellSeveralPlaces(t *testing.T) {
	places := orb.MultiPoint{{69.2, 34.5}, {70.2, 34.5}}
	all := []incident.Incident{
		{ID: "two", Date: edtf.MustParse("2020-01-01"), Place: incident.Place{Points: places}},
		{ID: "one", Date: edtf.MustParse("2020-01-02"), Place: incident.Place{Points: places[:1]}},
	}
	store := &memstore.Store{}
	if err := store.Put(&incident.Dataset{ID: "d", Visibility: incident.Public}, "v1", all); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(store) })
	layers, err := mvt.Unmarshal(get(t, h, "/api/collections/d/tiles/WebMercatorQuad/5/12/22").Body.Bytes())
	if err != nil || len(layers) != 1 || len(layers[0].Features) != 3 {
		t.Fatalf("%v, %v", layers, err)
	}
	ids := map[any]any{}
	for _, f := range layers[0].Features {
		if f.Properties["id"] == "one" {
			if f.ID != nil || f.Properties["places"] != nil {
				t.Errorf("%v has one place", f)
			}
			continue
		}
		ids[f.ID] = f.Properties["places"]
	}
	if len(ids) != 1 || ids[nil] != nil {
		t.Errorf("the incident's two points have the IDs %v", ids)
	}
}

// TestFilter: expressions, and properties that have no parameter of their own.
func TestFilter(t *testing.T) {
	h := newServer(t, nil)
	for query, want := range map[string]string{
		"filter=country = 'AF' AND NOT kind = 'attack'":   "kabul-2",
		"filter=title LIKE '%25ard'&filter-lang=cql-text": "shared-1", "filter=rounds >= 3": "kabul-1",
		"filter=fatalities_low IS NULL&kind=attack": "shared-1 shared-2", "title=Ward": "shared-1",
		"title=Ward,Funeral": "shared-1 shared-2", "fatalities_low=10": "kabul-1",
		"filter=id%0A=%0D%0A'shared-1'%09": "shared-1", "rounds=3.0": "kabul-1",
		"sortby=-id&kind=attack": "shared-2 shared-1 kabul-1",
		"start=2018-07-01":       "kabul-2", "date_certain=false": "kabul-2", "title=Ward&filter=id <> 'shared-1'": "",
	} {
		if got := featureIDs(getJSON(t, h, itemsPath+"?"+strings.ReplaceAll(query, " ", "+"))); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	for query, want := range map[string]string{"filter=x": "filter", "filter=weather = 1": "filter",
		"filter-lang=cql-text": "filter-lang", "filter=id = 'x'&filter-lang=cql2-json": "filter-lang",
		"fatalities_low=many": "fatalities_low", "rounds=three": "rounds", "filter=start > 'May'": "filter",
		"date_certain=maybe": "date_certain", "weather=1": "weather"} {
		rec := get(t, h, itemsPath+"?"+strings.ReplaceAll(query, " ", "+"))
		if rec.Code != http.StatusBadRequest || !strings.Contains(rec.Body.String(), `"parameter":"`+want+`"`) {
			t.Errorf("%s: %d %s", query, rec.Code, rec.Body)
		}
	}
}

// TestSchemaAllowsNull: every value that occurs fits the schema, null
// included, and whatever can be null may be.
func TestSchemaAllowsNull(t *testing.T) {
	h := newServer(t, nil)
	schema := getJSON(t, h, "/api/collections/incidents/schema")["properties"].(map[string]any)
	for _, f := range getJSON(t, h, itemsPath+"?limit=100")["features"].([]any) {
		for name, v := range f.(map[string]any)["properties"].(map[string]any) {
			p, _ := schema[name].(map[string]any)
			types, ok := p["type"].([]any)
			if !ok {
				types = []any{p["type"]}
			}
			if v == nil && !slices.Contains(types, any("null")) {
				t.Errorf("%s is null, which %v does not allow", name, types)
			}
			if enum, ok := p["enum"].([]any); ok && !slices.Contains(enum, v) {
				t.Errorf("%s is %v, which is not among %v", name, v, enum)
			}
		}
	}
	if types := schema["start"].(map[string]any)["type"]; types != "string" {
		t.Errorf("start, which every incident has, is %v", types)
	}
}

// TestQueryablesCanBeQueried: each is taken in an expression and as a
// parameter, and clients of the draft find the same ones.
func TestQueryablesCanBeQueried(t *testing.T) {
	h := newServer(t, nil)
	doc := getJSON(t, h, "/api/collections/incidents/queryables")
	drafts := map[string]bool{}
	for _, q := range doc["queryables"].([]any) {
		drafts[q.(map[string]any)["id"].(string)] = true
	}
	for name := range doc["properties"].(map[string]any) {
		if name == "geometry" { // by bbox and within
			continue
		}
		if rec := get(t, h, itemsPath+"?filter="+url.QueryEscape(`"`+name+`" IS NULL`)); rec.Code != http.StatusOK {
			t.Errorf("%s: %s", name, rec.Body)
		}
		if name == "id" { // has an address of its own
			continue
		}
		if rec := get(t, h, itemsPath+"?"+name+"=x"); strings.Contains(rec.Body.String(), "no such parameter") {
			t.Errorf("%s is no parameter", name)
		}
		if !drafts[name] {
			t.Errorf("%s is not in the draft's list", name)
		}
	}
	if got := get(t, h, "/api/collections/incidents/queryables", "Accept",
		"application/geo+json, application/json").Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("for GDAL it is %s", got)
	}
	own := getJSON(t, h, "/api/openapi.json")["paths"].(map[string]any)["/collections/incidents/items"]
	if body, err := json.Marshal(own); err != nil || !strings.Contains(string(body), `"name":"weapon"`) {
		t.Errorf("the API description lacks the collection's own columns: %s", body)
	}
}
