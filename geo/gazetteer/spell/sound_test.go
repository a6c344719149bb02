package spell

import (
	"testing"

	"pgregory.net/rapid"
)

// sounds is the skeleton of a folded name.
func sounds(t testing.TB, key string) string {
	t.Helper()
	roman, known := AppendRoman(nil, key)
	if !known {
		t.Fatalf("%q is not romanised", key)
	}
	return string(AppendSounds(nil, roman))
}

// Spellings by ear of one name have one skeleton, and other names another.
func TestSounds(t *testing.T) {
	for _, same := range [][]string{{"jowzjan", "jozjan"}, {"kunduz", "qunduz"}, {"mu se", "muse"},
		{"ghazni", "gazni"}, {"baghlan", "bagalan"}, {"kandahar", Key("کندهار")}, {"kabul", Key("Кабул")},
		{"tsaparhar", "chaparhar"}, {"djibouti", "jibuti"}, {"zone 5", "zon 5"}} {
		for _, other := range same[1:] {
			if a, b := sounds(t, same[0]), sounds(t, other); a != b {
				t.Errorf("%s has %q, %s has %q", same[0], a, other, b)
			}
		}
	}
	for _, other := range [][2]string{{"kabul", "zabul"}, {"achin", "chin"}, {"zone 5", "zone 6"}, {"kot", "kod"}} {
		if a, b := sounds(t, other[0]), sounds(t, other[1]); a == b {
			t.Errorf("%s and %s both have %q", other[0], other[1], a)
		}
	}
	if _, known := AppendRoman(nil, "北京"); known {
		t.Error("a script without a romanisation is romanised")
	}
}

// What misspelling costs, in quarters of a letter.
func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		cost int
	}{
		{"kabul", "kabul", 0},
		{"kabul", "kabol", CostVowel},   // one vowel for another
		{"kunduz", "qunduz", CostAlike}, // one letter for another of its sound
		{"hassan", "hasan", CostAlike},  // a double letter
		{"kabul", "kbul", CostVowel},    // a vowel left out
		{"kabul", "kablu", CostLetter},  // neighbours changed places
		{"kabul", "zabul", CostLetter},
		{"kabul", "kabulx", CostLetter},
		{"wana", "uana", CostVowel},
	} {
		if got := Distance([]byte(c.a), []byte(c.b), 100); got != c.cost {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.cost)
		}
	}
	if got := Distance([]byte("pd5"), []byte("pd6"), 20); got != 21 {
		t.Errorf("another digit costs %d, and it must be more than anything allowed", got)
	}
	if got := Distance(make([]byte, MaxLen+1), nil, 7); got != 8 {
		t.Errorf("a name that is too long costs %d, want one more than allowed", got)
	}
}

// The distance is the same both ways, none only between equal names, and a bound on it
// changes nothing below the bound.
func TestDistanceIsADistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[abhkqw5]{0,7}`)
		a, b := []byte(name.Draw(t, "a")), []byte(name.Draw(t, "b"))
		most := rapid.IntRange(0, 12).Draw(t, "most")
		full := Distance(a, b, 1_000)
		if back := Distance(b, a, 1_000); back != full {
			t.Fatalf("%s to %s costs %d, and back %d", a, b, full, back)
		}
		if (full == 0) != (string(a) == string(b)) {
			t.Fatalf("%s to %s costs %d", a, b, full)
		}
		if got := Distance(a, b, most); got != full && min(got, full) <= most {
			t.Fatalf("%s to %s costs %d, and %d with at most %d", a, b, full, got, most)
		}
	})
}

// Literal is there only for names whose key lacks an s that they have.
func TestLiteral(t *testing.T) {
	for name, want := range map[string]string{"King's Lynn": "kings lynn", "Kings Lynn": "", "Ma'rib": "", "": ""} {
		if got := Literal(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
