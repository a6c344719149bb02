package gazetteer_test

import (
	"testing"

	"incidentmap/geo/gazetteer"
)

// TestCountriesInTexts: a country beside a place is understood in the spellings
// that columns of countries are read in.
func TestCountriesInTexts(t *testing.T) {
	g := load(t)
	for text, want := range map[string]string{
		"Bangui, CAR": "CF", "Goma, DRC": "CD", "Skopje, FYROM": "MK", "Kyiv, Україна": "UA",
		"Seoul, Korea, South": "KR", "Kabul, Afganistán": "AF",
		"Tehran, Iran (Islamic Republic of)": "IR", "Mbabane, eSwatini": "SZ", "Dubai, UAE": "AE",
		"Bishkek, Kyrgyz Republic": "KG", "Homs, سوريا": "SY",
		"Atlanta, Georgia": "US", "Tiflis, Georgia": "GE", "Northern Ireland": "GB", "Lagos, Nigéria": "NG",
		"Diffa, Niger": "NE",
	} {
		r := g.Lookup(text, gazetteer.Options{})
		if r.Best == nil || r.Best.Country != want || len(r.Best.Dropped) > 0 {
			t.Errorf("%s: %+v, want %s", text, r.Best, want)
		}
	}
}

// TestSharedCountries: of two countries of one name none is picked, unless the rest
// of the text decides.
func TestSharedCountries(t *testing.T) {
	g := load(t)
	for _, text := range []string{"Congo", "Korea"} {
		if r := g.Lookup(text, gazetteer.Options{}); r.Best != nil || len(r.Alternatives) < 2 {
			t.Errorf("%s: %+v", text, r.Best)
		}
	}
	for text, want := range map[string]string{"Kinshasa, Congo": "CD", "Brazzaville, Congo": "CG", "Seoul, Korea": "KR",
		"Guinea": "GN", "Niger": "NE"} {
		if r := g.Lookup(text, gazetteer.Options{}); r.Best == nil || r.Best.Country != want {
			t.Errorf("%s: %+v, want %s", text, r.Best, want)
		}
	}
}
