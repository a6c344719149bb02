package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
)

// TestCountryColumns: names and codes of countries, however they are written,
// and what is told where none is understood.
func TestCountryColumns(t *testing.T) {
	asked := map[string]string{}
	read := func(header string, cells ...string) (*Result, incident.Incident) {
		t.Helper()
		names := append([]string{"date", "title"}, strings.Split(header, ",")...)
		row := Row{Number: 2, Cells: append([]string{"2023-01-01", "A"}, cells...)}
		res, err := Read(&Table{File: "f.csv", Unit: "row", Header: names, Rows: []Row{row}}, Options{Geocode: func(text, country string) (incident.Place, bool) {
			asked[text] = country
			return incident.Place{}, false
		}})
		if err != nil || len(res.Incidents) != 1 {
			t.Fatalf("%s: %v, %v", cells, res, err)
		}
		return res, res.Incidents[0]
	}
	for cells, want := range map[string]string{
		"country|Syrian Arab Republic": "SY", "country|DR Congo": "CD", "country|Україна": "UA", "country|UK": "GB", "country_code|NA": "NA", "iso3|AFG": "AF",
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
	if res, _ = read("country", "Atlantis"); !strings.Contains(fmt.Sprint(res.Findings), `"Atlantis" for a country, which is none that is known`) {
		t.Errorf("%v", res.Findings)
	}
}

// TestPointsTellCountries: where no name is understood, the point's country is
// taken, and that is told once.
func TestPointsTellCountries(t *testing.T) {
	table := &Table{File: "f.csv", Unit: "row", Header: []string{"date", "lat", "lon", "country"}}
	for i, name := range []string{"Congo", "Congo", "Chad", "Atlantis"} {
		table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{fmt.Sprintf("2023-01-%02d", i+1), "1", "2", name}})
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
		Rows: []Row{{Number: 2, Cells: []string{"2023-01-01", "Florida", ""}}, {Number: 3, Cells: []string{"2023-01-02", "Ohio", ""}},
			{Number: 4, Cells: []string{"2023-01-03", "Florida", "Uruguay"}}}}
	var units []string
	opt := Options{
		Geocode: func(text, _ string) (incident.Place, bool) {
			t.Errorf("%s was looked up as anything", text)
			return incident.Place{}, false
		},
		Unit: func(name, country string) (incident.Place, bool) {
			units = append(units, name+" in "+country)
			return incident.Place{Country: country, Admin1: name, Points: orb.MultiPoint{{1, 2}}, Precision: incident.PlaceAdmin1}, true
		},
		UnitsCountry: func(names []string) (string, bool) { return "US", strings.Join(names, " ") == "Florida Ohio" },
	}
	res, err := Read(table, opt)
	if err != nil || strings.Join(units, ", ") != "Florida in US, Ohio in US, Florida in UY" {
		t.Fatalf("%v, %v", units, err)
	}
	if told := fmt.Sprint(res.Findings); !strings.Contains(told, "2 rows with a province or state and no country") || !strings.Contains(told, "United States") {
		t.Errorf("%s", told)
	}
}
