package catalog

import (
	"context"
	"errors"
	"slices"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// fake is a store of datasets without incidents.
type fake struct {
	datasets []*incident.Dataset
	err      error
}

func (f *fake) Datasets(context.Context) ([]*incident.Dataset, error) { return f.datasets, f.err }

func (f *fake) View(_ context.Context, dataset string) (store.View, error) {
	return nil, incident.Errorf(incident.NotFound, "asked for %s", dataset)
}

// served are a default dataset with views, one that is private, and one of a user's.
func served() *fake {
	return &fake{datasets: []*incident.Dataset{
		{ID: "shipped", Visibility: incident.Public, Default: true,
			Kinds: []incident.Term{{ID: "attack"}, {ID: "operation"}},
			Views: []incident.View{{ID: "incidents", Title: "All"},
				{ID: "attacks", Kinds: []string{"attack", "gone"}}}},
		{ID: "secret", Visibility: incident.Private, Views: []incident.View{{ID: "hidden"}}},
		{ID: "mine", Title: "Mine", Visibility: incident.Public},
	}}
}

func idsOf(all []Collection) []string {
	var ids []string
	for _, c := range all {
		ids = append(ids, c.ID)
	}
	return ids
}

// What a user brought comes first, then the views of what ships and that itself;
// nothing private is among them.
func TestCollections(t *testing.T) {
	all, err := New(served()).Collections(t.Context(), Scope{})
	want := []string{"mine", "incidents", "attacks", "shipped"}
	if err != nil || !slices.Equal(idsOf(all), want) {
		t.Fatalf("%q, %v, want %q", idsOf(all), err, want)
	}
}

// What may not be seen is not found, and the error lists only what may.
func TestCollection(t *testing.T) {
	c := New(served())
	got, err := c.Collection(t.Context(), Scope{}, "attacks")
	if err != nil || got.Dataset.ID != "shipped" {
		t.Fatalf("%+v, %v", got, err)
	}
	if f := got.Filter(); f.Dataset != "shipped" || !slices.Equal(f.ViewKinds, []string{"attack", "gone"}) {
		t.Errorf("its filter is %+v", f)
	}
	if terms := got.KindTerms(); len(terms) != 1 || terms[0].ID != "attack" {
		t.Errorf("its kinds are %+v", terms)
	}
	for _, id := range []string{"secret", "hidden", "other"} {
		_, err := c.Collection(t.Context(), Scope{}, id)
		var e *incident.Error
		if !errors.As(err, &e) || e.Code != incident.NotFound ||
			!slices.Equal(e.Allowed, []string{"mine", "incidents", "attacks", "shipped"}) {
			t.Errorf("%s: %+v", id, err)
		}
	}
}

// The words of a view's column of kinds are those of the view, of others the dataset's.
func TestTerms(t *testing.T) {
	c := New(served())
	for id, want := range map[string]int{"attacks": 1, "incidents": 2, "shipped": 2, "mine": 0} {
		got, err := c.Collection(t.Context(), Scope{}, id)
		if err != nil {
			t.Fatal(err)
		}
		if terms := got.Terms(incident.Property{Name: "kind"}); len(terms) != want {
			t.Errorf("%s has the kinds %+v, want %d", id, terms, want)
		}
		if terms := got.Terms(incident.Property{Name: "title"}); terms != nil {
			t.Errorf("%s has words for titles: %+v", id, terms)
		}
	}
}

// A new dataset gets no ID that a dataset or a view has, seen or not.
func TestFreeID(t *testing.T) {
	c := New(served())
	c.Reserve("kept")
	for wanted, want := range map[string]string{"new": "new", "kept": "kept-2", "mine": "mine-2",
		"attacks": "attacks-2", "secret": "secret-2", "hidden": "hidden-2"} {
		if got, err := c.FreeID(t.Context(), wanted); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", wanted, got, err, want)
		}
	}
}

// A store that fails fails those who ask.
func TestStoreFails(t *testing.T) {
	broken := errors.New("the store is broken")
	c := New(&fake{err: broken})
	_, listed := c.Collections(t.Context(), Scope{})
	_, found := c.Collection(t.Context(), Scope{}, "mine")
	_, free := c.FreeID(t.Context(), "mine")
	for _, err := range []error{listed, found, free} {
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := c.View(t.Context(), &Collection{Dataset: &incident.Dataset{ID: "d"}}); err == nil ||
		err.Error() != "asked for d" {
		t.Errorf("the view is of another dataset: %v", err)
	}
}

// Reports are kept by dataset, the last one of each.
func TestReports(t *testing.T) {
	c := New(served())
	first, second := report.New("a.csv"), report.New("a.csv")
	c.Keep("mine", first)
	c.Keep("mine", second)
	if c.Report("mine") != second || c.Report("shipped") != nil {
		t.Errorf("%p and %p are kept", c.Report("mine"), c.Report("shipped"))
	}
}
