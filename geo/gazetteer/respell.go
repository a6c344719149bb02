package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// respell looks for the names that no place has as they are written, or only
// places that contradict the rest of the text, among those spelt alike: within the
// place that the other parts agree on, else anywhere, where a letter that is heard
// may differ in well-known names only. It reports whether there were
// any.
func (q *query) respell(all []choice) bool {
	var within *choice
	if len(all) > 0 {
		within = &all[q.widest(all)]
	}
	found := false
	for i := range q.parts {
		p := &q.parts[i]
		if within != nil && within.agrees>>i&1 == 1 && within.quality > partial {
			continue
		}
		if p.loose || p.road || idle(p.key) || numbered(p.key) || len(p.heads) > 0 {
			continue
		}
		if p.asks.sort == rural || within == nil && (len(p.cands) > 0 || p.asks.sort == landform) ||
			anyWord(p.key, natural) {
			continue
		}
		if within != nil && q.holders(within, i) {
			found = true
			continue
		}
		most := q.mostCost(within, p)
		switch {
		case q.names(i):
			most = min(most, costVowel)
		case within != nil && i > int(within.part): // mostly another name of what is known
			most = min(most, costClass)
		}
		cands := q.g.similar(p.name, most, q.near(within, p.asks))
		cands = slices.DeleteFunc(cands, func(c candidate) bool {
			return within == nil && c.cost > costVowel && q.g.prominence(&q.g.places[c.row]) < prominent
		})
		p.cands = append(p.cands, cands...)
		p.cands = q.g.unitsOfSeats(p)
		found = found || len(cands) > 0
	}
	return found
}

// near tells which places a misspelt name may mean.
func (q *query) near(within *choice, asked asks) func(row int32) bool {
	country := q.opt.Country
	return func(row int32) bool {
		e := &q.g.places[row]
		if q.g.village(row) {
			return false // of which one is mostly spelt like another
		}
		if !e.located() || country != "" && !strings.EqualFold(q.g.countries[e.country], country) {
			return false
		}
		at := q.g.class(e)
		if asked.class == Admin1 && at.Level() < Admin1.Level() {
			return false
		}
		if within == nil {
			return true
		}
		if asked.class == Admin2 && asked.sort != lesser && q.g.class(&q.g.places[within.row]) == Country &&
			at != Admin2 {
			return false
		}
		return row != within.row && q.holds(within.row, row)
	}
}

// mostCost is how much a name may differ, in quarters of a letter, by its length
// and by how closely the rest of the text confines the place: in a whole country
// another village is as likely meant that no source knows.
func (q *query) mostCost(within *choice, p *part) int {
	letters := utf8.RuneCountInString(p.name)
	most := mostCost(letters)
	if within == nil {
		return min(most, costVowel*(letters/4), costOf)
	}
	unit := p.asks.class == Admin2 && p.asks.sort != lesser
	switch q.g.class(&q.g.places[within.row]) {
	case Country:
		if unit { // of which there are few
			return min(most, costVowel*max(1, letters/5))
		}
		return min(most, costVowel*((letters-3)/4))
	case Admin1:
		return min(most, costVowel*((letters-1)/4))
	}
	return most
}

// respellHolders looks for the units that hold a place which was misspelt itself.
func (q *query) respellHolders(all []choice) bool {
	found := false
	for i := range q.parts {
		if p := &q.parts[i]; len(all) > 0 && all[0].agrees>>i&1 == 0 && !p.loose && !p.road && len(p.heads) == 0 &&
			!idle(p.key) {
			found = q.holders(&all[0], i) || found
		}
	}
	return found
}

// holders adds the units that hold the best choice to part i, where it names one of
// them in another spelling, and reports whether it does.
func (q *query) holders(within *choice, i int) bool {
	p := &q.parts[i]
	e := &q.g.places[within.row]
	for _, unit := range []int32{e.admin2, e.admin1} {
		if unit == none || unit == within.row {
			continue
		}
		name, _ := Bare(Key(q.g.label(unit)))
		own, ok := q.g.ownName(unit)
		if cost := unlike(bareArticle(p.name), bareArticle(name)); ok && cost <= costOf {
			p.cands = append(p.cands, likeUnit(unit, own, cost))
			return true
		}
	}
	return false
}

// ownName is the name in the dictionary that a place is shown by.
func (g *Gazetteer) ownName(row int32) (int32, bool) {
	from, to := g.names.find(Key(g.label(row)))
	for i := from; i < to; i++ {
		if g.names.refs[i].row() == row {
			return i, true
		}
	}
	return 0, false
}
