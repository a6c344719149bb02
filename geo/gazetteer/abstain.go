package gazetteer

import (
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/table"
)

// abstain answers less than the best choice where that is a guess: one of several
// places alike that the text does not tell apart, or a village of which only the country
// is told, since no source knows all villages of a country.
func (q *query) abstain(all []choice) []choice {
	if len(all) == 0 {
		return all
	}
	guess := q.guess(all)
	switch best := &all[0]; {
	case q.doubtful(best):
		all = q.stepBack(all, Country)
		q.undecided = !all[0].vague
		return all
	case !guess && q.unfit(best):
		all = q.stepBack(all, Country)
		q.undecided = !all[0].vague
		return all
	case !guess:
		return all
	}
	if q.gather(all) {
		return all
	}
	widest := Admin1
	if q.g.village(all[0].row) {
		widest = Country // which holds the village, and of towns alike tells too little
	}
	all = q.stepBack(all, widest)
	q.undecided = !all[0].vague
	return all
}

// stepBack puts what the text puts the best choice in first, if it is no wider than
// the class; as it was else.
func (q *query) stepBack(all []choice, widest Class) []choice {
	best := &all[0]
	for i := 1; i < len(all); i++ {
		c := &all[i]
		if c.part == best.part || best.agrees>>c.part&1 == 0 || !q.holds(c.row, best.row) {
			continue
		}
		if q.g.table.LevelOf(c.row) <= widest.Level() {
			c.vague = true
			return first(all, i)
		}
	}
	return all
}

// guess reports whether the first choice is one of several alike.
func (q *query) guess(all []choice) bool {
	best := &all[0]
	if at := q.g.table.ClassOf(best.row); at.Level() > Admin1.Level() && at != Country {
		return false
	}
	r := q.rival(all, 0)
	return r != nil && q.alike(best, r)
}

// alike reports whether of two namesakes the first is not much better known.
func (q *query) alike(a, b *choice) bool {
	x, y := &q.g.table.Places[a.row], &q.g.table.Places[b.row]
	if at := q.g.table.Class(x); at.Level() > Locality.Level() && at == q.g.table.Class(y) {
		return at == Country || !larger(x, y) // of two countries, the larger is no likelier
	}
	least := leastShare
	if q.g.prominence(&q.g.table.Places[a.row]) >= city {
		least = leastCityShare
	}
	return q.share(a, b) < least
}

// doubtful reports whether the text has next to nothing but a name that may well mean
// something else than the town that was found.
func (q *query) doubtful(c *choice) bool {
	e := &q.g.table.Places[c.row]
	if q.g.table.Level(e) > Locality.Level() {
		return false
	}
	return (q.loosely(c, e) || q.otherwise(c, e) || q.parts[c.part].region()) && !q.confined(c)
}

// loosely reports whether a town was found by the words for a village or a valley, or a
// small one by those for something in it.
func (q *query) loosely(c *choice, e *table.Entry) bool {
	sort := q.parts[c.part].asks.Sort
	return c.quality < whole && (sort == lexicon.Rural || sort == lexicon.Landform || c.quality <= site &&
		e.Population < seatPopulation)
}

// otherwise reports whether a small town was found by quite another name than its own:
// Taliban is what some call one of Turkey.
func (q *query) otherwise(c *choice, e *table.Entry) bool {
	return !c.own && e.Population < seatPopulation && q.g.prominence(e) == minor &&
		q.g.table.Feature(e) != supplement && !q.spellsOwn(c)
}

// larger reports whether of two units the first is so much larger that it is meant:
// Maryland is the state of the United States, and not the county of Liberia.
func larger(a, b *table.Entry) bool {
	x, y := float64(a.Radius)*float64(a.Radius), float64(b.Radius)*float64(b.Radius)
	return x >= leastShare*(x+y)
}

// leastShare is how much of the prominence of two namesakes the better known must
// have to be the answer, and leastCityShare how much where it is a city: those are
// written of without their country.
const (
	leastShare     = 0.7
	leastCityShare = 0.6
)

// rival is the best choice elsewhere that fits the text as well as choice i does,
// nil where there is none.
func (q *query) rival(all []choice, i int) *choice {
	for j := range all {
		if j != i && q.rivals(&all[i], &all[j]) {
			return &all[j]
		}
	}
	return nil
}

// rivals reports whether d is a choice elsewhere that fits the text as well as c does.
func (q *query) rivals(c, d *choice) bool {
	if d.vague || d.against != c.against || d.explained != c.explained || d.quality < c.quality || c.own && !d.own {
		return false
	}
	a, b := &q.g.table.Places[c.row], &q.g.table.Places[d.row]
	if q.g.prominence(a)-q.g.prominence(b) > district-minor {
		return false // nobody means a village by the name of a province
	}
	if q.g.table.Class(a) == Country && q.g.table.Class(b) == Country {
		return a != b // Korea is two
	}
	return !q.favours(a, b) && geo.Distance(a.Point(), b.Point()) > float64(a.Radius)+float64(b.Radius)
}

// favours reports whether the bias has the first of two places inside and not the
// second.
func (q *query) favours(a, b *table.Entry) bool {
	return q.opt.Bias != nil && q.opt.Bias.Contains(a.Point()) && !q.opt.Bias.Contains(b.Point())
}

// share is how much of the prominence of two places the first has.
func (q *query) share(a, b *choice) float64 {
	x, y := q.g.weight(&q.g.table.Places[a.row]), q.g.weight(&q.g.table.Places[b.row])
	return x / (x + y)
}
