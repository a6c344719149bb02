package gazetteer

import (
	"slices"
	"strings"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
	"incidentmap/geo/gazetteer/table"
)

// settle puts first what is to be answered where that is less than the best choice:
// because it is one of several alike, or because the text hides where in a larger
// thing of the same name the place is.
func (q *query) settle(all []choice) []choice {
	all = q.abstain(all)
	if q.gathered == nil {
		return q.settled(all)
	}
	row := all[0].row
	if all = q.settled(all); all[0].row != row {
		q.gathered = nil // another place is the answer
	}
	return all
}

// settled puts first what is to be answered where the text hides the place, or a unit
// around it.
func (q *query) settled(all []choice) []choice {
	if len(all) == 0 || all[0].vague || q.undecided || q.between {
		return all
	}
	first(all, q.orUnit(all))
	adrift := q.parts[all[0].part].asks.Class != Admin2 && q.hidesUnit(&all[0])
	if i := q.widest(all); i > 0 {
		first(all, i)
	} else if q.hidesPlace(&all[0]) {
		all = q.seatsUnit(all)
	}
	if adrift && q.g.table.LevelOf(all[0].row) <= Locality.Level() {
		return q.drift(all)
	}
	return all
}

// seatsUnit puts the province first whose seat the best choice is, where the seat has
// its name as another one: Timbuktu is the seat of the region of Tombouctou.
func (q *query) seatsUnit(all []choice) []choice {
	best := all[0]
	unit := q.g.seatOf(best.row)
	if unit == none || !q.g.table.Places[unit].Located() || q.parts[best.part].asks.Class == Locality {
		return all
	}
	name, _ := lexicon.Bare(spell.Key(q.g.table.Label(unit)))
	from, to := q.g.table.Names.Find(name)
	if !slices.ContainsFunc(q.g.table.Names.Refs[from:to], func(r table.Ref) bool { return r.Row() == best.row }) {
		return all
	}
	c := q.weigh(int(best.part), candidate{row: unit, name: best.name, quality: best.quality})
	c.agrees |= best.agrees
	return slices.Insert(all, 0, c)
}

// orUnit is the position of the district of the best choice's name, where its middle is
// too far from the town for one circle; 0 else.
func (q *query) orUnit(all []choice) int {
	i := q.namesakeUnit(all, &all[0])
	if i > 0 && geo.Distance(q.g.table.Places[all[0].row].Point(), q.g.table.Places[all[i].row].Point()) > nearM {
		return i
	}
	return 0
}

// drift answers a town of which the text names a unit that is not known: it may be
// another of its name. What is known to hold it is the answer, and else, where there is
// no other that it could be, the land around it.
func (q *query) drift(all []choice) []choice {
	for _, widest := range []Class{Admin1, Country} {
		if all = q.stepBack(all, widest); all[0].vague || q.unmistakable(&all[0]) {
			return all
		}
	}
	q.undecided = true
	return all
}

// unmistakable reports whether a choice is a city, or the only place of its name.
func (q *query) unmistakable(c *choice) bool {
	return q.g.prominence(&q.g.table.Places[c.row]) >= city ||
		!slices.ContainsFunc(q.parts[c.part].cands, func(d candidate) bool { return d.row != c.row })
}

// widest is the position of the widest reading of the best choice's name, where the
// text hides the place itself, or a unit around it: an unknown village of "Farah" may
// lie anywhere in the province, and not only in the town of that name.
func (q *query) widest(all []choice) int {
	best := 0
	if len(all) < 2 || !q.hidesPlace(&all[0]) && !q.hidesUnit(&all[0]) {
		return best
	}
	for i := 1; i < len(all); i++ {
		if q.wider(&all[i], &all[best]) {
			best = i
		}
	}
	if best == 0 && q.g.table.LevelOf(all[0].row) <= Locality.Level() {
		return q.provinceElsewhere(all)
	}
	return best
}

// provinceElsewhere is the position of the province of the best choice's name that
// does not hold it, as Washington does not lie in Washington: more lies in it that
// nobody knows. Of two provinces alike it is none, 0.
func (q *query) provinceElsewhere(all []choice) int {
	best, town := 0, &all[0]
	if q.parts[town.part].twice {
		return 0 // Luxembourg, Luxembourg is no province of Belgium
	}
	for i := 1; i < len(all); i++ {
		c := &all[i]
		if c.part != town.part || c.against > town.against || c.agrees&town.agrees != town.agrees || !q.shownAs(c) ||
			q.g.table.ClassOf(c.row) != Admin1 {
			continue
		}
		if best > 0 && !larger(&q.g.table.Places[all[best].row], &q.g.table.Places[c.row]) {
			return 0
		}
		if best == 0 {
			best = i
		}
	}
	return best
}

// wider reports whether c is a larger thing of the same name as d that holds it.
func (q *query) wider(c, d *choice) bool {
	if c.part != d.part || c.against > d.against || c.agrees&d.agrees != d.agrees {
		return false
	}
	a, b := &q.g.table.Places[c.row], &q.g.table.Places[d.row]
	if d.own && !q.shownAs(c) {
		return false // Mosul is another name of Nineveh, and that of its own district
	}
	p := &q.parts[c.part]
	widest := Area
	if p.twice || p.asks.Class == Admin2 {
		widest = Admin2
	}
	if at := q.g.table.Level(a); at <= q.g.table.Level(b) || at > widest.Level() {
		return false
	}
	return q.holds(c.row, d.row) || a.Country == b.Country && geo.Distance(a.Point(), b.Point()) <= float64(a.Radius)
}

// shownAs reports whether a choice was found by the name that it is shown by, with or
// without the word for its kind.
func (q *query) shownAs(c *choice) bool {
	return c.own || strings.Contains(spell.Key(q.g.table.Label(c.row)), q.parts[c.part].name)
}

// first puts choice i first and keeps the order of the others.
func first(all []choice, i int) []choice {
	c := all[i]
	copy(all[1:i+1], all[:i])
	all[0] = c
	return all
}
