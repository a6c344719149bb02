package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"incidentmap/geo"
	"incidentmap/internal/catalog"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/place"
	"incidentmap/internal/store"
	"incidentmap/server"
)

// evil is a title that must never reach a page unescaped.
const evil = `<script>alert("x")</script>`

func testIncidents() []incident.Incident {
	at := func(lon, lat float64) incident.Place {
		return incident.Place{Text: "Somewhere", Points: orb.MultiPoint{{lon, lat}}, Country: "AF",
			CountryName: "Afghanistan", Admin1: "Kabul", Precision: incident.PlaceLocality, RadiusM: 5000}
	}
	killed := func(f incident.Figure) []incident.Claim {
		return []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: f, Source: "s"}}
	}
	s := []incident.Source{{Key: "s", Title: "Source"}}
	return []incident.Incident{
		{ID: "kabul-1", Revision: 1, Title: "Attack in Kabul", Kind: "attack", EventType: "bombing",
			Date: edtf.MustParse("2020-05-12"), Place: at(69.2, 34.5),
			Actors: []incident.Party{{Name: "ISIS–K"},
				{Name: "Other, Group"}}, Claims: killed(incident.AtLeast(10)), Sources: s,
			Extra: []any{"rifle", int64(3)}},
		{ID: "kabul-2", Revision: 1, Title: evil, Kind: "operation", EventType: "raid", Date: edtf.MustParse("2018-07"),
			Place: at(69.3, 34.6), Sources: s, Extra: []any{nil, nil}},
		{ID: "shared-1", Revision: 1, Title: "Ward", Kind: "attack", EventType: "other",
			Date: edtf.MustParse("2020-05-12"), Place: at(70.5, 34.5), Group: "g", Sources: s},
		{ID: "shared-2", Revision: 1, Title: "Funeral", Kind: "attack", EventType: "other",
			Date: edtf.MustParse("2020-05-12"), Place: at(179.5, -10), Group: "g", Sources: s},
		{ID: "nowhere", Revision: 1, Title: "Drone strike", Kind: "operation", EventType: "drone_strike",
			Date:  edtf.MustParse("2016-07-26"),
			Place: incident.Place{Precision: incident.PlaceUnknown}, Claims: killed(incident.Exactly(2)), Sources: s},
	}
}

func testDataset() *incident.Dataset {
	return &incident.Dataset{ID: "khorasan", Title: "Test", Licence: "CC0", Visibility: incident.Public,
		Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes, Default: true,
		Views: []incident.View{{ID: "incidents", Title: "All"}, {ID: "attacks", Title: "Attacks",
			Kinds: []string{"attack"}}},
		Columns: []incident.Column{{Name: "weapon", Type: incident.ColumnString},
			{Name: "rounds", Type: incident.ColumnInteger}},
		Groups: []incident.Group{{ID: "g", Dataset: "khorasan", Title: "Both",
			Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.Exactly(56),
				Source: "s"}}}}}
}

// testStore holds the test dataset, and one that is private.
func testStore(t testing.TB) *memstore.Store {
	t.Helper()
	s := &memstore.Store{}
	if err := s.Put(testDataset(), "v1", testIncidents()); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(&incident.Dataset{ID: "secret", Visibility: incident.Private}, "v1", nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// newServer makes a server over the test dataset that is ready.
func newServer(t testing.TB, change func(*server.Config)) http.Handler {
	t.Helper()
	cfg := server.Config{Catalog: catalog.New(testStore(t)), Places: testPlaces(), Version: "test",
		Attribution: "everyone",
		Web: fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>map</title>")},
			"assets/app-1.js": {Data: []byte("let a")}}}
	if change != nil {
		change(&cfg)
	}
	return handlerOf(t, cfg)
}

// handlerOf is a server that is ready.
func handlerOf(t testing.TB, cfg server.Config) http.Handler {
	t.Helper()
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := server.New(cfg)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s.Ready()
	return h
}

// testPlaces knows the shipped gazetteer.
func testPlaces() *place.Resolver { return place.New(place.Options{Shipped: openGazetteer}) }

func openGazetteer() (io.ReadCloser, error) { return os.Open("../data/gazetteer/gazetteer.bin") }

// get asks for a path; header are pairs of names and values.
func get(t testing.TB, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, "http://example.org"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

// getJSON asks for a path that must answer 200 with JSON.
func getJSON(t testing.TB, h http.Handler, path string) map[string]any {
	t.Helper()
	rec := get(t, h, path)
	if rec.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, rec.Code, rec.Body)
	}
	doc := map[string]any{}
	if err := json.Unmarshal(rec.Body.Bytes(), &doc); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return doc
}

