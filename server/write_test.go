package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/access"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/store"
	"incidentmap/server"
)

// memoryGrants keeps grants as long as a test runs.
type memoryGrants struct {
	store.Access
	err error // of what is put
}

func (*memoryGrants) Grants(context.Context) ([]store.Grant, error)      { return nil, nil }
func (m *memoryGrants) PutGrant(context.Context, store.Grant) error      { return m.err }
func (*memoryGrants) GrantUsed(context.Context, string, time.Time) error { return nil }

// writers is a server over a database, with a token for each role.
type writers struct {
	http.Handler
	log    *keep.Followed
	book   *access.Book
	tokens map[store.Role]string
}

func newWriters(t testing.TB) *writers {
	t.Helper()
	book, err := access.Open(t.Context(), &memoryGrants{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &writers{book: book, tokens: map[store.Role]string{}}
	for _, role := range store.Roles {
		w.tokens[role], _, err = book.Create(t.Context(), store.Grant{Name: "Ann the " + string(role), Role: role})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Handler, w.log = newKept(t, func(cfg *server.Config) {
		cfg.Access = book
	})
	return w
}

// ask sends a request as who has a role; nobody for an empty one. header are pairs.
func (w *writers) ask(method, path, body string, role store.Role, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "http://example.org"+path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/geo+json")
	if role != "" {
		req.Header.Set("Authorization", "Bearer "+w.tokens[role])
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, req)
	return rec
}

const keptItems = "/api/collections/kept/items"

func featureOf(id, title string) string {
	return fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":null,"properties":{"title":%q,"date":"2024-03-21","kind":"attack"}}`,
		id, title)
}

// An incident is added, changed in part and whole, deleted and restored, and each is seen
// at once, with its author in the history.
func TestWriteAndRead(t *testing.T) {
	w := newWriters(t)
	made := w.ask("POST", keptItems+"?reason=reported%20today", featureOf("a", "First"), store.RoleEditor)
	if made.Code != 201 || made.Header().Get("Location") != "http://example.org"+keptItems+"/a" ||
		made.Header().Get("Incidentmap-Version") != "1" {
		t.Fatalf("%d %s %v", made.Code, made.Body, made.Header())
	}
	read := get(t, w, keptItems+"/a")
	tag := read.Header().Get("ETag")
	patched := w.ask("PATCH", keptItems+"/a", `{"properties":{"title":"Second"}}`, store.RoleEditor, "If-Match", tag,
		"Content-Type", "application/merge-patch+json")
	if patched.Code != 200 || !strings.Contains(patched.Body.String(), `"revisions":[2],"version":2`) {
		t.Fatalf("%d %s", patched.Code, patched.Body)
	}
	back := w.ask("PUT", keptItems+"/a", get(t, w, keptItems+"/a").Body.String(), store.RoleEditor, "If-Match", "*")
	if back.Code != 200 || !strings.Contains(back.Body.String(), `"revisions":[2],"version":2`) {
		t.Errorf("what was read and put back: %d %s", back.Code, back.Body)
	}
	if gone := w.ask("DELETE", keptItems+"/a", "", store.RoleEditor, "If-Match", `"2-x"`); gone.Code != 204 {
		t.Errorf("%d %s", gone.Code, gone.Body)
	}
	if read := get(t, w, keptItems+"/a"); read.Code != 404 {
		t.Errorf("deleted, it is still read: %d", read.Code)
	}
	if back := w.ask("POST", keptItems+"/a/history/2/restore", "", store.RoleEditor, "If-Match", `"3"`); back.Code != 200 {
		t.Errorf("%d %s", back.Code, back.Body)
	}
	if read := get(t, w, keptItems+"/a"); !strings.Contains(read.Body.String(), `"Second"`) {
		t.Errorf("%d %s", read.Code, read.Body)
	}
	revisions, err := w.log.Revisions(t.Context(), "kept", "a")
	if err != nil || revisions[0].Author != "Ann the editor" || revisions[0].Reason != "reported today" ||
		len(revisions) != 4 {
		t.Errorf("%+v, %v", revisions, err)
	}
}

// A mark that comes with a change is of what the change makes, and a change without one takes
// it off.
func TestReviewWithAChange(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	for _, c := range []struct{ patch, want string }{
		{`{"title":"B","place_review":"reviewed"}`, "reviewed"},
		{`{"title":"C"}`, "unreviewed"},
		{`{"place_review":"reviewed"}`, "reviewed"},
		{`{"title":"D","place_review":"reviewed"}`, "reviewed"},
		{`{"title":"E","record_review":"reviewed"}`, "unreviewed"},
	} {
		done := w.ask("PATCH", keptItems+"/a", `{"properties":`+c.patch+`}`, store.RoleEditor, "If-Match", "*")
		read := get(t, w, keptItems+"/a").Body.String()
		if done.Code != 200 || !strings.Contains(read, `"place_review":"`+c.want+`"`) {
			t.Errorf("%s: %d %s, then %s", c.patch, done.Code, done.Body, read)
		}
	}
	whole := strings.Replace(get(t, w, keptItems+"/a").Body.String(), `"title":"E"`, `"title":"F"`, 1)
	w.ask("PUT", keptItems+"/a", whole, store.RoleEditor, "If-Match", "*")
	if read := get(t, w, keptItems+"/a").Body.String(); !strings.Contains(read, `"record_review":"unreviewed"`) {
		t.Errorf("put back whole, with another title: %s", read)
	}
}

// What was is blanked by admins alone, and what is now by nobody.
func TestRedactOverHTTP(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "with a name"), store.RoleEditor)
	w.ask("PATCH", keptItems+"/a", `{"properties":{"title":"without"}}`, store.RoleEditor, "If-Match", "*")
	for _, c := range []struct {
		revision string
		role     store.Role
		code     int
	}{{"1", store.RoleEditor, 403}, {"1", "", 401}, {"2", store.RoleAdmin, 409}, {"7", store.RoleAdmin, 404},
		{"x", store.RoleAdmin, 404}, {"1", store.RoleAdmin, 200}} {
		if rec := w.ask("POST", keptItems+"/a/history/"+c.revision+"/redact", "", c.role); rec.Code != c.code {
			t.Errorf("%+v: %d %s", c, rec.Code, rec.Body)
		}
	}
	if rec := get(t, w, keptItems+"/a?version=1"); rec.Code != 410 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.ask("GET", keptItems+"/a/history", "", store.RoleAdmin); strings.Contains(rec.Body.String(), "with a name") {
		t.Errorf("the history has it: %s", rec.Body)
	}
}

