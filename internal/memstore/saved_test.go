package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/snapshot"
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
	if len(incidents) == 0 {
		return first, nil
	}
	if err := first.Save(ctx, d.ID, path, "a note"); err != nil {
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

// TestPackedStore: a dataset whose records are packed answers as before.
func TestPackedStore(t *testing.T) {
	packed := func(d *incident.Dataset, version string, incidents []incident.Incident) (*memstore.Store, error) {
		s := &memstore.Store{}
		if err := s.Put(d, version, incidents); err != nil || len(incidents) == 0 {
			return s, err
		}
		for _, want := range []bool{true, false} { // again is nothing
			if did, err := s.Pack(context.Background(), d.ID); err != nil || did != want {
				return nil, fmt.Errorf("it was packed: %v, want %v; %w", did, want, err)
			}
		}
		return s, nil
	}
	t.Run("read", func(t *testing.T) {
		storetest.Run(t, func(d *incident.Dataset, version string, incidents []incident.Incident) (storetest.Store,
			error) {
			return packed(d, version, incidents)
		})
	})
	t.Run("changed", func(t *testing.T) {
		storetest.RunChanging(t, func(d *incident.Dataset, version string,
			incidents []incident.Incident) (storetest.Changing, error) {
			return packed(d, version, incidents)
		})
	})
}

// TestSwap: writes that go on while a dataset is swapped are not lost, and one
// that was changed is not swapped for what it was.
func TestSwap(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "d")
	s := &memstore.Store{}
	if err := s.Put(&incident.Dataset{ID: "d"}, "v", []incident.Incident{{ID: "a",
		Date: edtf.MustParse("2020")}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(ctx, "d", path, nil); err != nil {
		t.Fatal(err)
	}
	saved, err := memstore.OpenSaved(path)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	const writes = 200
	go func() {
		for i := range writes {
			if err := s.Apply(ctx, "d", fmt.Sprint(i), []incident.Incident{{ID: fmt.Sprintf("w%d", i),
				Date: edtf.MustParse("2021")}}, nil); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 50 {
		if err := s.Swap(saved); err != nil {
			t.Error(err)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := s.Swap(saved); err != nil {
		t.Error(err)
	}
	v := viewOf(t, s, "d")
	if st := v.Stats(); st.Incidents != 1+writes {
		t.Errorf("%d incidents", st.Incidents)
	}
	if r, err := v.Get(ctx, "a"); err != nil || r.Date.Text != "2020" {
		t.Errorf("%v, %v", r, err)
	}
}

func TestSavedNote(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "d")
	s := &memstore.Store{}
	d := &incident.Dataset{ID: "d", Title: "D", Groups: []incident.Group{{ID: "g",
		Claims: []incident.Claim{{Measure: incident.Killed, Figure: incident.AtLeast(2)}}}}}
	if err := s.Put(d, "v", []incident.Incident{{ID: "a", Date: edtf.MustParse("2020")}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(ctx, "d", path, map[string]int{"rows": 1}); err != nil {
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
	if err := s.Save(ctx, "d", path, nil); storetest.CodeOf(err) != incident.Invalid {
		t.Errorf("a changed dataset is saved: %v", err)
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := memstore.OpenSaved(path); !errors.Is(err, snapshot.ErrDamaged) {
		t.Errorf("half a file is opened: %v", err)
	}
}