// featureIDs lists the IDs of a collection's features.
func featureIDs(doc map[string]any) string {
	var ids []string
	for _, f := range doc["features"].([]any) {
		ids = append(ids, f.(map[string]any)["id"].(string))
	}
	return strings.Join(ids, " ")
}

func TestItems(t *testing.T) {
	h := newServer(t, nil)
	const all = "nowhere kabul-2 kabul-1 shared-1 shared-2"
	for query, want := range map[string]string{
		"": all, "bbox=69,34,69.25,35": "nowhere kabul-1", "bbox=179,-20,-179,0": "nowhere shared-2",
		"bbox=69,34,0,69.25,35,9000": "nowhere kabul-1",
		"bbox=34,69,35,69.25&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326": "nowhere kabul-1",
		"datetime=2018-07-15": "kabul-2", "datetime=2018-07-15T10:00:00Z": "kabul-2",
		"datetime=2018-07-15&datetime-mode=inside":            "",
		"datetime=2018-07-01/2018-07-31&datetime-mode=inside": "kabul-2", "datetime=../2017-01-01": "nowhere",
		"datetime=2020-01-01/..":  "kabul-1 shared-1 shared-2",
		"datetime=2018-07-01/P1M": "kabul-2", "datetime=2016-07-25/P1D": "", "datetime=2016-07-26/P1D": "nowhere",
		"datetime=/2016-12-31": "nowhere",
		"kind=operation":       "nowhere kabul-2", "kind=attack,operation": all, "event_type=raid": "kabul-2",
		"actor=isis-k": "kabul-1", `actor=other\, group`: "kabul-1",
		"country=af": "kabul-2 kabul-1 shared-1 shared-2", "country=PK": "",
		"admin1=kabul": "kabul-2 kabul-1 shared-1 shared-2", "place_precision=unknown": "nowhere",
		"date_precision=month": "kabul-2", "fatalities_min=3": "kabul-1", "fatalities_max=3": "nowhere",
		"q=WARD": "shared-1", "weapon=rifle": "kabul-1", "rounds=3": "kabul-1",
		"within=POLYGON((69 34,69.25 34,69.25 35,69 35,69 34))": "kabul-1",
		"sortby=-fatalities_best":                               "kabul-1 nowhere kabul-2 shared-1 shared-2",
		"sortby=%2Btitle":                                       "kabul-2 kabul-1 nowhere shared-2 shared-1",
		"place_review=unreviewed&limit=2":                       "nowhere kabul-2",
	} {
		doc := getJSON(t, h, "/api/collections/incidents/items?"+strings.ReplaceAll(query, " ", "%20"))
		if got := featureIDs(doc); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if got := featureIDs(getJSON(t, h, "/api/collections/attacks/items")); got != "kabul-1 shared-1 shared-2" {
		t.Errorf("attacks: %s", got)
	}
	if got := featureIDs(getJSON(t, h, "/api/collections/attacks/items?kind=operation")); got != "" {
		t.Errorf("operations among the attacks: %s", got)
	}
}

func TestPaging(t *testing.T) {
	h := newServer(t, nil)
	for _, sort := range []string{"", "&sortby=-start", "&sortby=kind,-fatalities_best"} {
		whole := featureIDs(getJSON(t, h, "/api/collections/incidents/items?limit=10000"+sort))
		var pages []string
		next := "/api/collections/incidents/items?limit=2" + sort
		for range 5 {
			doc := getJSON(t, h, strings.TrimPrefix(next, "http://example.org"))
			pages = append(pages, featureIDs(doc))
			if doc["numberMatched"] != 5.0 {
				t.Errorf("numberMatched is %v", doc["numberMatched"])
			}
			if next = linkOf(doc, "next"); next == "" {
				break
			}
		}
		if got := strings.Join(pages, " "); got != whole {
			t.Errorf("%s: %s, want %s", sort, got, whole)
		}
	}
}

func linkOf(doc map[string]any, rel string) string {
	for _, l := range doc["links"].([]any) {
		if l := l.(map[string]any); l["rel"] == rel {
			return l["href"].(string)
		}
	}
	return ""
}

func TestItem(t *testing.T) {
	h := newServer(t, nil)
	doc := getJSON(t, h, "/api/collections/incidents/items/shared-1")
	p := doc["properties"].(map[string]any)
	group := p["group_detail"].(map[string]any)
	if p["fatalities_best"] != nil || group["figures"].(map[string]any)["fatalities_best"] != 56.0 ||
		len(group["members"].([]any)) != 2 {
		t.Errorf("its own figure is unknown, the group's 56: %v", p)
	}
	for _, rel := range []string{"self", "alternate", "collection"} {
		if linkOf(doc, rel) == "" {
			t.Errorf("it has no link %s", rel)
		}
	}
	for _, path := range []string{"/api/collections/attacks/items/kabul-2", "/api/collections/incidents/items/none",
		"/api/collections/none/items/kabul-1", "/api/collections/secret/items"} {
		if rec := get(t, h, path); rec.Code != http.StatusNotFound ||
			rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Header().Get("Content-Type"))
		}
	}
}

