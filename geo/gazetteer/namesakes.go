package gazetteer

import (
	"math"
	"slices"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// Many towns have the name of the unit that they are the seat of. What follows tells which
// of the two is meant.

// townOfUnit puts the town first where its unit is the best choice and the text has
// nothing but the name, or the country beside it: "Bakhmut" is the town.
func (q *query) townOfUnit(all []choice) []choice {
	if len(all) < 2 {
		return all
	}
	unit := &all[0]
	if !q.bareUnit(unit) || q.hidesPlace(unit) {
		return all
	}
	// Roads lead to towns, and distances are told from towns.
	outside := q.between || q.parts[unit.part].phrase.outside()
	if !outside && !q.besideUnit(unit.part, unit.row) && q.confined(unit) {
		return all
	}
	for i := 1; i < len(all); i++ {
		if c := &all[i]; c.fitsLike(unit) && q.ownTown(c) && q.townIn(c.row, unit.row) {
			return first(all, i)
		}
	}
	return all
}

// besideUnit reports whether another part asks for a district and names that unit:
// "Balad" in "Balad, Balad district" is the town.
func (q *query) besideUnit(part int8, unit int32) bool {
	for j := range q.parts {
		if p := &q.parts[j]; j != int(part) && p.asks.Class == Admin2 &&
			slices.ContainsFunc(p.cands, func(c candidate) bool { return c.row == unit }) {
			return true
		}
	}
	return false
}

// bareUnit reports whether a choice is a province or a district, named once and without
// a word that asks for one.
func (q *query) bareUnit(c *choice) bool {
	p := &q.parts[c.part]
	at := q.g.table.ClassOf(c.row)
	plain := p.asks.Class == "" && (p.asks.Sort == lexicon.Plain || p.asks.Sort == lexicon.Rim || c.quality == whole)
	return (at == Admin2 || at == Admin1) && plain && !p.twice
}

// fitsLike reports whether two choices are of one part and agree with the same others.
func (c *choice) fitsLike(d *choice) bool {
	return c.part == d.part && c.agrees == d.agrees && c.against == d.against
}

// ownUnit puts a unit first of which the best choice, a town elsewhere in its country,
// merely has the name as another one: Khanabad is a district of Kunduz, and some source
// calls the town of Taloqan so.
func (q *query) ownUnit(all []choice) []choice {
	if len(all) < 2 {
		return all
	}
	best := &all[0]
	if q.g.table.ClassOf(best.row) != Locality || best.cost > 0 || best.own {
		return all
	}
	for i := 1; i < len(all); i++ {
		u := &all[i]
		e := &q.g.table.Places[u.row]
		if !u.fitsLike(best) || u.quality < best.quality || q.g.table.Class(e) != Admin2 {
			continue
		}
		if e.Country == q.g.table.Places[best.row].Country && q.shownAs(u) &&
			!q.townIn(best.row, u.row) && !q.ownTown(best) {
			return first(all, i)
		}
	}
	return all
}

// ownTown reports whether a town was found by its own name, or by a spelling of it:
// Laghman is another name of Mehtar Lam, and Daraa is the town of Dar'a.
func (q *query) ownTown(c *choice) bool {
	if c.own {
		return true
	}
	name, label := bareArticle(q.parts[c.part].name), bareArticle(spell.Key(q.g.table.Label(c.row)))
	return begin(name, label) && unlike(name, label) <= spell.CostLetter
}

// begin reports whether two folded names may be spellings of one by their first letters.
func begin(a, b string) bool {
	if a == "" || b == "" || a[0] >= 0x80 || b[0] >= 0x80 {
		return true
	}
	return a[0] == b[0] || spell.IsVowel(a[0]) && spell.IsVowel(b[0])
}

// townIn reports whether a place is a town, and no mere village, of a unit.
func (q *query) townIn(row, unit int32) bool {
	e := &q.g.table.Places[row]
	town := q.g.table.Class(e) == Locality && (e.Population > 0 || seat(q.g.table.Feature(e)))
	d := &q.g.table.Places[unit]
	if !town || q.inUnit(row, unit) {
		return town
	}
	return e.Admin1 == d.Admin1 && d.Located() && geo.Distance(e.Point(), d.Point()) <= float64(d.Radius)
}

// seat reports whether a feature code is that of the seat of a unit.
func seat(feature string) bool {
	return len(feature) > len("PPL") && (feature[:4] == "PPLA" || feature == "PPLC")
}

// reachUnit widens the circle of a town to the middle of the district of its name, where
// the text tells in what the two are and so may mean either: "Kunduz, Kunduz,
// Afghanistan" is how a table writes the district too.
func (q *query) reachUnit(m *Match, all []choice, c *choice) {
	if i := q.namesakeUnit(all, c); i >= 0 {
		m.RadiusM = max(m.RadiusM, math.Ceil(geo.DistanceHaversine(m.Point, q.g.table.Places[all[i].row].Point())))
	}
}

// reachTown widens the circle of a unit to what is said to be in the town of its
// name, where the text hides the place in either: some units are no more than a city.
func (q *query) reachTown(m *Match, all []choice, c *choice) {
	if len(q.parts) == 1 {
		return
	}
	if at := q.g.table.ClassOf(c.row); at != Admin2 && at != Admin1 || q.parts[c.part].asks.Class != "" ||
		!q.hidesPlace(c) {
		return
	}
	for i := range all {
		if t := &all[i]; t.fitsLike(c) && q.townIn(t.row, c.row) {
			e := &q.g.table.Places[t.row]
			m.RadiusM = max(m.RadiusM, math.Ceil(geo.DistanceHaversine(m.Point, e.Point()))+float64(e.Radius)+nearbyM)
		}
	}
}

// namesakeUnit is the position of the district that has the name of a town and holds
// it, where the text may mean either; of several the one whose middle is farthest, and
// -1 where there is none.
func (q *query) namesakeUnit(all []choice, c *choice) int {
	p := &q.parts[c.part]
	if len(q.parts) == 1 && !p.twice || q.g.table.ClassOf(c.row) != Locality {
		return -1
	}
	at, far := -1, -1.0
	for i := range all {
		u := &all[i]
		if p.asks.Class == Locality && u.quality < whole {
			continue // "Kunduz city" is no unit, but for those that are called so
		}
		e := &q.g.table.Places[u.row]
		if !u.fitsLike(c) || q.g.table.Class(e) != Admin2 || !q.townIn(c.row, u.row) {
			continue
		}
		if d := geo.Distance(q.g.table.Places[c.row].Point(), e.Point()); d > far && !q.besideUnit(c.part, u.row) {
			at, far = i, d
		}
	}
	if at >= 0 && !p.twice && !q.confined(c) {
		return -1
	}
	return at
}
