package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
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

// A set is made whole or not at all, and what changes nothing is no version.
func TestWholeOrNotAtAll(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "A")))
	for want, e := range map[incident.Code]store.Edit{
		incident.NotFound: {Op: store.OpDelete, ID: "nobody"},
		incident.Conflict: {Op: store.OpPut, Incident: new(inc("a", "X")), Base: new(int)},
		incident.Invalid:  {Op: "paint", ID: "a"},
	} {
		_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{putOf(inc("c", "C")), e}})
		if codeOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	if v, _ := l.Version(t.Context(), "d"); v != 1 {
		t.Errorf("version %d", v)
	}
	if _, err := l.Revisions(t.Context(), "d", "c"); codeOf(err) != incident.NotFound {
		t.Errorf("a set that failed left %v", err)
	}
	if got := apply(t, l, putOf(inc("a", "A"))); got.Version != 1 || len(got.Revisions) != 0 {
		t.Errorf("nothing was changed: %+v", got)
	}
	old := int64(0)
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Base: &old, Changes: []store.Edit{putOf(inc("z", "Z"))}})
	if codeOf(err) != incident.Conflict {
		t.Errorf("a set based on an older version: %v", err)
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

// What says the same in other revisions, as one that restored it does, is blanked too.
func TestRedactBlanksAllThatSaysTheSame(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "with a name")))
	apply(t, l, putOf(inc("a", "without")))
	apply(t, l, store.Edit{Op: store.OpRestore, ID: "a", Revision: 1})
	apply(t, l, putOf(inc("a", "without")))
	apply(t, l, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	history, err := l.Revisions(t.Context(), "d", "a")
	if err != nil || len(history) != 5 || !history[0].Redacted || !history[2].Redacted || history[1].Redacted {
		t.Fatalf("%+v, %v", history, err)
	}
}

// A new content resets the review, a review alone is a revision.
func TestReview(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "A")))
	reviewed := inc("a", "A")
	reviewed.PlaceReview = incident.Review{State: incident.Reviewed, By: "ann"}
	if got := apply(t, l, putOf(reviewed)); got.Revisions[0].Incident.PlaceReview.State != incident.Reviewed {
		t.Errorf("%+v", got)
	}
	reviewed.Title = "B"
	if got := apply(t, l, putOf(reviewed)); got.Revisions[0].Incident.PlaceReview.State == incident.Reviewed {
		t.Errorf("%+v", got)
	}
}

