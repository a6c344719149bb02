package gazetteer_test

import (
	"testing"

	"incidentmap/geo/gazetteer"
)

// The circles of phrases, in kilometres: wide where no distance is told.
func TestRadiiOfPhrases(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		text        string
		class       gazetteer.Class
		least, most float64
	}{
		{"Jalalabad", gazetteer.Locality, 3, 10},
		{"near Jalalabad", gazetteer.Vicinity, 45, 60},
		{"outside Jalalabad", gazetteer.Vicinity, 45, 60},
		{"outskirts of Jalalabad", gazetteer.Vicinity, 45, 60},
		{"north of Jalalabad", gazetteer.Vicinity, 25, 40},
		{"12 km north-east of Jalalabad", gazetteer.Vicinity, 8, 15},
		{"12 km from Jalalabad", gazetteer.Vicinity, 15, 25},
		{"off the coast of Tripoli, Libya", gazetteer.Offshore, 100, 130},
		{"20 nautical miles off Aden", gazetteer.Offshore, 40, 60},
		{"tri-border area of Mali, Niger and Burkina Faso", gazetteer.Area, 100, 250},
		{"Jalalabad Road", gazetteer.Vicinity, 45, 60},
		{"Nowhereville, Kandahar city", gazetteer.Locality, 5, 50},
	} {
		m := g.Lookup(c.text, gazetteer.Options{}).Best
		if m == nil || m.Class != c.class || m.RadiusM < 1000*c.least || m.RadiusM > 1000*c.most {
			t.Errorf("%q: got %+v, want %s, ± %v to %v km", c.text, m, c.class, c.least, c.most)
		}
	}
}

// Three countries that meet nowhere are told one by one, and no other country than the
// one asked for is answered.
func TestNoMeetingIsMadeUp(t *testing.T) {
	g := load(t)
	if m := g.Lookup("tri-border area of Brazil, Japan and Kenya", gazetteer.Options{}).Best; m == nil ||
		m.Class != gazetteer.Country {
		t.Errorf("got %+v", m)
	}
	opt := gazetteer.Options{Country: "ML"}
	if m := g.Lookup("tri-border area of Mali, Niger and Burkina Faso", opt).Best; m == nil || m.Country != "ML" {
		t.Errorf("in Mali: got %+v", m)
	}
}
