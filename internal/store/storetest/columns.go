package storetest

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

func checkColumns(t *rapid.T, open New) {
	s, d, all := drawStore(t, open)
	compareColumns(t, s, d, all)
}

// compareColumns: the columns hold what the records do, in pieces of any size.
func compareColumns(t *rapid.T, s Store, d *incident.Dataset, all []incident.Incident) {
	f := filter(t)
	want := scan(d, all, f)
	slices.SortFunc(want, incident.CompareDefault)
	columns, err := viewOf(t, s).Columns(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	if columns.Len() != len(want) {
		t.Fatalf("%+v: %d rows, want %d", f, columns.Len(), len(want))
	}
	var rows store.Rows
	for from := 0; from < len(want); {
		to := min(from+rapid.IntRange(1, 20).Draw(t, "piece"), len(want))
		columns.Read(from, to, &rows)
		compareRows(t, columns, &rows, want[from:to])
		from = to
	}
}

func compareRows(t *rapid.T, columns store.Columns, rows *store.Rows, want []*incident.Record) {
	if rows.Len() != len(want) {
		t.Fatalf("%d rows are read, want %d", rows.Len(), len(want))
	}
	points := 0
	for i, r := range want {
		if string(rows.ID(i)) != r.ID || rows.Start[i] != r.Date.Start || rows.End[i] != r.Date.End ||
			rows.Certain[i] != r.Date.Certain || rows.Uncertain[i] != r.Date.Uncertain ||
			rows.RadiusM[i] != r.Place.RadiusM || int(rows.Points[i]) != len(r.Place.Points) {
			t.Fatalf("row %d is %s from %s to %s at %d places, want %+v", i, rows.ID(i), rows.Start[i], rows.End[i],
				rows.Points[i], r.Incident)
		}
		for _, p := range r.Place.Points {
			if lon, lat := geo.E7(p); rows.Lon[points] != lon || rows.Lat[points] != lat {
				t.Fatalf("%s is at %d, %d, want %v", r.ID, rows.Lon[points], rows.Lat[points], p)
			}
			points++
		}
		compareCodes(t, columns, rows, i, r)
	}
	if len(rows.Lon) != points || len(rows.Lat) != points {
		t.Fatalf("there are %d longitudes and %d latitudes, want %d", len(rows.Lon), len(rows.Lat), points)
	}
}

// compareCodes: the record that a code stands for has the value of the row's.
func compareCodes(t *rapid.T, columns store.Columns, rows *store.Rows, i int, r *incident.Record) {
	standing := func(column int) *incident.Record { return columns.Standing(column, rows.Codes[column][i]) }
	for column, facet := range incident.Facets {
		if got, want := facet.Key(standing(column)), facet.Key(r); got != want {
			t.Fatalf("the %s of %s is %q, want %q", facet.Name, r.ID, got, want)
		}
	}
	for measure, column := range map[string]int{incident.Killed: store.ColumnKilled,
		incident.Injured: store.ColumnInjured} {
		if got, want := standing(column).Figure(measure), r.Figure(measure); !sameFigure(got, want) {
			t.Fatalf("the %s of %s are %+v, want %+v", measure, r.ID, got, want)
		}
	}
	if got := standing(store.ColumnGroup).Group; got != r.Group {
		t.Fatalf("the group of %s is %q, want %q", r.ID, got, r.Group)
	}
	for own, value := range r.Extra {
		if column := store.FirstOwnColumn + own; columns.Coded(column) && standing(column).Extra[own] != value {
			t.Fatalf("own column %d of %s is %v, want %v", own, r.ID, standing(column).Extra[own], value)
		}
	}
}

func sameFigure(a, b incident.Figure) bool {
	same := func(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }
	return same(a.Low, b.Low) && same(a.Best, b.Best) && same(a.High, b.High)
}
