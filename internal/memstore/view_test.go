package memstore_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/encode/mvt"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
	"incidentmap/internal/store/storetest"
)

// viewOf is a dataset as it is now.
func viewOf(t testing.TB, s store.Reader, dataset string) store.View {
	t.Helper()
	v, err := s.View(context.Background(), dataset)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func mustTile(t testing.TB, z, x, y uint32) geo.Tile {
	t.Helper()
	tile, err := geo.NewTile(z, x, y)
	if err != nil {
		t.Fatal(err)
	}
	return tile
}

// pointsOf is a tile of the points of the dataset d.
func pointsOf(t testing.TB, s store.Reader, z, x, y uint32) []byte {
	t.Helper()
	v := viewOf(t, s, "d")
	asked, err := v.Tile(context.Background(), incident.Filter{}, mustTile(t, z, x, y))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := mvt.Points(context.Background(), v.Dataset(), asked)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// clustersOf is a tile of the clusters of the dataset d.
func clustersOf(t testing.TB, s store.Reader, z, x, y uint32) []byte {
	t.Helper()
	found, err := viewOf(t, s, "d").Clusters(context.Background(), incident.Filter{}, mustTile(t, z, x, y))
	if err != nil {
		t.Fatal(err)
	}
	return mvt.Clusters(found)
}

// A view answers of its version, whatever is changed after it was taken.
func TestViewsKeepTheirVersion(t *testing.T) {
	ctx := context.Background()
	for _, reopened := range []bool{false, true} {
		s := &memstore.Store{}
		of := func(id, date string) incident.Incident { return incident.Incident{ID: id, Date: edtf.MustParse(date)} }
		if err := s.Put(&incident.Dataset{ID: "d"}, "v1", []incident.Incident{of("a", "2020"), of("b", "2021"),
			of("c", "2022")}); err != nil {
			t.Fatal(err)
		}
		if reopened {
			path := filepath.Join(t.TempDir(), "d")
			if err := s.Save(ctx, "d", path, noting(nil)); err != nil {
				t.Fatal(err)
			}
			saved, err := memstore.OpenSaved(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.PutSaved(saved); err != nil {
				t.Fatal(err)
			}
		}
		old := viewOf(t, s, "d")
		if err := s.Apply(ctx, "d", "v2", []incident.Incident{of("b", "1999"), of("e", "2023")},
			[]string{"a"}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			view store.View
			want []string
		}{"before": {old, []string{"v1", "a 2020", "b 2021", "c 2022"}},
			"after": {viewOf(t, s, "d"), []string{"v2", "b 1999", "c 2022", "e 2023"}}} {
			got := []string{c.view.Stats().Version}
			res, err := c.view.Query(ctx, incident.Filter{}, store.Page{})
			if err != nil {
				t.Fatal(err)
			}
			for r := range res.Records {
				got = append(got, r.ID+" "+r.Date.Text)
			}
			if !slices.Equal(got, c.want) || c.view.Stats().Incidents != 3 {
				t.Errorf("reopened %v, %s: %v, want %v", reopened, name, got, c.want)
			}
			for _, id := range []string{"a", "b", "c", "e"} {
				r, err := c.view.Get(ctx, id)
				found := slices.ContainsFunc(c.want, func(w string) bool {
					return err == nil &&
						w == id+" "+r.Date.Text
				})
				if missing := storetest.CodeOf(err) == incident.NotFound; missing == slices.ContainsFunc(c.want,
					func(w string) bool { return w[0] == id[0] }) || !missing && !found {
					t.Errorf("reopened %v, %s: %s is %v, %v", reopened, name, id, r, err)
				}
			}
		}
	}
}
