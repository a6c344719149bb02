package edit

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

func editor() *Editor {
	return &Editor{Author: "Ann", Today: "2026-11-27",
		Dataset: &incident.Dataset{ID: "d", Kinds: []incident.Term{{ID: "attack"}, {ID: "incident"}},
			EventTypes: []incident.Term{{ID: "raid"}},
			Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger},
				{Name: "weapon", Type: incident.ColumnString}, {Name: "seen", Type: incident.ColumnDate}}},
		Resolve: func(text, _ string) (incident.Place, bool) {
			if text != "Jalalabad" {
				return incident.Place{}, false
			}
			return incident.Place{Points: orb.MultiPoint{{70.45, 34.43}}, Country: "AF", CountryName: "Afghanistan",
				Admin1: "Nangarhar", Precision: incident.PlaceLocality, RadiusM: 7500,
				Geocoding: []incident.Geocoding{{Query: text, Matched: "Jalalabad", Score: 1}}}, true
		}}
}

// rich is an incident with everything that one can have.
func rich() *incident.Incident {
	n := 3
	return &incident.Incident{ID: "a", SourceID: "A/1", Dataset: "d", Revision: 4, Title: "Blast", Summary: "S",
		Kind:      "attack",
		EventType: "raid", Date: edtf.MustParse("[2020-03-01..2020-03-05]"), Time: "15:04+04:30",
		Place: incident.Place{Text: "Jalalabad", Points: orb.MultiPoint{{70.4512345678, 34.43}, {71, 35}}, Country: "AF",
			CountryName: "Islamic Emirate", Admin1: "Nangarhar", Admin2: "Achin", Precision: incident.PlaceLocality,
			RadiusM: 7499.6, Geocoding: []incident.Geocoding{{Query: "Jalalabad", Score: .9}}},
		Origin: &incident.Place{Text: "over there", Points: orb.MultiPoint{{70, 34}}, Precision: incident.PlaceVicinity},
		Actors: []incident.Party{{Name: "X", Role: "attacker"},
			{Name: "Y"}}, Targets: []incident.Party{{Name: "police"}},
		Statements: []incident.Statement{{About: incident.AboutOccurrence, Grade: incident.Confirmed, By: "police",
			Source: "s"}},
		Claims: []incident.Claim{incident.Claim{Measure: incident.Killed, Scope: incident.Total,
			Figure: incident.AtLeast(3),
			Source: "s", Words: "at least 3"}.WithBound(), {Measure: incident.Killed, Scope: incident.Subset, Figure: incident.Figure{Best: &n},
			Who: "police", Source: "s"}},
		Sources:      []incident.Source{{Key: "s", Title: "A daily", URL: "https://example.org/a", Date: "2020-03-06"}},
		PlaceReview:  incident.Review{State: incident.Reviewed, By: "Bob", At: "2021-01-01", Revision: 3},
		RecordReview: incident.Review{}, Extra: []any{int64(9007199254740993), "rifle <b>", nil}}
}

// bare are incidents that lack nearly everything.
func bare() *incident.Incident {
	return &incident.Incident{ID: "b", Dataset: "d", Title: "B", Date: edtf.MustParse("2020"),
		Place: incident.Place{Text: "nowhere known", Precision: incident.PlaceUnknown}, Extra: []any{nil, nil, nil}}
}

// What was read and is sent back changes nothing: whole or flat, as a replacement or as a
// patch.
func TestSentBackChangesNothing(t *testing.T) {
	e := editor()
	for _, inc := range []*incident.Incident{rich(), bare()} {
		flat := geojson.Writer{Columns: incident.PropertiesOf(e.Dataset)}
		record := incident.NewRecord(incident.Profile{}, *inc, e.Dataset)
		for name, raw := range map[string]json.RawMessage{"whole": e.Feature(inc), "flat": flat.AppendFeature(nil,
			record)} {
			for verb, change := range map[string]func() (*Made, error){
				"replaced": func() (*Made, error) { return e.Replace(t.Context(), inc, raw) },
				"patched":  func() (*Made, error) { return e.Patch(t.Context(), inc, raw) },
			} {
				got, err := change()
				if err != nil {
					t.Errorf("%s, %s: %v", name, verb, err)
					continue
				}
				// A kind is given to who has none.
				want := *inc
				if want.Kind == "" {
					want.Kind = "incident"
				}
				if !reflect.DeepEqual(got.Incident, &want) {
					t.Errorf("%s, %s:\n%+v, want\n%+v", name, verb, got.Incident, &want)
				}
			}
		}
	}
}

