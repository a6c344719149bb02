package gazetteer

import (
	"slices"

	"github.com/paulmach/orb/geo"
)

// abstain puts a wider place first where the best is a guess: one of several towns
// alike that the text does not tell apart, or a village of which only the country is
// told, since no source knows all villages of a country.
func (q *query) abstain(all []choice) []choice {
	if len(all) < 2 || !q.guess(all) {
		return all
	}
	best := &all[0]
	for i := 1; i < len(all); i++ {
		c := all[i]
		if c.part == best.part || best.agrees>>c.part&1 == 0 || !q.holds(c.row, best.row) {
			continue
		}
		c.vague = true
		rest := slices.Delete(all, i, i+1)
		return slices.Insert(rest, 0, c)
	}
	return all
}

// guess reports whether the first choice is one.
func (q *query) guess(all []choice) bool {
	best := &all[0]
	e := &q.g.places[best.row]
	if level(q.g.class(e)) > level(Locality) || q.g.prominence(e) >= prominent {
		return false
	}
	if q.doubtful(best) {
		return true
	}
	return q.rival(all, 0) != nil && q.share(best, q.rival(all, 0)) < leastShare
}

// doubtful reports whether a town is meant by the words for a village or a valley
// that it was found by, and nothing else in the text tells where.
func (q *query) doubtful(c *choice) bool {
	sort := q.parts[c.part].asks.sort
	small := level(q.g.class(&q.g.places[c.row])) <= level(Locality)
	return small && (sort == rural || sort == landform) && c.quality < whole && !q.confined(c)
}

// leastShare is how much of the prominence of two namesakes the better known must
// have to be the answer.
const leastShare = 0.7

// confined reports whether a part of the text other than the country says where
// the place is.
func (q *query) confined(c *choice) bool {
	for j := range q.parts {
		if j == int(c.part) || c.agrees>>j&1 == 0 {
			continue
		}
		for _, d := range q.parts[j].cands {
			if one := (part{cands: []candidate{d}, asks: q.parts[j].asks}); q.g.class(&q.g.places[d.row]) != Country && d.row != c.row && q.inside(c.row, &one) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a unit or a country holds a place by the hierarchy.
func (q *query) holds(unit, row int32) bool {
	u, e := &q.g.places[unit], &q.g.places[row]
	switch q.g.class(u) {
	case Country:
		return u.country == e.country
	case Admin1, Admin2:
		return e.admin1 == unit || e.admin2 == unit
	}
	return false
}

// rival is the best choice elsewhere that fits the text as well as choice i does,
// nil where there is none.
func (q *query) rival(all []choice, i int) *choice {
	c := &all[i]
	a := &q.g.places[c.row]
	for j := range all {
		d := &all[j]
		if j == i || d.vague || d.against != c.against || d.explained != c.explained || d.quality < c.quality || c.own && !d.own {
			continue
		}
		if b := &q.g.places[d.row]; geo.Distance(a.point(), b.point()) > float64(a.radius)+float64(b.radius) {
			return d
		}
	}
	return nil
}

// share is how much of the prominence of two places the first has.
func (q *query) share(a, b *choice) float64 {
	x, y := q.g.weight(&q.g.places[a.row]), q.g.weight(&q.g.places[b.row])
	return x / (x + y)
}
