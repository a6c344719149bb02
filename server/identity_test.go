package server_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/access"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
	"incidentmap/server"
)

// newHidden is a server whose database has a private dataset with an incident, whose names
// nobody else must read anywhere.
func newHidden(t *testing.T) *writers {
	t.Helper()
	w := newWriters(t)
	hidden := &incident.Dataset{ID: "sealed", Title: "Sealed matters", Visibility: incident.Private,
		Kinds: []incident.Term{{ID: "attack"}}}
	if err := w.log.PutDataset(t.Context(), hidden); err != nil {
		t.Fatal(err)
	}
	put := store.Edit{Op: store.OpPut, Incident: &incident.Incident{ID: "s1", Title: "Sealed matter", Kind: "attack",
		Date: edtf.MustParse("2024-03-21")}}
	if _, err := w.log.Apply(t.Context(), store.ChangeSet{Dataset: "sealed", Changes: []store.Edit{put}}); err != nil {
		t.Fatal(err)
	}
	return w
}

// privatePaths are all that is there of a dataset.
var privatePaths = []string{"", "/items", "/items/s1", "/items/s1?version=1", "/items/s1/history", "/changes",
	"/schema", "/queryables",
	"/codebook", "/report", "/export?f=csv", "/facets?by=kind", "/histogram", "/columns",
	"/tiles/WebMercatorQuad/0/0/0", "/clusters/WebMercatorQuad/0/0/0"}

