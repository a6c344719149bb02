package keep

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

func testLog(t *testing.T) store.Log {
	t.Helper()
	l, err := sqlitestore.Open(filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func dataset(columns ...incident.Column) *incident.Dataset {
	return &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Public, Columns: columns}
}

func inc(id, title string, extra ...any) incident.Incident {
	return incident.Incident{ID: id, Title: title, Date: edtf.MustParse("2020-05"), Extra: extra}
}

func bring(t *testing.T, l store.Log, d *incident.Dataset, opt Options, in ...incident.Incident) Outcome {
	t.Helper()
	got, err := Import(t.Context(), l, chunksOf(d, in...), opt)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// chunksOf yields incidents one by one.
func chunksOf(d *incident.Dataset, in ...incident.Incident) iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		for _, inc := range in {
			if !yield(Chunk{Dataset: d, Incidents: []incident.Incident{inc}}, nil) {
				return
			}
		}
	}
}

func titles(t *testing.T, l store.Log) string {
	t.Helper()
	var out []string
	for i, err := range l.Current(t.Context(), "d") {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.TrimSpace(fmt.Sprint(i.Title, " ", i.Extra)))
	}
	return strings.Join(out, ", ")
}

// The same file twice changes nothing; a newer edition is told before it is made.
func TestImport(t *testing.T) {
	l := testLog(t)
	first := bring(t, l, dataset(), Options{Batch: "1"}, inc("a", "A"), inc("b", "B"))
	if first.Added != 2 || first.Version != 1 || first.Batch != "1" {
		t.Errorf("%+v", first)
	}
	if again := bring(t, l, dataset(), Options{Batch: "2"}, inc("a", "A"), inc("b", "B")); again.Same != 2 ||
		again.Version != 1 || again.Batch != "" {
		t.Errorf("%+v", again)
	}
	edition := []incident.Incident{inc("a", "A, mended"), inc("c", "C")}
	want := Outcome{Added: 1, Changed: 1, Withdrawn: 1, Version: 1}
	got := bring(t, l, dataset(), Options{Withdraw: true, DryRun: true}, edition...)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := titles(t, l); got != "A [], B []" {
		t.Errorf("a dry run left %s", got)
	}
	bring(t, l, dataset(), Options{Withdraw: true, Batch: "3"}, edition...)
	if got := titles(t, l); got != "A, mended [], C []" {
		t.Errorf("%s", got)
	}
}

// What the file has in rows that were left out is not withdrawn; where nobody can tell what
// these are, nothing is.
func TestWithdrawSparesTheUnread(t *testing.T) {
	l := testLog(t)
	bring(t, l, dataset(), Options{}, inc("a", "A"), inc("b", "B"), inc("c", "C"), inc("r-1", "R"))
	unread := func(rows ...Unread) iter.Seq2[Chunk, error] {
		return func(yield func(Chunk, error) bool) {
			yield(Chunk{Dataset: dataset(), Incidents: []incident.Incident{inc("a", "A")}, Unread: rows}, nil)
		}
	}
	named := Unread{Where: "row 3", IDs: []string{"b", "b-3"}, Named: true}
	hashed := Unread{Where: "row 5", IDs: []string{"r-1", "r-1-5"}}
	unknown := Unread{Where: "row 4", IDs: []string{"r-2"}}
	got, err := Import(t.Context(), l, unread(named, unknown), Options{Withdraw: true})
	if err == nil || !strings.Contains(err.Error(), "first row 4") || titles(t, l) != "A [], B [], C [], R []" {
		t.Errorf("%+v, %v, %s", got, err, titles(t, l))
	}
	for _, dry := range []bool{true, false} {
		got, err = Import(t.Context(), l, unread(named, hashed), Options{Withdraw: true, DryRun: dry})
		if err != nil || got.Withdrawn != 1 || got.Unread != 2 {
			t.Errorf("dry run %t: %+v, %v", dry, got, err)
		}
	}
	if got := titles(t, l); got != "A [], B [], R []" {
		t.Error(got)
	}
	// With nothing to withdraw, a row that nobody knows does no harm.
	if _, err := Import(t.Context(), l, unread(unknown, named, hashed), Options{Withdraw: true}); err != nil {
		t.Error(err)
	}
}

