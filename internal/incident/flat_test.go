package incident

import (
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// told is an incident with more than flat columns can tell.
func told() Incident {
	return Incident{ID: "a", Title: "A", Actors: []Party{{"A", "attacker"}, {"B", ""}},
		Place: Place{Text: "Kabul", Points: orb.MultiPoint{{69, 34}}, Geocoding: []Geocoding{{Query: "Kabul"}}},
		Claims: []Claim{{Measure: Killed, Scope: Part, Figure: Exactly(1), Source: "bbc"},
			{Measure: Killed, Scope: Part, Figure: Exactly(2), Source: "bbc"},
			{Measure: "arrested", Scope: Total, Figure: Exactly(5), Source: "bbc"}},
		Statements: []Statement{{About: AboutAttribution, Grade: Claimed, By: "A", Source: "bbc"}},
		Sources:    []Source{{Key: "bbc", Title: "BBC"}}, Origin: &Place{Text: "Logar"}}
}

// row is the same as a row of flat columns tells it.
func row(killed int) Incident {
	return Incident{ID: "a", Title: "A", Actors: []Party{{"A", ""}, {"B", ""}},
		Place:      Place{Text: "Kabul", Points: orb.MultiPoint{{69, 34}}},
		Claims:     []Claim{{Measure: Killed, Scope: Total, Figure: Exactly(killed), Source: TableSource}},
		Statements: []Statement{{About: AboutAttribution, Grade: Claimed, By: "x.csv", Source: TableSource}},
		Sources:    []Source{{Key: TableSource, Title: "x.csv"}}}
}

// What a row says as it was is as it was, with all that the row cannot tell.
func TestFlatRowTakesNothingAway(t *testing.T) {
	before, now := told(), row(3)
	if !reflect.DeepEqual(Told(&before), Told(&now)) {
		t.Errorf("told are\n%+v and\n%+v", Told(&before), Told(&now))
	}
	FlatOf(&now, "x.csv").Complete(&now, &before)
	if !reflect.DeepEqual(now, before) {
		t.Errorf("%+v, want %+v", now, before)
	}
}

// A statement that leaves a grade as it is without any is not told by a row, and stays.
func TestFlatRowKeepsAStatementOfNothingNew(t *testing.T) {
	before, now := row(3), row(3)
	before.Statements = []Statement{{About: AboutOccurrence, Grade: Reported, By: "A", Source: "bbc"}}
	now.Statements = nil
	if !reflect.DeepEqual(Told(&before), Told(&now)) {
		t.Errorf("told are %+v and %+v", Told(&before).Statements, Told(&now).Statements)
	}
	if FlatUnsourced.Complete(&now, &before); len(now.Statements) != 1 {
		t.Errorf("%+v", now.Statements)
	}
}

// A figure that is another one has the row for its source; the rest stays.
func TestFlatRowChangesAFigure(t *testing.T) {
	before, now := told(), row(4)
	FlatOf(&now, "x.csv").Complete(&now, &before)
	want := []Claim{before.Claims[2], {Measure: Killed, Scope: Total, Figure: Exactly(4), Source: TableSource}}
	if !reflect.DeepEqual(now.Claims, want) || !reflect.DeepEqual(now.Statements, before.Statements) {
		t.Errorf("%+v, %+v", now.Claims, now.Statements)
	}
	sources := []Source{{Key: "bbc", Title: "BBC"}, {Key: TableSource, Title: "x.csv"}}
	if !slices.Equal(now.Sources, sources) {
		t.Errorf("%+v", now.Sources)
	}
}

// A source of another row of the same key stays apart from it.
func TestFlatRowsOfTwoFiles(t *testing.T) {
	before, now := row(3), row(4)
	before.Sources = []Source{{Key: TableSource, Title: "first.csv"}}
	FlatOf(&now, "x.csv").Complete(&now, &before)
	want := []Source{{Key: TableSource, Title: "first.csv"}, {Key: "table-2", Title: "x.csv"}}
	if !slices.Equal(now.Sources, want) || now.Claims[0].Source != "table-2" || now.Statements[0].Source != TableSource {
		t.Errorf("%+v, %+v, %+v", now.Sources, now.Claims, now.Statements)
	}
}

// A row that names its source corrects what a row had named.
func TestFlatRowNamesItsSource(t *testing.T) {
	before, now := row(3), row(3)
	before.Sources = []Source{{Key: TableSource, Title: "BBC"}}
	now.Sources = []Source{{Key: TableSource, Title: "Reuters"}}
	f := FlatOf(&now, "x.csv")
	if f != FlatSourced {
		t.Fatalf("it is %d", f)
	}
	f.Complete(&now, &before)
	if len(now.Sources) != 1 || now.Sources[0].Title != "Reuters" || now.Claims[0].Source != now.Sources[0].Key {
		t.Errorf("%+v, %+v", now.Sources, now.Claims)
	}
}

// What has all of an incident is taken as it is.
func TestWholeIsTakenAsItIs(t *testing.T) {
	before, now := told(), row(3)
	want := row(3)
	if FlatNone.Complete(&now, &before); !reflect.DeepEqual(now, want) {
		t.Errorf("%+v", now)
	}
}
