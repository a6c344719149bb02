package incident_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

// TestWindowCases runs the table that the map's client runs too.
func TestWindowCases(t *testing.T) {
	raw, err := os.ReadFile("testdata/window-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Start, Mode string
		End, From, To     *string
		Match             bool
	}
	if err := json.Unmarshal(raw, &cases); err != nil || len(cases) == 0 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, c := range cases {
		w := geo.All
		w.Inside = c.Mode == "inside"
		if c.From != nil {
			w.From = edtf.MustParse(*c.From).Start
		}
		if c.To != nil {
			w.To = edtf.MustParse(*c.To).Start
		}
		f := incident.Filter{Window: &w}
		end := ".."
		if c.End != nil {
			end = *c.End
		}
		r := incident.NewRecord(incident.Profile{}, incident.Incident{Date: edtf.MustParse(c.Start + "/" + end)},
			&incident.Dataset{})
		if got := f.Match(r); got != c.Match {
			t.Errorf("%s: %v", c.Name, got)
		}
	}
}

var dataset = incident.Dataset{ID: "d", Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes,
	Columns: []incident.Column{{Name: "weapon", Type: incident.ColumnString},
		{Name: "rounds", Type: incident.ColumnInteger}}}

func sample() *incident.Record {
	return incident.NewRecord(incident.Profile{}, incident.Incident{
		ID: "a", Title: "Raid in Jowzjān", Kind: "operation", EventType: "raid", Date: edtf.MustParse("2018-07"),
		Place: incident.Place{Text: "Darzab", Points: orb.MultiPoint{{65.4, 35.9}, {66, 36}}, Country: "AF",
			CountryName: "Afghanistan",
			Admin1:      "Jowzjan", Precision: incident.PlaceAdmin2},
		Actors: []incident.Party{{Name: "Taliban"}, {Name: "Others"}}, Targets: []incident.Party{{Name: "ISIS–K"}},
		Claims:     []incident.Claim{total(incident.AtLeast(12), "s")},
		Statements: statements(incident.AboutAttribution, "claimed"),
		Extra:      []any{"rifle", int64(40)},
	}, &dataset)
}

func TestFilterMatch(t *testing.T) {
	n := func(i int) *int { return &i }
	box := func(w, s, e, no float64) *geo.Box { return &geo.Box{West: w, South: s, East: e, North: no} }
	square := orb.MultiPolygon{{{{65, 35}, {67, 35}, {67, 37}, {65, 37}, {65, 35}}}}
	for _, c := range []struct {
		name string
		f    incident.Filter
		want bool
	}{
		{"nothing asked", incident.Filter{}, true},
		{"one of its points in the box", incident.Filter{BBox: box(65.9, 35.9, 66.1, 36.1)}, true},
		{"no point in the box", incident.Filter{BBox: box(65.5, 35, 65.9, 36)}, false},
		{"in the polygon", incident.Filter{Within: geo.NewPolygon(square)}, true},
		{"kind", incident.Filter{Choices: incident.Choices{"kind": {"attack", "operation"}}}, true},
		{"other kind", incident.Filter{Choices: incident.Choices{"kind": {"attack"}}}, false},
		{"the view's kind too", incident.Filter{ViewKinds: []string{"attack"},
			Choices: incident.Choices{"kind": {"operation"}}}, false},
		{"an empty choice", incident.Filter{Choices: incident.Choices{"kind": {}}}, false},
		{"actor, folded", incident.Filter{Choices: incident.Choices{"actor": {"taliban"}}}, true},
		{"second actor", incident.Filter{Choices: incident.Choices{"actor": {"OTHERS"}}}, true},
		{"target with another dash", incident.Filter{Choices: incident.Choices{"target": {"ISIS-K"}}}, true},
		{"admin1, folded", incident.Filter{Choices: incident.Choices{"admin1": {"jowzján"}}}, true},
		{"admin2 unknown", incident.Filter{Choices: incident.Choices{"admin2": {"Darzab"}}}, false},
		{"country and type", incident.Filter{Choices: incident.Choices{"country": {"AF"}, "event_type": {"raid"}}},
			true},
		{"attribution", incident.Filter{Choices: incident.Choices{"attribution": {"claimed"}}}, true},
		{"occurrence", incident.Filter{Choices: incident.Choices{"occurrence": {"denied"}}}, false},
		{"fatalities from 12", incident.Filter{Fatalities: incident.Range{Min: n(12)}}, true},
		{"fatalities from 13", incident.Filter{Fatalities: incident.Range{Min: n(13)}}, false},
		{"injuries are unknown, not 0", incident.Filter{Injuries: incident.Range{Max: n(5)}}, false},
		{"extra column", incident.Filter{Extra: map[int][]string{0: {"rifle"}, 1: {"40"}}}, true},
		{"extra column, other value", incident.Filter{Extra: map[int][]string{1: {"41"}}}, false},
		{"words", incident.Filter{Text: [][]string{{"jowzjan", "raid", "taliban"}}}, true},
		{"a word that is not there", incident.Filter{Text: [][]string{{"raid", "kabul"}}}, false},
		{"another alternative", incident.Filter{Text: [][]string{{"kabul"}, {"raid", "taliban"}}}, true},
		{"no alternative", incident.Filter{Text: [][]string{}}, false},
		{"date precision", incident.Filter{Choices: incident.Choices{"date_precision": {"month"}}}, true},
		{"review", incident.Filter{Choices: incident.Choices{"place_review": {"reviewed"}}}, false},
	} {
		if got := c.f.Match(sample()); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestUnplaced: every box matches an incident without a place, no polygon
// does.
func TestUnplaced(t *testing.T) {
	r := incident.NewRecord(incident.Profile{},
		incident.Incident{Place: incident.Place{Precision: incident.PlaceUnknown}}, &dataset)
	box := geo.Box{West: 0, South: 0, East: 1, North: 1}
	if f := (incident.Filter{BBox: &box}); !f.Match(r) {
		t.Error("the box does not match it")
	}
	if f := (incident.Filter{Within: geo.NewPolygon(orb.MultiPolygon{{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90},
		{-180, -90}}}})}); f.Match(r) {
		t.Error("it lies in a polygon")
	}
}