// A body that is missing is asked for as what it must be.
func TestEmptyBodies(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	for _, c := range [][2]string{{"PATCH", "/api/collections/kept"}, {"POST", "/api/collections"}, {"POST", keptItems},
		{"PATCH", keptItems + "/a"}} {
		rec := w.ask(c[0], c[1], "", store.RoleEditor, "Content-Type", "application/json", "If-Match", "*")
		if rec.Code != 400 || !strings.Contains(rec.Body.String(), "it must be an object of JSON") {
			t.Errorf("%v: %d %s", c, rec.Code, rec.Body)
		}
	}
}

// Nothing is written without the right, nor over what somebody else has changed, nor half.
func TestWritesRefused(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	w.ask("POST", keptItems, featureOf("gone", "A"), store.RoleEditor)
	w.ask("DELETE", keptItems+"/gone", "", store.RoleEditor, "If-Match", "*")
	forged := w.tokens[store.RoleEditor][:39] + "!"
	for _, c := range []struct {
		name, method, path, body string
		role                     store.Role
		header                   []string
		code                     int
		text                     string
	}{
		{"nobody", "POST", keptItems, featureOf("b", "B"), "", nil, 401, "Without a token nothing is written"},
		{"a reader", "POST", keptItems, featureOf("b", "B"), store.RoleReader, nil, 403, "a reader's of all datasets"},
		{"a forged token", "POST", keptItems, featureOf("b", "B"), "", []string{"Authorization", "Bearer " + forged}, 401, "no token of incidentmap"},
		{"a view", "POST", "/api/collections/attacks/items", featureOf("b", "B"), store.RoleAdmin, nil, 405, "can only be read"},
		{"a file", "PUT", "/api/collections/khorasan/items/kabul-1", featureOf("kabul-1", "B"), store.RoleAdmin, nil, 405, "can only be read"},
		{"no collection", "POST", "/api/collections/none/items", featureOf("b", "B"), store.RoleAdmin, nil, 404, "no collection"},
		{"a taken ID", "POST", keptItems, featureOf("a", "B"), store.RoleEditor, nil, 409, "an ID of its own"},
		{"a deleted ID", "POST", keptItems, featureOf("gone", "B"), store.RoleEditor, nil, 409, "an ID of its own"},
		{"a form", "POST", keptItems, "a=b", store.RoleEditor, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "must be JSON"},
		{"no body", "POST", keptItems, "", store.RoleEditor, nil, 400, "the body is empty"},
		{"half a body", "POST", keptItems, `{"type":"Feature"`, store.RoleEditor, nil, 422, "not a feature"},
		{"a wrong property", "POST", keptItems, strings.Replace(featureOf("b", "B"), "title", "tittle", 1), store.RoleEditor, nil, 422, `"pointer":"/properties/tittle"`},
		{"no If-Match", "PUT", keptItems + "/a", featureOf("a", "B"), store.RoleEditor, nil, 428, "If-Match is missing"},
		{"an old tag", "PUT", keptItems + "/a", featureOf("a", "B"), store.RoleEditor, []string{"If-Match", `"7-x"`}, 412, "it has revision 1 now"},
		{"a weak tag", "PUT", keptItems + "/a", featureOf("a", "B"), store.RoleEditor, []string{"If-Match", `W/"1-x"`}, 412, "it has revision 1 now"},
		{"an unknown ID", "PUT", keptItems + "/none", featureOf("none", "B"), store.RoleEditor, []string{"If-Match", "*"}, 404, "no incident"},
		{"deleted", "PUT", keptItems + "/gone", featureOf("gone", "B"), store.RoleEditor, []string{"If-Match", "*"}, 410, "was deleted"},
		{"another ID", "PUT", keptItems + "/a", featureOf("b", "B"), store.RoleEditor, []string{"If-Match", "*"}, 422, `"pointer":"/id"`},
		{"a wrong parameter", "POST", keptItems + "?dryrun=true", featureOf("b", "B"), store.RoleEditor, nil, 400, "no such parameter"},
		{"a long reason", "POST", keptItems + "?reason=" + strings.Repeat("x", 1001), featureOf("b", "B"), store.RoleEditor, nil, 400, "1001 bytes"},
		{"SQL", "DELETE", keptItems + "/a'%20OR%201=1", "", store.RoleEditor, []string{"If-Match", "*"}, 404, "no incident"},
		{"part of a collection", "POST", keptItems, `{"type":"FeatureCollection","features":[` + featureOf("x", "X") + `,` +
			strings.Replace(featureOf("y", "Y"), "2024-03-21", "soon", 1) + `,` + featureOf("x", "Z") + `]}`, store.RoleEditor, nil, 422, "/features/1/properties/date"},
		{"an empty collection", "POST", keptItems, `{"type":"FeatureCollection","features":[]}`, store.RoleEditor, nil, 422, "no feature in it"},
	} {
		rec := w.ask(c.method, c.path, c.body, c.role, c.header...)
		if rec.Code != c.code || !strings.Contains(rec.Body.String(), c.text) {
			t.Errorf("%s: %d %s, want %d and %s", c.name, rec.Code, rec.Body, c.code, c.text)
		}
	}
	if version, err := w.log.Version(t.Context(), "kept"); err != nil || version != 3 {
		t.Errorf("version %d, %v: something was written", version, err)
	}
}

