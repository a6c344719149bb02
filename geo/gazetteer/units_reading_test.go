package gazetteer_test

import (
	"testing"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// checkedCountries are those whose districts are all asked for.
var checkedCountries = map[string]bool{"AF": true, "PK": true, "UA": true, "YE": true, "IQ": true, "SY": true,
	"BF": true}

// No district, asked for as a table writes it, is answered by a circle that misses its
// middle: neither by the circle of the town of its name, nor by a namesake elsewhere.
func TestDistrictsAreNeverAnsweredByACircleBesideThem(t *testing.T) {
	g := load(t)
	asked := 0
	for p := range g.All() {
		if p.Class != gazetteer.Admin2 || !p.Located || !checkedCountries[p.Country] || p.Admin1 == "" {
			continue
		}
		for _, text := range []string{
			p.Name + ", " + p.Admin1 + ", " + p.CountryName,
			p.Name + " District, " + p.Admin1 + ", " + p.CountryName,
			p.Name + " district, " + p.Admin1 + " province, " + p.CountryName,
		} {
			asked++
			m := g.Lookup(text, gazetteer.Options{Limit: 1}).Best
			if m == nil {
				continue
			}
			if d := geo.DistanceHaversine(m.Point, p.Point); d > m.RadiusM {
				t.Errorf("%q: %s %s ± %.1f km, %.1f km from the middle of %s", text, m.Class, m.ID, m.RadiusM/1000,
					d/1000, p.ID)
			}
		}
	}
	if asked < 2000 {
		t.Fatalf("only %d texts", asked)
	}
}
