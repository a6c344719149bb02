package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Changing is a store whose datasets may be changed.
type Changing interface {
	Store
	store.Writer
}

// RunChanging runs the suite of stores that may be changed.
func RunChanging(t *testing.T, open func(d *incident.Dataset, version string, incidents []incident.Incident) (Changing,
	error)) {
	t.Run("changes equal a new store", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			d, all := dataset(), incidents(t)
			s, err := open(d, "v1", slices.Clone(all))
			if err != nil {
				t.Fatal(err)
			}
			for round := range rapid.IntRange(1, 3).Draw(t, "rounds") {
				all = change(t, s, all, fmt.Sprintf("v%d", round+2))
				changed := func(*incident.Dataset, string, []incident.Incident) (Store, error) {
					return s,
						nil
				}
				checkAgainst(t, changed, d, all)
			}
		})
	})
	t.Run("pages go on while data change", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) { checkPagesUnderWrites(t, open) })
	})
}

// change deletes some incidents, changes others and adds more.
func change(t *rapid.T, s Changing, all []incident.Incident, version string) []incident.Incident {
	var put []incident.Incident
	var deleted []string
	var left []incident.Incident
	for _, inc := range all {
		switch rapid.IntRange(0, 3).Draw(t, "fate") {
		case 0:
			deleted = append(deleted, inc.ID)
		case 1:
			changed := drawIncident(t, 0)
			changed.ID = inc.ID
			put, left = append(put, changed), append(left, changed)
		default:
			left = append(left, inc)
		}
	}
	for i := range rapid.IntRange(0, 10).Draw(t, "new") {
		fresh := drawIncident(t, i)
		fresh.ID = version + fresh.ID
		put, left = append(put, fresh), append(left, fresh)
	}
	if err := s.Apply(context.Background(), "d", version, put, deleted); err != nil {
		t.Fatal(err)
	}
	return left
}

// checkAgainst runs the queries of the suite against a store that holds the
// incidents.
func checkAgainst(t *rapid.T, open New, d *incident.Dataset, all []incident.Incident) {
	s, err := open(d, "", all)
	if err != nil {
		t.Fatal(err)
	}
	compareQuery(t, s, d, all)
	comparePages(t, s, d, all)
	compareAggregates(t, s, d, all)
	compareColumns(t, s, d, all)
	compareStats(t, s, all)
}

// compareStats: the stats are those of the incidents that are there.
func compareStats(t *rapid.T, s Store, all []incident.Incident) {
	got := viewOf(t, s).Stats()
	want := store.Stats{Version: got.Version, Incidents: len(all)}
	for i, inc := range all {
		if i == 0 {
			want.Start, want.End = inc.Date.Start, inc.Date.LastKnown()
		}
		want.Start, want.End = min(want.Start, inc.Date.Start), max(want.End, inc.Date.LastKnown())
		if len(inc.Place.Points) == 0 {
			want.Unplaced++
		}
		for _, p := range inc.Place.Points {
			b := &want.Extent
			if !want.HasExtent {
				*b, want.HasExtent = geo.Box{West: p[0], South: p[1], East: p[0], North: p[1]}, true
			}
			*b = geo.Box{West: min(b.West, p[0]), South: min(b.South, p[1]), East: max(b.East, p[0]),
				North: max(b.North, p[1])}
		}
	}
	want.CountsKilled, want.CountsInjured = got.CountsKilled, got.CountsInjured
	if got != want {
		t.Fatalf("%+v, want %+v", got, want)
	}
	if hasFigure(all, incident.Killed) && !got.CountsKilled || hasFigure(all, incident.Injured) && !got.CountsInjured {
		t.Fatalf("%+v, though there are figures", got)
	}
}

// hasFigure reports whether any of the incidents has a known figure of its own.
func hasFigure(all []incident.Incident, measure string) bool {
	return slices.ContainsFunc(all, func(inc incident.Incident) bool {
		return incident.FigureOf(inc.Claims,
			measure).Known()
	})
}

// checkPagesUnderWrites: a record that is there all the time is on exactly one
// page, however others come and go between pages.
func checkPagesUnderWrites(t *rapid.T, open func(*incident.Dataset, string, []incident.Incident) (Changing, error)) {
	d, all := dataset(), incidents(t)
	s, err := open(d, "v1", slices.Clone(all))
	if err != nil {
		t.Fatal(err)
	}
	page := store.Page{Limit: rapid.IntRange(1, 10).Draw(t, "limit"), Sort: sorts.Draw(t, "sort")}
	seen := map[string]int{}
	left := all
	for round := range 200 {
		res, err := viewOf(t, s).Query(context.Background(), incident.Filter{Dataset: "d"}, page)
		if err != nil {
			t.Fatal(err)
		}
		for r := range res.Records {
			seen[r.ID]++
		}
		if page.Cursor = res.Next; page.Cursor == "" {
			break
		}
		left = deleteAndAdd(t, s, left, fmt.Sprintf("w%d", round))
	}
	for _, inc := range all {
		stayed := slices.ContainsFunc(left, func(l incident.Incident) bool { return l.ID == inc.ID })
		if n := seen[inc.ID]; n > 1 || (stayed && n != 1) {
			t.Fatalf("%s is on %d pages", inc.ID, n)
		}
	}
}

// deleteAndAdd deletes an incident and adds another, changing none.
func deleteAndAdd(t *rapid.T, s Changing, all []incident.Incident, version string) []incident.Incident {
	fresh := drawIncident(t, 0)
	fresh.ID = version
	var deleted []string
	if len(all) > 0 {
		i := rapid.IntRange(0, len(all)-1).Draw(t, "gone")
		deleted, all = []string{all[i].ID}, slices.Delete(slices.Clone(all), i, i+1)
	}
	if err := s.Apply(context.Background(), "d", version, []incident.Incident{fresh}, deleted); err != nil {
		t.Fatal(err)
	}
	return append(all, fresh)
}

// checkFlat: what a row of flat columns cannot tell stays as it was.
func checkFlat(t *testing.T, l Log) {
	first := inc("a", "A")
	first.Origin = &incident.Place{Text: "Logar"}
	apply(t, l, putOf(first))
	row, whole := inc("a", "B"), inc("a", "C")
	flat := store.Edit{Op: store.OpPut, Incident: &row, Flat: incident.FlatUnsourced}
	if got := apply(t, l, flat).Revisions[0].Incident; got.Title != "B" || got.Origin == nil {
		t.Errorf("of a flat row it is %+v", got)
	}
	if got := apply(t, l, putOf(whole)).Revisions[0].Incident; got.Title != "C" || got.Origin != nil {
		t.Errorf("of all that there is it is %+v", got)
	}
}
