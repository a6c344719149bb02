package columns_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/data"
	"incidentmap/internal/catalog"
	"incidentmap/internal/edtf"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/encode/columns/columnstest"
	"incidentmap/internal/incident"
	"incidentmap/internal/load"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

var update = flag.Bool("update", false, "write the files that the page's tests read anew")

// The files for the page's tests: a stream, and the rows that it must be read as.
const (
	goldenStream = "../../../web/test/testdata/columns-v2.bin"
	goldenRows   = "../../../web/test/testdata/columns-v2.json"
)

// goldenShipped is how many of the shipped incidents are in the files.
const goldenShipped = 24

// TestGolden: what the page's tests read is what is written now.
func TestGolden(t *testing.T) {
	d, all := goldenIncidents(t)
	v := viewOf(t, d, all)
	e := columns.Encoder{Dataset: d, DataVersion: "golden", FirstRows: 5, ChunkRows: 16}
	stream := encoded(t, &e, columnsOf(t, v, incident.Filter{}))
	_, got, err := columnstest.Read(stream)
	if err != nil {
		t.Fatal(err)
	}
	want := recordRows(t, v)
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v\nreads back as\n%+v", want, got)
	}
	golden(t, goldenStream, stream)
	golden(t, goldenRows, rowsAsJSON(t, d, want))
}

// golden compares a file with what it should hold, or writes it.
func golden(t *testing.T, path string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what is written now (%v): run go test ./internal/encode/columns -run Golden -update", path,
			err)
	}
}

