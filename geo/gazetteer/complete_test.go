package gazetteer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
)

func TestComplete(t *testing.T) {
	g := load(t)
	for text, want := range map[string]string{
		"jalal": "gn:1139715", "jala, nang": "gn:1139715", "kabu": "gn:1138958", "afgh": "ne:AF",
		"nangar": "ne:AFG-1764", "mazar i sh": "gn:1133616",
		"کابل": "gn:1138958", "کاب": "gn:1138958", "Канда": "gn:1138336", "Lond": "gn:2643743",
		"london, ont": "gn:6058560", "MOSC": "gn:524901", "kabul": "gn:1138958",
	} {
		got := g.Complete(text, gazetteer.Options{})
		if len(got) == 0 || got[0].ID != want {
			t.Errorf("%q: got %+v, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", " ,", "qwrtzpq", strings.Repeat("kabul", 300)} {
		if got := g.Complete(text, gazetteer.Options{}); len(got) > 0 {
			t.Errorf("%.20q: got %+v", text, got)
		}
	}
}

// Whatever is typed, each place is there once, in the country asked for, and one of
// its names begins so: as many as there are in the whole gazetteer.
func TestCompleteFindsAllThatBeginSo(t *testing.T) {
	g := load(t)
	for _, prefix := range []string{"achi", "tsow", "ghanc", "zzy", "waziris"} {
		want := map[string]bool{}
		for p := range g.All() {
			if p.Located && strings.HasPrefix(gazetteer.Key(p.Name), prefix) {
				want[p.ID] = true
			}
		}
		got := g.Complete(prefix, gazetteer.Options{Limit: gazetteer.MaxLimit})
		for _, m := range got {
			delete(want, m.ID)
			if !strings.HasPrefix(gazetteer.Key(m.Matched), prefix) {
				t.Errorf("%q: %s matched by %q", prefix, m.ID, m.Matched)
			}
		}
		if len(got) < gazetteer.MaxLimit && len(want) > 0 {
			t.Errorf("%q: not found: %v", prefix, want)
		}
	}
}

func TestCompleteWithinACountryAndABox(t *testing.T) {
	g := load(t)
	if got := g.Complete("hyder", gazetteer.Options{Country: "pk"}); len(got) == 0 || got[0].ID != "gn:1176734" ||
		slices.ContainsFunc(got, func(m gazetteer.Match) bool { return m.Country != "PK" }) {
		t.Errorf("in Pakistan: %+v", got)
	}
	sindh := orb.Bound{Min: orb.Point{66, 23}, Max: orb.Point{71, 28}}
	if got := g.Complete("hyder", gazetteer.Options{Bias: &sindh}); len(got) == 0 || got[0].Country != "PK" {
		t.Errorf("with a bias: %+v", got)
	}
}

// FuzzComplete: no text gives more matches than asked for, one place twice, or a
// score out of bounds or of order.
func FuzzComplete(f *testing.F) {
	f.Add("jala, nang", "", 5)
	f.Add("а", "AF", 50)
	f.Add("\xff, ,,ک", "zz", -1)
	g := load(f)
	f.Fuzz(func(t *testing.T, text, country string, limit int) {
		got := g.Complete(text, gazetteer.Options{Country: country, Limit: limit})
		seen := map[string]bool{}
		for i, m := range got {
			if seen[m.ID] || !m.Located || !(m.Score >= 0 && m.Score <= 1) || i > 0 && m.Score > got[i-1].Score {
				t.Errorf("%d: %+v", i, m)
			}
			seen[m.ID] = true
		}
		if len(got) > gazetteer.MaxLimit || limit > 0 && len(got) > limit {
			t.Errorf("%d matches of %d", len(got), limit)
		}
	})
}

func BenchmarkComplete(b *testing.B) {
	g := load(b)
	for _, text := range []string{"a", "s", "k", "ka", "kab", "kabul", "san, mex", "а", "ک"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				g.Complete(text, gazetteer.Options{Limit: 8})
			}
		})
	}
}
