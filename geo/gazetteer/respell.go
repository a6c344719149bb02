package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
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
		if p.loose || p.road || lexicon.Idle(p.key) || numbered(p.key) || len(p.heads) > 0 {
			continue
		}
		if p.asks.Sort == lexicon.Rural || within == nil && (len(p.cands) > 0 || p.asks.Sort == lexicon.Landform) ||
			lexicon.Any(p.key, lexicon.Natural) {
			continue
		}
		if within != nil && q.holders(within, i) {
			found = true
			continue
		}
		most := q.mostCost(within, p)
		switch {
		case q.names(i):
			most = min(most, spell.CostVowel)
		case within != nil && i > int(within.part): // mostly another name of what is known
			most = min(most, spell.CostAlike)
		}
		cands := q.g.similar(p.name, most, q.near(within, p.asks))
		cands = slices.DeleteFunc(cands, func(c candidate) bool {
			return within == nil && c.cost > spell.CostVowel && q.g.prominence(&q.g.table.Places[c.row]) < prominent
		})
		p.cands = append(p.cands, cands...)
		p.cands = q.g.unitsOfSeats(p)
		found = found || len(cands) > 0
	}
	return found
}

// near tells which places a misspelt name may mean.
func (q *query) near(within *choice, asked lexicon.Asks) func(row int32) bool {
	country := q.opt.Country
	return func(row int32) bool {
		e := &q.g.table.Places[row]
		if q.g.village(row) {
			return false // of which one is mostly spelt like another
		}
		if !e.Located() || country != "" && !strings.EqualFold(q.g.table.Countries[e.Country], country) {
			return false
		}
		at := q.g.table.Class(e)
		if asked.Class == Admin1 && at.Level() < Admin1.Level() {
			return false
		}
		if within == nil {
			return true
		}
		if asked.Class == Admin2 && asked.Sort != lexicon.Lesser && q.g.table.ClassOf(within.row) == Country &&
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
		return min(most, spell.CostVowel*(letters/4), spell.CostLetter)
	}
	unit := p.asks.Class == Admin2 && p.asks.Sort != lexicon.Lesser
	switch q.g.table.ClassOf(within.row) {
	case Country:
		if unit { // of which there are few
			return min(most, spell.CostVowel*max(1, letters/5))
		}
		return min(most, spell.CostVowel*((letters-3)/4))
	case Admin1:
		return min(most, spell.CostVowel*((letters-1)/4))
	}
	return most
}

// respellHolders looks for the units that hold a place which was misspelt itself.
func (q *query) respellHolders(all []choice) bool {
	found := false
	for i := range q.parts {
		if p := &q.parts[i]; len(all) > 0 && all[0].agrees>>i&1 == 0 && !p.loose && !p.road && len(p.heads) == 0 &&
			!lexicon.Idle(p.key) {
			found = q.holders(&all[0], i) || found
		}
	}
	return found
}

// holders adds the units that hold the best choice to part i, where it names one of
// them in another spelling, and reports whether it does.
func (q *query) holders(within *choice, i int) bool {
	p := &q.parts[i]
	e := &q.g.table.Places[within.row]
	for _, unit := range []int32{e.Admin2, e.Admin1} {
		if unit == none || unit == within.row {
			continue
		}
		name, _ := lexicon.Bare(spell.Key(q.g.table.Label(unit)))
		own, ok := q.g.ownName(unit)
		if cost := unlike(bareArticle(p.name), bareArticle(name)); ok && cost <= spell.CostLetter {
			p.cands = append(p.cands, likeUnit(unit, own, cost))
			return true
		}
	}
	return false
}

// ownName is the name in the dictionary that a place is shown by.
func (g *Gazetteer) ownName(row int32) (int32, bool) {
	from, to := g.table.Names.Find(spell.Key(g.table.Label(row)))
	for i := from; i < to; i++ {
		if g.table.Names.Refs[i].Row() == row {
			return i, true
		}
	}
	return 0, false
}
