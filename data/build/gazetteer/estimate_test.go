package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"

	"incidentmap/data/build/internal/shape"
	"incidentmap/geo/gazetteer"
)

// drawn is a unit whose outline is known, as a unit of which only towns are.
type drawn struct {
	*unit
	outline orb.MultiPolygon
}

// drawnUnits are the units of a class with towns, by the outline that they share:
// the districts of Pakistan by province, all other provinces by country.
func drawnUnits(tab *table, class gazetteer.Class, keep int) map[string][]drawn {
	towns := map[string][]*place{}
	for _, id := range tab.ids() {
		if p := tab.places[id]; p.class == gazetteer.Locality {
			towns[p.country] = append(towns[p.country], p)
		}
	}
	out := map[string][]drawn{}
	for _, id := range tab.ids() {
		p := tab.places[id]
		if p.class != class || p.shape == nil {
			continue
		}
		var inside []*place
		bound := p.shape.Bound()
		for _, town := range towns[p.country] {
			if bound.Contains(town.point) && planar.MultiPolygonContains(p.shape, town.point) {
				inside = append(inside, town)
			}
		}
		if len(inside) == 0 {
			continue
		}
		slices.SortStableFunc(inside, func(a, b *place) int { return b.population - a.population })
		if keep > 0 {
			inside = inside[:min(keep, len(inside))]
		}
		whole := "ne:" + p.country
		if class == gazetteer.Admin2 {
			whole = p.admin1
		}
		out[whole] = append(out[whole], drawn{&unit{id: id, seat: middle(inside).point, towns: inside}, p.shape})
	}
	return out
}

// held is the share of its area that lies within the estimated circle.
func (d *drawn) held() float64 {
	in, all := 0.0, 0.0
	for _, s := range shape.Spread(d.outline, 400) {
		if all += s.Weight; geo.DistanceHaversine(d.seat, s.Point) <= d.radius {
			in += s.Weight
		}
	}
	return in / all
}

// The circles hold 95 % of the area of the units that they are estimated for, on
// average, and are not much wider than they need to be.
func TestEstimatesHoldTheirUnits(t *testing.T) {
	tab := built(t)
	for _, c := range []struct {
		name  string
		class gazetteer.Class
		keep  int // towns of each unit, the most populous; 0 for all
	}{
		{"districts of Pakistan", gazetteer.Admin2, 0},
		{"provinces", gazetteer.Admin1, 0},
		{"provinces of three towns", gazetteer.Admin1, 3},
		{"provinces of one town", gazetteer.Admin1, 1},
	} {
		groups := drawnUnits(tab, c.class, c.keep)
		held, n, radius, best := 0.0, 0.0, 0.0, 0.0
		for _, id := range slices.Sorted(maps.Keys(groups)) {
			var units []*unit
			for _, d := range groups[id] {
				units = append(units, d.unit)
			}
			if len(units) < 3 || strings.HasPrefix(id, "ne:") && tab.places[id] == nil {
				continue
			}
			estimate(tab.places[id].shape, units, len(units))
			for _, d := range groups[id] {
				ideal := shape.Holding(d.seat, shape.Spread(d.outline, 400), heldShare)
				if ideal == 0 {
					continue
				}
				held, n = held+d.held(), n+1
				radius, best = radius+math.Log(d.radius), best+math.Log(ideal)
			}
		}
		t.Logf("%s: %v units, %.3f held, geometric mean of the radii %.1f km, with the outline %.1f km", c.name, n,
			held/n, math.Exp(radius/n)/1000, math.Exp(best/n)/1000)
		if held/n < 0.945 || radius-best > n*math.Log(1.6) {
			t.Errorf("%s: %.3f held by radii %.2f times those with an outline", c.name, held/n,
				math.Exp((radius-best)/n))
		}
	}
}
