package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/klauspost/compress/zstd"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
	"incidentmap/server"
)

// everyRead lists one address of each kind.
var everyRead = []string{"/", "/api", "/api/conformance", "/api/openapi.json", "/api/collections",
	"/api/collections/incidents", "/api/collections/incidents/items",
	"/api/collections/incidents/items?f=csv", "/api/collections/incidents/items?f=html",
	"/api/collections/incidents/items?f=geojsonseq", "/api/collections/incidents/items/kabul-1",
	"/api/collections/incidents/schema", "/api/collections/incidents/queryables", "/api/collections/incidents/export",
	"/api/collections/incidents/export?f=csv",
	"/api/collections/incidents/facets", "/api/collections/incidents/histogram",
	"/api/collections/incidents/tiles/WebMercatorQuad/2/1/2",
	"/api/collections/incidents/clusters/WebMercatorQuad/2/1/2", "/api/collections/incidents/columns",
	"/api/geocode?q=Kabul", "/api/reverse?lat=34.5&lon=69.2"}

func TestNotModified(t *testing.T) {
	h := newServer(t, nil)
	tags := map[string]string{}
	for _, path := range everyRead {
		rec := get(t, h, path)
		tag := rec.Header().Get("ETag")
		if rec.Code != http.StatusOK || tag == "" {
			t.Errorf("%s: %d, ETag %q", path, rec.Code, tag)
			continue
		}
		if other, taken := tags[tag]; taken {
			t.Errorf("%s and %s share the ETag %s", path, other, tag)
		}
		tags[tag] = path
		for _, header := range []string{tag, `"x", ` + tag, "*"} {
			if rec = get(t, h, path, "If-None-Match", header); rec.Code != http.StatusNotModified ||
				rec.Body.Len() > 0 {
				t.Errorf("%s with %s: %d", path, header, rec.Code)
			}
		}
		if rec = get(t, h, path, "If-None-Match", `W/"other"`); rec.Code != http.StatusOK {
			t.Errorf("%s with another tag: %d", path, rec.Code)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := newServer(t, nil)
	for _, path := range append([]string{"/nothing", "/api/nothing", "/api/collections/incidents/items?x=1"},
		everyRead...) {
		header := get(t, h, path).Header()
		csp := header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") ||
			!strings.Contains(csp, "frame-ancestors 'none'") || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, header)
		}
		if strings.HasPrefix(path, "/api") && path != "/api/nothing" &&
			header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: pages of other origins cannot read it", path)
		}
	}
	if csp := get(t, h, "/embed").Header().Get("Content-Security-Policy"); strings.Contains(csp, "frame-ancestors") {
		t.Errorf("/embed cannot be embedded: %s", csp)
	}
}

func TestCompression(t *testing.T) {
	h := newServer(t, nil)
	plain := get(t, h, "/api/openapi.json").Body.String()
	rec := get(t, h, "/api/openapi.json", "Accept-Encoding", "gzip")
	zr, err := gzip.NewReader(rec.Body)
	if err != nil || rec.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v: %v", rec.Header(), err)
	}
	if body, err := io.ReadAll(zr); err != nil || string(body) != plain {
		t.Errorf("gzip holds something else: %v", err)
	}
	rec = get(t, h, "/api/openapi.json", "Accept-Encoding", "zstd")
	zs, err := zstd.NewReader(rec.Body)
	if err != nil || rec.Header().Get("Content-Encoding") != "zstd" {
		t.Fatalf("%v: %v", rec.Header(), err)
	}
	if body, err := io.ReadAll(zs); err != nil || string(body) != plain {
		t.Errorf("zstd holds something else: %v", err)
	}
}

func TestMethods(t *testing.T) {
	h := newServer(t, nil)
	for _, path := range everyRead {
		for method, want := range map[string]int{http.MethodHead: http.StatusOK,
			http.MethodPost: http.StatusMethodNotAllowed, http.MethodDelete: http.StatusMethodNotAllowed} {
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, httptest.NewRequest(method, "http://example.org"+path, strings.NewReader("{}")))
			if rec.Code != want {
				t.Errorf("%s %s: %d", method, path, rec.Code)
			}
		}
	}
	req := httptest.NewRequest(http.MethodOptions, "/api/collections/incidents/items", nil)
	req.Header.Set("Origin", "https://example.com")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	if rec.Code != http.StatusNoContent || rec.Header().Get("Access-Control-Allow-Methods") == "" {
		t.Errorf("preflight: %d %v", rec.Code, rec.Header())
	}
}

