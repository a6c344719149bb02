package gazetteer

import (
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
	"incidentmap/geo/gazetteer/table"
)

// What follows tells which place lies in which.

// nearbyM is how far outside a town's own radius a place may lie, in metres,
// that is said to be in it, and lesserM where a unit below the district is meant.
const (
	nearbyM = 15_000
	lesserM = 35_000
)

// maxNear bounds the towns of one name that a place is measured against.
const maxNear = 8

// inside reports whether a place is, lies in, or lies by, one of the candidates
// of a part. What lies by a town lies in it only where the town is named as the
// larger thing: of two neighbours neither is in the other.
func (q *query) inside(row int32, p *part, larger bool) bool {
	switch {
	case !larger:
	case p.phrase.relation == toward:
		return q.liesToward(row, p, towardM)
	case p.phrase.relation == away && p.phrase.bearing >= 0 && q.liesToward(row, p, nearM+p.phrase.metres):
		return true
	}
	near := 0
	for _, c := range p.cands {
		if c.row == row {
			return true
		}
		d := &q.g.table.Places[c.row]
		if d.Country != q.g.table.Places[row].Country {
			continue
		}
		switch q.g.table.Class(d) {
		case Country:
			return true
		case Admin1, Admin2:
			province := q.g.table.Class(d) == Admin1 && q.meansDistrict(p, row, c.row)
			if !province && q.inUnit(row, c.row) {
				return true
			}
		case Area:
			if q.inArea(row, c.row) {
				return true
			}
		default:
			if near++; larger && near <= maxNear && q.byTown(row, c.row, p.reach()) && !q.hasUnit(p, row) {
				return true
			}
		}
	}
	return false
}

// towardM is how far from X, in metres, a place may be that a text calls "Y, north of
// X": it is a place of its own, and X only tells the reader which.
const towardM = 500_000

// liesToward reports whether a place lies in the direction of what a part names, within
// two of the eight winds and so many metres, or is that itself.
func (q *query) liesToward(row int32, p *part, most float64) bool {
	e := &q.g.table.Places[row]
	return slices.ContainsFunc(p.cands, func(c candidate) bool {
		d := &q.g.table.Places[c.row]
		if c.row == row {
			return true
		}
		off := math.Abs(math.Remainder(geo.Bearing(d.Point(), e.Point())-p.phrase.bearing, 360))
		return d.Country == e.Country && q.g.table.Class(e) != Country && off <= 67.5 &&
			geo.Distance(d.Point(), e.Point()) <= most
	})
}

// linked reports whether a place is linked to a unit that a part names: a circle alone
// tells less.
func (q *query) linked(row int32, p *part) bool {
	e := &q.g.table.Places[row]
	return slices.ContainsFunc(p.cands, func(c candidate) bool {
		return c.row != none &&
			(e.Admin1 == c.row || e.Admin2 == c.row)
	})
}

// hasDistrict reports whether a part names a district of the province that a place is
// in: that is meant, and not what only has its name.
func (q *query) hasDistrict(p *part, row int32) bool {
	admin1 := q.g.table.Places[row].Admin1
	return admin1 != none && slices.ContainsFunc(p.cands, func(c candidate) bool {
		d := &q.g.table.Places[c.row]
		return c.row != row && d.Admin1 == admin1 && q.g.table.Class(d) == Admin2
	})
}

// meansDistrict reports whether a part that names both a province and a district of that
// name means the district where it says in what a place lies: where it asks for one, has
// the name twice, or where nothing links the place to the province.
func (q *query) meansDistrict(p *part, row, province int32) bool {
	e := &q.g.table.Places[row]
	strict := p.twice || p.asks.Class == Admin2 && q.g.table.Level(e) <= Locality.Level()
	return (strict || e.Admin1 != province) && q.hasDistrict(p, row)
}

// hasUnit reports whether a part names such a district, or a province of the country.
func (q *query) hasUnit(p *part, row int32) bool {
	country := q.g.table.Places[row].Country
	return q.hasDistrict(p, row) || slices.ContainsFunc(p.cands, func(c candidate) bool {
		d := &q.g.table.Places[c.row]
		return d.Country == country && q.g.table.Class(d) == Admin1 && d.Located()
	})
}

// inArea reports whether a place lies in the circle of an area.
func (q *query) inArea(row, area int32) bool {
	e, d := &q.g.table.Places[row], &q.g.table.Places[area]
	return d.Located() && geo.Distance(e.Point(), d.Point()) <= float64(d.Radius) && q.g.table.Class(e) != Country
}