func TestHistogramBins(t *testing.T) {
	day := func(s string) geo.Day { return edtf.MustParse(s).Start }
	for _, c := range []struct {
		bin            incident.Bin
		day, start, to string
	}{
		{incident.BinDay, "2024-02-29", "2024-02-29", "2024-03-01"},
		{incident.BinWeek, "2024-02-29", "2024-02-26", "2024-03-04"}, // a Thursday
		{incident.BinWeek, "1969-12-28", "1969-12-22", "1969-12-29"}, // a Sunday before the epoch
		{incident.BinMonth, "2024-02-29", "2024-02-01", "2024-03-01"},
		{incident.BinYear, "2024-02-29", "2024-01-01", "2025-01-01"},
	} {
		start := c.bin.Start(day(c.day))
		if start.String() != c.start || c.bin.Next(start).String() != c.to {
			t.Errorf("%s of %s: from %v to before %v", c.bin, c.day, start, c.bin.Next(start))
		}
	}
	bins := []incident.HistogramBin{{From: day("2018-06-01"), To: day("2018-06-30")},
		{From: day("2018-07-01"), To: day("2018-07-31")},
		{From: day("2018-08-01"), To: day("2018-08-31")}}
	for _, text := range []string{"2018-07", "2018-07-31", "[2018-07-30..2018-08-02]", "2018-06-30/2018-07-01"} {
		d := edtf.MustParse(text)
		count(bins, d.Start, d.End, d.Certain)
	}
	want := [][2]int{{1, 0}, {3, 1}, {0, 1}}
	for i, b := range bins {
		if b.Certain != want[i][0] || b.Possible != want[i][1] {
			t.Errorf("%v: %d certain, %d possible", b.From, b.Certain, b.Possible)
		}
	}
}

// count adds an incident of the given span to the histogram's bins, which
// must be contiguous and ascending.
func count(bins []incident.HistogramBin, start, end geo.Day, certain bool) {
	for i := firstBin(bins, start); i < len(bins) && bins[i].From <= end; i++ {
		if certain || (start >= bins[i].From && end <= bins[i].To) {
			bins[i].Certain++
		} else {
			bins[i].Possible++
		}
	}
}

func firstBin(bins []incident.HistogramBin, day geo.Day) int {
	lo, hi := 0, len(bins)
	for lo < hi {
		mid := (lo + hi) / 2
		if bins[mid].To < day {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
