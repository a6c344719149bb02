package sqlitestore

import (
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// A change set that comes again under its key is made once, also after a restart; another
// one under that key is refused, and a day later the key is free.
func TestOnce(t *testing.T) {
	l := testLog(t)
	set := store.ChangeSet{Dataset: "d", Once: &store.Once{Key: "k", Body: "x"},
		Changes: []store.Edit{putOf(inc("a", "A")), putOf(inc("b", "B"))}}
	first, err := l.Apply(t.Context(), set)
	if err != nil || first.Again {
		t.Fatalf("%+v, %v", first, err)
	}
	apply(t, l, putOf(inc("a", "A2")))
	path := l.path
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if l, err = Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	again, err := l.Apply(t.Context(), set)
	if err != nil || !again.Again || again.Version != 1 || again.Count != 2 || len(again.Revisions) != 2 ||
		again.Revisions[0].Incident.Title != "A" || again.Revisions[1].ID != "b" {
		t.Errorf("%+v, %v", again, err)
	}
	set.Once = &store.Once{Key: "k", Body: "y"}
	if _, err := l.Apply(t.Context(), set); codeOf(err) != incident.Mismatch {
		t.Errorf("%v", err)
	}
	l.now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	if late, err := l.Apply(t.Context(), set); err != nil || late.Again || late.Version != 3 {
		t.Errorf("%+v, %v", late, err)
	}
}
