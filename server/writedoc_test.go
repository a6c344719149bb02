package server_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// description reads and validates how a server describes its API.
func description(t *testing.T, h http.Handler) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(get(t, h, "/api/openapi.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return doc
}

// Writing is described where there is a database, and only there.
func TestWritingIsDescribed(t *testing.T) {
	w := newWriters(t)
	doc := description(t, w)
	for path, methods := range map[string]string{"/collections": "GET POST",
		"/collections/{collectionId}":       "DELETE GET PATCH",
		"/collections/{collectionId}/items": "GET POST", "/collections/{collectionId}/import": "POST",
		"/collections/{collectionId}/items/{featureId}": "DELETE GET PATCH PUT"} {
		if got := strings.Join(slices.Sorted(maps.Keys(doc.Paths.Find(path).Operations())), " "); got != methods {
			t.Errorf("%s: %s, want %s", path, got, methods)
		}
	}
	if !strings.Contains(get(t, w, "/api/conformance").Body.String(), "features-4/1.0/conf/create-replace-delete") {
		t.Error("it does not claim what it does")
	}
	plain := newServer(t, nil)
	if op := description(t, plain).Paths.Find("/collections").Post; op != nil {
		t.Error("a server without a database describes writing")
	}
	if strings.Contains(get(t, plain, "/api/conformance").Body.String(), "features-4") {
		t.Error("a server without a database claims writing")
	}
}

// wild makes requests of a described API that are sometimes right and mostly not.
type wild struct {
	*rand.Rand
	doc *openapi3.T
	ids []string
}

func pick[T any](w *wild, of ...T) T { return of[w.IntN(len(of))] }

// text is some text, such as nobody expects.
func (w *wild) text() string {
	return pick(w, "", "a", "null", "-1", "1", "2", "9223372036854775808", "1e400", "true", "2024-03-21", "attack", "a,b", `\`,
		"'; DROP TABLE revision; --", "../../etc/passwd", "%00", "\x00", "\xff", "ق", strings.Repeat("x", 3000), "kept", "*",
		"{}", `"1"`, `"1-x"`, "POLYGON((0 0,1 1,1 0,0 0))", "-180,-90,180,90", "title = 'x'", "cases.csv", w.id())
}

func (w *wild) id() string { return w.ids[w.IntN(len(w.ids))] }

// value is some JSON.
func (w *wild) value(depth int) string {
	if depth == 0 || w.IntN(3) == 0 {
		return pick(w, "null", "1", "-1", "1.5", "1e308", "true", `""`, `"x"`, `"2024-03-21"`, `"attack"`, `"kept"`, "[]", "{}",
			fmt.Sprintf("%q", w.id()))
	}
	if w.IntN(2) == 0 {
		return "[" + w.value(depth-1) + "," + w.value(depth-1) + "]"
	}
	names := []string{"type", "id", "geometry", "coordinates", "properties", "title", "date", "kind", "features",
		"claims",
		"sources", "actors", "measure", "scope", "key", "name", "place", "weapon", "fatalities_best", "visibility", "columns"}
	return fmt.Sprintf(`{%q:%s,%q:%s}`, pick(w, names...), w.value(depth-1), pick(w, names...), w.value(depth-1))
}

// body is a body, right as often as not.
func (w *wild) body() string {
	switch w.IntN(4) {
	case 0:
		return featureOf(w.id(), "x")
	case 1:
		return pick(w, `{"type":"FeatureCollection","features":[`+featureOf(w.id(), "y")+`]}`, `{"title":"Wild"}`,
			`{"properties":{"title":"z"}}`, "id,title,date\n1,A,2020\n", `{"visibility":"public"}`)
	case 2:
		return `{"type":"Feature","properties":` + w.value(3) + `,"geometry":` + w.value(2) + `}`
	}
	return pick(w, w.value(5), w.text(), strings.Repeat("[", 20_000))
}

// request makes one of an operation.
func (w *wild) request(path, method string, op *openapi3.Operation, token string) *http.Request {
	query := url.Values{}
	headers := http.Header{}
	for _, p := range op.Parameters {
		switch {
		case p.Value.In == "path":
			value := w.text()
			if w.IntN(4) > 0 {
				value = map[string]string{"collectionId": pick(w, "kept", "kept", "incidents"), "featureId": w.id(),
					"revision": "1"}[p.Value.Name]
			}
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", url.PathEscape(value))
		case w.IntN(4) > 0 && !p.Value.Required, w.IntN(10) == 0:
		case p.Value.In == "header":
			headers.Set(p.Value.Name, strings.Map(printableOnly, pick(w, `"1"`, `"2-x"`, "*", w.text())))
		default:
			query.Set(p.Value.Name, w.text())
		}
	}
	req := httptest.NewRequest(method, "http://example.org/api"+path+"?"+query.Encode(), strings.NewReader(w.body()))
	req.Header = headers
	req.Header.Set("Content-Type", pick(w, "application/geo+json", "application/json", "application/merge-patch+json",
		"text/csv"))
	if w.IntN(8) > 0 {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return req
}

func printableOnly(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// Whatever is asked of what is described, in whatever order, the answer is one that is
// described, and never our fault.
func TestDescribedAPIHoldsOut(t *testing.T) {
	server := newWriters(t)
	w := &wild{rand.New(rand.NewPCG(1, 2)), description(t, server), []string{"a", "b", "kabul-1"}}
	type operation struct {
		path, method string
		op           *openapi3.Operation
	}
	var all []operation
	for path, item := range w.doc.Paths.Map() {
		for method, op := range item.Operations() {
			all = append(all, operation{path, method, op})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	seen := map[int]int{}
	for range 12_000 {
		if _, err := server.log.Version(t.Context(), "kept"); err != nil { // it was dropped, as was asked
			err := server.log.PutDataset(t.Context(), &incident.Dataset{ID: "kept", Title: "Anew",
				Visibility: incident.Public,
				Kinds:      []incident.Term{{ID: "attack"}}})
			if err != nil {
				t.Fatal(err)
			}
		}
		o := all[w.IntN(len(all))]
		req := w.request(o.path, o.method, o.op, server.tokens[pick(w, store.RoleEditor, store.RoleEditor,
			store.RoleAdmin, store.RoleReader)])
		rec := httptest.NewRecorder()
		server.ServeHTTP(rec, req)
		seen[rec.Code]++
		described := o.op.Responses.Status(rec.Code) != nil || rec.Code == http.StatusUnauthorized ||
			rec.Code == http.StatusNotFound
		if rec.Code >= 500 && rec.Code != 503 || !described {
			t.Errorf("%s %s: %d %.500s", o.method, req.URL, rec.Code, rec.Body)
		}
	}
	for _, code := range []int{200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 415, 422, 428} {
		if seen[code] == 0 {
			t.Errorf("nothing was answered %d: %v", code, seen)
		}
	}
}