// Columns come and are widened, and what was kept before stays.
func TestColumns(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "A")))
	put(t, l, &incident.Dataset{ID: "d", Title: "New title", Columns: []incident.Column{
		{Name: "Rounds", Type: incident.ColumnString}, {Name: "weapon", Type: incident.ColumnString}}})
	all, err := l.Datasets(t.Context())
	if err != nil || len(all) != 1 || all[0].Title != "New title" || len(all[0].Columns) != 2 ||
		all[0].Columns[0] != (incident.Column{Name: "rounds", Type: incident.ColumnString}) {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, err := range l.Current(t.Context(), "d") {
		if err != nil || i.Extra[0] != "3" || i.Extra[1] != nil {
			t.Errorf("%+v, %v", i.Extra, err)
		}
	}
	for _, name := range []string{"", "fid", "GEOM", strings.Repeat("x", 64)} {
		err := l.PutDataset(t.Context(), &incident.Dataset{ID: "d", Columns: []incident.Column{{Name: name}}})
		if codeOf(err) != incident.Invalid {
			t.Errorf("%q: %v", name, err)
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

// Many write at once: versions have no gaps, and every one is acknowledged once.
func TestManyWriters(t *testing.T) {
	l := testLog(t)
	const writers, each = 8, 25
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{putOf(inc(fmt.Sprintf("%d-%d", w, i), "x"))}}
				if _, err := l.Apply(context.Background(), set); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	next := int64(1)
	for r, err := range l.Since(t.Context(), "d", 0) {
		if err != nil || r.Version != next {
			t.Fatalf("version %d, want %d, %v", r.Version, next, err)
		}
		next++
	}
	if next-1 != writers*each {
		t.Errorf("%d versions", next-1)
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

// Random change sets do to the log what they do to a plain model of it.
func TestAgainstAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp("", "log")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		l, err := Open(filepath.Join(dir, "x.db"))
		if err != nil {
			rt.Fatal(err)
		}
		defer l.Close()
		put(t, l, &incident.Dataset{ID: "d"})
		m := newModel()
		for range rapid.IntRange(1, 12).Draw(rt, "sets") {
			edits := rapid.SliceOfN(rapid.Custom(drawEdit), 1, 4).Draw(rt, "edits")
			got, err := l.Apply(context.Background(), store.ChangeSet{Dataset: "d", Changes: edits})
			want, ok := m.apply(edits)
			if ok != (err == nil) || (ok && got.Version != want) {
				rt.Fatalf("%+v: %+v, %v; the model says %d, %v", edits, got, err, want, ok)
			}
		}
		now := map[string]string{}
		for i, err := range l.Current(context.Background(), "d") {
			if err != nil {
				rt.Fatal(err)
			}
			now[i.ID] = i.Title
		}
		if fmt.Sprint(now) != fmt.Sprint(m.now()) {
			rt.Fatalf("%v, the model has %v", now, m.now())
		}
		if problems, err := l.Check(context.Background()); err != nil || len(problems) > 0 {
			rt.Fatalf("%q, %v", problems, err)
		}
	})
}

func drawEdit(t *rapid.T) store.Edit {
	id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id")
	op := rapid.SampledFrom([]store.Operation{store.OpPut, store.OpPut, store.OpPut, store.OpDelete, store.OpRestore,
		store.OpRedact}).Draw(t, "op")
	e := store.Edit{Op: op, ID: id, Revision: rapid.IntRange(1, 4).Draw(t, "revision")}
	if op == store.OpPut {
		e.Incident = &incident.Incident{ID: id, Title: rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "title"),
			Date: edtf.MustParse("2020")}
	}
	return e
}

// model has the contents of each incident's revisions: "-" for none, "#" for a redacted one.
type model struct {
	version int64
	all     map[string][]string
}

func newModel() *model { return &model{all: map[string][]string{}} }

func (m *model) now() map[string]string {
	out := map[string]string{}
	for id, revisions := range m.all {
		if last := revisions[len(revisions)-1]; last != "-" {
			out[id] = last
		}
	}
	return out
}

func (m *model) apply(edits []store.Edit) (int64, bool) {
	next := map[string][]string{}
	for id, revisions := range m.all {
		next[id] = slices.Clone(revisions)
	}
	changed := false
	for _, e := range edits {
		id := e.ID
		revisions := next[id]
		last := ""
		if len(revisions) > 0 {
			last = revisions[len(revisions)-1]
		}
		add := ""
		switch {
		case e.Op == store.OpPut && last == "-":
			return 0, false
		case e.Op == store.OpPut && last != e.Incident.Title:
			add = e.Incident.Title
		case e.Op == store.OpPut:
		case last == "":
			return 0, false
		case e.Op == store.OpDelete && last != "-":
			add = "-"
		case e.Op == store.OpDelete:
		case e.Revision > len(revisions):
			return 0, false
		case e.Op == store.OpRestore && (revisions[e.Revision-1] == "#" || revisions[e.Revision-1] == "-"):
			return 0, false
		case e.Op == store.OpRestore:
			add = revisions[e.Revision-1]
		case revisions[e.Revision-1] == "#":
		case last != "-" && revisions[e.Revision-1] == last:
			return 0, false
		default:
			blank := revisions[e.Revision-1]
			for i, r := range revisions {
				if i == e.Revision-1 || (r == blank && blank != "-") {
					revisions[i] = "#"
				}
			}
			add = last
			if e.Revision == len(revisions) {
				add = "-" // of a deletion the blank stays one
			}
		}
		if add != "" {
			next[id] = append(revisions, add)
			changed = true
		}
	}
	m.all = next
	if changed {
		m.version++
	}
	return m.version, true
}
