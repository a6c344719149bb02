package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/memstore/packed"
	"incidentmap/internal/store/storetest"
)

// reopened is a store with a dataset that was put, saved, and read from its
// file.
func reopened(dir string, d *incident.Dataset, version string, incidents []incident.Incident) (*memstore.Store, error) {
	ctx, path := context.Background(), filepath.Join(dir, d.ID)
	first, second := &memstore.Store{}, &memstore.Store{}
	if err := first.Put(d, version, incidents); err != nil {
		return nil, err
	}
	if err := first.Save(ctx, d.ID, path, noting("a note")); err != nil {
		return nil, err
	}
	saved, err := memstore.OpenSaved(path)
	if err != nil {
		return nil, err
	}
	return second, second.PutSaved(saved)
}

// TestSavedStore: a dataset read from its file answers as the one that was
// put, and takes changes as it.
func TestSavedStore(t *testing.T) {
	dir := t.TempDir()
	t.Run("read", func(t *testing.T) {
		storetest.Run(t, func(d *incident.Dataset, version string, incidents []incident.Incident) (storetest.Store,
			error) {
			return reopened(dir, d, version, incidents)
		})
	})
	t.Run("changed", func(t *testing.T) {
		storetest.RunChanging(t, func(d *incident.Dataset, version string,
			incidents []incident.Incident) (storetest.Changing, error) {
			return reopened(dir, d, version, incidents)
		})
	})
}

func TestSavedNote(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "d")
	s := &memstore.Store{}
	d := &incident.Dataset{ID: "d", Title: "D", Groups: []incident.Group{{ID: "g",
		Claims: []incident.Claim{{Measure: incident.Killed, Figure: incident.AtLeast(2)}}}}}
	if err := s.Put(d, "v", []incident.Incident{{ID: "a", Date: edtf.MustParse("2020")}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(ctx, "d", path, noting(map[string]int{"rows": 1})); err != nil {
		t.Fatal(err)
	}
	saved, err := memstore.OpenSaved(path)
	if err != nil {
		t.Fatal(err)
	}
	var note map[string]int
	if err := saved.Note(&note); err != nil || note["rows"] != 1 || saved.Stats().Version != "v" ||
		saved.Dataset().Title != "D" {
		t.Errorf("note %v, %v; %+v", note, err, saved.Stats())
	}
	if g := saved.Dataset().Group("g"); g == nil || g.Claims[0].Low == nil || *g.Claims[0].Low != 2 {
		t.Errorf("the group came back as %+v", g)
	}
	if err := s.Apply(ctx, "d", "w", nil, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(ctx, "d", path, noting(nil)); err != nil {
		t.Errorf("a changed dataset is not saved: %v", err)
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := memstore.OpenSaved(path); !errors.Is(err, packed.ErrDamaged) {
		t.Errorf("half a file is opened: %v", err)
	}
}

// TestChangedDatasetsAreSaved: what was replaced is not in the file, and what is there
// answers as before.
func TestChangedDatasetsAreSaved(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "own")
	d, all := ownDataset(3000)
	s := &memstore.Store{}
	if err := s.Put(d, "v1", all); err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		changed := incident.Incident{ID: fmt.Sprintf("i%05d", i), Title: "changed", Date: edtf.MustParse("2021-05-05"),
			Extra: []any{"w", "case", int64(i), nil}}
		if err := s.Apply(ctx, "own", fmt.Sprint("w", i), []incident.Incident{changed},
			[]string{fmt.Sprintf("i%05d", 1000+i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Save(ctx, "own", path, noting(nil)); err != nil {
		t.Fatal(err)
	}
	saved, err := memstore.OpenSaved(path)
	if err != nil {
		t.Fatal(err)
	}
	again := &memstore.Store{}
	if err := again.PutSaved(saved); err != nil {
		t.Fatal(err)
	}
	if v := viewOf(t, again, "own").Stats(); v.Version != "w49" || v.Incidents != 2950 {
		t.Errorf("%+v", v)
	}
	for _, extra := range []map[int][]string{nil, {0: {"w3"}}, {0: {"w"}}, {1: {"case", "case 77"}}, {2: {"7"}}} {
		if got, want := matched(t, again, extra), matched(t, s, extra); !slices.Equal(got, want) {
			t.Errorf("%v: %d, want %d", extra, len(got), len(want))
		}
	}
}

// noting makes one and the same note.
func noting(note any) func(string) (any, error) {
	return func(string) (any, error) { return note, nil }
}
