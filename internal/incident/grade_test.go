package incident_test

import (
	"testing"

	"incidentmap/internal/incident"
)

func statements(about incident.About, grades ...string) []incident.Statement {
	var out []incident.Statement
	for _, g := range grades {
		out = append(out, incident.Statement{About: about, Grade: g, By: "someone", Source: "a"})
	}
	return out
}

func TestOccurrence(t *testing.T) {
	for _, c := range []struct {
		grades []string
		want   string
	}{
		{nil, "reported"}, {[]string{"reported"}, "reported"}, {[]string{"reported", "confirmed"}, "confirmed"},
		{[]string{"denied", "denied"}, "denied"}, {[]string{"reported", "denied"}, "disputed"},
		{[]string{"confirmed", "denied"}, "disputed"}, {[]string{"disputed"}, "disputed"},
	} {
		// What is said about who did it says nothing about whether it happened.
		said := append(statements(incident.AboutOccurrence, c.grades...),
			statements(incident.AboutAttribution, "claimed", "denied")...)
		if got := incident.Occurrence(said); got != c.want {
			t.Errorf("%v: %s, want %s", c.grades, got, c.want)
		}
	}
}

func TestAttribution(t *testing.T) {
	for _, c := range []struct {
		grades []string
		want   string
	}{
		{nil, "unknown"}, {[]string{"claimed"}, "claimed"}, {[]string{"attributed", "claimed"}, "claimed"},
		{[]string{"attributed"}, "attributed"}, {[]string{"claimed", "disputed"}, "disputed"},
		{[]string{"attributed", "denied"}, "disputed"}, {[]string{"denied"}, "denied"}, {[]string{"unknown"},
			"unknown"},
	} {
		said := append(statements(incident.AboutAttribution, c.grades...),
			statements(incident.AboutOccurrence, "denied")...)
		if got := incident.Attribution(said); got != c.want {
			t.Errorf("%v: %s, want %s", c.grades, got, c.want)
		}
	}
}

func TestChecks(t *testing.T) {
	two, one := 2, 1
	for _, c := range []incident.Claim{
		{Scope: incident.Total}, {Measure: "killed", Scope: "sum"},
		{Measure: "killed", Scope: incident.Total, Figure: incident.Figure{Low: &two, High: &one}},
		{Measure: "killed", Scope: incident.Total, Figure: incident.Exactly(-1)},
	} {
		if c.Check() == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	for _, s := range []incident.Statement{{About: "weather", Grade: "denied"},
		{About: incident.AboutOccurrence, Grade: "claimed"}} {
		if s.Check() == nil {
			t.Errorf("%+v was taken", s)
		}
	}
	if err := (incident.Claim{Measure: "killed", Scope: incident.Part}).Check(); err != nil {
		t.Errorf("an unknown figure is allowed: %v", err)
	}
}
