package ingest_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// one reads a table of a single row, given as `column: value` pairs.
func one(t *testing.T, opt ingest.Options, pairs ...string) (*ingest.Result, error) {
	t.Helper()
	table := &ingest.Table{File: "x", Unit: "row"}
	row := ingest.Row{Number: 2}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, ": ")
		table.Header = append(table.Header, name)
		row.Cells = append(row.Cells, value)
	}
	table.Rows = []ingest.Row{row}
	return ingest.Read(table, opt)
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ columns, want string }{
		{"date: 2022-06-30", "2022-06-30"}, {"date: 1990-10-04 00:00:00.000",
			"1990-10-04"}, {"event_date: 2016-09-18 21:21:00+00:00", "2016-09-18"},
		{"date: 2016-09-18T21:21:00Z", "2016-09-18"}, {"date: 03 December 2020",
			"2020-12-03"}, {"date: 01-January-2015", "2015-01-01"}, {"date: 9-May-20", "2020-05-09"},
		{"date: 1/17/2013", "2013-01-17"}, {"date: 17.1.2013", "2013-01-17"}, {"date: Friday, June 18, 2004",
			"2004-06-18"}, {"date: 43831", "2020-01-01"},
		{"date: Jul 2018", "2018-07"}, {"date: 2018-07~", "2018-07~"}, {"date: 5/5/99", "1999-05-05"},
		{"start: 2018-07-01|end: 2018-07-09", "2018-07-01/2018-07-09"}, {"start: 2018-07-01|end: 2018-07-01",
			"2018-07-01"}, {"start: 2018-07-01|end: ", "2018-07-01"},
		{"date_start: 2015-05-11 00:00:00.000|date_end: 2015-05-12|date_prec: 2", "[2015-05-11..2015-05-12]"},
		{"date_start: 2015-05-11|date_end: 2015-05-12|date_prec: 1", "2015-05-11/2015-05-12"},
		{"event_date: 03 May 2020|time_precision: 2",
			"[2020-04-30..2020-05-06]"}, {"event_date: 15 May 2020|time_precision: 3", "2020-05"},
		{"iyear: 2001|imonth: 9|iday: 11", "2001-09-11"}, {"iyear: 2001|imonth: 9|iday: 0",
			"2001-09"}, {"iyear: 2001|imonth: 0|iday: 0", "2001"},
	} {
		res, err := one(t, ingest.Options{}, strings.Split(c.columns, "|")...)
		if err != nil || len(res.Incidents) != 1 {
			t.Errorf("%s: %v, %v", c.columns, err, res)
			continue
		}
		if got := res.Incidents[0].Date.Text; got != c.want {
			t.Errorf("%s: %s, want %s", c.columns, got, c.want)
		}
	}
}

func TestAmbiguousDatesAreAsked(t *testing.T) {
	if _, err := one(t, ingest.Options{}, "date: 3/4/2020"); err == nil ||
		!strings.Contains(err.Error(), `"3/4/2020"`) {
		t.Errorf("no question: %v", err)
	}
	for want, opt := range map[string]ingest.Options{"2020-04-03": {DayFirst: true}, "2020-03-04": {MonthFirst: true}} {
		res, err := one(t, opt, "date: 3/4/2020")
		if err != nil || res.Incidents[0].Date.Text != want {
			t.Errorf("want %s: %v, %v", want, res, err)
		}
	}
	if res, err := one(t, ingest.Options{MonthFirst: true}, "date: 13/4/2020"); err != nil || len(res.Incidents) > 0 {
		t.Errorf("13 was taken for a month: %+v, %v", res, err)
	}
}

