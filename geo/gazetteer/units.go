package gazetteer

import (
	"maps"
	"slices"
)

// CountriesOfUnit are the codes of the countries that have a first-level unit, a
// province or state, of that name, in order.
func (g *Gazetteer) CountriesOfUnit(name string) []string {
	return slices.Sorted(maps.Keys(g.countriesWith(Key(name))))
}

// countriesWith are the codes of the countries that have a first-level unit of
// a folded name.
func (g *Gazetteer) countriesWith(key string) map[string]bool {
	found := map[string]bool{}
	g.names.prefixed(key, func(name []byte, from, to int32) {
		if len(name) != len(key) {
			return
		}
		for _, ref := range g.names.refs[from:to] {
			if e := &g.places[ref.row()]; g.class(e) == Admin1 {
				found[g.countries[e.country]] = true
			}
		}
	})
	return found
}
