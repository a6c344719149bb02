package edit

import (
	"encoding/json"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
)

// towns is an editor that knows some towns, one of which two countries have.
func towns() *Editor {
	e := editor()
	e.Resolve = func(text, in string) (incident.Place, bool) {
		town := func(x float64, code, name, admin1, admin2 string) (incident.Place, bool) {
			return incident.Place{Points: orb.MultiPoint{{x, 34}}, Country: code, CountryName: name, Admin1: admin1,
				Admin2: admin2, Precision: incident.PlaceLocality, RadiusM: 100 * x,
				Geocoding: []incident.Geocoding{{Query: text, Matched: text, Score: 1}}}, in == "" || in == code
		}
		switch {
		case text == "Jalalabad":
			return town(70, "AF", "Afghanistan", "Nangarhar", "Jalalabad")
		case text == "Kabul":
			return town(69, "AF", "Afghanistan", "Kabul", "")
		case text == "Mosul":
			return town(43, "IQ", "Iraq", "Nineveh", "Mosul")
		case text == "Jalalabad, Laghman":
			return town(72, "AF", "Afghanistan", "Laghman", "")
		case text == "Twin" && in == "PK":
			return town(71, "PK", "Pakistan", "Sindh", "")
		}
		return incident.Place{}, false
	}
	return e
}

// What was found by a name goes with the name; what the request says itself counts more.
func TestRenamedPlaceIsFoundAnew(t *testing.T) {
	e := towns()
	old, err := e.Create(t.Context(), json.RawMessage(
		`{"type":"Feature","geometry":null,"properties":{"title":"T","date":"2024","place":"Jalalabad"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for patch, want := range map[string]incident.Place{
		`{"properties":{"place":"Kabul"}}`: {Points: orb.MultiPoint{{69, 34}}, Country: "AF",
			CountryName: "Afghanistan", Admin1: "Kabul", Precision: incident.PlaceLocality, RadiusM: 6900},
		`{"geometry":null,"properties":{"place":"Kabul","admin2":"City"}}`: {Points: orb.MultiPoint{{69, 34}},
			Country: "AF", CountryName: "Afghanistan", Admin1: "Kabul", Admin2: "City",
			Precision: incident.PlaceLocality, RadiusM: 6900},
		`{"properties":{"place":"Mosul","country":"Iraq"}}`: {Points: orb.MultiPoint{{43, 34}}, Country: "IQ",
			CountryName: "Iraq", Admin1: "Nineveh", Admin2: "Mosul", Precision: incident.PlaceLocality, RadiusM: 4300},
		`{"properties":{"place":"Atlantis"}}`: {Precision: incident.PlaceUnknown},
		`{"properties":{"place":null}}`:       {Precision: incident.PlaceUnknown},
	} {
		got, err := e.Patch(t.Context(), old.Incident, json.RawMessage(patch))
		if err != nil {
			t.Errorf("%s: %v", patch, err)
			continue
		}
		p := got.Incident.Place
		if len(p.Geocoding) != len(want.Points) || len(p.Geocoding) > 0 && p.Geocoding[0].Query != p.Text {
			t.Errorf("%s: audit %+v", patch, p.Geocoding)
		}
		if len(p.Points) == 0 && (len(got.Findings) != 1 || got.Findings[0].Rule != "renamed") {
			t.Errorf("%s: findings %+v", patch, got.Findings)
		}
		want.Text, want.Geocoding = p.Text, p.Geocoding
		if !samePlace(p, want) {
			t.Errorf("%s:\n%+v, want\n%+v", patch, p, want)
		}
	}
}

func samePlace(a, b incident.Place) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// A unit that is named anew says which place of its name is meant; where none is known there,
// the point stays, and that is told.
func TestRenamedUnit(t *testing.T) {
	e := towns()
	old, err := e.Create(t.Context(), json.RawMessage(
		`{"type":"Feature","geometry":null,"properties":{"title":"T","date":"2024","place":"Jalalabad"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Patch(t.Context(), old.Incident, json.RawMessage(`{"properties":{"admin1":"Laghman"}}`))
	if err != nil || got.Incident.Place.Points[0][0] != 72 || got.Incident.Place.Admin2 != "" {
		t.Errorf("%+v, %v", got, err)
	}
	row := *old.Incident // found by more than its name
	row.Place.Text = "Hill 12"
	got, err = e.Patch(t.Context(), &row, json.RawMessage(`{"properties":{"admin1":"Kunar"}}`))
	if err != nil || len(got.Incident.Place.Points) != 1 || got.Incident.Place.Admin1 != "Kunar" ||
		len(got.Incident.Place.Geocoding) != 1 || len(got.Findings) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Points that a patch takes away are looked up by the name, and do not stay.
func TestRenamedUnitWithoutPoints(t *testing.T) {
	row := rich()
	row.Place.Text = "Hill 12"
	got, err := towns().Patch(t.Context(), row, json.RawMessage(`{"geometry":null,"properties":{"admin1":"Kunar"}}`))
	if err != nil || len(got.Incident.Place.Points) != 0 || len(got.Incident.Place.Geocoding) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A country that the name alone does not lead to was said by somebody, and stays.
func TestRenamedPlaceKeepsTheCountryThatWasSaid(t *testing.T) {
	e := towns()
	old, err := e.Create(t.Context(), json.RawMessage(
		`{"type":"Feature","geometry":null,"properties":{"title":"T","date":"2024","place":"Twin","country":"PK"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Patch(t.Context(), old.Incident, json.RawMessage(`{"properties":{"place":"Kabul"}}`))
	if err != nil || len(got.Incident.Place.Points) != 0 || got.Incident.Place.Country != "PK" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Points that somebody has set stay under another name, and that is told.
func TestRenamedPlaceKeepsPointsSetByHand(t *testing.T) {
	e := towns()
	old := rich()
	old.Place.Geocoding = nil
	got, err := e.Patch(t.Context(), old, json.RawMessage(`{"properties":{"place":"Kabul"}}`))
	if err != nil || len(got.Incident.Place.Points) != 2 || got.Incident.Place.Admin1 != "Nangarhar" ||
		len(got.Findings) != 1 || got.Findings[0].Column != "/properties/place" {
		t.Errorf("%+v, %v", got, err)
	}
}

// A new name with points of its own keeps nothing that was found by the former name.
func TestRenamedPlaceWithPoints(t *testing.T) {
	e := towns()
	old, err := e.Create(t.Context(), json.RawMessage(
		`{"type":"Feature","geometry":null,"properties":{"title":"T","date":"2024","place":"Mosul"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Patch(t.Context(), old.Incident, json.RawMessage(
		`{"geometry":{"type":"Point","coordinates":[43.7,34.6]},"properties":{"place":"Tikrit"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if p := got.Incident.Place; p.Admin1 != "" || p.Admin2 != "" || p.RadiusM != 0 || p.Geocoding != nil ||
		p.Points[0] != (orb.Point{43.7, 34.6}) {
		t.Errorf("%+v", p)
	}
}
