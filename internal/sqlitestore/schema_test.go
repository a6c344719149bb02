package sqlitestore

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/store"
)

// copied is a file of testdata at a place where it may be written to.
func copied(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pragma asks a file that nobody has open.
func pragma(t *testing.T, path, name string) int {
	t.Helper()
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	n, err := pragmaInt(conn, name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// testdata has a file of each version of the schema before this one: two imports, of which
// the second corrected a, withdrew b and brought a column. They are opened, whole, and
// have what they had.
func TestEarlierSchemas(t *testing.T) {
	for version := 1; version < len(migrations); version++ {
		path := copied(t, fmt.Sprintf("schema-%d.db", version))
		if got := pragma(t, path, "user_version"); got != version {
			t.Fatalf("%s has version %d", path, got)
		}
		l := open(t, path)
		d, v, err := l.datasetOf(l.conn, "cases")
		if err != nil || v != 2 || len(d.Columns) != 2 {
			t.Errorf("schema %d: version %d of %+v, %v", version, v, d, err)
		}
		history, err := l.Revisions(t.Context(), "cases", "a")
		if err != nil || len(history) != 2 || history[0].Author != "ann" || history[0].Reason != "first edition" ||
			history[0].Incident.Title != "Shots" || history[1].Incident.Title != "Shots at a gate" {
			t.Errorf("schema %d: %+v, %v", version, history, err)
		}
		if history, err := l.Revisions(t.Context(), "cases", "b"); err != nil || len(history) != 2 ||
			history[1].Op != store.OpDelete {
			t.Errorf("schema %d: %+v, %v", version, history, err)
		}
		if identity, err := l.Identity(t.Context()); err != nil || len(identity) != 32 {
			t.Errorf("schema %d: identity %q, %v", version, identity, err)
		}
		e := putOf(inc("c", "New"))
		if got, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "cases", Changes: []store.Edit{e}}); err != nil ||
			got.Version != 3 {
			t.Errorf("schema %d: %+v, %v", version, got, err)
		}
		if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("schema %d: %q, %v", version, problems, err)
		}
		if err := l.Close(); err != nil || pragma(t, path, "user_version") != len(migrations) {
			t.Errorf("schema %d was not brought to %d: %v", version, len(migrations), err)
		}
	}
}

// A file of a later version is refused by its number, and left as it was.
func TestLaterSchema(t *testing.T) {
	path := copied(t, "schema-1.db")
	later := len(migrations) + 7
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA user_version = %d", later), nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := Open(path)
	if want := fmt.Sprintf("version %d of the schema, and this program knows no later one than %d", later,
		len(migrations)); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, %v; want %q", l, err, want)
	}
	if got := pragma(t, path, "user_version"); got != later {
		t.Errorf("it has version %d now", got)
	}
}

// A migration that fails half-way leaves the file as it was, and the next start tries
// again.
func TestMigrationFails(t *testing.T) {
	path := copied(t, "schema-1.db")
	before := migrations
	t.Cleanup(func() { migrations = before })
	migrations = append(migrations[:len(migrations):len(migrations)],
		"CREATE TABLE half (x INTEGER); CREATE TABLE dataset (x INTEGER);")
	if l, err := Open(path); err == nil || !strings.Contains(err.Error(), "could not be brought") {
		t.Errorf("%v, %v", l, err)
	}
	migrations = before
	l := open(t, path)
	if n, err := queryInt(l.conn, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"); err != nil || n != 0 {
		t.Errorf("half of it stays: %d, %v", n, err)
	}
}

// A backup is another log, wherever it is put.
func TestBackupHasItsOwnIdentity(t *testing.T) {
	l := testLog(t)
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := l.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	ours, err := l.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := open(t, to).Identity(t.Context())
	if err != nil || ours == theirs {
		t.Errorf("both are %s, %v", ours, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if again, err := open(t, l.path).Identity(t.Context()); err != nil || again != ours {
		t.Errorf("%s is %s when it is opened again, %v", ours, again, err)
	}
}