func TestFigures(t *testing.T) {
	for cell, want := range map[string][3]int{ // -1 is unknown
		"3": {3, 3, 3}, "369.0": {369, 369, 369}, "1,024": {1024, 1024, 1024}, "0": {0, 0, 0}, "": {-1, -1,
			-1}, "-99": {-1, -1, -1}, "-9": {-1, -1, -1},
		"NA": {-1, -1, -1}, "Unknown": {-1, -1, -1}, "5+": {5, 5, -1}, "at least 5": {5, 5, -1}, "More than 20": {21,
			21, -1}, ">5": {6, 6, -1}, ">= 5": {5, 5, -1}, "5 or more": {5, 5, -1}, "Dozens": {24, 24, -1},
		"5-8": {5, -1, 8}, "5 to 8": {5, -1, 8}, "several": {-1, -1, -1},
		"au moins 5": {5, 5, -1}, "más de 20": {21, 21, -1}, "не менее 7": {7, 7, -1}, "على الأقل ٥": {5, 5, -1},
		"en az 3": {3, 3, -1}, "plusieurs": {-1, -1, -1}, "Inconnu": {-1, -1, -1}, "неизвестно": {-1, -1, -1},
		"غير معروف": {-1, -1, -1}, "des dizaines": {20, 20, -1}, "5 à 8": {5, -1, 8}, "1 200": {1200, 1200, 1200},
		"1\u00a0200": {1200, 1200, 1200}, "plus de 1 200": {1201, 1201, -1}, "۱۲": {12, 12, 12},
		"~4": {-1, 4, -1}, "about 30": {-1, 30, -1}, "environ 10": {-1, 10, -1}, "до 5": {-1, -1, 5}, "up to 20": {-1, -1, 20},
		"<5": {-1, -1, 4}, "fewer than 5": {-1, -1, 4}, "3 or 4": {3, -1, 4}, "two": {2, 2, 2}, "At least two": {2, 2, -1},
		"between 3 and 5": {3, -1, 5}, "entre 3 et 5": {3, -1, 5}, "1.204": {1204, 1204, 1204}, "1.204.000": {1204000, 1204000, 1204000},
		"۱٬۲۰۰": {1200, 1200, 1200}, "nd": {-1, -1, -1}, "keine Angabe": {-1, -1, -1}, "5 ou plus": {5, 5, -1}, "4?": {-1, 4, -1},
		"1.0": {1, 1, 1}, "1.000": {1, 1, 1}, "два или три": {2, -1, 3}, "une dizaine": {-1, 10, -1},
		"a dozen": {-1, 12, -1}, "about a dozen": {-1, 12, -1}, "two dozen": {-1, 24, -1}, "half a dozen": {-1, 6, -1},
		"une vingtaine": {-1, 20, -1}, "nil": {0, 0, 0}, "no casualties": {0, 0, 0}, "нет": {0, 0, 0}, "No": {0, 0, 0},
		"3 killed": {3, 3, 3}, "3 personas": {3, 3, 3}, "2 Personen": {2, 2, 2}, "3 чел.": {3, 3, 3}, "двое": {2, 2, 2},
		"twenty-one": {21, 21, 21}, "thirty five": {35, 35, 35}, "5*": {5, 5, 5}, "6[1]": {6, 6, 6}, "3 (+2 missing)": {3, 3, 3},
		"5 (3 men; 2 women)": {5, 5, 5}, "1 (ребёнок)": {1, 1, 1}, "three (incl. 1 child)": {3, 3, 3}, "3 injured": {-1, -1, -1},
		"No more than 5": {-1, -1, 5}, "hundred": {100, 100, 100},
	} {
		res, err := one(t, ingest.Options{}, "date: 2020", "nkill: "+cell)
		if err != nil || len(res.Incidents) != 1 {
			t.Errorf("%q: %v", cell, err)
			continue
		}
		f := incident.FigureOf(res.Incidents[0].Claims, incident.Killed)
		for i, n := range []*int{f.Low, f.Best, f.High} {
			if (n == nil) != (want[i] < 0) || (n != nil && *n != want[i]) {
				t.Errorf("%q: part %d of the figure is wrong", cell, i)
			}
		}
	}
	for cell, want := range map[string]incident.Claim{"over 5": {Bound: incident.BoundOver, Words: "over 5"},
		"5+":      {Bound: incident.BoundLeast},
		"several": {Words: "several"}, "dozens": {Bound: incident.BoundLeast,
			Words: "dozens"}, "5": {Bound: incident.BoundExact}} {
		res, err := one(t, ingest.Options{}, "date: 2020", "nkill: "+cell)
		if err != nil || len(res.Findings) > 0 || len(res.Incidents[0].Claims) != 1 {
			t.Errorf("%q: %v, %v", cell, res, err)
			continue
		}
		if c := res.Incidents[0].Claims[0]; c.Bound != want.Bound || c.Words != want.Words {
			t.Errorf("%q: %+v", cell, c)
		}
	}
	for _, cell := range []string{"1,5", "12,34", "1,2", "0,5", "5 or 3", "<0", "about", "3 dogs", "3 or 4 or 5", "1.5"} { // decimals and others, of which no count is made
		res, err := one(t, ingest.Options{}, "date: 2020", "nkill: "+cell)
		if err != nil || len(res.Findings) != 1 || len(res.Incidents[0].Claims) != 1 {
			t.Errorf("%q: %+v, %v", cell, res, err)
			continue
		}
		if c := res.Incidents[0].Claims[0]; c.Known() || c.Words != cell {
			t.Errorf("%q: %+v", cell, c)
		}
	}
	if res, err := one(t, ingest.Options{}, "date: 2020", "nkill: -99"); err != nil || len(res.Findings) != 1 ||
		len(res.Incidents[0].Claims) > 0 {
		t.Errorf("a count below zero is told once: %v, %v", res, err)
	}
	res, err := one(t, ingest.Options{}, "date: 2020", "low: 61", "best: 3", "high: 9")
	if err != nil || len(res.Findings) != 1 || res.Findings[0].Dropped {
		t.Fatalf("figures out of order are kept and told: %v, %v", res.Findings, err)
	}
	if f := incident.FigureOf(res.Incidents[0].Claims, incident.Killed); *f.Low != 3 || *f.Best != 3 || *f.High != 61 {
		t.Errorf("they are %d, %d, %d", *f.Low, *f.Best, *f.High)
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		columns   string
		lon, lat  float64
		precision incident.PlacePrecision
	}{
		{"lat: 34.5|lng: 69.2", 69.2, 34.5, incident.PlaceLocality}, {"latitude: 25.2|longitude: _71.456944",
			-71.456944, 25.2, incident.PlaceLocality},
		{"coordinates: 25.201340, 56.526152", 56.526152, 25.20134, incident.PlaceLocality}, {"wkt: POINT (1 2)", 1, 2,
			incident.PlaceLocality},
		{"wkt: LINESTRING(0 0,2 2)", 1, 1, incident.PlaceArea}, {"geometry: POLYGON((0 0,2 0,2 2,0 2,0 0))", 1, 1, incident.PlaceArea},
		{"wkt: POLYGON Z((0 0 5,2 0 5,2 2 5,0 2 5,0 0 5))", 1, 1, incident.PlaceArea}, {"wkt: POINT Z (1 2 3)", 1, 2,
			incident.PlaceLocality},
		{`lat: 35°36'58.51"N|lon: 51°15'0"W`, -51.25, 35.61625277777778,
			incident.PlaceLocality}, {"lat: 1|lon: 2|where_prec: 3", 2, 1, incident.PlaceAdmin2},
		{"lat: 1|lon: 2|geo_precision: 3", 2, 1, incident.PlaceAdmin1}, {"lat: 1|lon: 2|specificity: 1.0", 2, 1,
			incident.PlaceLocality}, {"lat: 1|lon: 2|place_precision: Exact", 2, 1, incident.PlaceExact},
	} {
		res, err := one(t, ingest.Options{}, append([]string{"date: 2020"}, strings.Split(c.columns, "|")...)...)
		if err != nil || len(res.Incidents) != 1 {
			t.Errorf("%s: %v, %v", c.columns, err, res.Findings)
			continue
		}
		p := res.Incidents[0].Place
		if !orb.Equal(p.Points, orb.MultiPoint{{c.lon, c.lat}}) || p.Precision != c.precision {
			t.Errorf("%s: %+v", c.columns, p)
		}
	}
	for _, bad := range []string{"lat: 91|lon: 0", "lat: 1|lon: 200", "lat: NaN|lon: 0", "lat: 1|lon: Inf",
		"lat: 1|lon: ", "coordinates: 12", "wkt: LINESTRING(0 0,1", "lat: 1e309|lon: 1"} {
		res, err := one(t, ingest.Options{}, append([]string{"date: 2020"}, strings.Split(bad, "|")...)...)
		// NaN means "no value" in a table, so half a coordinate is left.
		if err != nil || len(res.Incidents) != 1 || len(res.Incidents[0].Place.Points) != 0 || len(res.Findings) != 1 ||
			res.Findings[0].Dropped {
			t.Errorf("%s: %v, %v, %+v", bad, err, res.Findings, res.Incidents)
		}
	}
}

