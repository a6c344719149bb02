package columns_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/encode/columns/columnstest"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// dataset has groups, one without a figure, and own columns of every kind.
func dataset() *incident.Dataset {
	return &incident.Dataset{ID: "d", Licence: "CC0", Attribution: "everyone", Kinds: incident.ShippedKinds,
		EventTypes: incident.ShippedEventTypes, Columns: []incident.Column{
			{Name: "weapon", Type: incident.ColumnString, Title: "Weapon"},
			{Name: "rounds", Type: incident.ColumnInteger}, {Name: "share", Type: incident.ColumnNumber},
			{Name: "night", Type: incident.ColumnBoolean}},
		Groups: []incident.Group{{ID: "g", Dataset: "d", Claims: []incident.Claim{total(incident.Killed,
			incident.AtLeast(56)), total(incident.Injured, incident.Exactly(0))}}, {ID: "silent", Dataset: "d"}}}
}

func total(measure string, f incident.Figure) incident.Claim {
	return incident.Claim{Measure: measure, Scope: incident.Total, Figure: f}
}

var (
	dates = rapid.SampledFrom([]string{"1650-01-01", "1969-12-31", "2016-07-26", "2016-07-26?", "2016-07", "201X",
		"2016-07-01/2016-07-09", "1985/1995", "2024-02-29"})
	names = rapid.SampledFrom([]string{"ISIS–K", "Taliban", "طالبان", ""})
	lons  = rapid.OneOf(rapid.SampledFrom([]float64{-180, 180, 0, 69.2075}), rapid.Float64Range(-180, 180))
	lats  = rapid.OneOf(rapid.SampledFrom([]float64{-90, 90, 0, 34.5553}), rapid.Float64Range(-90, 90))
	point = rapid.Custom(func(t *rapid.T) orb.Point { return orb.Point{lons.Draw(t, "lon"), lats.Draw(t, "lat")} })
	own   = []*rapid.Generator[any]{rapid.SampledFrom([]any{nil, "", "rifle", "a, b"}),
		rapid.SampledFrom([]any{nil, int64(0), int64(-7)}), rapid.SampledFrom([]any{nil, 0.1, 1e21}),
		rapid.SampledFrom([]any{nil, true, false})}
)

func drawIncident(t *rapid.T, id string) incident.Incident {
	inc := incident.Incident{ID: id, Date: edtf.MustParse(dates.Draw(t, "date")),
		Kind:  rapid.SampledFrom([]string{"attack", "operation", "", "other"}).Draw(t, "kind"),
		Group: rapid.SampledFrom([]string{"", "", "g", "silent", "nobody's"}).Draw(t, "group")}
	inc.Place = incident.Place{Precision: rapid.SampledFrom(incident.PlacePrecisions).Draw(t, "precision"),
		Country: rapid.SampledFrom([]string{"", "AF"}).Draw(t, "country"), Admin1: names.Draw(t, "admin1"),
		RadiusM: rapid.SampledFrom([]float64{0, 0.4, 2000, 1e12}).Draw(t, "radius"),
		Points:  rapid.SliceOfN(point, 0, 3).Draw(t, "points")}
	for range rapid.IntRange(0, 2).Draw(t, "actors") {
		inc.Actors = append(inc.Actors, incident.Party{Name: names.Draw(t, "actor")})
	}
	figures := rapid.SampledFrom([]incident.Figure{{}, incident.Exactly(0), incident.AtLeast(3), incident.Exactly(1e9)})
	inc.Claims = []incident.Claim{total(incident.Killed, figures.Draw(t, "killed")), total(incident.Injured,
		figures.Draw(t, "injured"))}
	for _, values := range own {
		inc.Extra = append(inc.Extra, values.Draw(t, "own"))
	}
	return inc
}

func drawIncidents(t *rapid.T, prefix string) []incident.Incident {
	out := make([]incident.Incident, rapid.IntRange(0, 40).Draw(t, "rows"))
	for i := range out {
		out[i] = drawIncident(t, fmt.Sprintf("%s%s%d", prefix, rapid.SampledFrom([]string{"a", "kabul-", "kab"}).Draw(t,
			"id"), i))
	}
	return out
}

