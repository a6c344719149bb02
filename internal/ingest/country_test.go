package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// TestCountryColumns: names and codes of countries, however they are written,
// and what is told where none is understood.
func TestCountryColumns(t *testing.T) {
	asked := map[string]string{}
	read := func(header string, cells ...string) (*Result, incident.Incident) {
		t.Helper()
		names := append([]string{"date", "title"}, strings.Split(header, ",")...)
		row := Row{Number: 2, Cells: append([]string{"2023-01-01", "A"}, cells...)}
		res, err := Read(&Table{File: "f.csv", Unit: "row", Header: names, Rows: []Row{row}},
			Options{Geocode: func(q Question) (incident.Place, bool) {
				asked[q.Text] = q.Country
				return incident.Place{}, false
			}})
		if err != nil || len(res.Incidents) != 1 {
			t.Fatalf("%s: %v, %v", cells, res, err)
		}
		return res, res.Incidents[0]
	}
	for cells, want := range map[string]string{
		"country|Syrian Arab Republic": "SY", "country|DR Congo": "CD", "country|Україна": "UA", "country|UK": "GB",
		"country_code|NA": "NA", "iso3|AFG": "AF",
		"country|NA": "", "country|Atlantis": "", "country|Congo": "",
	} {
		header, cell, _ := strings.Cut(cells, "|")
		if _, inc := read(header, cell); inc.Place.Country != want {
			t.Errorf("%s: %q, want %q", cells, inc.Place.Country, want)
		}
	}
	if _, asked := asked["Atlantis"]; asked {
		t.Error("a country that is none was looked up as a village")
	}
	if code, ok := asked["Syria"]; !ok || code != "SY" {
		t.Errorf("a country is asked for as %v", asked)
	}
	res, _ := read("country", "Congo")
	if told := fmt.Sprint(res.Findings); !strings.Contains(told, "Congo - Kinshasa (CD) or Congo - Brazzaville (CG)") {
		t.Errorf("%s", told)
	}
	if res, _ = read("country", "Atlantis"); !strings.Contains(fmt.Sprint(res.Findings),
		`"Atlantis" for a country, which is none that is known`) {
		t.Errorf("%v", res.Findings)
	}
}

// TestPointsTellCountries: where no name is understood, the point's country is
// taken, and that is told once.
func TestPointsTellCountries(t *testing.T) {
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "lat", "lon", "country"}}
	for i, name := range []string{"Congo", "Congo", "Chad", "Atlantis"} {
		table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{fmt.Sprintf("2023-01-%02d", i+1), "1", "2",
			name}})
	}
	at := func(p orb.Point) (string, bool) { return "CG", p == orb.Point{2, 1} }
	res, err := Read(table, Options{CountryAt: at})
	if err != nil || len(res.Incidents) != 4 {
		t.Fatal(res, err)
	}
	for i, want := range []string{"CG", "CG", "TD", "CG"} {
		if got := res.Incidents[i].Place; got.Country != want || got.CountryName != table.Rows[i].Cells[3] {
			t.Errorf("row %d: %s, %s, want %s", i+2, got.Country, got.CountryName, want)
		}
	}
	if len(res.Findings) != 2 || !strings.Contains(res.Findings[0].Message, "2 rows with") ||
		!strings.Contains(res.Findings[0].Message, "the country that the point lies in is taken") {
		t.Errorf("%v", res.Findings)
	}
}

