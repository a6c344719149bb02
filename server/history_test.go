package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/catalog"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/memstore"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
	"incidentmap/server"
)

// newKept is a server over a database with the dataset "kept", beside the test dataset.
func newKept(t testing.TB, change func(*server.Config)) (http.Handler, *keep.Followed) {
	t.Helper()
	log, err := sqlitestore.Open(filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	kept := &incident.Dataset{ID: "kept", Title: "Kept", Visibility: incident.Public,
		Kinds: []incident.Term{{ID: "attack", Label: "Attack"}}, EventTypes: []incident.Term{{ID: "raid",
			Label: "Raid"}},
		Columns: []incident.Column{{Name: "weapon", Type: incident.ColumnString}}}
	if err := log.PutDataset(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	var followed *keep.Followed
	h := newServer(t, func(cfg *server.Config) {
		s := &memstore.Store{}
		if err := s.Put(testDataset(), "v1", testIncidents()); err != nil {
			t.Fatal(err)
		}
		cfg.Catalog = catalog.New(s)
		quiet := slog.New(slog.DiscardHandler)
		loader := &load.Loader{Reader: load.Reader{Log: quiet}, Store: s, Catalog: cfg.Catalog}
		if followed, err = keep.Follow(t.Context(), log, load.Index{Loader: loader}, quiet); err != nil {
			t.Fatal(err)
		}
		cfg.Catalog.Follows(followed)
		if change != nil {
			change(cfg)
		}
	})
	return h, followed
}

func putTitle(id, title string) store.Edit {
	return store.Edit{Op: store.OpPut, Incident: &incident.Incident{ID: id, Title: title, Kind: "attack",
		Date: edtf.MustParse("2020-05")}}
}

func mustApply(t testing.TB, log store.Log, edits ...store.Edit) {
	t.Helper()
	set := store.ChangeSet{Dataset: "kept", Author: "Ann Author", Reason: "a secret reason", Changes: edits}
	if _, err := log.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
}

// The history tells everybody which fields changed when, and not who changed them and why.
func TestHistory(t *testing.T) {
	h, log := newKept(t, nil)
	mustApply(t, log, putTitle("a", "First"))
	mustApply(t, log, putTitle("a", "Second"), putTitle("b", "B"))
	mustApply(t, log, store.Edit{Op: store.OpDelete, ID: "a"})
	rec := get(t, h, "/api/collections/kept/items/a/history")
	var doc struct {
		Revisions []struct {
			Revision, Version int
			Op, Href          string
			Fields            []string
		}
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &doc); err != nil || rec.Code != 200 || len(doc.Revisions) != 3 {
		t.Fatalf("%d %s, %v", rec.Code, rec.Body, err)
	}
	second, last := doc.Revisions[1], doc.Revisions[2]
	if fmt.Sprint(second.Fields) != "[title]" || second.Version != 2 || last.Op != "delete" || last.Href != "" {
		t.Errorf("%+v", doc.Revisions)
	}
	if strings.Contains(rec.Body.String(), "Ann Author") || strings.Contains(rec.Body.String(), "a secret reason") {
		t.Errorf("it tells who changed it: %s", rec.Body)
	}
	if second.Href != "" {
		t.Errorf("it leads to what the incident is no more: %s", second.Href)
	}
}

// What an incident is no more is told to editors alone; what it is, to everybody.
func TestPastIsForEditors(t *testing.T) {
	w := newWriters(t)
	mustApply(t, w.log, putTitle("a", "First"), putTitle("b", "B"))
	mustApply(t, w.log, putTitle("a", "Second"), store.Edit{Op: store.OpDelete, ID: "b"})
	for path, codes := range map[string]map[store.Role]int{
		"/a?version=1": {"": 401, store.RoleReader: 403, store.RoleEditor: 200},
		"/b?version=1": {"": 401, store.RoleReader: 403, store.RoleEditor: 200},
		"/a?version=2": {"": 200, store.RoleReader: 200, store.RoleEditor: 200},
	} {
		for role, code := range codes {
			rec := w.ask("GET", keptItems+path, "", role)
			if rec.Code != code || code > 200 && strings.Contains(rec.Body.String(), "First") {
				t.Errorf("%s as %q: %d %s, want %d", path, role, rec.Code, rec.Body, code)
			}
		}
	}
	rec := w.ask("GET", keptItems+"/a/history", "", store.RoleEditor)
	if !strings.Contains(rec.Body.String(), "/a?version=1\"") || !strings.Contains(rec.Body.String(), "/a?version=2\"") {
		t.Errorf("the history does not lead to what it was: %s", rec.Body)
	}
}

// An incident is told as it was at a version; what was deleted or redacted is gone, and
// what cannot be answered is refused in words.
func TestItemAtVersion(t *testing.T) {
	w := newWriters(t)
	log := w.log
	mustApply(t, log, putTitle("a", "First"))
	mustApply(t, log, putTitle("a", "Second"), putTitle("b", "B"))
	mustApply(t, log, store.Edit{Op: store.OpDelete, ID: "b"})
	mustApply(t, log, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	for path, want := range map[string]struct {
		code int
		text string
	}{
		"kept/items/a?version=2":            {200, `"Second"`},
		"kept/items/a?version=4":            {200, `"Second"`},
		"kept/items/a?version=1":            {410, "has been redacted"},
		"kept/items/b?version=1":            {404, "at version 1"},
		"kept/items/b?version=2":            {200, `"B"`},
		"kept/items/b?version=3":            {410, "was deleted"},
		"kept/items/b":                      {404, "no incident"},
		"kept/items/a?version=5":            {400, "versions 0 to 4"},
		"kept/items/a?version=-1":           {400, "whole numbers"},
		"kept/items/a?version=x":            {400, "whole numbers"},
		"kept/items/nobody?version=2":       {404, "nobody"},
		"incidents/items/kabul-1?version=1": {404, "read from a file"},
		"incidents/items/kabul-1/history":   {404, "read from a file"},
		"kept/items?version=1":              {400, "no such parameter"},
	} {
		if rec := w.ask("GET", "/api/collections/"+path, "", store.RoleEditor); rec.Code != want.code ||
			!strings.Contains(rec.Body.String(), want.text) {
			t.Errorf("%s: %d %s, want %d and %q", path, rec.Code, rec.Body, want.code, want.text)
		}
	}
}

// Changes since a version lead to the version that readers see; a version that the
// dataset has not reached means that all must be read anew.
func TestChanges(t *testing.T) {
	h, log := newKept(t, nil)
	mustApply(t, log, putTitle("a", "First"))
	mustApply(t, log, putTitle("a", "Second"), putTitle("b", "B"))
	for query, want := range map[string]string{
		"":         `"version":2,"reset":false,"changes":[{"id":"a","op":"put","revision":1,"version":1`,
		"?since=1": `"version":2,"reset":false,"changes":[{"id":"a","op":"put","revision":2,"version":2`,
		"?since=2": `"version":2,"reset":false,"changes":[]`,
		"?since=9": `"version":2,"reset":true,"changes":[]`,
		"?since=x": "whole numbers",
		"?f=html":  "not one of the allowed",
	} {
		if rec := get(t, h, "/api/collections/kept/changes"+query); !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %s, want %s", query, rec.Code, rec.Body, want)
		}
	}
	if rec := get(t, h, "/api/collections/incidents/changes"); rec.Code != 404 {
		t.Errorf("a dataset of a file: %d", rec.Code)
	}
}

// Who is further behind than an answer tells reads everything anew.
func TestTooManyChanges(t *testing.T) {
	h, log := newKept(t, nil)
	edits := make([]store.Edit, 10_001)
	for i := range edits {
		edits[i] = putTitle(fmt.Sprint(i), "x")
	}
	mustApply(t, log, edits...)
	if rec := get(t, h, "/api/collections/kept/changes"); !strings.Contains(rec.Body.String(),
		`"version":1,"reset":true,"changes":[]`) {
		t.Errorf("%d %.300s", rec.Code, rec.Body)
	}
}

// The tag of an incident is strong and begins with its revision; of a file's incident with
// a hash that other incidents do not share.
func TestItemTags(t *testing.T) {
	h, log := newKept(t, nil)
	mustApply(t, log, putTitle("a", "First"))
	mustApply(t, log, putTitle("a", strings.Repeat("long enough to be compressed ", 100)))
	rec := get(t, h, "/api/collections/kept/items/a")
	tag := rec.Header().Get("ETag")
	if !strings.HasPrefix(tag, `"2-`) || rec.Header().Get("Incidentmap-Version") != "2" {
		t.Errorf("%v", rec.Header())
	}
	packed := get(t, h, "/api/collections/kept/items/a", "Accept-Encoding", "gzip").Header().Get("ETag")
	if packed == tag || !strings.HasSuffix(packed, `-gzip"`) {
		t.Errorf("the tag of the compressed answer is %s", packed)
	}
	for _, known := range []string{tag, packed} {
		again := get(t, h, "/api/collections/kept/items/a", "If-None-Match", known)
		if again.Code != 304 || again.Header().Get("ETag") != known {
			t.Errorf("%s: %d %v", known, again.Code, again.Header())
		}
	}
	mustApply(t, log, putTitle("b", "B"))
	if get(t, h, "/api/collections/kept/items/a").Header().Get("ETag") != tag {
		t.Error("the change of another incident changes the tag")
	}
	d := &incident.Dataset{ID: "kept", Title: "Kept", Visibility: incident.Public,
		Columns: []incident.Column{{Name: "seen_by", Type: incident.ColumnString}}}
	if err := log.PutDataset(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if wider := get(t, h, "/api/collections/kept/items/a").Header().Get("ETag"); wider == tag ||
		!strings.HasPrefix(wider, `"2-`) {
		t.Errorf("with another column the tag is still %s", wider)
	}
	first := get(t, h, "/api/collections/incidents/items/kabul-1").Header().Get("ETag")
	other := get(t, h, "/api/collections/incidents/items/kabul-2").Header().Get("ETag")
	if strings.HasPrefix(first, "W/") || first[:17] == other[:17] {
		t.Errorf("%s and %s", first, other)
	}
}

// Who has written something reads it: an answer waits for the version that is asked for,
// and says that it has it not rather than being older.
func TestMinVersion(t *testing.T) {
	h, log := newKept(t, nil)
	mustApply(t, log, putTitle("a", "First"))
	const path = "/api/collections/kept/items"
	go func() {
		time.Sleep(50 * time.Millisecond)
		_, _ = log.Apply(context.Background(), store.ChangeSet{Dataset: "kept", Changes: []store.Edit{putTitle("a",
			"Second")}})
	}()
	if rec := get(t, h, path, "Incidentmap-Min-Version", "2"); rec.Code != 200 || !strings.Contains(rec.Body.String(), "Second") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := get(t, h, path, "Incidentmap-Min-Version", "9"); rec.Code != 503 ||
		rec.Header().Get("Retry-After") == "" ||
		!strings.Contains(rec.Body.String(), "not yet version 9") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := get(t, h, path, "Incidentmap-Min-Version", "x"); rec.Code != 400 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := get(t, h, "/api/collections/incidents/items", "Incidentmap-Min-Version", "9"); rec.Code != 200 {
		t.Errorf("a file's: %d %s", rec.Code, rec.Body)
	}
}
