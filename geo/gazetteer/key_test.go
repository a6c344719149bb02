package gazetteer_test

import (
	"testing"

	"pgregory.net/rapid"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/fold"
)

func TestKey(t *testing.T) {
	for name, want := range map[string]string{"Kabul's airport": "kabul airport", "KABUL'S": "kabul",
		"Syria’s, Iraq's": "syria iraq", "Ma'rib": "marib", "'s": "s", "Kabul'sk": "kabulsk", "d's-f": "ds f",
		"a''s b": "a b", "Ra's Ba'labakk": "ra balabakk"} {
		if got := gazetteer.Key(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-c' ’,sS]{0,12}`).Draw(t, "name")
		if once := gazetteer.Key(s); gazetteer.Key(once) != once || fold.Text(once) != once {
			t.Fatalf("%q: %q is no key of itself", s, once)
		}
	})
}

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