// TestUnitColumns: a province or state is never a town, and of the country
// that the others are of.
func TestUnitColumns(t *testing.T) {
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "state", "country"},
		Rows: []Row{{Number: 2, Cells: []string{"2023-01-01", "Florida", ""}},
			{Number: 3, Cells: []string{"2023-01-02", "Ohio", ""}},
			{Number: 4, Cells: []string{"2023-01-03", "Florida", "Uruguay"}}}}
	var units []string
	opt := Options{
		Geocode: func(q Question) (incident.Place, bool) {
			if q.Level != UnitOnly {
				t.Errorf("%v was looked up as anything", q)
			}
			units = append(units, q.Text+" in "+q.Country)
			return incident.Place{Country: q.Country, Admin1: q.Text, Points: orb.MultiPoint{{1, 2}},
				Precision: incident.PlaceAdmin1}, true
		},
		UnitCountries: func(name string) []string {
			return map[string][]string{"Florida": {"CU", "US", "UY"}, "Ohio": {"US"}, "Punjab": {"IN", "PK"},
				"Ontario": {"CA"}}[name]
		},
	}
	res, err := Read(table, opt)
	if err != nil || strings.Join(units, ", ") != "Florida in US, Ohio in US, Florida in UY" {
		t.Fatalf("%v, %v", units, err)
	}
	if told := fmt.Sprint(res.Findings); !strings.Contains(told, "2 rows with a province or state and no country") ||
		!strings.Contains(told, "United States") {
		t.Errorf("%s", told)
	}
}

// TestPlaceColumns: all columns of places make the question, from fine to coarse.
// An address does not beat its town, and a region that is none is left out.
func TestPlaceColumns(t *testing.T) {
	known := map[string]incident.Place{
		"Dayton, Ohio, United States": {Points: orb.MultiPoint{{-84.19, 39.76}}, RadiusM: 5_000,
			Admin2: "town"},
		"Riverside, Dayton, Ohio, United States":      {Points: orb.MultiPoint{{-84.12, 39.77}}, RadiusM: 3_000},
		"12 Lima Street, Dayton, Ohio, United States": {Points: orb.MultiPoint{{-84.1, 40.74}}, RadiusM: 3_000},
		"Friedberg, Bayern, Germany":                  {Points: orb.MultiPoint{{10.98, 48.36}}},
		"Balad, Iraq":                                 {Points: orb.MultiPoint{{44.1, 34}}},
		"near Balad, Iraq":                            {Points: orb.MultiPoint{{44.2, 34}}},
		"Yathrib, near Balad, Iraq":                   {Points: orb.MultiPoint{{44.3, 34}}},
	}
	var levels []Level
	geocode := func(q Question) (incident.Place, bool) {
		levels = append(levels, q.Level)
		place, ok := known[q.Text]
		if at := strings.Index(q.Text, ", Middle East"); at > 0 {
			place, ok = known[strings.Replace(q.Text, ", Middle East", "", 1)]
			place.Geocoding = []incident.Geocoding{{Dropped: []string{"Middle East"}}}
		}
		if town := place.Admin2 == "town"; q.Level == TownOnly && !town {
			return incident.Place{}, false
		}
		return place, ok
	}
	for _, c := range []struct {
		header, cells string
		want          orb.Point
		text, told    string
	}{
		{"address,city_or_county,state,country", "12 Lima Street|Dayton|Ohio|USA", orb.Point{-84.19, 39.76}, "Dayton",
			"1 row with an address or site that is not known in its town"},
		{"Address,City,State,Country", "Riverside|Dayton|Ohio|USA", orb.Point{-84.12, 39.77}, "Dayton", ""},
		{"location,region,country", "Friedberg|Bayern|Germany", orb.Point{10.98, 48.36}, "Friedberg", ""},
		{"city,region,country", "Balad|Middle East|Iraq", orb.Point{44.1, 34}, "Balad", ""},
		{"town,place,country", "|Balad|Iraq", orb.Point{44.1, 34}, "Balad", ""},
		{"Nearest town,country", "Balad|Iraq", orb.Point{44.2, 34}, "near Balad", ""},
		{"place,nearest_town,country", "Yathrib|Balad|Iraq", orb.Point{44.3, 34}, "Yathrib", ""},
	} {
		header := append([]string{"date"}, strings.Split(c.header, ",")...)
		row := Row{Number: 2, Cells: append([]string{"2023-01-01"}, strings.Split(c.cells, "|")...)}
		res, err := Read(&Table{File: "f.csv", Unit: "row", Header: header, Rows: []Row{row}},
			Options{Geocode: geocode})
		if err != nil || len(res.Incidents[0].Place.Points) != 1 || res.Incidents[0].Place.Points[0] != c.want ||
			res.Incidents[0].Place.Text != c.text {
			t.Errorf("%s: %v, %+v, want %v", c.cells, err, res.Incidents[0].Place, c.want)
			continue
		}
		if told := fmt.Sprint(res.Findings); c.told == "" && len(res.Findings) > 0 || !strings.Contains(told, c.told) {
			t.Errorf("%s: told %s", c.cells, told)
		}
	}
}

