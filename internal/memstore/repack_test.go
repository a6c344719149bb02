package memstore

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store/storetest"
)

// town is an incident with values of its own in several columns.
func town(id int, round string) incident.Incident {
	return incident.Incident{ID: fmt.Sprint("i", id), Date: edtf.MustParse("2020-01-01"), EventType: "raid",
		Actors: []incident.Party{{Name: fmt.Sprint(round, " group ", id)}}, Place: incident.Place{Admin1: round}}
}

func towns(n int, round string) []incident.Incident {
	out := make([]incident.Incident, n)
	for i := range out {
		out[i] = town(i, round)
	}
	return out
}

// codesOf counts the codes of all columns of a dataset.
func codesOf(s *Store, dataset string) int {
	n := 0
	for _, d := range s.sets[dataset].dictionaries {
		n += d.size()
	}
	return n
}

// actors are the values of the facet of actors.
func actors(t testing.TB, v *view) []incident.FacetValue {
	t.Helper()
	got, err := v.Aggregate(context.Background(), incident.Filter{}, incident.Aggregation{Facets: []string{"actor"}})
	if err != nil {
		t.Fatal(err)
	}
	return got.Facets["actor"]
}

// A dataset whose values were all replaced, again and again, has the codes of what it
// has now, and a view of before still has those of before.
func TestDictionariesShrink(t *testing.T) {
	const n, rounds = 40, 30
	s := &Store{}
	if err := s.Put(&incident.Dataset{ID: "d"}, "v0", towns(n, "first")); err != nil {
		t.Fatal(err)
	}
	fresh := codesOf(s, "d")
	s.sets["d"].minEdits = 3 * n
	before := s.sets["d"].view()
	for round := range rounds {
		name := fmt.Sprint("round", round)
		if err := s.Apply(context.Background(), "d", name, towns(n, name), nil); err != nil {
			t.Fatal(err)
		}
		if got := codesOf(s, "d"); got > 4*fresh {
			t.Fatalf("after round %d there are %d codes, and %d were enough for the first", round, got, fresh)
		}
	}
	if got := codesOf(s, "d"); got != fresh {
		t.Errorf("%d codes, want the %d of a fresh dataset", got, fresh)
	}
	for name, v := range map[string]*view{"first": before, fmt.Sprint("round", rounds-1): s.sets["d"].view()} {
		values := actors(t, v)
		if len(values) != n {
			t.Errorf("the view of %s has %d actors, want %d", name, len(values), n)
		}
		for _, value := range values {
			if !strings.HasPrefix(value.Value, name+" group") {
				t.Errorf("the view of %s has the actor %q", name, value.Value)
			}
		}
		if r, err := v.Get(context.Background(), "i7"); err != nil || r.Place.Admin1 != name {
			t.Errorf("the view of %s: %v, %v", name, r, err)
		}
	}
}

// What changed before a dataset was packed again is still told.
func TestChangesOutliveRepacking(t *testing.T) {
	s := &Store{}
	if err := s.Put(&incident.Dataset{ID: "d"}, "v0", towns(3, "first")); err != nil {
		t.Fatal(err)
	}
	s.sets["d"].minEdits = 2
	packedFirst := s.sets["d"]
	for i := range 4 {
		if err := s.Apply(context.Background(), "d", fmt.Sprint("v", i+1), []incident.Incident{town(i, "second")},
			nil); err != nil {
			t.Fatal(err)
		}
	}
	if s.sets["d"] == packedFirst {
		t.Fatal("it was not packed again")
	}
	changes, err := s.Changes(context.Background(), "d", "v0")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for c := range changes {
		if c.Put == nil {
			t.Fatalf("%+v is no change of one incident", c)
		}
		told = append(told, c.Put.ID)
	}
	if got := strings.Join(told, " "); got != "i0 i1 i2 i3" {
		t.Errorf("told %s", got)
	}
}

// A store that packs after every few edits is a store like any other.
func TestStoreThatRepacks(t *testing.T) {
	storetest.RunChanging(t, func(d *incident.Dataset, version string,
		incidents []incident.Incident) (storetest.Changing, error) {
		s := &Store{}
		if err := s.Put(d, version, incidents); err != nil {
			return nil, err
		}
		s.sets[d.ID].minEdits = 3
		return s, nil
	})
}

// Readers see whole versions while a dataset is edited and packed again.
func TestReadersWhileRepacking(t *testing.T) {
	const n, rounds = 20, 60
	s := &Store{}
	if err := s.Put(&incident.Dataset{ID: "d"}, "first", towns(n, "first")); err != nil {
		t.Fatal(err)
	}
	s.sets["d"].minEdits = n
	var wg sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				v, err := s.View(context.Background(), "d")
				if err != nil {
					t.Error(err)
					return
				}
				version := v.Stats().Version
				for _, value := range actors(t, v.(*view)) {
					if !strings.HasPrefix(value.Value, version+" ") {
						t.Errorf("%s has %q", version, value.Value)
						return
					}
				}
			}
		})
	}
	for round := range rounds {
		name := fmt.Sprint("round", round)
		if err := s.Apply(context.Background(), "d", name, towns(n, name), nil); err != nil {
			t.Error(err)
		}
	}
	close(done)
	wg.Wait()
}
