package spell

import (
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/fold"
)

func TestKey(t *testing.T) {
	for name, want := range map[string]string{"Kabul's airport": "kabul airport", "KABUL'S": "kabul",
		"Syria’s, Iraq's": "syria iraq", "Ma'rib": "marib", "'s": "s", "Kabul'sk": "kabulsk", "d's-f": "ds f",
		"a''s b": "a b", "Ra's Ba'labakk": "ra balabakk"} {
		if got := Key(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-c' ’,sS]{0,12}`).Draw(t, "name")
		if once := Key(s); Key(once) != once || fold.Text(once) != once {
			t.Fatalf("%q: %q is no key of itself", s, once)
		}
	})
}