func TestNegotiation(t *testing.T) {
	h := newServer(t, nil)
	browser := "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, c := range []struct{ path, accept, want string }{
		{"/api", "", "application/json"}, {"/api", "*/*", "application/json"}, {"/api", browser,
			"text/html"}, {"/api?f=json", browser, "application/json"},
		{"/api?f=html", "", "text/html"}, {"/api/collections/incidents/items", "",
			"application/geo+json"}, {"/api/collections/incidents/items", browser, "text/html"},
		{"/api/collections/incidents/items", "application/geo+json",
			"application/geo+json"}, {"/api/collections/incidents/items", "application/json", "application/geo+json"},
		{"/api/collections/incidents/items", "text/csv", "text/csv"}, {"/api/openapi.json", browser,
			"application/vnd.oai.openapi+json;version=3.0"},
		{"/api/collections/incidents/items?f=geojsonseq", "", "application/geo+json-seq"},
	} {
		rec := get(t, h, c.path, "Accept", c.accept)
		if got := rec.Header().Get("Content-Type"); rec.Code != http.StatusOK || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s, Accept %s: %d %s, want %s", c.path, c.accept, rec.Code, got, c.want)
		}
	}
}

func TestPagesEscape(t *testing.T) {
	h := newServer(t, nil)
	for _, path := range []string{"/api/collections/incidents/items?f=html",
		"/api/collections/incidents/items/kabul-2?f=html", "/api/collections/incidents/items",
		"/api/collections/incidents/export?detail=true"} {
		if body := get(t, h, path).Body.String(); strings.Contains(body, "<script>alert") {
			t.Errorf("%s: the title would run", path)
		}
	}
}

func TestNotReady(t *testing.T) {
	s := server.New(server.Config{Catalog: catalog.New(&memstore.Store{}), Log: textLog(io.Discard)})
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/healthz": 200, "/": 200, "/readyz": 503, "/api": 503,
		"/api/collections/incidents/items": 503} {
		if rec := get(t, h, path); rec.Code != want || (want == 503) != (rec.Header().Get("Retry-After") != "") {
			t.Errorf("%s: %d, Retry-After %q", path, rec.Code, rec.Header().Get("Retry-After"))
		}
	}
	s.Ready()
	if rec := get(t, h, "/readyz"); rec.Code != 200 {
		t.Errorf("ready: %d", rec.Code)
	}
}

func textLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// brokenStore fails.
type brokenStore struct{ store.Reader }

func (brokenStore) Datasets(context.Context) ([]*incident.Dataset, error) {
	return nil, errors.New("disk /var/secret is gone")
}

// panickyStore has a bug.
type panickyStore struct{ store.Reader }

func (panickyStore) View(context.Context, string) (store.View, error) { panic("secret bug") }

func TestInternalErrorsTellNothing(t *testing.T) {
	var log strings.Builder
	h := newServer(t, func(c *server.Config) {
		c.Catalog, c.Log = catalog.New(brokenStore{testStore(t)}),
			textLog(&log)
	})
	rec := get(t, h, "/api/collections")
	if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "secret") ||
		!strings.Contains(log.String(), "disk /var/secret is gone") {
		t.Errorf("%d %s, logged %s", rec.Code, rec.Body, &log)
	}
	h = newServer(t, func(c *server.Config) {
		c.Catalog, c.Log = catalog.New(panickyStore{testStore(t)}),
			textLog(&log)
	})
	rec = get(t, h, "/api/collections/incidents/items")
	if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "secret") ||
		!strings.Contains(log.String(), "secret bug") {
		t.Errorf("%d %s, logged %s", rec.Code, rec.Body, &log)
	}
}

func TestOpenAPIIsValid(t *testing.T) {
	h := newServer(t, nil)
	raw := get(t, h, "/api/openapi.json").Body.Bytes()
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	bbox := doc.Components.Parameters["bbox"].Value
	if s := bbox.Schema.Value; s.MinItems != 4 || *s.MaxItems != 6 || !s.Type.Is("array") || bbox.Style != "form" ||
		*bbox.Explode {
		t.Errorf("bbox is described as %+v", bbox)
	}
}