func recordRows(t *testing.T, v store.View) []columnstest.Row {
	t.Helper()
	res, err := v.Query(context.Background(), incident.Filter{}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	var out []columnstest.Row
	for r := range res.Records {
		out = append(out, rowOf(r, v.Dataset()))
	}
	return out
}

// goldenIncidents are the first of the shipped incidents, and hard ones.
func goldenIncidents(t *testing.T) (*incident.Dataset, []incident.Incident) {
	t.Helper()
	s := &memstore.Store{}
	l := load.Loader{Store: s, Catalog: catalog.New(s)}
	if err := l.Shipped(data.Files(), data.KhorasanFile, data.KhorasanLayers); err != nil {
		t.Fatal(err)
	}
	v, err := s.View(context.Background(), "khorasan")
	if err != nil {
		t.Fatal(err)
	}
	res, err := v.Query(context.Background(), incident.Filter{}, store.Page{Limit: goldenShipped})
	if err != nil {
		t.Fatal(err)
	}
	all := hardIncidents()
	for r := range res.Records {
		all = append(all, *r.Incident)
	}
	d := dataset()
	d.Groups = slices.Concat(d.Groups, v.Dataset().Groups)
	return d, all
}

// hardIncidents are what a reader may get wrong.
func hardIncidents() []incident.Incident {
	parties := func(names ...string) (out []incident.Party) {
		for _, n := range names {
			out = append(out, incident.Party{Name: n})
		}
		return out
	}
	at := func(points ...orb.Point) incident.Place { return incident.Place{Points: points} }
	kabul, range3 := orb.Point{69.2075, 34.5553}, incident.Figure{}
	low, high := 1, 3
	range3.Low, range3.High = &low, &high
	return []incident.Incident{
		{ID: "first-day", Date: edtf.MustParse("0001-01-01"), Place: at(orb.Point{-180, -90})},
		{ID: "last-day", Date: edtf.MustParse("9999-12-31"), Place: at(orb.Point{180, 90})},
		{ID: "before-1970", Date: edtf.MustParse("1969-12-31"), Place: at(orb.Point{0, 0})},
		{ID: "long", Date: edtf.MustParse("1985/1995"), Place: at(kabul)},
		{ID: "doubted", Date: edtf.MustParse("2016-07-26?"), Place: at(kabul)},
		{ID: "month", Date: edtf.MustParse("2016-07"), Place: at(kabul)},
		{ID: "no-place", Date: edtf.MustParse("2016-07-26"), Place: incident.Place{Precision: incident.PlaceUnknown}},
		{ID: "over-the-antimeridian", Date: edtf.MustParse("2016-07-26"), Place: at(orb.Point{179.9999999, -16.5},
			orb.Point{-179.9999999, -16.5}, kabul)},
		{ID: "twice-at-one-site", Date: edtf.MustParse("2016-07-26"), Place: at(kabul, orb.Point{1e-7, -1e-7}, kabul)},
		{ID: "actors", Date: edtf.MustParse("2016-07-27"), Place: at(kabul), Actors: parties("ISIS–K", "Other, Group",
			"طالبان"), Targets: parties("💣", "A; B")},
		{ID: "actors-the-other-way-round", Date: edtf.MustParse("2016-07-27"), Place: at(kabul),
			Actors: parties("Other, Group", "ISIS–K")},
		{ID: "none-killed", Date: edtf.MustParse("2016-07-28"), Claims: []incident.Claim{total(incident.Killed,
			incident.Exactly(0))}},
		{ID: "at-least", Date: edtf.MustParse("2016-07-28"), Claims: []incident.Claim{total(incident.Killed,
			incident.AtLeast(7)), total(incident.Injured, range3)}},
		{ID: "billion", Date: edtf.MustParse("2016-07-28"), Claims: []incident.Claim{total(incident.Killed,
			incident.Exactly(999_999_999))}},
		{ID: "of-group-1", Date: edtf.MustParse("2016-07-29"), Group: "g", Place: at(kabul)},
		{ID: "of-group-2", Date: edtf.MustParse("2016-07-29"), Group: "g", Claims: []incident.Claim{total(incident.Killed,
			incident.Exactly(2))}},
		{ID: "of-a-silent-group", Date: edtf.MustParse("2016-07-29"), Group: "silent"},
		{ID: "of-nobody-s-group", Date: edtf.MustParse("2016-07-29"), Group: "nobody's"},
		{ID: "own", Date: edtf.MustParse("2016-07-30"), Extra: []any{"rifle, old", int64(-7), 0.1, true}},
		{ID: "own-empty", Date: edtf.MustParse("2016-07-30"), Extra: []any{"", int64(0), 1e21, false}},
		{ID: "own-missing", Date: edtf.MustParse("2016-07-30"), Extra: []any{nil, nil, nil, nil}},
		{ID: "radius", Date: edtf.MustParse("2016-07-31"), Place: incident.Place{Points: orb.MultiPoint{kabul},
			RadiusM: 26567.4, Precision: incident.PlaceVicinity}},
	}
}

// rowsAsJSON writes rows, one a line, as the page's tests compare them: the columns of
// codes by their names, null where there is nothing, and days and coordinates as numbers.
func rowsAsJSON(t *testing.T, d *incident.Dataset, rows []columnstest.Row) []byte {
	t.Helper()
	lines := make([]string, len(rows))
	for i := range rows {
		raw, err := json.Marshal(asJSON(d, &rows[i]))
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = string(raw)
	}
	return []byte("[\n" + strings.Join(lines, ",\n") + "\n]\n")
}

func asJSON(d *incident.Dataset, r *columnstest.Row) map[string]any {
	out := map[string]any{"id": r.ID, "start": r.Start, "end": r.End, "certain": r.Certain,
		"uncertain": r.Uncertain, "radius": r.RadiusM, "killed": figureAsJSON(r.Killed),
		"injured": figureAsJSON(r.Injured), "group": nil, "points": append([][2]int32{}, r.Points...)}
	if r.Group != nil {
		out["group"] = map[string]any{"id": r.Group.ID, "killed": figureAsJSON(r.Group.Killed),
			"injured": figureAsJSON(r.Group.Injured)}
	}
	for _, name := range codeNames(d) {
		out[name] = nil
		if word, ok := r.Words[name]; ok {
			out[name] = word
		}
	}
	return out
}

func codeNames(d *incident.Dataset) (names []string) {
	for _, f := range incident.Facets {
		names = append(names, f.Name)
	}
	for _, c := range d.Columns {
		names = append(names, c.Name)
	}
	return names
}

// figureAsJSON is low, best and high, each null if it is unknown, or null if all are.
func figureAsJSON(f columnstest.Figure) any {
	if f == columnstest.Unknown {
		return nil
	}
	var out [3]any
	for i, n := range f {
		if n >= 0 {
			out[i] = n
		}
	}
	return out
}
