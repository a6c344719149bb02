package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
)

// TestDistricts: a district is asked for as a unit before any town of its name, and those of
// a file without countries agree on one.
func TestDistricts(t *testing.T) {
	var asked []string
	opt := Options{
		Geocode: func(q Question) (incident.Place, bool) {
			asked = append(asked, fmt.Sprintf("%s in %s %d", q.Text, q.Country, q.Level))
			return incident.Place{Points: orb.MultiPoint{{1, 2}}}, q.Level == DistrictOnly
		},
		UnitCountries: func(string) []string { return nil },
		DistrictCountries: func(name string) []string {
			return map[string][]string{"Chak": {"AF", "PK"}, "Jaghatu": {"AF"}, "Andar": {"AF"}}[name]
		},
	}
	table := &Table{File: "a.csv", Unit: "row", Header: []string{"date", "District"}}
	for i, name := range []string{"Chak", "Jaghatu", "Andar"} {
		table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{"2020-01-02", name}})
	}
	res, err := Read(table, opt)
	want := []string{"Chak, Afghanistan in AF 3", "Jaghatu, Afghanistan in AF 3", "Andar, Afghanistan in AF 3"}
	if err != nil || len(res.Incidents) != 3 {
		t.Fatalf("%v, %v", res, err)
	}
	for i := range want {
		want[i] = strings.Replace(want[i], ", Afghanistan", "", 1)
	}
	if !slices.Equal(asked, want) || !strings.Contains(fmt.Sprint(res.Findings), "Afghanistan") {
		t.Errorf("%q, %v", asked, res.Findings)
	}
}

// TestFinerColumns: columns of the field below districts say where, and codes do not.
func TestFinerColumns(t *testing.T) {
	for _, name := range []string{"Sub-district", "admin3Name", "ADM3_EN", "Community", "City/Municipality",
		"Barangay", "Upazila"} {
		table := &Table{File: "a.csv", Unit: "row", Header: []string{"date", "ADM2_EN", name, "ADM3_PCODE"},
			Rows: []Row{{Number: 2, Cells: []string{"2020-01-02", "Afrin", "Jandairis", "SY020601"}}}}
		res, err := Read(table, Options{Geocode: func(q Question) (incident.Place, bool) {
			return incident.Place{Points: orb.MultiPoint{{1, 2}}}, strings.HasPrefix(q.Text, "Jandairis, Afrin") &&
				!strings.Contains(q.Text, "SY")
		}})
		if err != nil || res.Geocoded != 1 || res.Incidents[0].Place.Text != "Jandairis" {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
	}
}

// TestCountryInText: a point that is not in the country that its place names is told, and the
// state of another country of the same name is none.
func TestCountryInText(t *testing.T) {
	for text, want := range map[string]int{"Bogota, Colombia": 1, "Atlanta, Georgia": 0, "Bogota": 0,
		"Los Angeles, CA": 0} {
		table := &Table{File: "a.csv", Unit: "row", Header: []string{"date", "place", "lat", "lon"},
			Rows: []Row{{Number: 2, Cells: []string{"2020-01-02", text, "4.71", "74.07"}}}}
		res, err := Read(table, Options{
			Away:          func(code string, _ orb.Point) (float64, bool) { return 1e6, code != "US" },
			CountryAt:     func(orb.Point) (string, bool) { return "US", true },
			UnitCountries: func(name string) []string { return map[string][]string{"Georgia": {"US"}}[name] }})
		if err != nil || len(res.Findings) != want {
			t.Errorf("%s: %v, %v", text, res.Findings, err)
		}
	}
}
