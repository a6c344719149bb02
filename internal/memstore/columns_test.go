package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// incidentAt is incident i of many: some lie on the same days.
func incidentAt(i int, actor string) incident.Incident {
	inc := incident.Incident{ID: fmt.Sprintf("i%05d", i*7919%30_000), Actors: []incident.Party{{Name: actor}},
		Date:  edtf.MustParse(fmt.Sprintf("20%02d-%02d-%02d", 10+i%7, 1+i%12, 1+i%28)),
		Place: incident.Place{Points: orb.MultiPoint{{float64(i%360) - 180, 34.5}}}}
	if i%10 == 0 {
		inc.Place.Points = append(inc.Place.Points, orb.Point{-1, 1}, orb.Point{-1, 1})
	}
	return inc
}

// TestColumnsOfManyEdits: after edits that fill several layers of the index, the
// columns are still those of the records, in their order.
func TestColumnsOfManyEdits(t *testing.T) {
	const n = 15_000
	all := make([]incident.Incident, n)
	for i := range all {
		all[i] = incidentAt(i, "loaded")
	}
	s, ctx := &memstore.Store{}, context.Background()
	if err := s.Put(&incident.Dataset{ID: "d"}, "v0", all); err != nil {
		t.Fatal(err)
	}
	for round := range 6 {
		put := make([]incident.Incident, 1500)
		for i := range put {
			put[i] = incidentAt((round*1200+i*13)%(2*n), fmt.Sprint("edited ", round))
		}
		put = slices.CompactFunc(put, func(a, b incident.Incident) bool { return a.ID == b.ID })
		if err := s.Apply(ctx, "d", fmt.Sprint("v", round+1), put, nil); err != nil {
			t.Fatal(err)
		}
		compareWithRecords(t, viewOf(t, s, "d"))
	}
}

func compareWithRecords(t *testing.T, v store.View) {
	t.Helper()
	res, err := v.Query(context.Background(), incident.Filter{}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	columns, err := v.Columns(context.Background(), incident.Filter{})
	if err != nil || columns.Len() != res.Matched {
		t.Fatalf("%d rows, want %d, %v", columns.Len(), res.Matched, err)
	}
	actor := slices.IndexFunc(incident.Facets, func(f incident.Facet) bool { return f.Name == "actor" })
	var rows store.Rows
	at := 0
	for r := range res.Records {
		const piece = 1000
		if at%piece == 0 {
			columns.Read(at, min(at+piece, columns.Len()), &rows)
		}
		i := at % piece
		if string(rows.ID(i)) != r.ID || rows.Start[i] != r.Date.Start || int(rows.Points[i]) != len(r.Place.Points) ||
			columns.Standing(actor, rows.Codes[actor][i]).Actors[0].Name != r.Actor {
			t.Fatalf("row %d is %s of %s, want %s of %s, %s", at, rows.ID(i), rows.Start[i], r.ID, r.Date.Start, r.Actor)
		}
		at++
	}
}

// TestColumnsOfAnOlderView: what is changed after a view was taken is not in its columns.
func TestColumnsOfAnOlderView(t *testing.T) {
	s, ctx := &memstore.Store{}, context.Background()
	if err := s.Put(&incident.Dataset{ID: "d"}, "v0", []incident.Incident{incidentAt(1, "a"), incidentAt(2,
		"a")}); err != nil {
		t.Fatal(err)
	}
	before := viewOf(t, s, "d")
	if err := s.Apply(ctx, "d", "v1", []incident.Incident{incidentAt(3, "b"), incidentAt(1, "b")},
		[]string{incidentAt(2, "").ID}); err != nil {
		t.Fatal(err)
	}
	compareWithRecords(t, before)
	compareWithRecords(t, viewOf(t, s, "d"))
}

// TestColumnsAreStopped: a question whose asker has gone is not answered.
func TestColumnsAreStopped(t *testing.T) {
	s, err := open(&incident.Dataset{ID: "d"}, "v", []incident.Incident{incidentAt(1, "a")})
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.View(context.Background(), "d")
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if c, err := v.Columns(gone, incident.Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", c, err)
	}
}
