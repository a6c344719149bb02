package server_test

import (
	"strings"
	"testing"

	"incidentmap/internal/store"
)

// What is only tried is answered as it would be, and changes nothing.
func TestDryRunOfCollections(t *testing.T) {
	w := newWriters(t)
	const list = "/api/collections"
	made := `{"title":"Tried","columns":[{"name":"weapon","type":"string"}]}`
	tried := w.ask("POST", list+"?dry_run=true", made, store.RoleEditor, "Content-Type", "application/json")
	if there := get(t, w, list+"/tried"); tried.Code != 200 || there.Code != 404 {
		t.Fatalf("%d %s; then %d", tried.Code, tried.Body, there.Code)
	}
	done := w.ask("POST", list+"?dry_run=false", made, store.RoleEditor, "Content-Type", "application/json")
	if done.Code != 201 || done.Body.String() != tried.Body.String() {
		t.Errorf("%d %s, tried:\n%s", done.Code, done.Body, tried.Body)
	}
	again := `{"title":"Tried twice","columns":[{"name":"rounds","type":"integer"}],"vocabularies":{"kind":[{"id":"raid"}]}}`
	before := get(t, w, list+"/tried").Body.String()
	tried = w.ask("PATCH", list+"/tried?dry_run=true", again, store.RoleEditor, "Content-Type", "application/json")
	if now := get(t, w, list+"/tried").Body.String(); tried.Code != 200 || now != before {
		t.Fatalf("%d %s; then %s", tried.Code, tried.Body, now)
	}
	done = w.ask("PATCH", list+"/tried", again, store.RoleEditor, "Content-Type", "application/json")
	if done.Code != 200 || done.Body.String() != tried.Body.String() {
		t.Errorf("%d %s, tried:\n%s", done.Code, done.Body, tried.Body)
	}
}

// What was is neither put back nor blanked by who only tries it, and the answer is the one that
// is given when it is done.
func TestDryRunOfThePast(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "One"), store.RoleEditor)
	w.ask("PATCH", keptItems+"/a", `{"properties":{"title":"Two"}}`, store.RoleEditor, "If-Match", "*")
	history := func() string { return w.ask("GET", keptItems+"/a/history", "", store.RoleAdmin).Body.String() }
	ofAnswer := func(body string) string {
		_, from, _ := strings.Cut(body, `"revisions":`)
		revisions, _, _ := strings.Cut(from, "]")
		return revisions + "]"
	}
	for _, c := range []struct {
		what string
		code int
	}{{"1/redact", 200}, {"1/redact", 200}, {"2/redact", 409}, {"9/redact", 404}, {"1/restore", 410},
		{"2/restore", 200}, {"9/restore", 404}} {
		path, before := keptItems+"/a/history/"+c.what, history()
		tried := w.ask("POST", path+"?dry_run=true", "", store.RoleAdmin, "If-Match", "*")
		if history() != before {
			t.Errorf("%s was done", c.what)
		}
		done := w.ask("POST", path, "", store.RoleAdmin, "If-Match", "*")
		if tried.Code != c.code || done.Code != c.code ||
			ofAnswer(tried.Body.String()) != ofAnswer(done.Body.String()) {
			t.Errorf("%s: %d %s, tried %d %s", c.what, done.Code, done.Body, tried.Code, tried.Body)
		}
	}
	tried := w.ask("DELETE", keptItems+"/a?dry_run=true", "", store.RoleEditor, "If-Match", "*")
	if now := get(t, w, keptItems+"/a"); tried.Code != 200 || now.Code != 200 {
		t.Errorf("%d %s, then %d", tried.Code, tried.Body, now.Code)
	}
}

// Parameters that collections do not have are told.
func TestParametersOfWrittenCollections(t *testing.T) {
	w := newWriters(t)
	for _, c := range [][3]string{{"POST", "/api/collections?foo=1", "foo"},
		{"PATCH", "/api/collections/kept?foo=1", "foo"},
		{"POST", "/api/collections?dry_run=yes", "dry_run"}, {"PATCH", "/api/collections/kept?dry_run=", "dry_run"}} {
		rec := w.ask(c[0], c[1], `{"title":"X"}`, store.RoleEditor, "Content-Type", "application/json")
		if rec.Code != 400 || !strings.Contains(rec.Body.String(), `"parameter":"`+c[2]+`"`) {
			t.Errorf("%v: %d %s", c, rec.Code, rec.Body)
		}
	}
}