// Columns of a file join those that are there by name, in types that hold both.
func TestImportColumns(t *testing.T) {
	l := testLog(t)
	integer := incident.Column{Name: "rounds", Type: incident.ColumnInteger}
	text := incident.Column{Name: "weapon", Type: incident.ColumnString}
	bring(t, l, dataset(integer), Options{}, inc("a", "A", int64(3)))
	half := incident.Column{Name: "rounds", Type: incident.ColumnNumber}
	bring(t, l, dataset(text, half), Options{}, inc("b", "B", "rifle", 0.5))
	if got := titles(t, l); got != "A [3 <nil>], B [0.5 rifle]" {
		t.Errorf("%s", got)
	}
	if again := bring(t, l, dataset(integer), Options{}, inc("a", "A", int64(3))); again.Same != 1 {
		t.Errorf("%+v", again)
	}
}

func TestUndo(t *testing.T) {
	l := testLog(t)
	bring(t, l, dataset(), Options{Batch: "1"}, inc("a", "A"), inc("b", "B"))
	bring(t, l, dataset(), Options{Batch: "2", Withdraw: true}, inc("a", "A2"), inc("c", "C"))
	if _, err := Undo(t.Context(), l, "d", "2", "ann"); err != nil {
		t.Fatal(err)
	}
	if got := titles(t, l); got != "A [], B []" {
		t.Errorf("%s", got)
	}
	if _, err := Undo(t.Context(), l, "d", "2", "ann"); err == nil || !strings.Contains(err.Error(), "was undone already") {
		t.Errorf("undone twice: %v", err)
	}
	bring(t, l, dataset(), Options{Batch: "3"}, inc("a", "A3"))
	var e *incident.Error
	if _, err := Undo(t.Context(), l, "d", "1", "ann"); !errors.As(err, &e) || e.Code != incident.Conflict {
		t.Errorf("what was changed since was undone: %v", err)
	}
	if _, err := Undo(t.Context(), l, "d", "none", "ann"); !errors.As(err, &e) || e.Code != incident.NotFound {
		t.Errorf("%v", err)
	}
}

// Batches are undone one after the other, the newest first.
func TestUndoOneByOne(t *testing.T) {
	l := testLog(t)
	for batch, title := range []string{"A", "B", "C"} {
		bring(t, l, dataset(), Options{Batch: fmt.Sprint(batch)}, inc("a", title))
	}
	for batch, want := range slices.Backward([]string{"", "A []", "B []"}) {
		if _, err := Undo(t.Context(), l, "d", fmt.Sprint(batch), "ann"); err != nil || titles(t, l) != want {
			t.Errorf("without batch %d it is %q, want %q; %v", batch, titles(t, l), want, err)
		}
	}
}

