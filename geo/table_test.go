package geo_test

import (
	"slices"

	"pgregory.net/rapid"

	"incidentmap/geo"
)

// checkTables: the tables hold what matches, each in order, with what the things have.
func checkTables(t *rapid.T, s *geo.Snapshot[*thing], q *geo.Query, want []*thing) {
	var all []*thing
	for _, table := range s.Tables(q) {
		var got []*thing
		for i := range table.Len() {
			v := table.Value(i)
			got = append(got, v)
			checkEntry(t, table, i, v)
		}
		if !slices.IsSortedFunc(got, compareThings) {
			t.Fatalf("%s: a table of %d is in no order", describe(q), len(got))
		}
		checkCodes(t, table, got)
		all = append(all, got...)
	}
	slices.SortFunc(all, compareThings)
	if !slices.Equal(all, want) {
		t.Fatalf("%s: the tables hold %d, want %d", describe(q), len(all), len(want))
	}
}

func checkEntry(t *rapid.T, table *geo.Table[*thing], i int, v *thing) {
	e := table.Entry(i)
	if e.Start != v.item.Start || e.End != v.item.End || e.Certain != v.item.Certain || table.Start(i) != e.Start ||
		table.Row(i) != e.Row {
		t.Fatalf("thing %d has the entry %+v, want %+v", v.id, e, v.item)
	}
	places := [...]geo.Places{geo.NoPlace, geo.OnePlace, geo.SeveralPlaces}[min(len(v.item.Points), 2)]
	if e.Places != places {
		t.Fatalf("thing %d is said to be at %d places, want %v", v.id, e.Places, v.item.Points)
	}
	if places == geo.OnePlace {
		if lon, lat := geo.E7(v.item.Points[0]); e.Lon != lon || e.Lat != lat {
			t.Fatalf("thing %d is said to be at %d, %d, want %v", v.id, e.Lon, e.Lat, v.item.Points)
		}
	}
}

// checkCodes reads the codes of a part of the table, which may begin and end anywhere.
func checkCodes(t *rapid.T, table *geo.Table[*thing], things []*thing) {
	from := rapid.IntRange(0, len(things)-1).Draw(t, "codes from")
	codes := make([]uint32, rapid.IntRange(0, len(things)-from).Draw(t, "codes"))
	for c := range columns {
		table.Codes(c, from, codes)
		for i, code := range codes {
			if want := things[from+i].codes[c]; code != want {
				t.Fatalf("code %d of thing %d is %d, want %d", c, things[from+i].id, code, want)
			}
		}
	}
}