// TestCountryOfRowsWithoutOne: a country that is given is that of rows which name
// none, and bounds where their places are looked for.
func TestCountryOfRowsWithoutOne(t *testing.T) {
	var asked []string
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "place", "country", "countryname"},
		Rows: []Row{
			{Number: 2, Cells: []string{"2023-01-01", "Balad", "", ""}}, {Number: 3,
				Cells: []string{"2023-01-01", "Gao", "", "Mali"}},
			{Number: 4, Cells: []string{"2023-01-02", "Gao", "ML", ""}}}}
	res, err := Read(table, Options{Country: "IQ", Geocode: func(q Question) (incident.Place, bool) {
		asked = append(asked, q.Text+" in "+q.Country)
		return incident.Place{}, false
	}})
	if err != nil || strings.Join(asked,
		"; ") != "Balad, Iraq in IQ; Iraq in IQ; Gao, Mali in ML; Mali in ML; Gao, Mali in ML; Mali in ML" {
		t.Errorf("%v, %q", err, asked)
	}
	for i, want := range []string{"IQ", "ML", "ML"} {
		if got := res.Incidents[i].Place.Country; got != want {
			t.Errorf("row %d: %s, want %s", i+2, got, want)
		}
	}
}

// TestPointOutsideItsCountry: the name stays, and a finding says so once.
func TestPointOutsideItsCountry(t *testing.T) {
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "lat", "lon", "country"}, Rows: []Row{
		{Number: 2, Cells: []string{"2023-01-01", "1", "2", "Chad"}}, {Number: 3,
			Cells: []string{"2023-01-01", "3", "2", "Chad"}},
		{Number: 4, Cells: []string{"2023-01-02", "4", "2", ""}}}}
	res, err := Read(table, Options{Outside: func(p *incident.Place, at orb.Point) bool {
		return p.Country == "TD" &&
			at[1] > 2
	}})
	if err != nil || res.Incidents[1].Place.Country != "TD" || len(res.Findings) != 1 ||
		!strings.Contains(res.Findings[0].Message,
			"1 row with a point outside of the country named beside it (row 3 is the first)") {
		t.Errorf("%v, %v", err, res.Findings)
	}
}

// TestUnitsWithoutCountry: the country that most rows name is meant, if it has the
// unit; else the only one that has it; of several, none, and that is told.
func TestUnitsWithoutCountry(t *testing.T) {
	read := func(rows ...string) (string, []report.Finding) {
		t.Helper()
		table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "state", "country"}}
		for i, row := range rows {
			state, country, _ := strings.Cut(row, "|")
			table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{"2023-01-01", state, country}})
		}
		var asked []string
		res, err := Read(table, Options{
			Geocode: func(q Question) (incident.Place, bool) {
				asked = append(asked, q.Text+" in "+q.Country)
				return incident.Place{Country: q.Country, Points: orb.MultiPoint{{1, 2}}}, true
			},
			UnitCountries: func(name string) []string {
				return map[string][]string{"Florida": {"CU", "US", "UY"}, "Ohio": {"US"}, "Texas": {"US"},
					"Punjab": {"IN", "PK"}, "Ontario": {"CA"}}[name]
			}})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(asked, ", "), res.Findings
	}
	for rows, want := range map[string]string{
		"Punjab|Pakistan;Punjab|Pakistan;Punjab|": "Punjab in PK, Punjab in PK, Punjab in PK",
		"Florida|;Ohio|;Texas|;Ontario|":          "Florida in US, Ohio in US, Texas in US, Ontario in CA",
		"Florida|;Ohio|;Texas|;Nationwide|":       "Florida in US, Ohio in US, Texas in US, Nationwide in ",
		"Punjab|":                                 "",
		"Ohio|":                                   "Ohio in US",
	} {
		if got, _ := read(strings.Split(rows, ";")...); got != want {
			t.Errorf("%s: %s, want %s", rows, got, want)
		}
	}
	if _, told := read("Punjab|"); !strings.Contains(fmt.Sprint(told),
		"a province or state that several countries have") {
		t.Errorf("%v", told)
	}
}

