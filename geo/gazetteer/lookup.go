package gazetteer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb/geo"
)

// Lookup finds the place that a text names. The text may be a name alone or
// with its district, province and country in any order, separated by commas, in
// Latin, Arabic or Cyrillic script, and in phrases such as "12 km north-east of
// Jalalabad" or "the road from Ghazni to Kabul". Best is nil when nothing was
// found, or when the text is longer than MaxText.
func (g *Gazetteer) Lookup(text string, opt Options) Result {
	if len(text) > MaxText {
		return Result{Query: strings.ToValidUTF8(text[:MaxText], "")}
	}
	if r, ok := g.meeting(text); ok && opt.Country == "" && opt.Class == "" {
		return r
	}
	q := &query{g: g, opt: opt, parts: g.split(text)}
	if i := slices.IndexFunc(q.parts, func(p part) bool { return len(p.heads) > 0 }); i >= 0 {
		return q.several(text, q.enumerate(i))
	}
	return q.answer(text)
}

// query is one text being looked up.
type query struct {
	g     *Gazetteer
	opt   Options
	parts []part
	// between is set where the place is between two names: it need not lie where those do.
	between bool
	// undecided is set where the choices are several places alike.
	undecided bool
	// gathered is the circle around the best choice and the places like it, where one is
	// small enough.
	gathered *circle
}

// answer is the result of a query whose parts have a name each.
func (q *query) answer(text string) Result {
	r := Result{Query: text}
	all := q.choose()
	matches := q.matches(all, limitOf(q.opt.Limit))
	alike := -1
	switch {
	case q.undecided:
		alike, all = int(all[0].part), nil
	case len(matches) > 0 && matches[0].Score < leastScore:
		all, matches = nil, nil
	}
	if r.Alternatives = matches; len(all) > 0 {
		r.Best, r.Alternatives = &matches[0], matches[1:]
	}
	if r.Read = q.readings(all); alike >= 0 {
		r.Read[alike].Role = RoleAlike
	}
	return r
}

// leastScore is the least score of an answer: the lowest of a right one to a text that
// was checked by hand is 0.3.
const leastScore = 0.25

// choose weighs all candidates, the better first. Names that no place has as they
// are written are looked for as misspelt, where the rest of the text confines them.
func (q *query) choose() []choice {
	all := q.outside(q.choices())
	if q.respell(all) {
		all = q.outside(q.choices())
	}
	return q.settle(q.townOfUnit(q.ownUnit(all)))
}

// settle puts first what is to be answered where that is less than the best choice:
// because it is one of several alike, or because the text hides where in a larger
// thing of the same name the place is.
func (q *query) settle(all []choice) []choice {
	all = q.abstain(all)
	if len(all) == 0 || all[0].vague || q.undecided || q.between {
		return all
	}
	first(all, q.orUnit(all))
	adrift := q.parts[all[0].part].asks.class != Admin2 && q.hidesUnit(&all[0])
	first(all, q.widest(all))
	if adrift && level(q.g.class(&q.g.places[all[0].row])) <= level(Locality) {
		return q.drift(all)
	}
	return all
}

