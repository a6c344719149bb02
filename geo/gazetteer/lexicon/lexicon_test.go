package lexicon

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer/spell"
)

func TestBareOf(t *testing.T) {
	for _, c := range []struct {
		key, name string
		asks      Asks
	}{
		{"achin district", "achin", Asks{Admin2, Plain}},
		{"province of kunar", "kunar", Asks{Admin1, Plain}},
		{"sar pul sub district", "sar pul", Asks{Admin2, Lesser}},
		{"wana tehsil", "wana", Asks{Admin2, Lesser}},
		{"kot village", "kot", Asks{Locality, Rural}},
		{"mosul countryside", "mosul", Asks{"", Rim}},
		{"tirah valley", "tirah", Asks{"", Landform}},
		{"tribal region", "tribal region", Asks{}}, // a name made of such words only stays whole
		{"kabul", "kabul", Asks{}},
	} {
		if name, asks := BareOf(c.key); name != c.name || asks != c.asks {
			t.Errorf("%s: %s, %+v, want %s, %+v", c.key, name, asks, c.name, c.asks)
		}
		if name, class := Bare(c.key); name != c.name || class != c.asks.Class {
			t.Errorf("%s: Bare has %s, %s", c.key, name, class)
		}
	}
}

func TestMend(t *testing.T) {
	for key, want := range map[string]string{"achin distict": "achin district", "kunar provence": "kunar province",
		"achin district": "", "dostrict": "district", "village": "", "billage": ""} {
		got, mended := Mend(key)
		if mended != (want != "") || mended && got != want || !mended && got != key {
			t.Errorf("%s: %s, %v, want %q", key, got, mended, want)
		}
	}
}

// Words that name nothing are known as such, and names are not taken for them.
func TestIdle(t *testing.T) {
	for key, want := range map[string]bool{"the old market": true, "district": true, "old kabul": false, "": true} {
		if Idle(key) != want {
			t.Errorf("Idle(%q) is %v", key, !want)
		}
	}
	for key, want := range map[string]bool{"north eastern": true, "north of town": false, "the south": true,
		"north waziristan": false} {
		if Directional(key) != want {
			t.Errorf("Directional(%q) is %v", key, !want)
		}
	}
	for key, want := range map[string]bool{"arabian sea": true, "gulf of oman": true, "sea": false, "sea view": false,
		"bay city": false} {
		if Water(key) != want {
			t.Errorf("Water(%q) is %v", key, !want)
		}
	}
}

func TestDirection(t *testing.T) {
	for key, want := range map[string][2]string{"northern kunar": {"n", "kunar"},
		"north east of kabul": {"ne", "kabul"},
		"south western farah": {"sw", "farah"}, "central ghor": {"c", "ghor"}, "kabul": {"", "kabul"}, "north": {"", "north"},
		spell.Key("северо востоку Кабула"): {"ne", spell.Key("Кабула")}} {
		if part, rest := Direction(key); part != want[0] || rest != want[1] {
			t.Errorf("%s: %q, %q, want %q", key, part, rest, want)
		}
	}
}

// Lengths and bearings are read from the beginning of words, and so is how many words
// they take.
func TestLengthAndBearing(t *testing.T) {
	for text, want := range map[string]struct {
		metres float64
		words  int
	}{
		"12 km north of X": {12_000, 2}, "12km north": {12_000, 1}, "~3 miles from": {4828.032, 2},
		"two kilometres off": {2000, 2}, "5 nautical miles off": {9260, 3}, "۱۲ کیلومتر": {12_000, 2},
		"1.5 km": {1500, 2}, "a few": {0, 0}, "12 north": {0, 0}, "-3 km": {0, 0}, "0 km": {0, 0},
		"501 km": {0, 0}, "NaN km": {0, 0}, "kilometres": {0, 0},
	} {
		if metres, n := Length(Split(text)); metres != want.metres || n != want.words {
			t.Errorf("%s: %v m of %d words, want %v", text, metres, n, want)
		}
	}
	for text, want := range map[string]struct {
		bearing float64
		words   int
	}{
		"to the north east of X": {45, 5}, "NNW of X": {337.5, 1}, "southern X": {180, 1}, "south-west of X": {225, 2},
		"central X": {-1, 0}, "of X": {-1, 0}, "": {-1, 0},
	} {
		if bearing, n := Bearing(Split(text)); bearing != want.bearing || n != want.words {
			t.Errorf("%s: %v of %d words, want %v", text, bearing, n, want)
		}
	}
	for text, want := range map[string]float64{"three": 3, "7": 7, "۷": 7} {
		if v, ok := Number(Split(text)[0]); v != want || !ok {
			t.Errorf("%s: %v, %v", text, v, ok)
		}
	}
	if v, ok := Number(Split("Kabul")[0]); ok {
		t.Errorf("Kabul is the number %v", v)
	}
}

// A capital says something only in a text that has small letters too.
func TestSplit(t *testing.T) {
	words := Split("near Kabul – Herat road & Ghazni")
	if got := TextOf(words); got != "near Kabul – Herat road and Ghazni" {
		t.Errorf("got %q", got)
	}
	if got := KeyOf(words[1:2]); got != "kabul" {
		t.Errorf("got %q", got)
	}
	for i, want := range []bool{false, true, false, true, false, false, true} {
		if words[i].Capital != want {
			t.Errorf("%s: a capital %v, want %v", words[i].Text, words[i].Capital, want)
		}
	}
	if slices.ContainsFunc(Split("NEAR KABUL"), func(w Word) bool { return w.Capital }) {
		t.Error("a text in capitals has a word with a capital of its own")
	}
	if n := len(Split(strings.Repeat("a ", 10_000))); n > mostWords+1 {
		t.Errorf("%d words", n)
	}
}

// The ladder of precision is in the order of the classes, and every class is on it.
func TestLevels(t *testing.T) {
	ladder := []Class{Exact, Vicinity, Locality, Admin2, Admin1, Area, Country}
	for i, c := range ladder {
		if c.Level() != i || !c.Valid() {
			t.Errorf("%s is on level %d, valid %v", c, c.Level(), c.Valid())
		}
	}
	if Offshore.Level() != Area.Level() || Class("town").Valid() {
		t.Error("offshore is not as wide as an area, or a town is a class")
	}
}
