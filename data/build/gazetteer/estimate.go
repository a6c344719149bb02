package main

import (
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/quadtree"

	"incidentmap/data/build/internal/shape"
	"incidentmap/geo/gazetteer"
)

// Figures by which the circle around a district is drawn of which only towns are
// known. The ground of the province is given to the district of the nearest town;
// nearShare of the ground that a district is given so lies within a distance of
// its seat, which is then widened: the fewer towns, the less is known.
//
// TestEstimatesHoldTheirUnits measures what comes of it on units whose outline is
// known, and which are treated as if only their towns were. The circles hold 97 % of
// the area of Pakistan's 133 districts with towns, on average, and of the world's 4,320
// provinces 97 % by all their towns, 95 % by their three largest or by one. They are
// 1.1 to 1.5 times as wide as circles by the outline would be. A quarter more than the
// farthest town, or half more than the circle of the mean area, held 92, 96, 90 and
// 82 %, and the least circles of that kind that hold 95 % are 6 to 20 % wider.
const (
	nearShare = 0.95
	// beyondNear is how much wider it is at least, and beyondNearOfOne over the
	// number of towns is added.
	beyondNear, beyondNearOfOne = 1.05, 0.75
	// beyondTowns is how much farther than its farthest town a district is taken to
	// reach at least. Of many towns the farthest may be coded wrongly: the circle
	// holds heldShare of them.
	beyondTowns = 1.1
	// leastM is the smallest radius of any unit.
	leastM = 3000
	// mostMean bounds the distance, in radii of a circle of the mean area of the
	// units: a mining town in a desert is not the district of the whole desert.
	mostMean = 2.5
	// spotsOfUnit is how finely the ground is measured, in spots per unit.
	spotsOfUnit = 60
)

// unit is a district of which only the seat and towns are known.
type unit struct {
	id     string
	seat   orb.Point
	towns  []*place
	radius float64 // metres, as estimated
}

// townPoint is a town in the plane of a province, and its unit.
type townPoint struct {
	at orb.Point
	of *unit
}

// Point implements orb.Pointer.
func (p townPoint) Point() orb.Point { return p.at }

// estimate finds the radii of units that share the ground of an outline with
// others of which no town is known: there are all of them together.
func estimate(outline orb.MultiPolygon, units []*unit, all int) {
	mp := shape.Together(outline)
	spots := shape.Spread(mp, max(spotsOfOutline, spotsOfUnit*len(units)))
	centre := mp.Bound().Center()
	squeeze := math.Cos(centre[1] * math.Pi / 180)
	flat := func(p orb.Point) orb.Point {
		return orb.Point{math.Remainder(p[0]-centre[0], 360) * squeeze, p[1]}
	}
	near := quadtree.New(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}})
	for _, u := range units {
		for _, town := range u.towns {
			_ = near.Add(townPoint{flat(town.point), u}) // every point lies within the bound
		}
	}
	ground := map[*unit][]shape.Spot{}
	for _, s := range spots {
		if found, ok := near.Find(flat(s.Point)).(townPoint); ok {
			ground[found.of] = append(ground[found.of], s)
		}
	}
	most := mostMean * math.Sqrt(geo.Area(outline)/float64(all)/math.Pi)
	part := math.Sqrt(float64(len(units)) / float64(all)) // what the others take of each
	for _, u := range units {
		u.radius = u.reach(min(part*shape.Holding(u.seat, ground[u], nearShare), most))
	}
}

// reach is the estimated radius of a unit, in metres, whose ground is near.
func (u *unit) reach(near float64) float64 {
	spots := make([]shape.Spot, len(u.towns))
	own := 0.0
	for i, town := range u.towns {
		spots[i] = shape.Spot{Point: town.point, Weight: 1}
		own = max(own, town.radius)
	}
	far := shape.Holding(u.seat, spots, heldShare)
	return max(beyondTowns*far, own, (beyondNear+beyondNearOfOne/float64(len(u.towns)))*near, leastM)
}

// placeDistricts gives each district without an outline the point of its seat,
// else of the town in the middle of its inhabitants, and an estimated radius.
func placeDistricts(t *table) error {
	units, count := t.districtUnits(), t.countDistricts()
	groups := map[string][]*unit{}
	for _, u := range units {
		d := t.places[u.id]
		groups["ne:"+d.country] = append(groups["ne:"+d.country], u)
		if d.admin1 != "" {
			groups[d.admin1] = append(groups[d.admin1], u)
		}
	}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		whole := t.places[group]
		if whole.shape == nil || whole.class == gazetteer.Country && !t.needed(groups[group]) {
			continue
		}
		estimate(whole.shape, groups[group], count[group])
		for _, u := range groups[group] {
			if d := t.places[u.id]; group == t.groundOf(d) && d.shape == nil {
				d.locate(u.seat, u.radius)
			}
		}
	}
	return nil
}

// countDistricts counts the districts of each province and country.
func (t *table) countDistricts() map[string]int {
	count := map[string]int{}
	for _, p := range t.places {
		if p.class == gazetteer.Admin2 {
			count["ne:"+p.country]++
			count[p.admin1]++
		}
	}
	return count
}

// needed reports whether some of the units are measured on the ground of their country.
func (t *table) needed(units []*unit) bool {
	return slices.ContainsFunc(units,
		func(u *unit) bool { return t.places[t.groundOf(t.places[u.id])].class == gazetteer.Country })
}

// groundOf is the place whose outline a district shares with others: its province,
// or the country where that is unknown or has no outline.
func (t *table) groundOf(d *place) string {
	if p := t.places[d.admin1]; p != nil && p.shape != nil {
		return d.admin1
	}
	return "ne:" + d.country
}

// districtUnits are all districts that have towns, by id, with their seats.
func (t *table) districtUnits() []*unit {
	seats := t.afghanSeats()
	towns := map[string][]*place{}
	for _, id := range t.ids() {
		if p := t.places[id]; p.class == gazetteer.Locality && t.places[p.admin2] != nil {
			towns[p.admin2] = append(towns[p.admin2], p)
		}
	}
	t.findNamesakes(towns)
	var out []*unit
	for _, id := range slices.Sorted(maps.Keys(towns)) {
		seat, known := seats[id]
		if !known {
			seat = middle(towns[id]).point
		}
		out = append(out, &unit{id: id, seat: seat, towns: towns[id]})
	}
	return out
}