// A FeatureCollection is written whole, in order, and one that is too long is refused.
func TestWriteCollection(t *testing.T) {
	w := newWriters(t)
	body := `{"type":"FeatureCollection","features":[` + featureOf("z", "Z") + `,` +
		strings.Replace(featureOf("", "Y"), `"id":"",`, "", 1) + `,` + featureOf("a", "A") + `]}`
	if one := w.ask("POST", keptItems+"?dry_run=true", featureOf("q", "Q"), store.RoleEditor); one.Code != 200 {
		t.Errorf("%d %s", one.Code, one.Body)
	}
	tried := w.ask("POST", keptItems+"?dry_run=true", body, store.RoleEditor)
	if tried.Code != 200 || !strings.Contains(tried.Body.String(), `"dryRun":true`) {
		t.Errorf("%d %s", tried.Code, tried.Body)
	}
	if v, _ := w.log.Version(t.Context(), "kept"); v != 0 {
		t.Errorf("a dry run wrote version %d", v)
	}
	rec := w.ask("POST", keptItems, body, store.RoleEditor)
	var doc struct {
		IDs       []string
		Revisions []int
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &doc); err != nil || rec.Code != 200 || len(doc.IDs) != 3 ||
		doc.IDs[0] != "z" ||
		doc.IDs[1] == "" || doc.IDs[2] != "a" || fmt.Sprint(doc.Revisions) != "[1 1 1]" {
		t.Errorf("%d %s, %v", rec.Code, rec.Body, err)
	}
	if one := w.ask("POST", keptItems, featureOf("q", "Q"), store.RoleEditor); one.Code != 201 {
		t.Errorf("%d %s", one.Code, one.Body)
	}
	many := bytes.Repeat([]byte(`,{}`), 10_001)
	rec = w.ask("POST", keptItems, `{"type":"FeatureCollection","features":[`+string(many[1:])+`]}`, store.RoleEditor)
	if rec.Code != 413 || !strings.Contains(rec.Body.String(), "at most 10000 are written at once") {
		t.Errorf("%d %.300s", rec.Code, rec.Body)
	}
}