// orUnit is the position of the district of the best choice's name, where its middle is
// too far from the town for one circle; 0 else.
func (q *query) orUnit(all []choice) int {
	i := q.namesakeUnit(all, &all[0])
	if i > 0 && geo.Distance(q.g.places[all[0].row].point(), q.g.places[all[i].row].point()) > nearM {
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
	if q.g.prominence(&q.g.places[c.row]) >= city {
		return true
	}
	for _, d := range q.parts[c.part].cands {
		if d.row != c.row {
			return false
		}
	}
	return true
}

// choice is a candidate of one part, weighed against the other parts.
type choice struct {
	candidate
	rank      float64
	agrees    uint16 // bit i: whether the place lies in what part i names
	part      int8
	explained int8 // number of parts that agree
	against   int8 // number of parts that name other places only, or another kind
	vague     bool // whether it stands for several places that the text may mean
}

// choices are all candidates that may be an answer, the better first.
func (q *query) choices() []choice {
	n := 0
	for i := range q.parts {
		n += len(q.parts[i].cands)
	}
	all := make([]choice, 0, n)
	for i := range q.parts {
		placed := len(all)
		if q.parts[i].road {
			continue
		}
		for _, c := range q.parts[i].cands {
			if q.admits(c) {
				all = append(all, q.weigh(i, c))
			}
		}
		if len(all) == placed {
			all = q.provinces(all, i)
		}
	}
	q.spread(all)
	if len(all) > 1 {
		slices.SortFunc(all, q.compare)
	}
	return all
}

// spread finds for each part how wide the likeliest place is that it may mean.
func (q *query) spread(all []choice) {
	if len(q.parts) < 2 {
		return
	}
	var best [maxParts]*choice
	for i := range all {
		c := &all[i]
		b := best[c.part]
		if b == nil || c.against < b.against || c.against == b.against && (c.explained > b.explained || c.explained == b.explained && c.rank > b.rank) {
			best[c.part] = c
			q.parts[c.part].width = level(q.g.class(&q.g.places[c.row]))
		}
	}
}

// provinces appends the provinces of the places that part i names, which are known
// by name alone.
func (q *query) provinces(all []choice, i int) []choice {
	for _, c := range q.parts[i].cands {
		c.row, c.quality = q.g.places[c.row].admin1, partial
		if c.row == none || !q.admits(c) {
			continue
		}
		ch := q.weigh(i, c)
		ch.agrees &^= 1 << i
		ch.explained--
		all = append(all, ch)
	}
	return all
}

// admits reports whether a candidate may be an answer at all: it has a point, and
// lies in the country asked for.
func (q *query) admits(c candidate) bool {
	e := &q.g.places[c.row]
	return e.located() && (q.opt.Class == "" || q.g.class(e) == q.opt.Class) && (q.opt.Country == "" || strings.EqualFold(q.g.countries[e.country], q.opt.Country))
}

// weigh compares a candidate of part i with all other parts.
func (q *query) weigh(i int, c candidate) choice {
	ch := choice{candidate: c, part: int8(i), agrees: 1 << i, explained: 1, rank: q.rank(i, c)}
	if q.misfit(i, c) {
		ch.against++
	}
	for j := range q.parts {
		if j == i {
			continue
		}
		switch {
		case q.inside(c.row, &q.parts[j], j > i):
			if ch.explained++; !q.parts[j].road {
				ch.agrees |= 1 << j
			}
		case q.names(j) && !q.unplaced(j, c.row), q.tooNarrow(j, c.row):
			ch.against++
		}
	}
	return ch
}

// misfit reports whether the words around a name ask for another kind of place
// than the candidate is.
func (q *query) misfit(i int, c candidate) bool {
	if c.quality == whole && q.parts[i].asks.sort != unitLike {
		return false
	}
	at, asked := level(q.g.class(&q.g.places[c.row])), q.parts[i].asks
	switch asked.class {
	case Locality:
		return at > level(Locality)
	case Admin2:
		return at < level(Admin2) && asked.sort != lesser || at > level(Admin1)
	case Admin1:
		return at < level(Admin1)
	}
	return asked.sort == unitLike && at < level(Admin2)
}

// tooNarrow reports whether part j asks for a kind of place, and names none that is
// known, which cannot lie in the given one: an unknown district is not in the city,
// but in the province of that name.
func (q *query) tooNarrow(j int, row int32) bool {
	p := &q.parts[j]
	if len(p.cands) > 0 || p.loose || p.asks.class == "" {
		return false
	}
	least := level(p.asks.class)
	if p.asks.sort == lesser {
		least = level(Locality)
	}
	return level(q.g.class(&q.g.places[row])) <= least
}

// unplaced reports whether part j names a place in the given unit that is known by
// name alone.
func (q *query) unplaced(j int, row int32) bool {
	return slices.ContainsFunc(q.parts[j].cands, func(c candidate) bool {
		return !q.g.places[c.row].located() && q.holds(row, c.row)
	})
}

// names reports whether part j is surely the name of some place.
func (q *query) names(j int) bool {
	p := &q.parts[j]
	return !p.loose && !p.road && len(p.cands) > 0 && p.cands[0].quality > site && !p.section
}

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
	near := 0
	for _, c := range p.cands {
		if c.row == row {
			return true
		}
		d := &q.g.places[c.row]
		if d.country != q.g.places[row].country {
			continue
		}
		switch q.g.class(d) {
		case Country:
			return true
		case Admin1, Admin2:
			province := p.twice && q.g.class(d) == Admin1 && q.hasDistrict(p, row) // the district is meant
			if !province && q.inUnit(row, c.row) {
				return true
			}
		case Area:
			if q.inArea(row, c.row) {
				return true
			}
		default:
			if near++; larger && near <= maxNear && q.byTown(row, c.row, p.reach()) && !q.hasDistrict(p, row) {
				return true
			}
		}
	}
	return false
}

