package geonames

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/quadtree"

	"incidentmap/geo/gazetteer"
)

// Figures by which the circle around a unit is drawn whose outline is not known: by
// its towns, and by how far away its neighbours are. They are the least that hold
// 95 % of the area, on average, of Pakistan's 133 districts with towns (1.4 and 0.87)
// and of the world's 4,271 provinces by their three largest towns (1.4 and 0.92);
// with all towns of these provinces 1.2 and 0.67 are enough, by one of them 0.8 and 1.09.
const (
	beyondTowns      = 1.4
	beyondNeighbours = 0.9
	// neighbours is which of the nearest units of the same kind is measured.
	neighbours = 3
	// heldTowns is the share of a unit's towns that count: some are coded wrongly.
	heldTowns = 0.98
	leastM    = 3000
	// lonelyM is the radius of a unit without towns or neighbours.
	lonelyM = 50_000
	// beyondArea is how much the radius of a country exceeds that of a circle of its
	// area: few are round.
	beyondArea = 1.5
	mostM      = 5_000_000
)

// Records are all places as gazetteer.Encode takes them: linked to their units by the
// codes, the units with a radius, and with the point of their seat where the tables
// give none. The builder is of no use afterwards.
func (b *Builder) Records() []gazetteer.Record {
	towns := b.link()
	b.placeUnits(towns)
	b.measureUnits(towns)
	b.mergeKinds()
	out := make([]gazetteer.Record, len(b.places))
	for i := range b.places {
		e := &b.places[i]
		if !e.Located {
			e.Point, e.RadiusM = orb.Point{}, 0
			b.counts.Unlocated++
		}
		out[i] = e.Record
	}
	return out
}

// mostKinds is how many kinds of places, by class and feature code, are told apart; a
// gazetteer has room for 256.
const mostKinds = 240

// mergeKinds drops the rarest feature codes where there are too many.
func (b *Builder) mergeKinds() {
	type kind struct {
		class   gazetteer.Class
		feature string
	}
	count := map[kind]int{}
	for i := range b.places {
		count[kind{b.places[i].Class, b.places[i].Feature}]++
	}
	all := slices.SortedFunc(maps.Keys(count), func(x, y kind) int {
		return cmp.Or(count[y]-count[x], cmp.Compare(x.class, y.class), cmp.Compare(x.feature, y.feature))
	})
	for i := range b.places {
		e := &b.places[i]
		if len(all) > mostKinds && slices.Contains(all[mostKinds:], kind{e.Class, e.Feature}) {
			e.Feature = ""
		}
	}
}

// link refers each place to its province and district, and lists the towns of each
// unit by its position.
func (b *Builder) link() map[int][]int {
	towns := map[int][]int{}
	for i := range b.places {
		e := &b.places[i]
		province, inProvince := b.unit(e.code1, i)
		district, inDistrict := b.unit(e.code2, i)
		country, inCountry := b.units[e.Country]
		if inProvince {
			e.Admin1ID = b.places[province].ID
		}
		if inDistrict && e.Class != gazetteer.Admin1 {
			e.Admin2ID = b.places[district].ID
		}
		if e.Class != gazetteer.Locality {
			continue
		}
		for _, unit := range []struct {
			at int
			in bool
		}{{province, inProvince}, {district, inDistrict}, {country, inCountry}} {
			if unit.in {
				towns[unit.at] = append(towns[unit.at], i)
			}
		}
	}
	return towns
}

// unit is the position of the unit of a code, which is not the place itself nor a country.
func (b *Builder) unit(code string, self int) (int, bool) {
	at, ok := b.units[code]
	if !ok || at == self || b.places[self].Class == gazetteer.Country {
		return 0, false
	}
	return at, true
}

// placeUnits gives each unit without a point that of its seat: the most populous of
// its towns that are marked as one, else of all.
func (b *Builder) placeUnits(towns map[int][]int) {
	for i := range b.places {
		e := &b.places[i]
		if e.Located || len(towns[i]) == 0 {
			continue
		}
		seat := slices.MaxFunc(towns[i], func(x, y int) int {
			p, q := &b.places[x], &b.places[y]
			return cmp.Or(rank(p.Feature)-rank(q.Feature), p.Population-q.Population, cmp.Compare(q.ID, p.ID))
		})
		e.Located, e.Point = true, b.places[seat].Point
	}
}

// rank is higher for the seats of larger units.
func rank(feature string) int {
	return slices.Index([]string{"PPLA2", "PPLA", "PPLC"}, feature)
}

// measureUnits estimates the radius of each unit that has a point.
func (b *Builder) measureUnits(towns map[int][]int) {
	groups := map[[2]string][]int{}
	for i := range b.places {
		if e := &b.places[i]; e.Located && e.RadiusM == 0 {
			groups[[2]string{e.Country, e.Feature}] = append(groups[[2]string{e.Country, e.Feature}], i)
		}
	}
	for _, group := range groups {
		near := b.nearest(group)
		for n, i := range group {
			e := &b.places[i]
			r := max(beyondTowns*b.farthest(e.Point, towns[i]), beyondNeighbours*near[n])
			if e.Class == gazetteer.Country {
				r = max(b.farthest(e.Point, towns[i]), beyondArea*1000*math.Sqrt(b.areas[e.Country]/math.Pi))
			}
			if r == 0 {
				r = lonelyM
			}
			e.RadiusM = math.Ceil(min(max(r, leastM), mostM))
		}
	}
}

// farthest is how far from a point heldTowns of the towns lie, in metres, with the
// radius of the widest.
func (b *Builder) farthest(p orb.Point, towns []int) float64 {
	if len(towns) == 0 {
		return 0
	}
	far := make([]float64, len(towns))
	own := 0.0
	for n, i := range towns {
		far[n] = geo.DistanceHaversine(p, b.places[i].Point)
		own = max(own, b.places[i].RadiusM)
	}
	slices.Sort(far)
	return max(far[int(math.Ceil(heldTowns*float64(len(far))))-1], own)
}

// spot is a unit in a flat plane.
type spot orb.Point

// Point implements orb.Pointer.
func (s spot) Point() orb.Point { return orb.Point(s) }

// nearest are the distances in metres from each of a group of units to the third
// nearest other, or to the last where there are fewer; 0 for one alone.
func (b *Builder) nearest(group []int) []float64 {
	first := b.places[group[0]].Point
	squeeze := math.Cos(first[1] * math.Pi / 180)
	flat := func(i int) orb.Point {
		p := b.places[i].Point
		return orb.Point{math.Remainder(p[0]-first[0], 360) * squeeze, p[1]}
	}
	tree := quadtree.New(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}})
	for _, i := range group {
		_ = tree.Add(spot(flat(i))) // every point lies within the bound
	}
	out := make([]float64, len(group))
	var found []orb.Pointer
	for n, i := range group {
		at := flat(i)
		found = tree.KNearest(found[:0], at, neighbours+1)
		for _, other := range found {
			p := other.Point()
			d := geo.DistanceHaversine(b.places[i].Point, orb.Point{first[0] + p[0]/squeeze, p[1]})
			out[n] = max(out[n], d)
		}
	}
	return out
}
