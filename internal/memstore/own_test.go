package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/cql2"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// ownDataset has own columns of few values, of as many as there are
// incidents, and of both kinds of nothing.
func ownDataset(n int) (*incident.Dataset, []incident.Incident) {
	d := &incident.Dataset{ID: "own", Visibility: incident.Public, Columns: []incident.Column{
		{Name: "weapon", Type: incident.ColumnString}, {Name: "case", Type: incident.ColumnString},
		{Name: "number", Type: incident.ColumnInteger}, {Name: "note", Type: incident.ColumnString}}}
	var all []incident.Incident
	for i := range n {
		inc := incident.Incident{ID: fmt.Sprintf("i%05d", i), Title: fmt.Sprintf("Title %d", i*7919%n),
			Date:  edtf.MustParse("2020-01-01"),
			Place: incident.Place{Points: orb.MultiPoint{{float64(i%360) - 180, float64(i%180) - 90}}},
			Extra: []any{fmt.Sprintf("w%d", i%20), fmt.Sprintf("case %d", i), int64(i), nil}}
		if i%2 == 0 {
			inc.Extra[3] = ""
		}
		if i%10 == 0 {
			inc.Place.Points = append(inc.Place.Points, orb.Point{1, 1})
		}
		all = append(all, inc)
	}
	return d, all
}

