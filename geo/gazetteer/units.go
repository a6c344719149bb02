package gazetteer

import (
	"maps"
	"slices"

	"incidentmap/geo/gazetteer/spell"
)

// CountriesOfUnit are the codes of the countries that have a first-level unit, a
// province or state, of that name, in order.
func (g *Gazetteer) CountriesOfUnit(name string) []string {
	return slices.Sorted(maps.Keys(g.countriesWith(spell.Key(name))))
}

// countriesWith are the codes of the countries that have a first-level unit of
// a folded name.
func (g *Gazetteer) countriesWith(key string) map[string]bool {
	found := map[string]bool{}
	g.table.Names.Prefixed(key, func(name []byte, from, to int32) {
		if len(name) != len(key) {
			return
		}
		for _, ref := range g.table.Names.Refs[from:to] {
			if e := &g.table.Places[ref.Row()]; g.table.Class(e) == Admin1 {
				found[g.table.Countries[e.Country]] = true
			}
		}
	})
	return found
}