// TestCountriesThatAreNone: what is not understood takes no part in the question;
// where a cell names several countries, the only one that has the place is it.
func TestCountriesThatAreNone(t *testing.T) {
	for cells, want := range map[string]string{
		"Kabul|Atlantis":                "Kabul in ",
		"Tijuana|United States; Mexico": "Tijuana, United States in US, Tijuana, Mexico in MX",
		"Paris|Congo":                   "Paris, Congo - Kinshasa in CD, Paris, Congo - Brazzaville in CG",
		"|Atlantis":                     "",
	} {
		city, country, _ := strings.Cut(cells, "|")
		var asked []string
		table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "city", "country"},
			Rows: []Row{{Number: 2, Cells: []string{"2023-01-01", city, country}}}}
		res, err := Read(table, Options{Geocode: func(q Question) (incident.Place, bool) {
			if q.Level == TownOnly {
				asked = append(asked, q.Text+" in "+q.Country)
			}
			return incident.Place{Country: "MX", Points: orb.MultiPoint{{1, 2}}}, q.Country != "US" &&
				q.Country != "CD" && q.Country != "CG"
		}})
		if got := strings.Join(asked, ", "); err != nil || got != want {
			t.Errorf("%s: %s, want %s (%v)", cells, got, want, err)
		}
		if placed := len(res.Incidents[0].Place.Points) > 0; placed != (city == "Kabul" || city == "Tijuana") {
			t.Errorf("%s: placed is %v", cells, placed)
		}
	}
}

// TestNamibiaAmongCodes: NA is Namibia where a column of countries holds codes.
func TestNamibiaAmongCodes(t *testing.T) {
	for cells, want := range map[string]string{"KE NA ZA": "KE NA ZA", "Kenya NA ZA": "KE  ZA", "NA": ""} {
		table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "country"}}
		for i, cell := range strings.Split(cells, " ") {
			table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{"2023-01-01", cell}})
		}
		res, err := Read(table, Options{})
		var got []string
		for _, inc := range res.Incidents {
			got = append(got, inc.Place.Country)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", cells, got, want)
		}
	}
}

// TestUnknownUnitOfKnownCountry: the country is the place, and what was not found
// there is told.
func TestUnknownUnitOfKnownCountry(t *testing.T) {
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "state", "country"},
		Rows: []Row{{Number: 2, Cells: []string{"2023-01-01", "Nonexistent", "USA"}}}}
	res, err := Read(table, Options{Geocode: func(q Question) (incident.Place, bool) {
		return incident.Place{Points: orb.MultiPoint{{-99, 39}}, Precision: incident.PlaceCountry,
			Geocoding: []incident.Geocoding{{Matched: "United States"}}}, q.Text == "United States"
	}})
	if err != nil || len(res.Incidents[0].Place.Points) != 1 || !strings.Contains(fmt.Sprint(res.Findings),
		`"Nonexistent" is not understood there; the incident is placed in United States (country)`) {
		t.Errorf("%v, %v", err, res.Findings)
	}
}

// TestManyPointsOutside: only so many are looked for, and the finding says so.
func TestManyPointsOutside(t *testing.T) {
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"id", "date", "lat", "lon", "country"}}
	for i := range 3 * maxOutside {
		cells := []string{strconv.Itoa(i + 1), "2023-01-01", "1", "2", "Chad"}
		table.Rows = append(table.Rows, Row{Number: i + 2, Cells: cells})
	}
	var asked atomic.Int64
	res, err := Read(table, Options{Outside: func(*incident.Place, orb.Point) bool { return asked.Add(1) > 0 }})
	const want = "1000 rows or more with a point outside"
	if err != nil || len(res.Findings) != 1 || !strings.Contains(res.Findings[0].Message, want) ||
		asked.Load() > 2*maxOutside {
		t.Errorf("%v, asked %d times, %v", err, asked.Load(), res.Findings)
	}
}