func TestCollections(t *testing.T) {
	h := newServer(t, nil)
	raw := get(t, h, "/api/collections").Body.String()
	var doc struct {
		Collections []struct {
			ID     string
			Items  int `json:"numberOfItems"`
			CRS    []string
			Extent map[string]any
		}
	}
	if err := json.Unmarshal([]byte(raw), &doc); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, c := range doc.Collections {
		got += c.ID + " "
		one := getJSON(t, h, "/api/collections/"+c.ID)
		a, errA := json.Marshal(one["extent"])
		b, errB := json.Marshal(c.Extent)
		if string(a) != string(b) || errA != nil || errB != nil ||
			c.CRS[0] != "http://www.opengis.net/def/crs/OGC/1.3/CRS84" {
			t.Errorf("%s: extents %s and %s, crs %v", c.ID, a, b, c.CRS)
		}
	}
	if got != "incidents attacks khorasan " || strings.Contains(raw, "secret") {
		t.Errorf("collections: %s", got)
	}
}

func TestBaseURL(t *testing.T) {
	h := newServer(t, func(c *server.Config) { c.BaseURL = "https://maps.example/x/" })
	body := get(t, h, "/api/collections/incidents/items?limit=1").Body.String()
	if strings.Contains(body, "example.org") || !strings.Contains(body,
		`"https://maps.example/x/api/collections/incidents/items?cursor=`) {
		t.Errorf("links: %s", body)
	}
}

func TestClientFiles(t *testing.T) {
	h := newServer(t, nil)
	if rec := get(t, h, "/assets/app-1.js"); rec.Code != http.StatusOK ||
		!strings.Contains(rec.Header().Get("Cache-Control"), "immutable") ||
		!strings.Contains(rec.Header().Get("Content-Type"), "javascript") {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	for _, path := range []string{"/assets/", "/assets/../index.html", "/assets/%2e%2e/index.html", "/assets/none.js",
		"/assets//etc/passwd", "/basemap/0/0/0.mvt", "/basemap/basemap.json"} {
		if rec := get(t, h, path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	h = newServer(t, func(c *server.Config) { c.Web = nil })
	if rec := get(t, h, "/"); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "make build") {
		t.Errorf("without a client: %d %s", rec.Code, rec.Body)
	}
}

func TestBasemap(t *testing.T) {
	var zipped bytes.Buffer
	zw := gzip.NewWriter(&zipped)
	_, writeErr := zw.Write([]byte("a"))
	if err := errors.Join(writeErr, zw.Close()); err != nil {
		t.Fatal(err)
	}
	packed := zipped.String()
	h := newServer(t, func(c *server.Config) {
		c.Basemap = fstest.MapFS{"basemap.json": {Data: []byte(`{"minzoom":0}`)}, "1/0/1.mvt": {Data: []byte(packed)},
			"countries/AF.json": {Data: []byte(packed)}}
	})
	if rec := get(t, h, "/basemap/1/0/1.mvt", "Accept-Encoding", "gzip"); rec.Body.String() != packed ||
		rec.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	if rec := get(t, h, "/basemap/1/0/1.mvt"); rec.Body.String() != "a" || rec.Header().Get("Content-Encoding") != "" {
		t.Errorf("unpacked: %q %v", rec.Body, rec.Header())
	}
	for path, want := range map[string]int{"/basemap/1/1/1.mvt": 204, "/basemap/1/x/1.mvt": 404, "/basemap/1/0/1": 404,
		"/basemap/countries/AF.json": 200, "/basemap/countries/af.json": 404, "/basemap/countries/ZZ.json": 404,
		"/basemap/countries/..%2f1.json": 404, "/basemap/countries/AF": 404, "/basemap/basemap.json": 200} {
		if rec := get(t, h, path); rec.Code != want {
			t.Errorf("%s: %d, want %d", path, rec.Code, want)
		}
	}
}

// TestWrongRequestsMayBeRead: a page of another origin may read what is said of a
// wrong request, of any method; what is not the API is not opened.
func TestWrongRequestsMayBeRead(t *testing.T) {
	h := newServer(t, nil)
	for path, want := range map[string]string{"/api/collections": "*", "/api/nothing": "*", "/healthz": "",
		"/apiary": ""} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodDelete, path, nil))
		if got := rec.Header().Get("Access-Control-Allow-Origin"); got != want || rec.Code < 400 {
			t.Errorf("DELETE %s: %d, %q", path, rec.Code, got)
		}
	}
}