// hasDistrict reports whether a part names a district of the province that a place is
// in: that is meant, and not what only has its name.
func (q *query) hasDistrict(p *part, row int32) bool {
	admin1 := q.g.places[row].admin1
	return admin1 != none && slices.ContainsFunc(p.cands, func(c candidate) bool {
		d := &q.g.places[c.row]
		return c.row != row && d.admin1 == admin1 && q.g.class(d) == Admin2
	})
}

// inArea reports whether a place lies in the circle of an area.
func (q *query) inArea(row, area int32) bool {
	e, d := &q.g.places[row], &q.g.places[area]
	return d.located() && geo.Distance(e.point(), d.point()) <= float64(d.radius) && q.g.class(e) != Country
}

// byTown reports whether a place lies in a town or not farther from it than reach, in
// metres, or in the province whose seat the town is: a seat's name stands for it.
func (q *query) byTown(row, town int32, reach float64) bool {
	e, d := &q.g.places[row], &q.g.places[town]
	small := level(q.g.class(e)) <= level(Locality)
	return small && geo.Distance(e.point(), d.point()) <= float64(d.radius)+reach
}

// inUnit reports whether a place lies in a province or a district. Where the place is
// linked to a district, the link decides. A town without one lies in the circle of a
// district of its own province; one with a province lies in that of a province that is
// in its own: borders change, and sources differ about what is a province.
func (q *query) inUnit(row, unit int32) bool {
	e, d := &q.g.places[row], &q.g.places[unit]
	if e.admin1 == unit || e.admin2 == unit {
		return true
	}
	if !d.located() || level(q.g.class(e)) > level(Admin1) || q.g.class(e) == Admin2 {
		return false
	}
	if q.g.class(e) == Admin1 {
		return q.g.class(d) == Admin1 && nestedIn(e, d)
	}
	if q.g.class(d) == Admin2 && e.admin2 != none {
		return q.g.sameName(e.admin2, unit)
	}
	if geo.Distance(e.point(), d.point()) > float64(d.radius) {
		return false
	}
	if q.g.class(d) == Admin2 || e.admin1 == none {
		return e.admin1 == d.admin1
	}
	own := &q.g.places[e.admin1]
	return own.located() && nestedIn(d, own)
}

// nestedIn reports whether the circle of one unit lies in that of another.
func nestedIn(inner, outer *entry) bool {
	return inner.radius < outer.radius && geo.Distance(inner.point(), outer.point()) < float64(outer.radius-inner.radius)
}

// sameName reports whether two units of one province are one by their names: sources
// list some twice.
func (g *Gazetteer) sameName(a, b int32) bool {
	if g.places[a].admin1 != g.places[b].admin1 {
		return false
	}
	first, _ := Bare(Fold(g.label(a)))
	second, _ := Bare(Fold(g.label(b)))
	return first == second
}

// reach is how far around a town, in metres, lies what is said to be in the part.
func (p *part) reach() float64 {
	switch {
	case p.phrase.relation == away:
		return nearbyM + p.phrase.metres
	case p.phrase.relation == nearTo, p.phrase.relation == toward:
		return nearM
	case p.asks.sort == lesser, p.asks.class == Admin2:
		return lesserM
	}
	return nearbyM
}

// compare orders choices, the better first. Where the parts of a text
// contradict each other, the wider place is the safer answer, and the later one,
// since texts mostly go from the place to what it lies in.
func (q *query) compare(a, b choice) int {
	switch {
	case a.against != b.against:
		return int(a.against - b.against)
	case a.explained != b.explained:
		return int(b.explained - a.explained)
	case a.part != b.part && a.against > 0:
		return cmp.Or(q.parts[b.part].width-q.parts[a.part].width, int(b.part-a.part))
	case a.part != b.part:
		return int(a.part - b.part)
	}
	return cmp.Or(cmp.Compare(b.rank, a.rank), int(a.row-b.row), int(a.name-b.name))
}
