package gazetteer

import (
	"math"
	"slices"
	"unicode/utf8"

	"incidentmap/geo/gazetteer/lexicon"
)

// matches makes the answers of the best choices, each place once.
func (q *query) matches(all []choice, limit int) []Match {
	out := make([]Match, 0, min(limit, len(all)))
	for i := range all {
		if len(out) == limit {
			break
		}
		if !slices.ContainsFunc(all[:i], func(before choice) bool { return before.row == all[i].row }) {
			out = append(out, q.match(all, i))
		}
	}
	return out
}

// match makes the answer of choice i.
func (q *query) match(all []choice, i int) Match {
	c := &all[i]
	m := Match{Place: q.g.table.Place(c.row), Matched: q.g.table.Spell(c.name), Evidence: q.evidence(c)}
	if i == 0 && q.gathered != nil {
		m.encircle(q.gathered)
	}
	q.measure(&m, c)
	q.reachUnit(&m, all, c)
	q.reachTown(&m, all, c)
	q.widen(&m, c)
	letters, dropped := 0, 0
	for j := range q.parts {
		p := &q.parts[j]
		letters += utf8.RuneCountInString(p.key)
		switch {
		case c.agrees>>j&1 == 0:
			m.Dropped = append(m.Dropped, p.text)
			dropped += utf8.RuneCountInString(p.key)
		case j == int(c.part) && c.dropped != "":
			m.Dropped = append(m.Dropped, c.dropped)
			dropped += utf8.RuneCountInString(c.dropped)
		}
	}
	understood := 1 - float64(min(dropped, letters))/float64(max(letters, 1))
	m.Score = c.quality * (0.5 + 0.5*understood) * q.certainty(all, i) / float64(1+q.wrongs(c, i))
	m.Score = math.Round(m.Score*1000) / 1000
	return m
}

// wrongs is how much of the text speaks against choice i. Names that may be of places
// in the best choice, and are known elsewhere only, do not: no table has all names.
func (q *query) wrongs(c *choice, i int) int8 {
	if i > 0 {
		return c.against
	}
	if q.misfit(int(c.part), c.candidate) {
		return 1
	}
	return 0
}

// certainty is 1 for a name that only one place answers to, and falls to 0.6
// the better known its closest rival elsewhere is. It is 0.4 where a village is meant that may be any.
func (q *query) certainty(all []choice, i int) float64 {
	if q.doubtful(&all[i]) {
		return 0.4
	}
	if r := q.rival(all, i); r != nil {
		return 0.6 + 0.4*q.share(&all[i], r)
	}
	return 1
}

// Radii, in metres, of what the gazetteer has no extent of.
const (
	// townDistrictM is that of a district of which only the town of its name is known,
	// and townLesserM that of a unit below the district.
	townDistrictM = 60_000
	townLesserM   = 40_000
	// aroundM is added to a town's for the land around it, which "near", "area" and
	// "valley" speak of.
	aroundM = 12_000
	// nearM is added for what is near a town, on its outskirts or in its countryside. It
	// holds 95 % of the villages of Afghanistan and Pakistan around the nearest town of
	// the shipped gazetteer (40 and 45 km).
	nearM = 45_000
	// misspeltM is the least where a name was not found as it is written.
	misspeltM = 5_000
)

// seawardM is how far from the shore, in metres, a country's waters are taken to
// reach: 200 nautical miles, as the exclusive economic zone does (United Nations
// Convention on the Law of the Sea, article 57).
const seawardM = 200 * 1852

// atSea reports whether a part that names no place speaks of open water.
func (q *query) atSea() bool {
	for i := range q.parts {
		if p := &q.parts[i]; (len(p.cands) == 0 || p.loose) && lexicon.Any(p.key, lexicon.OpenWaters) {
			return true
		}
	}
	return false
}

// supplement is the feature code of places that were entered by hand, with a radius
// that holds the area that they are.
const supplement = "SUPPLEMENT"

// widen makes the class and the radius those that the words around the name ask for.
func (q *query) widen(m *Match, c *choice) {
	p := &q.parts[c.part]
	small := m.Class.Level() <= Locality.Level()
	switch {
	case small && p.asks.Class == Admin2 && c.quality < whole:
		m.Class, m.RadiusM = Admin2, max(m.RadiusM, townDistrictM)
		if p.asks.Sort == lexicon.Lesser {
			m.RadiusM = max(townLesserM, float64(q.g.table.Places[c.row].Radius))
		}
	case small && p.asks.Sort == lexicon.Rim && c.quality < whole:
		m.nearby(nearM)
	case small && (p.asks.Sort == lexicon.Wide || p.asks.Sort == lexicon.Landform) && c.quality < whole &&
		m.RadiusM < aroundM && m.Feature != supplement:
		m.nearby(aroundM)
	case small && len(q.parts) > 1 && (q.hidesUnit(c) || q.parts[c.part].asks.Class != Locality && q.hidesPlace(c)):
		m.nearby(nearM)
	}
	if m.Class == Country && q.atSea() {
		m.Class, m.RadiusM = Offshore, m.RadiusM+seawardM
	}
	if c.cost > 0 && small {
		m.RadiusM = max(m.RadiusM, misspeltM)
	}
	q.apply(m, p.phrase)
}