// What somebody deleted after a batch does not come back by its undo, be the batch's content
// redacted or a deletion.
func TestUndoSparesDeletions(t *testing.T) {
	l := testLog(t)
	apply := func(edits ...store.Edit) {
		t.Helper()
		for _, e := range edits {
			if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{e}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	bring(t, l, dataset(), Options{Batch: "1"}, inc("a", "A"), inc("b", "B"))
	bring(t, l, dataset(), Options{Batch: "2", Withdraw: true}, inc("a", "A2"))
	apply(store.Edit{Op: store.OpDelete, ID: "a"}, store.Edit{Op: store.OpRedact, ID: "a", Revision: 2},
		store.Edit{Op: store.OpRestore, ID: "b", Revision: 1}, store.Edit{Op: store.OpDelete, ID: "b"})
	var e *incident.Error
	if _, err := Undo(t.Context(), l, "d", "2", "ann"); !errors.As(err, &e) || e.Code != incident.Conflict ||
		titles(t, l) != "" {
		t.Errorf("it was undone: %v, %s", err, titles(t, l))
	}
}

// A batch that withdrew is undone after the one that brought back what it had withdrawn.
func TestUndoOfWithdrawals(t *testing.T) {
	l := testLog(t)
	bring(t, l, dataset(), Options{Batch: "1"}, inc("a", "A"), inc("b", "B"))
	bring(t, l, dataset(), Options{Batch: "2", Withdraw: true}, inc("a", "A"))
	bring(t, l, dataset(), Options{Batch: "3"}, inc("b", "B"))
	for _, batch := range []string{"3", "2"} {
		if _, err := Undo(t.Context(), l, "d", batch, "ann"); err != nil {
			t.Errorf("%s: %v", batch, err)
		}
	}
	if got := titles(t, l); got != "A [], B []" {
		t.Error(got)
	}
}

func TestDiff(t *testing.T) {
	columns := []incident.Column{{Name: "weapon", Type: incident.ColumnString}}
	before, after := inc("a", "A", "rifle"), inc("a", "B", nil)
	before.Revision, after.Revision = 1, 2
	after.Place.Country = "AF"
	got, err := Diff(&before, &after, columns)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, d := range got {
		words = append(words, fmt.Sprintf("%s %s>%s", d.Field, d.Before, d.After))
	}
	if text := strings.Join(words, ", "); text != `extra.weapon "rifle">, place.country >"AF", title "A">"B"` {
		t.Errorf("%s", text)
	}
	if gone, err := Diff(&before, nil, columns); err != nil || len(gone) < 3 {
		t.Errorf("%v, %v", gone, err)
	}
}

// What an import withdrew or an undo took back comes again with the next import; what
// somebody deleted stays deleted, and is told.
func TestImportOfTheDeleted(t *testing.T) {
	l := testLog(t)
	first := bring(t, l, dataset(), Options{Batch: "1"}, inc("a", "A"), inc("b", "B"))
	if _, err := Undo(t.Context(), l, "d", first.Batch, "ann"); err != nil {
		t.Fatal(err)
	}
	got := bring(t, l, dataset(), Options{Batch: "2"}, inc("a", "A"), inc("b", "B, mended"))
	if got.Returned != 2 || got.Added != 0 || titles(t, l) != "A [], B, mended []" {
		t.Errorf("after the undo %+v, %s", got, titles(t, l))
	}
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Author: "ann",
		Changes: []store.Edit{{Op: store.OpDelete, ID: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	bring(t, l, dataset(), Options{Batch: "3", Withdraw: true}, inc("c", "C"))
	for _, dry := range []bool{true, false} {
		got = bring(t, l, dataset(), Options{Batch: "4", DryRun: dry}, inc("a", "A"), inc("b", "B"), inc("c", "C"))
		if got.Returned != 1 || got.Same != 1 || !slices.Equal(got.Gone, []string{"b"}) {
			t.Errorf("dry run %t: %+v", dry, got)
		}
	}
	if titles(t, l) != "A [], C []" {
		t.Error(titles(t, l))
	}
	if _, err := Undo(t.Context(), l, "d", "4", "ann"); err != nil || strings.Contains(titles(t, l), "A") {
		t.Errorf("%v, %s", err, titles(t, l))
	}
}

// A file that says nothing of how its dataset is described leaves that as it is.
func TestImportKeepsTheDescription(t *testing.T) {
	l := testLog(t)
	described := dataset()
	described.Licence, described.Attribution, described.Description = "CC0", "Ann", "what it is"
	described.Groups = []incident.Group{{ID: "g", Dataset: "d", Title: "Both"}}
	bring(t, l, described, Options{}, inc("a", "A"))
	other := dataset()
	other.Attribution = "From the file b.csv"
	bring(t, l, other, Options{}, inc("b", "B"))
	got, _, err := existing(t.Context(), l, "d")
	if err != nil || got.Licence != "CC0" || got.Attribution != "Ann" || got.Description != "what it is" ||
		got.Group("g") == nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// What somebody deleted and then redacted stays deleted too, and the rest of a file comes.
func TestImportOfTheRedacted(t *testing.T) {
	l := testLog(t)
	bring(t, l, dataset(), Options{Batch: "1"}, inc("a", "A"), inc("b", "B"))
	for _, e := range []store.Edit{{Op: store.OpDelete, ID: "a"}, {Op: store.OpRedact, ID: "a", Revision: 1}} {
		if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{e}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, dry := range []bool{true, false} {
		got := bring(t, l, dataset(), Options{Batch: "2", DryRun: dry}, inc("a", "A"), inc("b", "B"), inc("c", "C"))
		if got.Added != 1 || got.Same != 1 || !slices.Equal(got.Gone, []string{"a"}) {
			t.Errorf("dry run %t: %+v", dry, got)
		}
	}
}
