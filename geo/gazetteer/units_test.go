package gazetteer_test

import (
	"slices"
	"testing"
)

// TestCountriesOfUnit: one state has one country, some have several, and what is
// no state has none.
func TestCountriesOfUnit(t *testing.T) {
	g := load(t)
	for name, want := range map[string][]string{"Ohio": {"US"}, "Nangarhar": {"AF"}, "Punjab": {"IN", "PK"},
		"Nowhereville": nil, "": nil} {
		got := g.CountriesOfUnit(name)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := g.CountriesOfUnit("Florida"); !slices.Contains(got, "US") || len(got) < 2 {
		t.Errorf("Florida: %v", got)
	}
}

// TestCountriesOfDistrict: units below the first level are no provinces.
func TestCountriesOfDistrict(t *testing.T) {
	g := load(t)
	if got := g.CountriesOfDistrict("Achin"); !slices.Contains(got, "AF") {
		t.Errorf("%v", got)
	}
	if got := g.CountriesOfDistrict("nowhere at all"); len(got) > 0 {
		t.Errorf("%v", got)
	}
}
