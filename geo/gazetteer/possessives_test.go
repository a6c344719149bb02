package gazetteer_test

import (
	"testing"

	"incidentmap/geo/gazetteer"
)

// TestNamesWithPossessives: a name that is written with one is that name, in any case.
func TestNamesWithPossessives(t *testing.T) {
	g := load(t)
	for text, want := range map[string]string{"King's Lynn": "gn:2645456", "KING'S LYNN": "gn:2645456",
		"Kings Lynn": "gn:2645456", "Kabul’s": "gn:1138958", "KABUL'S": "gn:1138958"} {
		r := g.Lookup(text, gazetteer.Options{})
		if r.Best == nil || r.Best.ID != want {
			t.Errorf("%s: %+v, want %s", text, r.Best, want)
		}
	}
}