func TestCRS(t *testing.T) {
	h := newServer(t, nil)
	rec := get(t, h, "/api/collections/incidents/items?q=kabul&kind=attack&limit=1&crs=http://www.opengis.net/def/crs/EPSG/0/4326&actor=isis-k")
	if !strings.Contains(rec.Body.String(), `"coordinates":[34.5,69.2]`) ||
		rec.Header().Get("Content-Crs") != "<http://www.opengis.net/def/crs/EPSG/0/4326>" {
		t.Errorf("%s %s", rec.Header().Get("Content-Crs"), rec.Body)
	}
}

func TestFacetsAndHistogram(t *testing.T) {
	h := newServer(t, nil)
	doc := getJSON(t, h, "/api/collections/incidents/facets?by=kind,event_type&kind=attack")
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"numberMatched":3`,
		`{"count":3,"label":"Attack","value":"attack"},{"count":2,"label":"Operation","value":"operation"}`,
		`{"best":66,"high":null,"low":66,"openEnded":1,"reported":2,"unreported":0}`, `"withoutPlace":0`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
	doc = getJSON(t, h, "/api/collections/incidents/histogram?bin=year")
	if raw, err = json.Marshal(doc); err != nil || !strings.Contains(string(raw),
		`{"certain":1,"end":"2018-12-31","possible":0,"start":"2018-01-01"}`) {
		t.Errorf("%s, %v", raw, err)
	}
	if doc = getJSON(t, h,
		"/api/collections/incidents/histogram?datetime=2018-07-10/2018-07-20"); doc["bin"] != "day" ||
		len(doc["bins"].([]any)) != 31 {
		t.Errorf("the days of July 2018: %v", doc)
	}
}

// TestFacetSums: a shared figure is in a province's sum once.
func TestFacetSums(t *testing.T) {
	h := newServer(t, nil)
	raw, err := json.Marshal(getJSON(t, h, "/api/collections/incidents/facets?by=admin1&sums=true")["facets"])
	want := `{"admin1":[{"count":4,"fatalities":{"best":66,"high":null,"low":66,"openEnded":1,"reported":2,"unreported":1},"label":"Kabul","value":"Kabul"}]}`
	if err != nil || string(raw) != want {
		t.Errorf("%s, %v, want %s", raw, err, want)
	}
	if rec := get(t, h, "/api/collections/incidents/facets?sums=maybe"); rec.Code != http.StatusBadRequest {
		t.Errorf("sums=maybe: %d", rec.Code)
	}
}

// TestClusters: clusters of a window and a filter.
func TestClusters(t *testing.T) {
	h := newServer(t, nil)
	rec := get(t, h, "/api/collections/incidents/clusters/WebMercatorQuad/3/3/5?datetime=2020-01-01/..")
	layers, err := mvt.Unmarshal(rec.Body.Bytes())
	if err != nil || len(layers) != 1 || len(layers[0].Features) != 1 {
		t.Fatalf("%d, %v, %v", rec.Code, layers, err)
	}
	if p := layers[0].Features[0].Properties; p["point_count"] != 2.0 || p["fatalities"] != 10.0 ||
		p["count_attack"] != 2.0 || p["ids"] != "kabul-1,shared-1" {
		t.Errorf("its properties are %v", p)
	}
	if rec := get(t, h, "/api/collections/incidents/clusters/WebMercatorQuad/1/2/0"); rec.Code != http.StatusNotFound {
		t.Errorf("a tile that does not exist: %d", rec.Code)
	}
}

// TestTilesAreKept: a tile that was asked for before is not built again, but
// is for other data, another filter or another tile.
func TestTilesAreKept(t *testing.T) {
	data := testStore(t)
	counted := &countingStore{Reader: data}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(counted) })
	ask := func(path string, built int) {
		t.Helper()
		rec := get(t, h, "/api/collections/incidents/clusters/WebMercatorQuad/"+path)
		if rec.Code != http.StatusOK || counted.clusters != built {
			t.Errorf("%s: %d, built %d times, want %d", path, rec.Code, counted.clusters, built)
		}
	}
	ask("0/0/0", 1)
	ask("0/0/0", 1)
	ask("0/0/0?kind=attack", 2)
	ask("1/0/1", 3)
	if err := data.Put(testDataset(), "v2", testIncidents()); err != nil {
		t.Fatal(err)
	}
	ask("0/0/0", 4)
}

// countingStore counts what is built.
type countingStore struct {
	store.Reader
	clusters int
}

// View implements store.Reader.
func (s *countingStore) View(ctx context.Context, dataset string) (store.View, error) {
	v, err := s.Reader.View(ctx, dataset)
	return countingView{v, s}, err
}

type countingView struct {
	store.View
	of *countingStore
}

// Clusters implements store.View.
func (v countingView) Clusters(ctx context.Context, f incident.Filter, t geo.Tile) (*store.Clusters, error) {
	v.of.clusters++
	return v.View.Clusters(ctx, f, t)
}

// changingStore changes a dataset after each look at it.
type changingStore struct {
	*memstore.Store
	n int
}

// View implements store.Reader.
func (s *changingStore) View(ctx context.Context, dataset string) (store.View, error) {
	v, err := s.Store.View(ctx, dataset)
	if err == nil {
		s.n++
		err = s.Apply(ctx, dataset, fmt.Sprint("w", s.n), []incident.Incident{{ID: fmt.Sprint("new-", s.n),
			Title: "New", Kind: "attack", Date: edtf.MustParse("2021"),
			Place: incident.Place{Points: orb.MultiPoint{{69.2, 34.5}}, Precision: incident.PlaceLocality}}},
			[]string{fmt.Sprint("new-", s.n-1)}[:min(1, s.n-1)])
	}
	return v, err
}

// TestOneVersionARequest: the body of an answer is of the version that its ETag
// and its head name, however the data change meanwhile.
func TestOneVersionARequest(t *testing.T) {
	for _, path := range []string{"items?limit=100", "items?limit=100&actor=Other,+Group", "export"} {
		data := &changingStore{Store: testStore(t)}
		h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(data) })
		for range 4 {
			var doc struct {
				DataVersion string
				Matched     int `json:"numberMatched"`
				Features    []struct{ ID string }
			}
			rec := get(t, h, "/api/collections/khorasan/"+path)
			if err := json.Unmarshal(rec.Body.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			newest := ""
			for _, f := range doc.Features {
				if n, ok := strings.CutPrefix(f.ID, "new-"); ok {
					newest = "w" + n
				}
			}
			if doc.DataVersion != newest && (doc.DataVersion != "v1" || newest != "") &&
				!strings.Contains(path, "actor") ||
				len(doc.Features) != doc.Matched || rec.Header().Get("ETag") == "" {
				t.Errorf("%s: version %s has %s", path, doc.DataVersion, rec.Body)
			}
		}
	}
}
