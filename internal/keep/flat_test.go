package keep

import (
	"context"
	"iter"
	"strings"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// rows are incidents that were made of flat columns of a file.
func rows(file string, in ...incident.Incident) iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) { yield(Chunk{Dataset: dataset(), Incidents: in, Rows: file}, nil) }
}

// ofFile is an incident whose only source is its file.
func ofFile(file, title string) incident.Incident {
	i := inc("a", title)
	i.Sources = []incident.Source{{Key: incident.TableSource, Title: file}}
	return i
}

// An edition under another name is the same where it says the same, and what it does not
// have columns for stays.
func TestImportOfFlatRows(t *testing.T) {
	l := testLog(t)
	first := ofFile("first.csv", "A")
	first.Origin = &incident.Place{Text: "Logar"}
	bring(t, l, dataset(), Options{}, first)
	for _, dry := range []bool{true, false} {
		got, err := Import(t.Context(), l, rows("second.csv", ofFile("second.csv", "A")), Options{DryRun: dry})
		if err != nil || got.Same != 1 || got.Version != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	}
	got, err := Import(t.Context(), l, rows("third.csv", ofFile("third.csv", "B")), Options{})
	if err != nil || got.Changed != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	for now, err := range l.Current(t.Context(), "d") {
		if err != nil || now.Title != "B" || now.Origin == nil || now.Sources[0].Title != "first.csv" {
			t.Errorf("%+v, %v", now, err)
		}
	}
}

// meanwhile is a log in which somebody edits after it was looked at for an import.
type meanwhile struct {
	store.Log
	edit func()
}

func (m meanwhile) Deleted(ctx context.Context, dataset string) iter.Seq2[store.Revision, error] {
	defer m.edit()
	return m.Log.Deleted(ctx, dataset)
}

// Who edits other incidents does not hinder an import; an edit of one that it changes is not
// overwritten.
func TestImportBesideEdits(t *testing.T) {
	l := testLog(t)
	bring(t, l, dataset(), Options{}, inc("a", "A"), inc("b", "B"))
	editing := func(id, title string) meanwhile {
		return meanwhile{l, func() {
			i := inc(id, title)
			_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{{Op: store.OpPut, Incident: &i}}})
			if err != nil {
				t.Error(err)
			}
		}}
	}
	if _, err := Import(t.Context(), editing("b", "B, edited"), chunksOf(dataset(), inc("a", "A2"), inc("b", "B")),
		Options{}); err != nil || titles(t, l) != "A2 [], B, edited []" {
		t.Errorf("%v, %s", err, titles(t, l))
	}
	_, err := Import(t.Context(), editing("a", "A, edited"), chunksOf(dataset(), inc("a", "A3")), Options{})
	if err == nil || !strings.Contains(err.Error(), "revision 2") || titles(t, l) != "A, edited [], B, edited []" {
		t.Errorf("%v, %s", err, titles(t, l))
	}
}

// A file without an incident does not say that nothing of the dataset was true.
func TestWithdrawingEverythingIsRefused(t *testing.T) {
	l := testLog(t)
	bring(t, l, dataset(), Options{}, inc("a", "A"))
	_, err := Import(t.Context(), l, rows("empty.csv"), Options{Withdraw: true})
	if err == nil || !strings.Contains(err.Error(), "no incident that could be read") || titles(t, l) != "A []" {
		t.Errorf("%v, %s", err, titles(t, l))
	}
}