const minimal = `{"type":"Feature","geometry":null,"properties":{"date":"2024-03-21"PROPERTIES}}`

func create(t *testing.T, properties string) (*Made, error) {
	t.Helper()
	return editor().Create(t.Context(), json.RawMessage(strings.Replace(minimal, "PROPERTIES", properties, 1)))
}

// A place without coordinates is looked up; what the feature says of it counts more.
func TestPlaceIsLookedUp(t *testing.T) {
	got, err := create(t, `,"place":"Jalalabad","admin2":"City"`)
	if err != nil {
		t.Fatal(err)
	}
	p := got.Incident.Place
	if len(p.Points) != 1 || p.Country != "AF" || p.Admin1 != "Nangarhar" || p.Admin2 != "City" ||
		p.Precision != incident.PlaceLocality || p.RadiusM != 7500 || len(p.Geocoding) != 1 {
		t.Errorf("%+v", p)
	}
	if got, err = create(t, `,"place":"Atlantis"`); err != nil || got.Incident.Place.Precision != incident.PlaceUnknown {
		t.Errorf("%+v, %v", got, err)
	}
	// A point that is moved loses what was found by name, and keeps the rest.
	before := rich()
	moved, err := editor().Patch(t.Context(), before, json.RawMessage(`{"geometry":{"type":"Point","coordinates":[70,34,500]}}`))
	if err != nil || len(moved.Incident.Place.Geocoding) != 0 || moved.Incident.Place.Points[0] != (orb.Point{70,
		34}) ||
		moved.Incident.Place.Admin1 != "Nangarhar" || moved.Incident.Title != "Blast" {
		t.Errorf("%+v, %v", moved, err)
	}
	// A place that is named anew and has no point any more is looked up.
	renamed, err := editor().Patch(t.Context(), bare(), json.RawMessage(`{"properties":{"place":"Jalalabad"}}`))
	if err != nil || len(renamed.Incident.Place.Points) != 1 ||
		renamed.Incident.Place.Precision != incident.PlaceLocality {
		t.Errorf("%+v, %v", renamed, err)
	}
}

