package columns_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/encode/columns/columnstest"
	"incidentmap/internal/incident"
)

var dataset = &incident.Dataset{ID: "d", Licence: "CC0", Kinds: incident.ShippedKinds,
	EventTypes: incident.ShippedEventTypes}

func drawRecord(t *rapid.T, i int) *incident.Record {
	dates := []string{"1650-01-01", "1969-12-31", "2016-07-26", "2016-07", "201X", "2016-07-01/2016-07-09",
		"2024-02-29"}
	inc := incident.Incident{ID: fmt.Sprintf("%s%d", rapid.SampledFrom([]string{"a", "kabul-", "kab"}).Draw(t, "id"),
		i),
		Kind: rapid.SampledFrom([]string{"attack", "operation", "", "other"}).Draw(t, "kind"), EventType: "raid",
		Date: edtf.MustParse(rapid.SampledFrom(dates).Draw(t, "date"))}
	inc.Place.Precision = rapid.SampledFrom(incident.PlacePrecisions).Draw(t, "precision")
	inc.Place.RadiusM = rapid.Float64Range(0, 1e6).Draw(t, "radius")
	for range rapid.IntRange(0, 3).Draw(t, "places") {
		inc.Place.Points = append(inc.Place.Points, orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"),
			rapid.Float64Range(-90, 90).Draw(t, "lat")})
	}
	if rapid.Bool().Draw(t, "counted") {
		inc.Claims = []incident.Claim{{Measure: incident.Killed, Scope: incident.Total,
			Figure: incident.Exactly(rapid.IntRange(0, 1e6).Draw(t, "killed"))}}
	}
	return incident.NewRecord(incident.Profile{}, inc, dataset)
}

func TestReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var records []*incident.Record
		for i := range rapid.IntRange(0, 30).Draw(t, "rows") {
			records = append(records, drawRecord(t, i))
		}
		slices.SortFunc(records, incident.CompareDefault)
		head, rows, err := columnstest.Read(columns.Append(nil, dataset, "v1", slices.Values(records)))
		if err != nil || head.Rows != len(records) || len(rows) != len(records) || head.DataVersion != "v1" ||
			head.License != "CC0" {
			t.Fatalf("%+v, %d rows, %v", head, len(rows), err)
		}
		for i, r := range records {
			same(t, r, &rows[i])
		}
	})
}

func same(t *rapid.T, r *incident.Record, row *columnstest.Row) {
	killed := -1
	if r.Fatalities.Best != nil {
		killed = *r.Fatalities.Best
	}
	kind := r.Kind
	if kind == "other" {
		kind = "" // is not in the vocabulary
	}
	if row.ID != r.ID || row.Start != r.Date.Start || row.End != r.Date.End || row.Certain != r.Date.Certain ||
		row.Kind != kind || row.EventType != r.EventType || row.PlacePrecision != string(r.Place.Precision) ||
		row.RadiusM != int(r.Place.RadiusM+0.5) || row.Killed != killed || len(row.Points) != len(r.Place.Points) {
		t.Fatalf("%+v reads back as %+v", r.Incident, row)
	}
	for i, p := range r.Place.Points {
		if row.Points[i] != geo.Quantize(p) {
			t.Fatalf("%v reads back as %v", p, row.Points[i])
		}
	}
}

// FuzzRead: bytes of any kind are read or refused, and what is read has as
// many rows as the head says.
func FuzzRead(f *testing.F) {
	f.Add(columns.Append(nil, dataset, "v1", slices.Values([]*incident.Record{incident.NewRecord(incident.Profile{},
		incident.Incident{ID: "a", Date: edtf.MustParse("2020"), Place: incident.Place{Points: orb.MultiPoint{{69,
			34}}}}, dataset)})))
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
