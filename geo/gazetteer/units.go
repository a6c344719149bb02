package gazetteer

import (
	"maps"
	"slices"

	"incidentmap/geo/gazetteer/spell"
)

// CountriesOfUnit are the codes of the countries that have a first-level unit, a
// province or state, of that name or postal code, in order.
func (g *Gazetteer) CountriesOfUnit(name string) []string {
	found := g.countriesWith(spell.Key(name))
	if s, ok := stateCodes[name]; ok {
		found[s.country] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// CountriesOfDistrict is CountriesOfUnit for units below the first level.
func (g *Gazetteer) CountriesOfDistrict(name string) []string {
	return slices.Sorted(maps.Keys(g.countriesHaving(spell.Key(name), Admin2)))
}

// countriesWith are the codes of the countries that have a first-level unit of
// a folded name.
func (g *Gazetteer) countriesWith(key string) map[string]bool { return g.countriesHaving(key, Admin1) }

func (g *Gazetteer) countriesHaving(key string, class Class) map[string]bool {
	found := map[string]bool{}
	g.table.Names.Prefixed(key, func(name []byte, from, to int32) {
		if len(name) != len(key) {
			return
		}
		for _, ref := range g.table.Names.Refs[from:to] {
			if e := &g.table.Places[ref.Row()]; g.table.Class(e) == class {
				found[g.table.Countries[e.Country]] = true
			}
		}
	})
	return found
}