// Flat figures make a claim of the author's where there is none, change it, and take it away.
func TestFlatFigures(t *testing.T) {
	for properties, want := range map[string]string{
		`"fatalities_best":3`: "3 3 3",
		`"fatalities_low":3`:  "3 3 null",
		`"fatalities_low":3,"fatalities_best":5,"fatalities_high":7`:          "3 5 7",
		`"fatalities_low":3,"fatalities_best":3,"fatalities_high":null`:       "3 3 null",
		`"fatalities_low":2,"fatalities_high":4`:                              "2 null 4",
		`"fatalities_best":0`:                                                 "0 0 0",
		`"fatalities_low":null,"fatalities_best":null,"fatalities_high":null`: "null null null",
	} {
		got, err := create(t, ","+properties)
		if err != nil {
			t.Errorf("%s: %v", properties, err)
			continue
		}
		f := incident.FigureOf(got.Incident.Claims, incident.Killed)
		text := func(n *int) string { raw, _ := json.Marshal(n); return string(raw) }
		if s := text(f.Low) + " " + text(f.Best) + " " + text(f.High); s != want {
			t.Errorf("%s: %s, want %s", properties, s, want)
		}
	}
	made, err := create(t, `,"fatalities_best":3,"injuries_best":1`)
	if err != nil || len(made.Incident.Sources) != 1 || made.Incident.Sources[0].Title != "Ann" ||
		made.Incident.Claims[0].Measure != incident.Killed {
		t.Fatalf("%+v, %v", made, err)
	}
	more, err := editor().Patch(t.Context(), made.Incident, json.RawMessage(`{"properties":{"fatalities_best":5}}`))
	if err != nil || *incident.FigureOf(more.Incident.Claims, incident.Killed).Best != 5 ||
		len(more.Incident.Claims) != 2 {
		t.Errorf("%+v, %v", more, err)
	}
	none, err := editor().Patch(t.Context(), made.Incident,
		json.RawMessage(`{"properties":{"fatalities_best":null,"injuries_best":null}}`))
	if err != nil || len(none.Incident.Claims) != 0 || len(none.Incident.Sources) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

// A patch replaces what it names, whole lists too, and a null takes away.
func TestPatch(t *testing.T) {
	got, err := editor().Patch(t.Context(), rich(), json.RawMessage(
		`{"properties":{"title":"New","summary":null,"actors":[{"name":"Z"}],"targets":[],"weapon":null,"rounds":7,
		  "record_review":"reviewed","country":"Pakistan"}}`))
	if err != nil {
		t.Fatal(err)
	}
	i := got.Incident
	if i.Title != "New" || i.Summary != "" || len(i.Actors) != 1 || i.Targets != nil || i.Extra[1] != nil ||
		i.Extra[0] != int64(7) || i.Place.Country != "PK" || i.Place.CountryName != "Pakistan" ||
		i.RecordReview != (incident.Review{State: incident.Reviewed, By: "Ann", At: "2026-11-27", Revision: 5}) ||
		len(i.Claims) != 2 {
		t.Errorf("%+v", i)
	}
}

// What a check says of a word is told with the words that there are, each by itself.
func TestWordsAreAllowedOneByOne(t *testing.T) {
	e := editor()
	e.Check = func(*incident.Incident, *incident.Dataset) []report.Finding {
		f := report.RuleMissing.At(report.Where{Column: "/properties/kind"}, "it has no kind")
		f.Allowed = "attack, incident"
		return []report.Finding{f}
	}
	_, err := e.Create(t.Context(), json.RawMessage(strings.Replace(minimal, "PROPERTIES", "", 1)))
	var p Problems
	if !errors.As(err, &p) || !reflect.DeepEqual(p[0].Allowed, []string{"attack", "incident"}) {
		t.Errorf("%+v", err)
	}
}

// A text with control characters that is there already does not keep the rest from being
// changed, and a text of spaces is none.
func TestUncleanAndBlankTexts(t *testing.T) {
	before := rich()
	before.Summary = "a\x00b"
	got, err := editor().Patch(t.Context(), before, json.RawMessage(`{"properties":{"title":" ","time":"a\tb"}}`))
	if err != nil || got.Incident.Summary != "a\x00b" || got.Incident.Title != "" || got.Incident.Time != "a\tb" {
		t.Errorf("%+v, %v", got, err)
	}
}

// A group that a file named and the dataset has no figures of can be sent back, kept by a
// change of something else, and taken away.
func TestGroupOfAFile(t *testing.T) {
	before := rich()
	before.Group = "g"
	for patch, want := range map[string]string{`{"title":"T2"}`: "g", `{"group":"g"}`: "g", `{"group":null}`: ""} {
		got, err := editor().Patch(t.Context(), before, json.RawMessage(`{"properties":`+patch+`}`))
		if err != nil || got.Incident.Group != want {
			t.Errorf("%s: %+v, %v", patch, got, err)
		}
	}
	got, err := editor().Replace(t.Context(), before, editor().Feature(before))
	if err != nil || got.Incident.Group != "g" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = editor().Patch(t.Context(), before, json.RawMessage(`{"properties":{"group":"h"}}`))
	var p Problems
	if !errors.As(err, &p) || !reflect.DeepEqual(p[0].Allowed, []string{"g", "null"}) {
		t.Errorf("%+v", err)
	}
}

// A patch that says what nothing is made of is refused; what an answer has beside properties
// is not.
func TestPatchOfOtherMembers(t *testing.T) {
	for patch, want := range map[string]string{
		`{"title":"x"}`:         "/title: it is a property",
		`{"fatalities_best":1}`: "/fatalities_best: it is a property",
		`{"foo":1}`:             "/foo: a feature has no such member",
		`{"type":"Foo"}`:        `/type: "Foo" is no feature`,
		`{"type":null}`:         `/type: "" is no feature`,
		`{"id":["a"]}`:          `/id: ["a"] is no ID`,
		`{"id":"a","type":"Feature","links":[],"properties":{"title":"x"}}`: "",
	} {
		_, err := editor().Patch(t.Context(), rich(), json.RawMessage(patch))
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", patch, err, want)
		}
	}
}