// byTown reports whether a place lies in a town or not farther from it than reach, in
// metres, or in the province whose seat the town is: a seat's name stands for it.
func (q *query) byTown(row, town int32, reach float64) bool {
	e, d := &q.g.table.Places[row], &q.g.table.Places[town]
	small := q.g.table.Level(e) <= Locality.Level()
	return small && geo.Distance(e.Point(), d.Point()) <= float64(d.Radius)+reach
}

// inUnit reports whether a place lies in a province or a district. Where the place is
// linked to a district, the link decides. A town without one lies in the circle of a
// district of its own province; one with a province lies in that of a province within
// its own that no town is linked to: sources differ about what is a province.
func (q *query) inUnit(row, unit int32) bool {
	e, d := &q.g.table.Places[row], &q.g.table.Places[unit]
	if e.Admin1 == unit || e.Admin2 == unit {
		return true
	}
	if !d.Located() || q.g.table.Level(e) > Admin1.Level() || q.g.table.Class(e) == Admin2 {
		return false
	}
	if q.g.table.Class(e) == Admin1 {
		return q.g.table.Class(d) == Admin1 && nestedIn(e, d)
	}
	if q.g.table.Class(d) == Admin2 && e.Admin2 != none {
		return q.g.sameName(e.Admin2, unit)
	}
	if geo.Distance(e.Point(), d.Point()) > float64(d.Radius) {
		return false
	}
	if q.g.table.Class(d) == Admin2 || e.Admin1 == none {
		return e.Admin1 == d.Admin1
	}
	own := &q.g.table.Places[e.Admin1]
	return own.Located() && nestedIn(d, own) && !q.g.hasMembers(unit)
}

// members tells which provinces towns are linked to. It is filled when it is first needed.
type members struct {
	once sync.Once
	has  []bool // by row
}

// hasMembers reports whether any town is linked to a province: one without is of another
// source than the links, and only its circle can tell what lies in it.
func (g *Gazetteer) hasMembers(unit int32) bool {
	g.members.once.Do(func() {
		g.members.has = make([]bool, len(g.table.Places))
		for i := range g.table.Places {
			if e := &g.table.Places[i]; e.Admin1 != none && g.table.Class(e) == Locality {
				g.members.has[e.Admin1] = true
			}
		}
	})
	return g.members.has[unit]
}

// nestedIn reports whether the circle of one unit lies in that of another.
func nestedIn(inner, outer *table.Entry) bool {
	return inner.Radius < outer.Radius && geo.Distance(inner.Point(),
		outer.Point()) < float64(outer.Radius-inner.Radius)
}

// sameName reports whether two units of one province are one by their names, because
// sources list some twice: Richmond County in Virginia is far from the City of Richmond.
func (g *Gazetteer) sameName(a, b int32) bool {
	x, y := &g.table.Places[a], &g.table.Places[b]
	if x.Admin1 != y.Admin1 || x.Located() && y.Located() &&
		geo.Distance(x.Point(), y.Point()) > float64(x.Radius)+float64(y.Radius) {
		return false
	}
	first, _ := lexicon.Bare(spell.Key(g.table.Label(a)))
	second, _ := lexicon.Bare(spell.Key(g.table.Label(b)))
	return first == second
}

// reach is how far around a town, in metres, lies what is said to be in the part.
func (p *part) reach() float64 {
	switch {
	case p.phrase.relation == away:
		return nearbyM + p.phrase.metres
	case p.phrase.relation == nearTo, p.phrase.relation == toward:
		return nearM
	case p.asks.Sort == lexicon.Lesser, p.asks.Class == Admin2:
		return lesserM
	}
	return nearbyM
}

// confined reports whether a part of the text other than the country says where
// the place is.
func (q *query) confined(c *choice) bool {
	for j := range q.parts {
		if j == int(c.part) || c.agrees>>j&1 == 0 || q.g.nation(&q.parts[j]) {
			continue // Mexico is a state of Mexico too
		}
		for _, d := range q.parts[j].cands {
			if d.row == c.row {
				continue
			}
			one := part{cands: []candidate{d}, asks: q.parts[j].asks}
			if q.inside(c.row, &one, j > int(c.part)) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a unit or a country holds a place by the hierarchy.
func (q *query) holds(unit, row int32) bool {
	u, e := &q.g.table.Places[unit], &q.g.table.Places[row]
	switch q.g.table.Class(u) {
	case Country:
		return u.Country == e.Country
	case Admin1, Admin2:
		return e.Admin1 == unit || e.Admin2 == unit
	}
	return false
}