// viewOf is a view of a dataset of the incidents.
func viewOf(t fatal, d *incident.Dataset, incidents []incident.Incident, edits ...incident.Incident) store.View {
	s, ctx := &memstore.Store{}, context.Background()
	err := s.Put(d, "v1", slices.Clone(incidents))
	if err == nil && len(edits) > 0 {
		err = s.Apply(ctx, d.ID, "v2", edits, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.View(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

type fatal interface{ Fatal(args ...any) }

// columnsOf is all of a view as columns.
func columnsOf(t fatal, v store.View, f incident.Filter) store.Columns {
	c, err := v.Columns(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// encoded is a stream.
func encoded(t fatal, e *columns.Encoder, rows store.Columns) []byte {
	var out bytes.Buffer
	if err := e.Write(context.Background(), &out, rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rowOf is what a record must be read back as.
func rowOf(r *incident.Record, d *incident.Dataset) columnstest.Row {
	row := columnstest.Row{ID: r.ID, Start: r.Date.Start, End: r.Date.End, Certain: r.Date.Certain,
		Uncertain: r.Date.Uncertain, Words: map[string]string{},
		RadiusM: int(math.Min(r.Place.RadiusM+0.5, math.MaxInt32)), Killed: figureOf(r.Fatalities),
		Injured: figureOf(r.Injuries)}
	for _, f := range incident.Facets {
		if word := f.Key(r); word != "" {
			row.Words[f.Name] = word
		}
	}
	for i, c := range d.Columns {
		if i < len(r.Extra) && r.Extra[i] != nil {
			row.Words[c.Name] = incident.FormatValue(r.Extra[i])
		}
	}
	for _, p := range r.Place.Points {
		lon, lat := geo.E7(p)
		row.Points = append(row.Points, [2]int32{lon, lat})
	}
	if r.Group != "" {
		row.Group = &columnstest.Group{ID: r.Group, Killed: columnstest.Unknown, Injured: columnstest.Unknown}
		if g := d.Group(r.Group); g != nil {
			row.Group.Killed = figureOf(incident.FigureOf(g.Claims, incident.Killed))
			row.Group.Injured = figureOf(incident.FigureOf(g.Claims, incident.Injured))
		}
	}
	return row
}

func figureOf(f incident.Figure) columnstest.Figure {
	out := columnstest.Unknown
	for i, n := range [...]*int{f.Low, f.Best, f.High} {
		if n != nil {
			out[i] = *n
		}
	}
	return out
}

// TestReadsBack: what is read is what the records say, whatever was edited, filtered
// and cut into chunks.
func TestReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dataset()
		v := viewOf(t, d, drawIncidents(t, ""), drawIncidents(t, rapid.SampledFrom([]string{"", "b"}).Draw(t, "edited"))...)
		f := incident.Filter{Dataset: "d"}
		if rapid.Bool().Draw(t, "filtered") {
			f.Window = &geo.Window{From: geo.NewDay(2016, 7, 3), To: geo.MaxDay}
			f.Choose("kind", []string{"attack", "other"})
		}
		e := columns.Encoder{Dataset: d, DataVersion: "v", FirstRows: rapid.IntRange(0, 3).Draw(t, "first"),
			ChunkRows: rapid.IntRange(0, 20).Draw(t, "chunk")}
		compare(t, v, f, encoded(t, &e, columnsOf(t, v, f)))
	})
}

// compare compares a stream with the records that match.
func compare(t *rapid.T, v store.View, f incident.Filter, stream []byte) {
	head, rows, err := columnstest.Read(stream)
	if err != nil {
		t.Fatal(err)
	}
	if head.Dataset != "d" || head.DataVersion != "v" || head.License != "CC0" || head.Attribution != "everyone" {
		t.Fatalf("%+v", head)
	}
	res, err := v.Query(context.Background(), f, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	if head.Rows != res.Matched || len(rows) != res.Matched {
		t.Fatalf("%d rows are told of and %d read, want %d", head.Rows, len(rows), res.Matched)
	}
	i := 0
	for r := range res.Records {
		if want := rowOf(r, v.Dataset()); !reflect.DeepEqual(rows[i], want) {
			t.Fatalf("%+v\nreads back as\n%+v", want, rows[i])
		}
		i++
	}
}

// TestHead: the head lists every column once, and of the dataset's own those that the
// index numbers.
func TestHead(t *testing.T) {
	d := dataset()
	all := make([]incident.Incident, 1100)
	for i := range all {
		all[i] = incident.Incident{ID: fmt.Sprint("i", i), Date: edtf.MustParse("2020"),
			Extra: []any{fmt.Sprint("serial ", i), int64(1), nil, nil}}
	}
	head, rows := written(t, &columns.Encoder{Dataset: d}, viewOf(t, d, all))
	var names, owned []string
	for _, c := range head.Columns {
		names = append(names, c.Name+" "+c.Type)
		if c.Own {
			owned = append(owned, c.Name)
		}
	}
	want := "start int, days int, flags int, kind code, event_type code, date_precision code, country code, " +
		"admin1 code, admin2 code, place_precision code, actor code, target code, occurrence code, attribution code, " +
		"place_review code, record_review code, radius int, killed figure, injured figure, group group, rounds code, " +
		"share code, night code, places places, id id"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("its columns are\n%s\nwant\n%s", got, want)
	}
	if !slices.Equal(owned, []string{"rounds", "share", "night"}) || len(rows) != len(all) {
		t.Errorf("%d rows, own columns %v", len(rows), owned)
	}
}

// written is all of a view, written and read.
func written(t testing.TB, e *columns.Encoder, v store.View) (columns.Head, []columnstest.Row) {
	t.Helper()
	head, rows, err := columnstest.Read(encoded(t, e, columnsOf(t, v, incident.Filter{})))
	if err != nil {
		t.Fatal(err)
	}
	return head, rows
}

// fewRows are incidents for tests of the stream as such.
func fewRows(n int) []incident.Incident {
	all := make([]incident.Incident, n)
	for i := range all {
		all[i] = incident.Incident{ID: fmt.Sprintf("i%05d", i), Date: edtf.MustParse("2020-01-01"), Kind: "attack",
			Place: incident.Place{Points: orb.MultiPoint{{float64(i%360) - 180, float64(i % 90)}}}}
	}
	return all
}

// TestCutOff: no part of a stream is taken for a whole one.
func TestCutOff(t *testing.T) {
	d := dataset()
	whole := encoded(t, &columns.Encoder{Dataset: d, FirstRows: 2, ChunkRows: 3}, columnsOf(t, viewOf(t, d, fewRows(8)),
		incident.Filter{}))
	for n := range whole {
		if _, _, err := columnstest.Read(whole[:n]); !errors.Is(err, columnstest.ErrFormat) {
			t.Fatalf("the first %d of %d bytes are read: %v", n, len(whole), err)
		}
	}
	if _, rows, err := columnstest.Read(whole); err != nil || len(rows) != 8 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// FuzzRead: bytes of any kind are read or refused, and what is read has as
// many rows as the head says.
func FuzzRead(f *testing.F) {
	d := dataset()
	for _, all := range [][]incident.Incident{nil, fewRows(5)} {
		e := columns.Encoder{Dataset: d, FirstRows: 2, ChunkRows: 2}
		f.Add(encoded(f, &e, columnsOf(f, viewOf(f, d, all), incident.Filter{})))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		head, rows, err := columnstest.Read(data)
		if err != nil && !errors.Is(err, columnstest.ErrFormat) {
			t.Fatal(err)
		}
		if err == nil && len(rows) != head.Rows {
			t.Fatalf("%d rows, the head says %d", len(rows), head.Rows)
		}
	})
}