// What cannot be taken is told with its place and what is allowed.
func TestRefused(t *testing.T) {
	e := editor()
	for body, want := range map[string]string{
		`[]`:                 `: it is not a feature of GeoJSON: it is an array`,
		`{"type":"Feature"`:  `: it is not a feature`,
		`{"type":"Feature"}`: `/properties/date: it has no date`,
		`{"type":"Feature","id":true,"properties":{"date":"2024"}}`:   `/id: true is no ID`,
		`{"type":"Feature","title":"x","properties":{"date":"2024"}}`: `/title: it is a property, and stands beside properties`,
		`{"type":"Point"}`:             `/type: "Point" is no feature`,
		`DATE "21 March"`:              `/properties/date: "21 March" is no date in EDTF`,
		`DATE null`:                    `/properties/date: "" is no date in EDTF`,
		`DATE 5`:                       `/properties/date: it must be a date in EDTF`,
		`"kind":"atack"`:               `/properties/kind: "atack" is no word of the vocabulary of d`,
		`"fatalities_best":1000000000`: `/properties/fatalities_best: 1000000000 is no count of people; numbers below 1000000000`,
		`"claims":[{"measure":"killed","scope":"total","low":null,"best":1000000000000000000,"high":null,"source":"s"}]`: `its figure 1000000000000000000 is no count of people`,
		`"title":5`:                              `/properties/title: it must be a text or null`,
		`"tittle":"x"`:                           `/properties/tittle: d has no such property`,
		`"WEAPON":"x"`:                           `/properties/WEAPON: d has no such property; weapon is meant`,
		`"a/b~c":"x"`:                            `/properties/a~1b~0c: d has no such property`,
		`"rounds":"five"`:                        `/properties/rounds: it must be a whole number or null`,
		`"rounds":1.5`:                           `/properties/rounds: it must be a whole number or null`,
		`"seen":"yesterday"`:                     `/properties/seen: "yesterday" is no day`,
		`"start":"2024-03-22"`:                   `/properties/start: it follows from others; write date instead`,
		`"revision":7`:                           `/properties/revision: it is the server's`,
		`"actor":"X"`:                            `/properties/actor: it follows from others; write the list actors instead`,
		`"place_precision":"about"`:              `/properties/place_precision: "about" is none of the precisions`,
		`"place_precision":"exact"`:              `/properties/place_precision: it is exact, and there is no point`,
		`"place_radius_m":-1`:                    `/properties/place_radius_m: -1 m is no radius`,
		`"country":"Atlantis"`:                   `/properties/country: it is "Atlantis", which is no country`,
		`"group":"g"`:                            `/properties/group: d has no group "g"`,
		`"fatalities_best":-1`:                   `/properties/fatalities_best: -1 is below zero`,
		`"fatalities_best":"many"`:               `/properties/fatalities_best: it must be a whole number`,
		`"fatalities_low":5,"fatalities_best":3`: `/properties/fatalities_best: its low, best and high`,
		`"claims":[{"measure":"killed","scope":"all"}]`:                   `/properties/claims/0/scope: its scope "all"`,
		`"claims":[{"measure":"killed","scpoe":"total"}]`:                 `/properties/claims/0/scpoe: there is no such member here`,
		`"sources":[{"key":"s","title":"x","url":"javascript:alert(1)"}]`: `/properties/sources/0/url: its url`,
		`"statements":[{"about":"weather"}]`:                              `/properties/statements/0/about: it is about "weather"`,
		`"claims":[{"measure":"killed","low":"x"}]`:                       `/properties/claims/0/low: it must be a whole number or null: it is a string`,
		`"claims":[{"measure":"killed","preferred":1}]`:                   `/properties/claims/0/preferred: it must be true or false`,
		`"actors":[{"name":"X"},"x"]`:                                     `/properties/actors/1: it must be an object: it is a string`,
		`"actors":[null]`:                                                 `/properties/actors/0: it must be an object: it is null`,
		`"sources":[{"key":"s"}]`:                                         `/properties/sources/0/title: it has no title`,
		`"title":"a\u0000b"`:                                              `/properties/title: it has the control character U+0000`,
		`"weapon":"a\u001bb"`:                                             `/properties/weapon: it has the control character U+001B`,
		`"actors":[{"name":"X"},{"name":"a\u0000"}]`:                      `/properties/actors/1/name: it has the control character U+0000`,
		`"actors":"X"`:                                                    `/properties/actors: it must be a list`,
		`"record_review":"done"`:                                          `/properties/record_review: "done" is no state`,
		`"claims":[{"measure":"killed","scope":"total","low":1,"best":1,"high":1,"source":"s"}],"fatalities_best":9`: `/properties/fatalities_best: it follows from the claims`,
		`GEOMETRY {"type":"Polygon","coordinates":[]}`:                                                               `/geometry: incidents have points`,
		`GEOMETRY {"type":"Point","coordinates":[200,0]}`:                                                            `/geometry: a point is a longitude`,
		`GEOMETRY {"type":"Point","coordinates":["x"]}`:                                                              `/geometry: its coordinates are no numbers`,
		`GEOMETRY {"type":"MultiPoint","coordinates":[[1]]}`:                                                         `/geometry: a point has two numbers`,
		`GEOMETRY 7`: `/geometry: it is no geometry`,
	} {
		raw := body
		switch {
		case strings.HasPrefix(body, "DATE "):
			raw = `{"type":"Feature","properties":{"date":` + body[5:] + `}}`
		case strings.HasPrefix(body, "GEOMETRY "):
			raw = `{"type":"Feature","properties":{"date":"2024"},"geometry":` + body[9:] + `}`
		case strings.HasPrefix(body, `"`):
			raw = strings.Replace(minimal, "PROPERTIES", ","+body, 1)
		}
		made, err := e.Create(t.Context(), json.RawMessage(raw))
		var p Problems
		if !errors.As(err, &p) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v, want %s", body, made, err, want)
		}
		for _, one := range p {
			if strings.Count(one.Pointer, "/") > 2 && len(one.Allowed) == 0 {
				t.Errorf("%s: %s does not say what is allowed", body, one.Pointer)
			}
		}
	}
	if _, err := e.Create(t.Context(), json.RawMessage(`{"type":"Feature","id":"../x","properties":{"date":"2020"}}`)); err == nil ||
		!strings.Contains(err.Error(), `/id: "../x" cannot be an ID`) {
		t.Errorf("%v", err)
	}
	if _, err := e.Replace(t.Context(), bare(), json.RawMessage(`{"type":"Feature","id":"c","properties":{"date":"2020"}}`)); err == nil ||
		!strings.Contains(err.Error(), `/id: it is "c"`) {
		t.Errorf("%v", err)
	}
}

// Whatever is sent, nothing panics, and what is taken can be sent back without a change.
func FuzzCreate(f *testing.F) {
	e := editor()
	f.Add([]byte(e.Feature(rich())))
	f.Add([]byte(e.Feature(bare())))
	f.Add([]byte(`{"type":"Feature","id":5,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"date":"2020~","fatalities_low":2}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		made, err := e.Create(t.Context(), raw)
		if err != nil {
			return
		}
		again, err := e.Replace(t.Context(), made.Incident, e.Feature(made.Incident))
		if err != nil || !reflect.DeepEqual(again.Incident, made.Incident) {
			t.Errorf("%s:\n%+v, sent back it is\n%+v, %v", raw, made.Incident, again, err)
		}
	})
}