// A private dataset is not there for others: in no list, count, error, link or document.
// Who may see it is answered, for themselves alone.
func TestPrivateDatasets(t *testing.T) {
	w := newHidden(t)
	for _, path := range privatePaths {
		full := "/api/collections/sealed" + path
		rec := get(t, w, full)
		if rec.Code != 404 || strings.Contains(strings.ReplaceAll(rec.Body.String(), full, ""), "ealed") {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
		rec = w.ask("GET", full, "", store.RoleReader)
		want := 200
		switch {
		case path == "/report":
			want = 404 // nothing was kept of how it was read
		case strings.Contains(path, "Quad"):
			want = 204
		}
		if rec.Code != want {
			t.Errorf("%s as a reader: %d %s", path, rec.Code, rec.Body)
		}
		if want == 200 && (!strings.Contains(rec.Header().Get("Cache-Control"), "private") ||
			!strings.Contains(strings.Join(rec.Header().Values("Vary"), ","), "Authorization, Cookie")) {
			t.Errorf("%s as a reader: %v", path, rec.Header())
		}
	}
	for _, path := range []string{"/api/collections", "/api/openapi.json", "/api", "/api/collections/none", "/",
		"/licences",
		"/api/collections/sealed/items?kind=x", "/api/geocode?q=Sealed"} {
		if rec := get(t, w, path); strings.Contains(strings.ReplaceAll(rec.Body.String(), "sealed/items", ""),
			"ealed m") ||
			strings.Contains(rec.Body.String(), `"sealed"`) {
			t.Errorf("%s names it: %.500s", path, rec.Body)
		}
	}
	if rec := w.ask("GET", "/api/collections", "", store.RoleReader); !strings.Contains(rec.Body.String(), "Sealed matters") {
		t.Errorf("a reader's list lacks it: %.300s", rec.Body)
	}
	public, reader := get(t, w, "/api/collections"), w.ask("GET", "/api/collections", "", store.RoleReader)
	if public.Header().Get("ETag") == reader.Header().Get("ETag") {
		t.Error("two audiences share a tag")
	}
	if rec := w.ask("POST", "/api/collections/sealed/items", featureOf("x", "X"), ""); rec.Code != 404 {
		t.Errorf("writing to it tells that it is there: %d", rec.Code)
	}
}

// A token of one dataset is one of no other.
func TestTokenOfOneDataset(t *testing.T) {
	w := newHidden(t)
	token, g, err := w.book.Create(t.Context(), store.Grant{Name: "K", Role: store.RoleEditor, Dataset: "kept"})
	if err != nil {
		t.Fatal(err)
	}
	bearer := []string{"Authorization", "Bearer " + token}
	if rec := w.ask("POST", keptItems, featureOf("a", "A"), "", bearer...); rec.Code != 201 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.ask("GET", "/api/collections/sealed/items", "", "", bearer...); rec.Code != 404 {
		t.Errorf("it sees another dataset: %d", rec.Code)
	}
	if _, err := w.book.Revoke(t.Context(), g.ID); err != nil {
		t.Fatal(err)
	}
	rec := w.ask("POST", keptItems, featureOf("b", "B"), "", bearer...)
	if rec.Code != 401 || !strings.Contains(rec.Body.String(), "was revoked") ||
		!strings.Contains(rec.Header().Get("WWW-Authenticate"), "invalid_token") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

// A session's cookie is out of reach of scripts and of other sites, and what is written by
// it comes from a page of this origin.
func TestSession(t *testing.T) {
	w := newWriters(t)
	in := w.ask("POST", "/session", `{"token":"`+w.tokens[store.RoleEditor]+`"}`, "", "Origin", "http://example.org")
	if in.Code != 200 || !strings.Contains(in.Body.String(), `"role":"editor"`) || strings.Contains(in.Body.String(), "imt_") {
		t.Fatalf("%d %s", in.Code, in.Body)
	}
	cookie := in.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.MaxAge < 1000 {
		t.Errorf("%+v", cookie)
	}
	by := func(header ...string) []string { return append(header, "Cookie", cookie.Name+"="+cookie.Value) }
	if who := w.ask("GET", "/session", "", "", by()...); !strings.Contains(who.Body.String(), `"name":"Ann the editor"`) {
		t.Errorf("%s", who.Body)
	}
	for name, header := range map[string][]string{
		"another origin":  {"Origin", "http://evil.example", "Incidentmap-Csrf", "1"},
		"no origin":       {"Incidentmap-Csrf", "1"},
		"no header":       {"Origin", "http://example.org"},
		"the null origin": {"Origin", "null", "Incidentmap-Csrf", "1"},
		"another port":    {"Origin", "http://example.org:8080", "Incidentmap-Csrf", "1"},
		"another scheme":  {"Origin", "https://example.org", "Incidentmap-Csrf", "1"},
	} {
		if rec := w.ask("POST", keptItems, featureOf("x", "X"), "", by(header...)...); rec.Code != 403 {
			t.Errorf("%s: %d %s", name, rec.Code, rec.Body)
		}
	}
	own := by("Origin", "http://example.org", "Incidentmap-Csrf", "1")
	if rec := w.ask("POST", keptItems, featureOf("x", "X"), "", own...); rec.Code != 201 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.ask("DELETE", "/session", "", "", own...); rec.Code != 204 || rec.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("%d %v", rec.Code, rec.Result().Cookies())
	}
	for name, c := range map[string]struct {
		body, origin string
		code         int
	}{"no token": {`{}`, "", 400}, "no JSON": {`x`, "", 400}, "a wrong token": {`{"token":"imt_x"}`, "", 401},
		"another site": {`{"token":"` + w.tokens[store.RoleEditor] + `"}`, "http://evil.example", 403}} {
		header := []string{}
		if c.origin != "" {
			header = []string{"Origin", c.origin}
		}
		if rec := w.ask("POST", "/session", c.body, "", header...); rec.Code != c.code {
			t.Errorf("%s: %d %s", name, rec.Code, rec.Body)
		}
	}
	// A cookie that gives nothing any more is the public's, and is taken away.
	if rec := w.ask("GET", "/api/collections", "", "", "Cookie", cookie.Name+"=imt_old"); rec.Code != 200 ||
		len(rec.Result().Cookies()) != 1 {
		t.Errorf("%d %v", rec.Code, rec.Result().Cookies())
	}
}

// The link that the server tells works once, by the user's own navigation alone.
func TestOneTimeLink(t *testing.T) {
	w := newWriters(t)
	s := server.New(server.Config{Access: w.book, Log: slog.New(slog.DiscardHandler)})
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	path := "/" + s.OneTimeLink()
	open := func(method, path, site string) *httptest.ResponseRecorder {
		req := httptest.NewRequest(method, "http://example.org"+path, nil)
		req.Header.Set("Sec-Fetch-Site", site)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		return rec
	}
	for _, rec := range []*httptest.ResponseRecorder{open("GET", path, "cross-site"), open("HEAD", path, "none"),
		open("GET", "/session/", "none"), open("GET", "/session/other", "none")} {
		if rec.Code < 400 {
			t.Errorf("%d", rec.Code)
		}
	}
	rec := open("GET", path, "none")
	if rec.Code != 303 || rec.Header().Get("Location") != "http://example.org/" || len(rec.Result().Cookies()) != 1 {
		t.Fatalf("%d %v", rec.Code, rec.Header())
	}
	if g, err := w.book.Find(rec.Result().Cookies()[0].Value); err != nil || g.Role != store.RoleEditor {
		t.Errorf("%+v, %v", g, err)
	}
	if again := open("GET", path, "none"); again.Code != 404 {
		t.Errorf("it works twice: %d", again.Code)
	}
}

// A link that came to nothing is not used up.
func TestOneTimeLinkThatFails(t *testing.T) {
	grants := &memoryGrants{err: incident.Errorf(incident.Unavailable, "the disk is full")}
	book, err := access.Open(t.Context(), grants, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := server.New(server.Config{Access: book, Log: slog.New(slog.DiscardHandler)})
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	path := "/" + s.OneTimeLink()
	if rec := get(t, h, path); rec.Code != 503 || !strings.Contains(rec.Body.String(), "the disk is full") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	grants.err = nil
	if rec := get(t, h, path); rec.Code != 303 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := get(t, h, path); rec.Code != 404 {
		t.Errorf("it works twice: %d", rec.Code)
	}
}

// A name that this server is not called by is refused, unless a trusted proxy vouches.
func TestAllowedHosts(t *testing.T) {
	h := newServer(t, func(cfg *server.Config) { cfg.AllowedHosts = []string{"localhost", "127.0.0.1", "::1"} })
	behind := newServer(t, func(cfg *server.Config) {
		cfg.AllowedHosts = []string{"localhost"}
		cfg.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} // httptest's address
	})
	ask := func(h http.Handler, host string) int {
		req := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		req.Host = host
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		return rec.Code
	}
	for host, want := range map[string]int{"localhost": 200, "LOCALHOST:8080": 200, "127.0.0.1:1": 200,
		"[::1]:8080": 200,
		"localhost.": 200, "evil.example": 421, "127.0.0.1.evil.example": 421, "": 421, "evil.example:localhost": 421} {
		if got := ask(h, host); got != want {
			t.Errorf("%q: %d, want %d", host, got, want)
		}
	}
	if got := ask(behind, "incidents.example"); got != 200 {
		t.Errorf("behind a proxy: %d", got)
	}
}

// Who tries many tokens is told to wait; a good token is not.
func TestManyWrongTokens(t *testing.T) {
	w := newWriters(t)
	last := 0
	for range 25 {
		rec := w.ask("GET", "/api/collections", "", "", "Authorization", "Bearer imt_guess")
		last = rec.Code
		if last == 429 && rec.Header().Get("Retry-After") == "" {
			t.Error("it does not say when to try again")
		}
	}
	if last != 429 {
		t.Errorf("%d", last)
	}
	if rec := w.ask("GET", "/api/collections", "", store.RoleReader); rec.Code != 200 {
		t.Errorf("%d", rec.Code)
	}
	if rec := w.ask("GET", "/api/collections", "", "", "Authorization", "Basic dXNlcjpwYXNz"); rec.Code != 200 {
		t.Errorf("a proxy's password: %d", rec.Code)
	}
}

// While nobody knows whether a token still holds, its holder reads what everybody does, and
// nothing private is shown and nothing written.
func TestUnverifiedToken(t *testing.T) {
	w := newHidden(t)
	if err := w.book.Follow(t.Context(), false, time.Now().Add(-2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/api/collections/sealed/items": 503, "/api/collections/sealed": 503,
		keptItems: 200, "/api/collections": 200} {
		rec := w.ask("GET", path, "", store.RoleReader)
		if rec.Code != want || strings.Contains(rec.Body.String(), "Sealed matter") {
			t.Errorf("%s: %d %.300s", path, rec.Code, rec.Body)
		}
	}
	rec := w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	if rec.Code != 503 || !strings.Contains(rec.Body.String(), "whether this token still holds is not known") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := get(t, w, keptItems); rec.Code != 200 {
		t.Errorf("the public's: %d", rec.Code)
	}
}
