package gazetteer_test

import (
	"testing"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// namesakes are the units that have the name of a town in them, with the most populous
// of those; where a country has two units of one name and class, neither.
func namesakes(g *gazetteer.Gazetteer) map[gazetteer.Place]gazetteer.Place {
	type key struct {
		country, name string
		class         gazetteer.Class
	}
	units, count := map[key]gazetteer.Place{}, map[key]int{}
	for p := range g.All() {
		if k := (key{p.Country, p.Name, p.Class}); p.Located && (p.Class == gazetteer.Admin1 ||
			p.Class == gazetteer.Admin2) {
			units[k] = p
			count[k]++
		}
	}
	found := map[gazetteer.Place]gazetteer.Place{}
	for p := range g.All() {
		for _, class := range []gazetteer.Class{gazetteer.Admin1, gazetteer.Admin2} {
			k := key{p.Country, p.Name, class}
			unit := units[k]
			if count[k] != 1 || p.Class != gazetteer.Locality || geo.DistanceHaversine(p.Point,
				unit.Point) > unit.RadiusM {
				continue
			}
			if admin1, _ := unit.Units(); p.Admin1 == admin1 && p.Population > found[unit].Population {
				found[unit] = p
			}
		}
	}
	return found
}

// An unknown place in what is both a town and a unit is somewhere in the unit.
func TestUnknownPlacesAreNeverPutIntoTheTown(t *testing.T) {
	g := load(t)
	asked, answered := 0, 0
	for unit, town := range namesakes(g) {
		for _, text := range []string{
			"Nowhereville, " + unit.Name + ", " + unit.Admin1 + ", " + unit.CountryName,
			"Nowhereville village, " + unit.Name + ", " + unit.CountryName,
		} {
			asked, answered = asked+1, answered+1
			m := g.Lookup(text, gazetteer.Options{Limit: 1}).Best
			switch {
			case m == nil: // several units alike
				answered--
			case m.ID == town.ID, m.Class == gazetteer.Locality:
				t.Errorf("%q: the town %s ± %.1f km", text, m.ID, m.RadiusM/1000)
			case unit.Admin1 == "" && geo.DistanceHaversine(m.Point, unit.Point) > m.RadiusM:
				t.Errorf("%q: %s ± %.1f km, which misses the middle of %s", text, m.ID, m.RadiusM/1000, unit.ID)
			}
		}
	}
	if asked < 5000 || answered < asked/2 {
		t.Fatalf("%d of %d texts are answered", answered, asked)
	}
}

// The bare name of a town that is a unit too is the town, or one of several alike.
func TestBareNamesAreTowns(t *testing.T) {
	g := load(t)
	asked, picked := 0, 0
	for unit, town := range namesakes(g) {
		for _, text := range []string{town.Name, town.Name + ", " + town.CountryName} {
			asked++
			m := g.Lookup(text, gazetteer.Options{Limit: 1}).Best
			switch {
			case m == nil:
			case m.ID == unit.ID:
				t.Errorf("%q: the unit %s and not the town %s", text, m.ID, town.ID)
			case m.ID == town.ID:
				several := m.Evidence == gazetteer.EvidenceSeveral
				if picked++; !several && (m.Class != gazetteer.Locality || m.RadiusM != town.RadiusM) {
					t.Errorf("%q: %s ± %.1f km", text, m.Class, m.RadiusM/1000)
				}
			}
		}
	}
	if asked < 5000 || picked < asked/3 {
		t.Fatalf("%d of %d texts", picked, asked)
	}
}
