package ingest

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/incident"
)

// placesOf reads a table and returns what was asked for it, and what is told.
func placesOf(t *testing.T, find func(Question) (incident.Place, bool), lines ...string) (asked []string, told string) {
	t.Helper()
	units := map[string][]string{"PA": {"US"}, "PE": {"CA"}, "ON": {"CA"}, "NS": {"CA"}, "GA": {"US"}, "Kano": {"NG"},
		"Borno": {"NG"}, "Salta": {"AR"}}
	res, err := Read(tableOf(lines...), Options{Workers: 1,
		UnitCountries: func(name string) []string { return units[name] },
		Geocode: func(q Question) (incident.Place, bool) {
			asked = append(asked, q.Text+" in "+q.Country)
			return find(q)
		}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings {
		told += f.Message + "\n"
	}
	return asked, told
}

func nothing(Question) (incident.Place, bool) { return incident.Place{}, false }

// The code of a state is none of a country, and one that is not known decides nothing.
func TestCodesOfStates(t *testing.T) {
	asked, told := placesOf(t, nothing, "data|uf|municipio", "2021-02-03|BA|Salvador", "2021-02-03|RJ|Campos",
		"2021-02-03|PA|Belém")
	if !slices.Contains(asked, "Salvador in ") || slices.ContainsFunc(asked, func(q string) bool {
		return strings.Contains(q, "BA")
	}) || !slices.Contains(asked, "Belém in ") {
		t.Errorf("%q", asked)
	}
	if !strings.Contains(told, "2 rows with a code of a province or state that is not known") {
		t.Errorf("%s", told)
	}
	asked, _ = placesOf(t, nothing, "data|pais|uf|municipio", "2021-02-03|Brasil|BA|Salvador")
	if !slices.Contains(asked, "Salvador, Brazil in BR") {
		t.Errorf("%q", asked)
	}
	asked, _ = placesOf(t, nothing, "Date|City|Province", "2021-02-01|London|ON", "2021-02-01|Halifax|NS",
		"2021-02-01|Victoria|PE")
	if !slices.Contains(asked, "Victoria, PE in CA") {
		t.Errorf("%q", asked)
	}
}

// A place outside of the province or state that its row names is not meant.
func TestPlaceOutsideOfItsState(t *testing.T) {
	asked, _ := placesOf(t, func(q Question) (incident.Place, bool) {
		if q.Level == UnitOnly {
			return incident.Place{Text: q.Text}, true
		}
		return incident.Place{Geocoding: []incident.Geocoding{{Dropped: []string{"Kano"}}}}, true
	}, "Date|Town|State|Country", "2023-02-15|Nasarawa|Kano|Nigeria")
	if asked[len(asked)-1] != "Kano in NG" {
		t.Errorf("%q", asked)
	}
	asked, told := placesOf(t, nothing, "Date|City|State|Country", "2021-01-01|Palermo|CABA|",
		"2021-01-01|Salta|Salta|Argentina", "2021-01-02|Salta|Salta|Argentina")
	if !slices.Contains(asked, "Palermo, CABA in AR") ||
		!strings.Contains(told, "they are looked for in Argentina, as the other rows are there") {
		t.Errorf("%q, %s", asked, told)
	}
}