func TestGeocodesRowsWithoutCoordinates(t *testing.T) {
	var asked, in string
	opt := ingest.Options{Geocode: func(q ingest.Question) (incident.Place, bool) {
		asked, in = q.Text, q.Country
		return incident.Place{Points: orb.MultiPoint{{70.7, 34.1}}, Admin1: "Nangarhar",
			Precision: incident.PlaceAdmin2, RadiusM: 25000}, q.Text != "Nowhere"
	}}
	res, err := one(t, opt, "date: 2020", "place: Achin", "country: Afghanistan")
	if err != nil || res.Geocoded != 1 || asked != "Achin, Afghanistan" || in != "AF" {
		t.Fatalf("asked %q in %q: %v, %v", asked, in, res, err)
	}
	p := res.Incidents[0].Place
	if p.Country != "AF" || p.CountryName != "Afghanistan" || p.Admin1 != "Nangarhar" || p.RadiusM != 25000 ||
		res.Incidents[0].PlaceReview.State != incident.Unreviewed {
		t.Errorf("%+v", p)
	}
	if res, err = one(t, opt, "date: 2020", "place: Nowhere"); err != nil ||
		res.Incidents[0].Place.Precision != incident.PlaceUnknown || len(res.Findings) != 1 {
		t.Errorf("what is not found has no place, and is told: %v, %v", res, err)
	}
}

