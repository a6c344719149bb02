package gazetteer

import (
	"math"
	"slices"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/table"
)

// enumerate takes the names before a list into it, of "Paktia, Paktika and Khost",
// unless one of the two lies in the other. It returns where the list is then.
func (q *query) enumerate(i int) int {
	for i > 0 && q.parts[i].phrase.relation == list && len(q.parts[i].heads) < maxHeads {
		before, first := q.parts[i-1], &q.parts[i].heads[0]
		if !q.names(i-1) || q.g.nested(&before, first) || q.g.nested(first, &before) {
			break
		}
		if before.asks == (lexicon.Asks{}) {
			before.asks = first.asks
		}
		q.parts[i].heads = append([]part{before}, q.parts[i].heads...)
		q.parts = slices.Delete(q.parts, i-1, i)
		i--
	}
	return i
}

// several is the result of a query that has a part of several names: each is looked
// up with the other parts beside it.
func (q *query) several(text string, at int) Result {
	heads := q.parts[at].heads
	if q.parts[at].phrase.relation == border && q.nearer(at) {
		return q.without(at).answer(text)
	}
	found := make([][]Match, len(heads))
	var first []choice
	for i := range heads {
		one := &query{g: q.g, opt: q.opt, parts: append([]part{}, q.parts...)}
		one.between = q.parts[at].phrase.relation != list
		one.parts[at] = heads[i]
		all := one.choose()
		if i == 0 {
			first = all
		}
		all = slices.DeleteFunc(all, func(c choice) bool { return int(c.part) != at })
		switch {
		case one.between: // of namesakes the nearest to the other name is meant
			found[i] = one.matches(all, MaxLimit)
		case !one.undecided:
			found[i] = one.matches(all, defaultLimit)
		}
	}
	r := Result{Query: text, Read: q.readings(first)}
	if q.parts[at].phrase.relation == list {
		r.list(found, limitOf(q.opt.Limit))
	} else {
		r.pair(found, q.parts[at].phrase.relation, limitOf(q.opt.Limit))
	}
	if r.Best == nil {
		return q.without(at).answer(text)
	}
	return r
}

// without is the query with part i unread.
func (q *query) without(i int) *query {
	one := &query{g: q.g, opt: q.opt, parts: append([]part{}, q.parts...)}
	one.parts[i] = part{text: q.parts[i].text, key: q.parts[i].key, name: q.parts[i].key}
	return one
}

// list answers the first of several places, and the others with it.
func (r *Result) list(found [][]Match, limit int) {
	for _, matches := range found {
		switch {
		case len(matches) == 0:
		case r.Best == nil:
			r.Best, r.Alternatives = &matches[0], matches[1:min(limit, len(matches))]
		case matches[0].ID != r.Best.ID:
			r.Also = append(r.Also, matches[0])
		}
	}
}

// pair answers what lies between two places, of all namesakes those that are the
// surest and the nearest to each other.
func (r *Result) pair(found [][]Match, rel relation, limit int) {
	var a, b *Match
	best := 0.0
	for i := range found[0] {
		for j := range found[1] {
			x, y := &found[0][i], &found[1][j]
			v := x.Score * y.Score * math.Pow(runnerUp, float64(i+j)) / (1 +
				geo.DistanceHaversine(x.Point, y.Point)/fairlyM)
			if x.ID != y.ID && v > best {
				best, a, b = v, x, y
			}
		}
	}
	if a == nil {
		if r.list(found, limit); r.Best != nil {
			r.Best.nearby(unknownRoadM)
		}
		return
	}
	m := joined(a, b, rel)
	r.Best, r.Alternatives = &m, []Match{*a, *b}[:min(2, limit)]
}

// fairlyM is the distance, in metres, at which two names are half as likely to be
// those of one phrase as at none.
const fairlyM = 200_000

// runnerUp is how much less likely each next match is meant.
const runnerUp = 0.8

// joined is what lies between two places: the circle around both points for what is
// between towns; for a border the circle around where the two meet.
func joined(a, b *Match, rel relation) Match {
	m := *a
	m.Matched = a.Matched + "; " + b.Matched
	m.ID, m.Name = a.ID+"+"+b.ID, a.Name+" – "+b.Name
	m.Score = math.Round(min(a.Score, b.Score)*1000) / 1000
	m.Population, m.Feature = 0, ""
	m.Class = Area
	m.unite(b)
	d := geo.DistanceHaversine(a.Point, b.Point)
	share := 0.5
	if rel == border && a.Class.Level() > Locality.Level() && b.Class.Level() > Locality.Level() {
		share = a.RadiusM / (a.RadiusM + b.RadiusM)
		m.RadiusM = max(min(a.RadiusM, b.RadiusM), d/2)
	} else {
		m.RadiusM = d/2 + max(min(a.RadiusM, aroundM), min(b.RadiusM, aroundM))
	}
	p := geo.PointAtBearingAndDistance(a.Point, geo.Bearing(a.Point, b.Point), d*share)
	m.Point = table.Rounded(p)
	if m.RadiusM <= aroundM {
		m.Class = Vicinity
	}
	return m
}

// unite leaves out what the two places do not share.
func (m *Match) unite(b *Match) {
	if m.Country != b.Country {
		m.Country, m.CountryName, m.Admin1, m.Admin2 = "", "", "", ""
		return
	}
	a1, a2 := m.Units()
	b1, b2 := b.Units()
	if m.Admin1, m.Admin2 = a1, a2; a1 != b1 {
		m.Admin1, m.Admin2 = "", ""
	} else if a2 != b2 {
		m.Admin2 = ""
	}
}

// nearer reports whether the text names a unit or a town beside the border of two
// countries, which tells more of where the place is.
func (q *query) nearer(at int) bool {
	for i := range q.parts[at].heads {
		if !q.g.nation(&q.parts[at].heads[i]) {
			return false
		}
	}
	for j := range q.parts {
		if j != at && q.names(j) && !q.g.nation(&q.parts[j]) {
			return true
		}
	}
	return false
}