func matched(t *testing.T, s *memstore.Store, extra map[int][]string) []string {
	t.Helper()
	res, err := viewOf(t, s, "own").Query(context.Background(), incident.Filter{Dataset: "own", Extra: extra},
		store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for r := range res.Records {
		ids = append(ids, r.ID)
	}
	if len(ids) != res.Matched {
		t.Errorf("%v: %d matched, %d listed", extra, res.Matched, len(ids))
	}
	return ids
}

// TestOwnColumns: filters by own columns of few and of many values answer the
// same in memory, from a snapshot, and after changes.
func TestOwnColumns(t *testing.T) {
	const n = 5000
	d, all := ownDataset(n)
	ctx := context.Background()
	inMemory, kept := &memstore.Store{}, &memstore.Store{}
	if err := inMemory.Put(d, "v1", slices.Clone(all)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "own")
	if err := inMemory.Save(ctx, "own", path, noting(nil)); err != nil {
		t.Fatal(err)
	}
	saved, err := memstore.OpenSaved(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.PutSaved(saved); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*memstore.Store{"in memory": inMemory, "from a snapshot": kept} {
		check := func(extra map[int][]string, want ...string) {
			t.Helper()
			if got := matched(t, s, extra); !slices.Equal(got, want) {
				t.Errorf("%s, %v: %.100v, want %v", name, extra, got, want)
			}
		}
		if got := matched(t, s, map[int][]string{0: {"w3"}}); len(got) != n/20 {
			t.Errorf("%s: %d with w3", name, len(got))
		}
		check(map[int][]string{0: {"none of them"}})
		check(map[int][]string{1: {"case 7", "case 4990", "case x"}}, "i00007", "i04990")
		check(map[int][]string{2: {"4990"}}, "i04990")
		check(map[int][]string{2: {"04990"}})
		check(map[int][]string{1: {"case 27"}, 0: {"w7"}}, "i00027")
		if got := matched(t, s, map[int][]string{3: {""}}); len(got) != n/2 {
			t.Errorf("%s: %d with an empty text, which is not a missing one", name, len(got))
		}
		changed := all[7]
		changed.Extra = []any{"new", "case new", int64(-1), nil}
		if err := s.Apply(ctx, "own", "v2", []incident.Incident{changed}, nil); err != nil {
			t.Fatal(err)
		}
		check(map[int][]string{1: {"case 7"}})
		check(map[int][]string{1: {"case new"}}, "i00007")
		check(map[int][]string{0: {"new"}}, "i00007")
	}
}

// TestOwnColumnsInExpressions: expressions over own columns of many values
// agree with a look at every record, and few records are looked at.
func TestOwnColumnsInExpressions(t *testing.T) {
	const n = 5000
	d, all := ownDataset(n)
	s := &memstore.Store{}
	if err := s.Put(d, "v1", all); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		"\"case\" = 'case 77'": 1, "\"case\" IN ('case 1', 'case 2', 'nothing')": 2, "number = 4990": 1,
		"number = 4990.5": 0, "number < 10": 10,
		"\"case\" <> 'case 77'": n - 1, "NOT number = 7": n - 1, "weapon = 'w3' AND number = 3": 1,
		"weapon = 'w3' AND number = 4": 0, "note IS NULL": n / 2,
		"note = ''": n / 2, "title = 'Title 0'": 1, "id = 'i00007' AND number = 7": 1, "id = 'nobody'": 0,
		"id IN ('i00001', 'i00002', 'x')": 2, "NOT id = 'i00001'": n - 1,
	} {
		e, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		w, err := incident.NewWhere(d, e)
		if err != nil {
			t.Fatal(err)
		}
		agg, err := viewOf(t, s, "own").Aggregate(context.Background(), incident.Filter{Dataset: "own", Where: w},
			incident.Aggregation{})
		if err != nil || agg.Matched != want {
			t.Errorf("%s: %v, %v, want %d", text, agg, err, want)
		}
	}
}

// TestSortedExport: everything in an order of its own, in memory, packed and
// changed, is what pages in that order are.
func TestSortedExport(t *testing.T) {
	d, all := ownDataset(20_000)
	ctx := context.Background()
	s := &memstore.Store{}
	if err := s.Put(d, "v1", all[1:]); err != nil {
		t.Fatal(err)
	}
	order := func(p store.Page) []string {
		res, err := viewOf(t, s, "own").Query(ctx, incident.Filter{Dataset: "own"}, p)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for r := range res.Records {
			ids = append(ids, r.ID)
		}
		return ids
	}
	for _, step := range []string{"in memory", "changed"} {
		if step == "changed" {
			if err := s.Apply(ctx, "own", "v2", all[:1], []string{"i00009"}); err != nil {
				t.Fatal(err)
			}
		}
		for _, keys := range []string{"title", "-title", "weapon,-number", "note,-case", "-start,title",
			"place_radius_m"} {
			var sort []incident.SortKey
			for _, k := range strings.Split(keys, ",") {
				sort = append(sort, incident.SortKey{Name: strings.TrimPrefix(k, "-"), Desc: k[0] == '-'})
			}
			got := order(store.Page{Sort: sort})
			want := order(store.Page{Sort: sort, Limit: 30_000})
			if !slices.Equal(got, want) || len(got) < 19_000 {
				t.Errorf("%s, by %s: %d are not in the order of %d: %.60v, %.60v", step, keys, len(got), len(want), got,
					want)
			}
		}
	}
}

// TestCancelled: a question that nobody waits for any more ends without an
// answer.
func TestCancelled(t *testing.T) {
	d, all := ownDataset(20_000)
	s := &memstore.Store{}
	if err := s.Put(d, "v1", all); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	f := incident.Filter{Dataset: "own", Text: [][]string{{"title"}}}
	v := viewOf(t, s, "own")
	sort := []incident.SortKey{{Name: "title"}}
	for name, ask := range map[string]func() error{
		"a query":  func() error { _, err := v.Query(ctx, f, store.Page{}); return err },
		"a page":   func() error { _, err := v.Query(ctx, f, store.Page{Sort: sort, Limit: 10}); return err },
		"an order": func() error { _, err := v.Query(ctx, f, store.Page{Sort: sort}); return err },
		"a histogram": func() error {
			_, err := v.Aggregate(ctx, f,
				incident.Aggregation{Bin: incident.BinDay})
			return err
		},
		"a tile":   func() error { _, err := v.Tile(ctx, f, mustTile(t, 0, 0, 0)); return err },
		"clusters": func() error { _, err := v.Clusters(ctx, f, mustTile(t, 0, 0, 0)); return err },
	} {
		if err := ask(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
