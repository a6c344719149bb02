package main

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// oneTownM is how far apart, in metres, two towns of one name may lie in a province
// that are taken for one.
const oneTownM = 25_000

// findNamesakes gives each district without a town the one of its name, where its
// province has one that GeoNames counts to a district of another name: districts
// were divided after their towns were entered.
func (t *table) findNamesakes(towns map[string][]*place) {
	named := map[[2]string][]*place{} // by province and folded name
	for _, id := range t.ids() {
		if p := t.places[id]; p.class == gazetteer.Locality && p.admin1 != "" {
			for key := range p.names {
				named[[2]string{p.admin1, key}] = append(named[[2]string{p.admin1, key}], p)
			}
		}
	}
	for _, id := range t.ids() {
		d := t.places[id]
		if d.class != gazetteer.Admin2 || d.shape != nil || d.admin1 == "" || towns[id] != nil {
			continue
		}
		var same []*place
		for key := range d.names {
			same = append(same, named[[2]string{d.admin1, key}]...)
		}
		if town := theOne(same); town != nil {
			towns[id] = []*place{town}
		}
	}
}

// theOne is the most populous of towns that lie close together, else nil.
func theOne(towns []*place) *place {
	if len(towns) == 0 {
		return nil
	}
	first := slices.MinFunc(towns, func(a, b *place) int {
		return cmp.Or(b.population-a.population,
			cmp.Compare(a.id, b.id))
	})
	for _, other := range towns {
		if geo.DistanceHaversine(first.point, other.point) > oneTownM {
			return nil
		}
	}
	return first
}