func TestCountries(t *testing.T) {
	for pair, want := range map[string]string{"country: Afghanistan": "AF Afghanistan", "country: PK": "PK Pakistan",
		"country: AFG": "AF Afghanistan", "iso: 004": "AF Afghanistan",
		"country: Ruritania": " Ruritania", "country: Myanmar (Burma)": "MM Myanmar (Burma)"} {
		res, err := one(t, ingest.Options{}, "date: 2020", pair)
		if err != nil {
			t.Fatal(err)
		}
		if p := res.Incidents[0].Place; p.Country+" "+p.CountryName != want {
			t.Errorf("%s: %s %s", pair, p.Country, p.CountryName)
		}
	}
	res, err := one(t, ingest.Options{}, "date: 2020", "country: Myanmar (Burma)", "iso3: MMR")
	if err != nil || res.Incidents[0].Place.Country != "MM" ||
		res.Incidents[0].Place.CountryName != "Myanmar (Burma)" || len(res.Columns) != 0 {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestExtraColumns(t *testing.T) {
	table := &ingest.Table{File: "x", Unit: "row", Header: []string{"date", "Weapon Type", "rounds", "ratio", "urban",
		"code", "seen", "empty", "limit", "2nd"},
		Rows: []ingest.Row{{Number: 2, Cells: []string{"2020", "rifle", "3", "0.5", "true", "007", "2020-01-01", "",
			"5", "x"}},
			{Number: 3, Cells: []string{"2020", "NA", "", "2", "false", "12", "", "", "6", "y"}}}}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []incident.Column{{Name: "weapon_type", Type: "string", Title: "Weapon Type"},
		{Name: "rounds", Type: "integer", Title: "rounds"}, {Name: "ratio", Type: "number", Title: "ratio"},
		{Name: "urban", Type: "boolean", Title: "urban"}, {Name: "code", Type: "string", Title: "code"}, {Name: "seen",
			Type: "date", Title: "seen"}, {Name: "x_limit", Type: "integer", Title: "limit"},
		{Name: "2nd", Type: "string", Title: "2nd"}}
	if len(res.Columns) != len(want) {
		t.Fatalf("%+v", res.Columns)
	}
	for i, w := range want {
		if res.Columns[i] != w {
			t.Errorf("column %d is %+v, want %+v", i, res.Columns[i], w)
		}
	}
	if a, b := res.Incidents[0].Extra, res.Incidents[1].Extra; a[0] != "rifle" || b[0] != "NA" || a[1] != int64(3) ||
		b[1] != nil || a[3] != true || b[3] != false || a[4] != "007" {
		t.Errorf("%v and %v", a, b)
	}
}

func TestIDs(t *testing.T) {
	table := &ingest.Table{File: "x", Unit: "row", Header: []string{"id", "date", "title"}, Rows: []ingest.Row{
		{Number: 2, Cells: []string{"AFG-12/3", "2020", "a"}}, {Number: 3,
			Cells: []string{"AFG-12/3", "2020", "b"}}, {Number: 4, Cells: []string{"", "2020", "c"}}}}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if res.Incidents[0].ID != "AFG-12-3" || res.Incidents[1].ID != "AFG-12-3-3" ||
		res.Incidents[0].SourceID != "AFG-12/3" || res.Incidents[1].SourceID != "AFG-12/3" ||
		!strings.HasPrefix(res.Incidents[2].ID, "r-") || len(res.Findings) != 1 {
		t.Errorf("%q, %q, %q, %v", res.Incidents[0].ID, res.Incidents[1].ID, res.Incidents[2].ID, res.Findings)
	}
	again, err := ingest.Read(table, ingest.Options{})
	if err != nil || again.Incidents[2].ID != res.Incidents[2].ID {
		t.Error("the made-up ID is another one the next time")
	}
}

func TestTitlesAndVocabulary(t *testing.T) {
	res, err := one(t, ingest.Options{}, "date: 2020", "type_of_violence: 3", "side_a: A", "side_b: B",
		"where_coordinates: Town")
	if err != nil {
		t.Fatal(err)
	}
	if inc := res.Incidents[0]; inc.Title != "A – B, Town" || inc.EventType != "one_sided_violence" ||
		res.EventTypes[0].Label != "One-sided violence" {
		t.Errorf("%+v, %v", inc, res.EventTypes)
	}
	res, err = one(t, ingest.Options{}, "date: 2020", "event_type: drone_strike", "place: Town")
	if err != nil || res.Incidents[0].Title != "Drone strike, Town" || res.Incidents[0].Date.Precision != edtf.Year {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestParallelSources(t *testing.T) {
	res, err := one(t, ingest.Options{}, "date: 2020", `source_article: "A, first";"B, second"`, "source_office: X;Y",
		"source_date: 2020-01-01;2020-01-02", "source_headline: First;Second")
	if err != nil {
		t.Fatal(err)
	}
	inc := res.Incidents[0]
	if len(inc.Sources) != 2 || inc.Sources[1].Title != "B, second" || inc.Sources[1].Publisher != "Y" ||
		inc.Sources[1].Date != "2020-01-02" || inc.Sources[0].Key == inc.Sources[1].Key || inc.Title != "First" {
		t.Errorf("%q, %+v", inc.Title, inc.Sources)
	}
	res, err = one(t, ingest.Options{}, "date: 2020", "source: A; B", "publisher: X;Y;Z", "url: javascript:alert(1)")
	if err != nil || len(res.Incidents[0].Sources) != 1 || res.Incidents[0].Sources[0].URL != "" ||
		len(res.Findings) != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestDateBesideSpan: of a date and a span beside it nothing is lost in silence.
func TestDateBesideSpan(t *testing.T) {
	for row, want := range map[string]struct {
		date  string
		found int
	}{
		"a|2024-05-03|2024-05-03|2024-05-06": {"2024-05-03/2024-05-06", 0}, "a|2024-05-06|2024-05-03|2024-05-06": {"2024-05-03/2024-05-06", 0},
		"a|2024-05-03|2024-05-03|": {"2024-05-03", 0}, "a|2024-05-03||": {"2024-05-03", 0},
		"a|2024-05-09|2024-05-03|2024-05-06": {"2024-05-09", 1}, "a||2024-05-03|2024-05-06": {"2024-05-03/2024-05-06", 0},
		"a|2024-05-03||2024-05-06": {"2024-05-03/2024-05-06", 0}, "a|2024-05-03||2024-05-01": {"2024-05-03", 1},
		"a|2024-05|2024-05-03|2024-05-06": {"2024-05-03/2024-05-06", 0}, "a|2024-05-03|someday|2024-05-06": {"2024-05-03", 1},
	} {
		res, err := ingest.Read(tableOf("title|date|start|end", row), ingest.Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 || len(res.Findings) != want.found ||
			res.Incidents[0].Date.Text != want.date {
			t.Errorf("%s: %+v, %v", row, res, err)
		}
	}
}

// TestAddressesOfOneCell: each address of a cell is a source.
func TestAddressesOfOneCell(t *testing.T) {
	for _, between := range []string{"; ", " ", ", ", "\n", ";"} {
		row := "a|2024|AP|https://a.org/1?x=1,2" + between + "https://b.org/2"
		res, err := ingest.Read(tableOf("title|date|source|url", row), ingest.Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 || len(res.Findings) > 0 {
			t.Fatalf("%q: %+v, %v", between, res, err)
		}
		s := res.Incidents[0].Sources
		if len(s) != 2 || s[0].URL != "https://a.org/1?x=1,2" || s[1].URL != "https://b.org/2" || s[1].Title != "AP" {
			t.Errorf("%q: %+v", between, s)
		}
	}
}

// TestSystemInNames: the system of coordinates may stand in the names of their columns.
func TestSystemInNames(t *testing.T) {
	for _, header := range []string{"title|date|X (UTM 37N)|Y (UTM 37N)", "title|date|Easting UTM 37 N|Northing UTM 37 N",
		"title|date|x_epsg_32637|y_epsg_32637", "title|date|X [EPSG:32637]|Y [EPSG:32637]"} {
		res, err := ingest.Read(tableOf(header, "a|2024|500000|3700000"), ingest.Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 || len(res.Findings) > 0 || len(res.Incidents[0].Place.Points) != 1 {
			t.Errorf("%s: %+v, %v", header, res, err)
			continue
		}
		if at := res.Incidents[0].Place.Points[0]; math.Abs(at[0]-39) > 1e-6 || math.Abs(at[1]-33.44) > 0.01 {
			t.Errorf("%s: %v", header, at)
		}
	}
}

// TestMeasureInCells: what a cell says is counted holds in columns of that alone, in whatever
// order they come.
func TestMeasureInCells(t *testing.T) {
	table := tableOf("date|title|killed|injured", "2020|a|3 killed|3 killed", "2021|b|3 injured|3 injured")
	res, err := ingest.Read(table, ingest.Options{Year: 2026})
	if err != nil || len(res.Incidents) != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	for i, want := range []string{incident.Killed, incident.Injured} {
		for _, c := range res.Incidents[i].Claims {
			if c.Known() != (c.Measure == want) {
				t.Errorf("row %d: %+v", i+1, c)
			}
		}
	}
}

// FuzzFigures holds: a count's figures are in order and none is below zero, its words are
// the cell's, and what is read as a plain number is read again as it is written.
func FuzzFigures(f *testing.F) {
	for _, cell := range []string{"5", "at least 5", "3 or 4", "up to 20", "~4", "1,024", "1.204", "two", "5+", "n.d.", "<5", "4?"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		row := "2020|a|" + strings.ReplaceAll(cell, "|", "/")
		res, err := ingest.Read(tableOf("date|title|killed", row), ingest.Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 {
			t.Fatalf("%q: %v, %+v", cell, err, res)
		}
		for _, c := range res.Incidents[0].Claims {
			last := 0
			for _, n := range []*int{c.Low, c.Best, c.High} {
				if n != nil && *n < last {
					t.Fatalf("%q: %+v", cell, c)
				}
				if n != nil {
					last = *n
				}
			}
			if err := c.Check(); err != nil {
				t.Fatalf("%q: %v", cell, err)
			}
		}
	})
}

// TestCitations: a cell of sources with their addresses is that many sources.
func TestCitations(t *testing.T) {
	for cell, want := range map[string]string{
		"https://x.org/1 / https://x.org/2":         "https://x.org/1 https://x.org/1, https://x.org/2 https://x.org/2",
		"https://x.org/1, https://x.org/2":          "https://x.org/1 https://x.org/1, https://x.org/2 https://x.org/2",
		"https://x.org/1,https://x.org/2":           "https://x.org/1 https://x.org/1, https://x.org/2 https://x.org/2",
		"https://x.org/a and https://x.org/b":       "https://x.org/a https://x.org/a, https://x.org/b https://x.org/b",
		"https://x.org/6\nhttps://x.org/7":          "https://x.org/6 https://x.org/6, https://x.org/7 https://x.org/7",
		"Punch: https://x.org/3.":                   "Punch https://x.org/3",
		"[Punch](https://x.org/4)":                  "Punch https://x.org/4",
		`<a href="https://x.org/5">Punch</a>; AP`:   "Punch https://x.org/5, AP ",
		"Al-Masdar (2021), https://m.org/a; Sahafa": "Al-Masdar (2021) https://m.org/a, Sahafa ",
		"AP; Punch https://x.org/3":                 "AP , Punch https://x.org/3",
		"https://x.org/1?a=1,2":                     "https://x.org/1?a=1,2 https://x.org/1?a=1,2",
		"The New York Times":                        "The New York Times ",
	} {
		res, err := ingest.Read(tableOf("date|title|source", "2020|a|"+cell), ingest.Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 || len(res.Findings) > 0 {
			t.Errorf("%q: %+v, %v", cell, res, err)
			continue
		}
		var got []string
		for _, s := range res.Incidents[0].Sources {
			got = append(got, s.Title+" "+s.URL)
		}
		if all := strings.Join(got, ", "); all != want {
			t.Errorf("%q: %q, want %q", cell, all, want)
		}
	}
}
