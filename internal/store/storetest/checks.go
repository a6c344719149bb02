package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

func ids(records []*incident.Record) []string {
	out := make([]string, len(records))
	for i, r := range records {
		out[i] = r.ID
	}
	return out
}

// drawStore opens a store with drawn incidents.
func drawStore(t *rapid.T, open New) (Store, *incident.Dataset, []incident.Incident) {
	d, all := dataset(), incidents(t)
	s, err := open(d, "v1", slices.Clone(all))
	if err != nil {
		t.Fatal(err)
	}
	return s, d, all
}

func checkQuery(t *rapid.T, open New) {
	s, d, all := drawStore(t, open)
	compareQuery(t, s, d, all)
}

func compareQuery(t *rapid.T, s Store, d *incident.Dataset, all []incident.Incident) {
	f := filter(t)
	want := scan(d, all, f)
	slices.SortFunc(want, incident.CompareDefault)
	res, err := viewOf(t, s).Query(context.Background(), f, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Collect(res.Records)
	if !slices.Equal(ids(got), ids(want)) || res.Matched != len(want) || res.Returned != len(got) || res.Next != "" {
		t.Fatalf("%+v: got %v of %d, want %v", f, ids(got), res.Matched, ids(want))
	}
}

// sorts are orders that pages are tried in.
var sorts = rapid.SampledFrom([][]incident.SortKey{nil, {{Name: "fatalities_best", Desc: true}},
	{{Name: "kind"}, {Name: "end", Desc: true}}, {{Name: "rounds"}}})

func checkPages(t *rapid.T, open New) {
	s, d, all := drawStore(t, open)
	comparePages(t, s, d, all)
}

func comparePages(t *rapid.T, s Store, d *incident.Dataset, all []incident.Incident) {
	f := filter(t)
	page := store.Page{Limit: rapid.IntRange(1, 20).Draw(t, "limit"), Sort: sorts.Draw(t, "sort")}
	order, err := incident.NewOrder(d, page.Sort)
	if err != nil {
		t.Fatal(err)
	}
	want := scan(d, all, f)
	slices.SortFunc(want, order.Compare)
	var got []string
	for range len(all) + 1 {
		res, err := viewOf(t, s).Query(context.Background(), f, page)
		if err != nil {
			t.Fatal(err)
		}
		if res.Matched != len(want) || res.Returned > page.Limit {
			t.Fatalf("%d matched of %d, %d returned at most %d", res.Matched, len(want), res.Returned, page.Limit)
		}
		got = append(got, ids(slices.Collect(res.Records))...)
		if page.Cursor = res.Next; page.Cursor == "" {
			break
		}
	}
	if !slices.Equal(got, ids(want)) {
		t.Fatalf("%v: the pages hold %v, want %v", page.Sort, got, ids(want))
	}
}

func checkAggregates(t *rapid.T, open New) {
	s, d, all := drawStore(t, open)
	compareAggregates(t, s, d, all)
}

func compareAggregates(t *rapid.T, s Store, d *incident.Dataset, all []incident.Incident) {
	f := filter(t)
	want := scan(d, all, f)
	agg, err := viewOf(t, s).Aggregate(context.Background(), f, incident.Aggregation{Facets: []string{"kind", "actor",
		"country", "rounds"},
		FacetSums: true, Bin: incident.BinYear, Sums: true})
	if err != nil {
		t.Fatal(err)
	}
	sum := incident.NewSummer(incident.Killed, func(_, id string) *incident.Group { return d.Group(id) })
	unplaced, spans := 0, 0
	latest := geo.MinDay // where the bins end, whoever has no end
	for _, r := range want {
		latest = max(latest, r.Date.LastKnown())
	}
	for _, r := range want {
		sum.AddTimes(r, 1)
		if len(r.Place.Points) == 0 {
			unplaced++
		}
		first, _, _ := r.Date.Start.Date()
		last, _, _ := min(r.Date.End, latest).Date()
		spans += last - first + 1
	}
	if agg.Matched != len(want) || agg.Unplaced != unplaced || agg.Fatalities != sum.Tally() {
		t.Fatalf("%+v: want %d, %d unplaced, %+v", agg, len(want), unplaced, sum.Tally())
	}
	for _, b := range agg.Histogram {
		spans -= b.Certain + b.Possible
	}
	if spans != 0 {
		t.Fatalf("the histogram lacks %d incident-years", spans)
	}
	checkFacets(t, d, all, f, agg)
}

// checkFacets: each facet counts as if the filter asked nothing of it.
func checkFacets(t *rapid.T, d *incident.Dataset, all []incident.Incident, f incident.Filter,
	agg *incident.Aggregates) {
	for name, values := range agg.Facets {
		facet, _ := d.Facet(name)
		chosen, without := f.Choices[name], f.Without(name)
		if name == "rounds" {
			chosen, without.Extra = f.Extra[0], nil
		}
		want := map[string]int{}
		sums := map[string]*incident.Summer{}
		count := func(v string, n int) {
			if want[v] += n; sums[v] == nil {
				sums[v] = incident.NewSummer(incident.Killed, func(_, id string) *incident.Group { return d.Group(id) })
			}
		}
		for _, v := range chosen {
			count(v, 0)
		}
		for _, r := range scan(d, all, without) {
			for _, v := range facet.Values(r) {
				count(v, 1)
				sums[v].AddTimes(r, 1)
			}
		}
		if len(values) != len(want) {
			t.Fatalf("%s: %v, want %v", name, values, want)
		}
		for i, v := range values {
			if want[v.Value] != v.Count || (i > 0 && values[i-1].Count < v.Count) {
				t.Fatalf("%s: %v, want %v", name, values, want)
			}
			if v.Fatalities != sums[v.Value].Tally() {
				t.Fatalf("%s: the fatalities of %q are %+v, want %+v", name, v.Value, v.Fatalities,
					sums[v.Value].Tally())
			}
		}
	}
}

func checkGet(t *rapid.T, open New) {
	s, d, all := drawStore(t, open)
	ctx := context.Background()
	for _, inc := range all {
		r, err := viewOf(t, s).Get(ctx, inc.ID)
		if err != nil || r.ID != inc.ID || r.Title != inc.Title || r.Dataset != d.ID {
			t.Fatalf("%s: got %+v, %v", inc.ID, r, err)
		}
	}
	if v := viewOf(t, s).Stats().Version; v != "v1" {
		t.Fatalf("its version is %q", v)
	}
	changes, err := s.Changes(ctx, d.ID, "v0")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for c := range changes {
		switch {
		case c.Reset:
			clear(known)
		case c.Put != nil:
			known[c.Put.ID] = true
		default:
			delete(known, c.Deleted)
		}
	}
	if len(known) != len(all) {
		t.Fatalf("following the changes leaves %d of %d records", len(known), len(all))
	}
	if changes, err = s.Changes(ctx, d.ID, "v1"); err != nil || len(slices.Collect(changes)) != 0 {
		t.Fatalf("there are changes since the version that it has: %v", err)
	}
	if stats := viewOf(t, s).Stats(); stats.Incidents != len(all) {
		t.Fatalf("%+v", stats)
	}
}

func checkErrors(t *testing.T, open New) {
	one := incident.Incident{ID: "a", Date: edtf.MustParse("2020"), Kind: "attack"}
	s, err := open(dataset(), "v1", []incident.Incident{one})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	v := viewOf(t, s)
	query := func(p store.Page) error {
		_, err := v.Query(ctx, incident.Filter{}, p)
		return err
	}
	_, other := s.View(ctx, "e")
	_, missing := v.Get(ctx, "b")
	_, facet := v.Aggregate(ctx, incident.Filter{Dataset: "d"}, incident.Aggregation{Facets: []string{"weather"}})
	_, twice := open(dataset(), "v1", []incident.Incident{one, one})
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, cancelled := v.Query(stopped, incident.Filter{Dataset: "d"}, store.Page{})
	_, columns := v.Columns(stopped, incident.Filter{Dataset: "d"})
	for name, c := range map[string]struct {
		err  error
		want incident.Code
	}{
		"another dataset": {other, incident.NotFound}, "no such incident": {missing,
			incident.NotFound},
		"no cursor":           {query(store.Page{Cursor: "???"}), incident.Invalid},
		"a cursor of nothing": {query(store.Page{Cursor: "e30"}), incident.Invalid},
		"no such property": {query(store.Page{Sort: []incident.SortKey{{Name: "weather"}}}),
			incident.Invalid},
		"no such facet": {facet, incident.Invalid}, "two of one ID": {twice, incident.Invalid},
		"a context that ended":            {cancelled, incident.Internal},
		"columns of a context that ended": {columns, incident.Internal},
	} {
		if got := CodeOf(c.err); got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, c.err, c.want)
		}
	}
}

// CodeOf returns the code of an error: "" for nil, Internal for one that is no
// incident.Error.
func CodeOf(err error) incident.Code {
	if err == nil {
		return ""
	}
	var e *incident.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return incident.Internal
}
