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

// Parameters that collections do not have are told.
func TestParametersOfWrittenCollections(t *testing.T) {
	w := newWriters(t)
	for _, c := range [][3]string{{"POST", "/api/collections?foo=1", "foo"}, {"PATCH", "/api/collections/kept?foo=1", "foo"},
		{"POST", "/api/collections?dry_run=yes", "dry_run"}, {"PATCH", "/api/collections/kept?dry_run=", "dry_run"}} {
		rec := w.ask(c[0], c[1], `{"title":"X"}`, store.RoleEditor, "Content-Type", "application/json")
		if rec.Code != 400 || !strings.Contains(rec.Body.String(), `"parameter":"`+c[2]+`"`) {
			t.Errorf("%v: %d %s", c, rec.Code, rec.Body)
		}
	}
}