// A request that comes again under its key is made once and answered alike; another one
// under that key is refused, and another token's keys are its own.
func TestIdempotencyKey(t *testing.T) {
	w := newWriters(t)
	body := strings.Replace(featureOf("", "Y"), `"id":"",`, "", 1)
	first := w.ask("POST", keptItems, body, store.RoleEditor, "Idempotency-Key", "k")
	w.ask("POST", keptItems, featureOf("other", "Z"), store.RoleEditor)
	again := w.ask("POST", keptItems, body, store.RoleEditor, "Idempotency-Key", "k")
	if first.Code != 201 || again.Code != 201 || first.Body.String() != again.Body.String() ||
		first.Header().Get("Location") != again.Header().Get("Location") {
		t.Errorf("%d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	other := w.ask("POST", keptItems, featureOf("b", "B"), store.RoleEditor, "Idempotency-Key", "k")
	if other.Code != 422 || !strings.Contains(other.Body.String(), "a key names one request") {
		t.Errorf("%d %s", other.Code, other.Body)
	}
	if admins := w.ask("POST", keptItems, body, store.RoleAdmin, "Idempotency-Key", "k"); admins.Code != 201 ||
		admins.Body.String() == first.Body.String() {
		t.Errorf("%d %s", admins.Code, admins.Body)
	}
	if long := w.ask("POST", keptItems, body, store.RoleAdmin, "Idempotency-Key", strings.Repeat("k",
		256)); long.Code != 400 {
		t.Errorf("%d %s", long.Code, long.Body)
	}
	// A deletion that is asked for again was made.
	tag := []string{"If-Match", `"1"`, "Idempotency-Key", "d"}
	if one, two := w.ask("DELETE", keptItems+"/other", "", store.RoleEditor, tag...), w.ask("DELETE",
		keptItems+"/other", "",
		store.RoleEditor, tag...); one.Code != 204 || two.Code != 204 {
		t.Errorf("%d %s, again %d %s", one.Code, one.Body, two.Code, two.Body)
	}
}

// A dry run of what changes nothing tells the revision that there is.
func TestDryRunOfTheSame(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	for patch, want := range map[string]string{`{"properties":{"title":"A"}}`: `"revisions":[1]`,
		`{"properties":{"title":"B"}}`: `"revisions":[2]`} {
		rec := w.ask("PATCH", keptItems+"/a?dry_run=true", patch, store.RoleEditor, "If-Match", "*")
		if rec.Code != 200 || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %s, want %s", patch, rec.Code, rec.Body, want)
		}
	}
	for _, patch := range []string{"null", `{"properties":null}`} {
		if rec := w.ask("PATCH", keptItems+"/a", patch, store.RoleEditor, "If-Match", "*"); rec.Code != 422 ||
			!strings.Contains(rec.Body.String(), "it is null") {
			t.Errorf("%s: %d %s", patch, rec.Code, rec.Body)
		}
	}
	if rec := w.ask("GET", "/api/collections/kept/import", "", store.RoleEditor); rec.Code != 405 ||
		rec.Header().Get("Allow") != "POST, OPTIONS" {
		t.Errorf("%d %s", rec.Code, rec.Header().Get("Allow"))
	}
}

// Of many who change the same incidents at once, each revision has one winner, and the
// others are told.
func TestRacingEdits(t *testing.T) {
	w := newWriters(t)
	const incidents, edits = 50, 1000
	for i := range incidents {
		w.ask("POST", keptItems, featureOf(fmt.Sprintf("i%d", i), "0"), store.RoleEditor)
	}
	var mu sync.Mutex
	won, lost := map[string]int{}, 0
	var wg sync.WaitGroup
	for worker := range 20 {
		wg.Go(func() {
			for k := range edits / 20 {
				id := fmt.Sprintf("i%d", (worker*7+k)%incidents)
				rec := w.ask("PATCH", keptItems+"/"+id, fmt.Sprintf(`{"properties":{"title":"%d-%d"}}`, worker, k),
					store.RoleEditor, "If-Match", fmt.Sprintf(`"%d"`, 1+k%3))
				mu.Lock()
				switch rec.Code {
				case 200:
					won[fmt.Sprintf("%s %d", id, 1+k%3)]++
				case 412:
					lost++
				default:
					t.Errorf("%d %s", rec.Code, rec.Body)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for revision, n := range won {
		if n != 1 {
			t.Errorf("%s has %d winners", revision, n)
		}
	}
	if version, err := w.log.Version(t.Context(), "kept"); err != nil || int(version) != incidents+len(won) ||
		lost != edits-len(won) {
		t.Errorf("version %d, %d winners, %d losers, %v", version, len(won), lost, err)
	}
}

// What this address takes of whoever asks is told; a browser that asks for another origin
// is told all, of what it may not see too.
func TestOptions(t *testing.T) {
	w := newWriters(t)
	if err := w.log.PutDataset(t.Context(), &incident.Dataset{ID: "hidden", Visibility: incident.Private}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  string
		role  store.Role
		code  int
		allow string
	}{
		{"/api/collections", "", 204, "GET, HEAD, OPTIONS"}, {"/api/collections", store.RoleEditor, 204, "GET, HEAD, OPTIONS, POST"},
		{keptItems + "/a/history/1/restore", store.RoleEditor, 204, "OPTIONS, POST"},
		{keptItems + "/a/history/1/restore", store.RoleReader, 204, "OPTIONS"},
		{"/api/collections/kept/import", store.RoleEditor, 204, "OPTIONS, POST"},
		{keptItems, "", 204, "GET, HEAD, OPTIONS"}, {keptItems, store.RoleReader, 204, "GET, HEAD, OPTIONS"},
		{keptItems, store.RoleEditor, 204, "GET, HEAD, OPTIONS, POST"},
		{keptItems + "/a", store.RoleEditor, 204, "GET, HEAD, OPTIONS, PUT, PATCH, DELETE"},
		{"/api/collections/khorasan/items", store.RoleAdmin, 204, "GET, HEAD, OPTIONS"},
		{"/api/collections/hidden/items", "", 404, ""}, {"/api/collections/hidden/items", store.RoleReader, 204, "GET, HEAD, OPTIONS"},
	} {
		if rec := w.ask("OPTIONS", c.path, "", c.role); rec.Code != c.code || rec.Header().Get("Allow") != c.allow {
			t.Errorf("%s as %q: %d %q", c.path, c.role, rec.Code, rec.Header().Get("Allow"))
		}
	}
	rec := w.ask("OPTIONS", "/api/collections/hidden/items", "", "", "Access-Control-Request-Method", "POST")
	if rec.Code != 204 || !strings.Contains(rec.Header().Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(rec.Header().Get("Access-Control-Allow-Headers"), "Authorization") ||
		!strings.Contains(rec.Header().Get("Access-Control-Allow-Headers"), "Idempotency-Key") ||
		!strings.Contains(rec.Header().Get("Access-Control-Allow-Headers"), "Content-Crs") ||
		!strings.Contains(rec.Header().Get("Access-Control-Allow-Headers"), "Last-Event-ID") ||
		!strings.Contains(rec.Header().Get("Access-Control-Allow-Headers"), "Incidentmap-Min-Version") ||
		rec.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
}
