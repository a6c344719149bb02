package gazetteer

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/table"
)

// Several villages of one name in a district cannot be told apart, and need not be: a
// circle around them holds the one that is meant.

// circle is a point and a radius in metres.
type circle struct {
	point  orb.Point
	radius float64
	// villages is whether there is a village among the places within.
	villages bool
}

// gatherM is the largest radius, in metres, of the circle around places alike that
// nothing but the name brings together.
const gatherM = 15_000

// gather finds the circle around the best choice and the places like it, and reports
// whether it is smaller than the district that they are said to be in.
func (q *query) gather(all []choice) bool {
	best := &all[0]
	if q.g.table.LevelOf(best.row) > Locality.Level() {
		return false
	}
	within := q.districtRadius(all)
	most := max(gatherM, within)
	at := q.g.table.Places[best.row].Point()
	rows := []int32{best.row}
	for i := 1; i < len(all); i++ {
		d := &all[i]
		if d.part != best.part || !q.rivals(best, d) || !q.alike(best, d) {
			continue
		}
		if rows = append(rows, d.row); geo.Distance(at, q.g.table.Places[d.row].Point()) > 2*most {
			return false
		}
	}
	villages := slices.ContainsFunc(rows, q.g.village)
	if within == 0 && villages {
		return false
	}
	c := q.g.around(rows)
	if c.villages = villages; c.radius > most {
		return false
	}
	q.gathered = &c
	return true
}

// districtRadius is the radius in metres of the district that the best choice is in by
// the text, 0 where it names none.
func (q *query) districtRadius(all []choice) float64 {
	best := &all[0]
	for i := range all {
		c := &all[i]
		e := &q.g.table.Places[c.row]
		if c.part != best.part && best.agrees>>c.part&1 == 1 && q.g.table.Class(e) == Admin2 &&
			q.holds(c.row, best.row) {
			return float64(e.Radius)
		}
	}
	return 0
}

// around is a circle that holds the circles of all places, nearly the smallest: the
// point moves towards the farthest of them by ever smaller steps (Bădoiu and Clarkson
// 2003).
func (g *Gazetteer) around(rows []int32) circle {
	const steps = 32
	p := g.table.Places[rows[0]].Point()
	for i := range steps {
		far := g.farthest(p, rows)
		q := g.table.Places[far].Point()
		d := geo.DistanceHaversine(p, q)
		p = geo.PointAtBearingAndDistance(p, geo.Bearing(p, q), d/float64(i+2))
	}
	p = table.Rounded(p)
	far := &g.table.Places[g.farthest(p, rows)]
	return circle{point: p, radius: math.Ceil(geo.DistanceHaversine(p, far.Point()) + float64(far.Radius))}
}

// farthest is the place whose circle reaches farthest from a point.
func (g *Gazetteer) farthest(p orb.Point, rows []int32) int32 {
	row, most := rows[0], 0.0
	for _, r := range rows {
		if d := geo.DistanceHaversine(p, g.table.Places[r].Point()) + float64(g.table.Places[r].Radius); d > most {
			row, most = r, d
		}
	}
	return row
}

// encircle makes a match the circle around it and the places like it.
func (m *Match) encircle(c *circle) {
	m.Point, m.RadiusM, m.Evidence = c.point, c.radius, EvidenceSeveral
	if c.radius > smallM {
		m.Class = Vicinity
	}
}
