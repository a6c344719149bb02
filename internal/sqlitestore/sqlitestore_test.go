package sqlitestore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
	"incidentmap/internal/store/storetest"
)

func open(t testing.TB, path string) *Log {
	t.Helper()
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func testLog(t testing.TB) *Log {
	t.Helper()
	l := open(t, filepath.Join(t.TempDir(), "incidents.db"))
	put(t, l, &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Public,
		Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger}}})
	return l
}

func put(t testing.TB, l *Log, d *incident.Dataset) {
	t.Helper()
	if err := l.PutDataset(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

func inc(id, title string) incident.Incident {
	return incident.Incident{ID: id, Title: title, Kind: "attack", Date: edtf.MustParse("2020-05-12"),
		Extra: []any{int64(3)}}
}

func apply(t testing.TB, l *Log, changes ...store.Edit) store.Applied {
	t.Helper()
	got, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Author: "me", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func codeOf(err error) incident.Code {
	var e *incident.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func putOf(i incident.Incident) store.Edit { return store.Edit{Op: store.OpPut, Incident: &i} }

func TestLog(t *testing.T) {
	storetest.RunLog(t, func(t *testing.T) storetest.Log { return open(t, filepath.Join(t.TempDir(), "x.db")) })
}

// What is put is there after the log is opened again, with who, when and why.
func TestKeeps(t *testing.T) {
	l := testLog(t)
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Author: "ann", Reason: "first", Batch: "b1",
		Changes: []store.Edit{putOf(inc("a", "A")), putOf(inc("b", "B"))}})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, l, putOf(inc("a", "A, corrected")), store.Edit{Op: store.OpDelete, ID: "b"})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, l.path)
	var titles []string
	for i, err := range again.Current(t.Context(), "d") {
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, fmt.Sprint(i.Title, i.Revision, i.Extra))
	}
	if !slices.Equal(titles, []string{"A, corrected2 [3]"}) {
		t.Errorf("%q", titles)
	}
	history, err := again.Revisions(t.Context(), "d", "a")
	if err != nil || len(history) != 2 || history[0].Author != "ann" || history[0].Reason != "first" ||
		history[0].At.IsZero() || history[0].Incident.Title != "A" || history[1].Version != 2 {
		t.Errorf("%+v, %v", history, err)
	}
	gone, err := again.Revisions(t.Context(), "d", "b")
	if err != nil || len(gone) != 2 || gone[1].Op != store.OpDelete || gone[1].Incident != nil {
		t.Errorf("%+v, %v", gone, err)
	}
	batch, err := again.Batch(t.Context(), "d", "b1")
	if err != nil || len(batch) != 2 {
		t.Errorf("%+v, %v", batch, err)
	}
	if info, err := os.Stat(l.path + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes are in the log that is written ahead", info.Size())
	}
}

// A database and its backups are their owner's alone.
func TestFilesAreTheOwners(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "A")))
	backup := filepath.Join(t.TempDir(), "copy.db")
	if err := l.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{l.path, l.path + "-wal", backup} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestTombstonesRestoreAndRedact(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "with a name")))
	apply(t, l, putOf(inc("a", "without")))
	if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d",
		Changes: []store.Edit{{Op: store.OpRedact, ID: "a", Revision: 2}}}); codeOf(err) != incident.Conflict {
		t.Errorf("what it is now was redacted: %v", err)
	}
	apply(t, l, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	history, err := l.Revisions(t.Context(), "d", "a")
	if err != nil || len(history) != 3 || !history[0].Redacted || history[0].Incident != nil ||
		history[2].Incident.Title != "without" {
		t.Fatalf("%+v, %v", history, err)
	}
	if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d",
		Changes: []store.Edit{{Op: store.OpRestore, ID: "a", Revision: 1}}}); codeOf(err) != incident.Gone {
		t.Errorf("what was redacted was restored: %v", err)
	}
	apply(t, l, store.Edit{Op: store.OpDelete, ID: "a"})
	if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d",
		Changes: []store.Edit{putOf(inc("a", "anew"))}}); codeOf(err) != incident.Gone {
		t.Errorf("a deleted ID was used again: %v", err)
	}
	got := apply(t, l, store.Edit{Op: store.OpRestore, ID: "a", Revision: 2})
	if got.Revisions[0].Incident.Title != "without" || got.Revisions[0].Number != 5 {
		t.Errorf("%+v", got)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{l.path, l.path + "-wal"} {
		if raw, err := os.ReadFile(name); err == nil && strings.Contains(string(raw), "with a name") {
			t.Errorf("%s still has what was redacted", name)
		}
	}
}

func TestRefusesFiles(t *testing.T) {
	dir := t.TempDir()
	l := open(t, filepath.Join(dir, "one.db"))
	var inUse *InUseError
	if _, err := Open(l.path); !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
		t.Errorf("it was opened twice: %v", err)
	}
	script := func(name, sql string) string {
		path := filepath.Join(dir, name)
		conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := sqlitex.ExecuteScript(conn, sql, nil); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 1_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, path := range map[string]string{
		"of another program": script("other.db", "CREATE TABLE x (y)"),
		fmt.Sprintf("no later one than %d", len(migrations)): script("later.db",
			fmt.Sprintf("CREATE TABLE x (y); PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID)),
		"not a database": text, "no such file": filepath.Join(dir, "missing", "x.db"),
	} {
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestVersions(t *testing.T) {
	for text, want := range map[string]bool{"3.51.3": true, "3.51.2": false, "3.54.1": true, "4.0": true, "3.51": false,
		"3.9.9": false} {
		if atLeast(text, leastSQLite) != want {
			t.Errorf("%s", text)
		}
	}
}

func TestClosedLog(t *testing.T) {
	l := testLog(t)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, applied := l.Apply(t.Context(), store.ChangeSet{Dataset: "d"})
	_, listed := l.Datasets(t.Context())
	_, version := l.Version(t.Context(), "d")
	_, history := l.Revisions(t.Context(), "d", "a")
	_, checked := l.Check(t.Context())
	for i, err := range []error{applied, listed, version, history, checked,
		l.Backup(t.Context(), filepath.Join(t.TempDir(), "copy.db"))} {
		var e *incident.Error
		if !errors.As(err, &e) || e.Code != incident.Unavailable {
			t.Errorf("%d: %v", i, err)
		}
	}
}
