package sqlitestore

import (
	"bytes"
	"os"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// What was redacted, and what was dropped with its dataset, is left neither in the file nor
// beside it while the log goes on.
func TestBlankedIsNotLeftBeside(t *testing.T) {
	const name = "Nobody must read this name"
	remove := map[string]func(l *Log) error{
		"redacted": func(l *Log) error {
			apply(t, l, putOf(inc("a", "nameless")))
			apply(t, l, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
			return nil
		},
		"dropped": func(l *Log) error { return l.DropDataset(t.Context(), "d") },
	}
	for what, remove := range remove {
		l := testLog(t)
		put(t, l, &incident.Dataset{ID: "d"})
		apply(t, l, putOf(inc("a", name)))
		if !isIn(t, l, name) {
			t.Fatal("it was never there")
		}
		if err := remove(l); err != nil {
			t.Fatal(err)
		}
		if isIn(t, l, name) {
			t.Errorf("what was %s is left", what)
		}
		put(t, l, &incident.Dataset{ID: "d"})
		apply(t, l, putOf(inc("b", "writing goes on")))
	}
}

// isIn reports whether a text is in the file of a log or beside it.
func isIn(t *testing.T, l *Log, text string) bool {
	t.Helper()
	for _, path := range []string{l.path, l.path + "-wal"} {
		raw, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(text)) {
			return true
		}
	}
	return false
}
