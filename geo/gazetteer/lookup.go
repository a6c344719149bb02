package gazetteer

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb/geo"
)

// Lookup finds the place that a text names. The text may be a name alone or
// with its district, province and country in any order, separated by commas, in
// Latin, Arabic or Cyrillic script. Best is nil when nothing was found, or when
// the text is longer than MaxText.
func (g *Gazetteer) Lookup(text string, opt Options) Result {
	if len(text) > MaxText {
		return Result{Query: strings.ToValidUTF8(text[:MaxText], "")}
	}
	q := &query{g: g, opt: opt, parts: g.split(text)}
	matches := q.matches(limitOf(opt.Limit))
	r := Result{Query: text}
	if len(matches) > 0 {
		r.Best, r.Alternatives = &matches[0], matches[1:]
	}
	return r
}

// query is one text being looked up.
type query struct {
	g     *Gazetteer
	opt   Options
	parts []part
}

// choice is a candidate of one part, weighed against the other parts.
type choice struct {
	candidate
	part      int
	agrees    uint // bit i: whether the place lies in what part i names
	explained int  // number of parts that agree
	against   int  // number of parts that name other places only
	rank      float64
}

// matches returns the best matches, best first, each place once.
func (q *query) matches(limit int) []Match {
	n := 0
	for i := range q.parts {
		n += len(q.parts[i].cands)
	}
	all := make([]choice, 0, n)
	for i := range q.parts {
		for _, c := range q.parts[i].cands {
			if q.admits(c) {
				all = append(all, q.weigh(i, c))
			}
		}
	}
	slices.SortStableFunc(all, q.compare)
	out := make([]Match, 0, min(limit, len(all)))
	for i, c := range all {
		if len(out) == limit {
			break
		}
		if !slices.ContainsFunc(all[:i], func(before choice) bool { return before.row == c.row }) {
			out = append(out, q.match(c, all, i))
		}
	}
	return out
}

// admits reports whether a candidate may be an answer at all: in the country
// asked for, and prominent where only a part of the words is its name.
func (q *query) admits(c candidate) bool {
	e := &q.g.places[c.row]
	if q.opt.Country != "" && !strings.EqualFold(q.g.countries[e.country], q.opt.Country) {
		return false
	}
	return c.quality > partial || len(q.parts) > 1 || q.g.prominence(e) >= prominent
}

// weigh compares a candidate of part i with all other parts.
func (q *query) weigh(i int, c candidate) choice {
	ch := choice{candidate: c, part: i, agrees: 1 << i, explained: 1, rank: q.rank(i, c)}
	for j := range q.parts {
		if j == i {
			continue
		}
		switch {
		case q.inside(c.row, q.parts[j].cands):
			ch.agrees |= 1 << j
			ch.explained++
		case q.names(j):
			ch.against++
		}
	}
	return ch
}

// names reports whether part j is surely the name of some place.
func (q *query) names(j int) bool {
	p := &q.parts[j]
	return !p.loose && len(p.cands) > 0 && p.cands[0].quality > partial
}

// nearbyM is how far outside a town's own radius a place may lie, in metres,
// that is said to be in it.
const nearbyM = 15_000

// maxNear bounds the towns of one name that a place is measured against.
const maxNear = 8

// inside reports whether a place lies in, or by, one of the candidates.
func (q *query) inside(row int32, cands []candidate) bool {
	e := &q.g.places[row]
	near := 0
	for _, c := range cands {
		d := &q.g.places[c.row]
		if d.country != e.country || c.row == row {
			continue
		}
		switch q.g.class(d) {
		case Country:
			return true
		case Admin1, Admin2:
			if e.admin1 == c.row || e.admin2 == c.row {
				return true
			}
		case Area:
			if geo.Distance(e.point(), d.point()) <= float64(d.radius) && q.g.class(e) != Country {
				return true
			}
		default:
			if near++; near <= maxNear && level(q.g.class(e)) <= level(Locality) && geo.Distance(e.point(), d.point()) <= float64(d.radius)+nearbyM {
				return true
			}
		}
	}
	return false
}

// compare orders choices, the better first. Where the parts of a text
// contradict each other, the wider place is the safer answer.
func (q *query) compare(a, b choice) int {
	if a.against != b.against {
		return a.against - b.against
	}
	if a.explained != b.explained {
		return b.explained - a.explained
	}
	if a.part != b.part {
		if a.against > 0 {
			return level(q.g.class(&q.g.places[b.row])) - level(q.g.class(&q.g.places[a.row]))
		}
		return a.part - b.part
	}
	switch {
	case a.rank > b.rank:
		return -1
	case a.rank < b.rank:
		return 1
	}
	return int(a.row - b.row)
}

// districtM is the radius, in metres, of a district of which only the town of its
// name is known. Districts differ too much in size for a closer figure.
const districtM = 60_000

// match makes the answer of the choice at position i of all.
func (q *query) match(c choice, all []choice, i int) Match {
	m := Match{Place: q.g.place(c.row), Matched: q.g.spell(c.candidate)}
	if kind := q.parts[c.part].kind; kind == Admin2 && c.quality < whole && m.Class == Locality {
		m.Class, m.RadiusM = Admin2, max(m.RadiusM, districtM)
	}
	letters, dropped := 0, 0
	for j, p := range q.parts {
		letters += utf8.RuneCountInString(p.key)
		switch {
		case c.agrees>>j&1 == 0:
			m.Dropped = append(m.Dropped, p.text)
			dropped += utf8.RuneCountInString(p.key)
		case j == c.part && c.dropped != "":
			m.Dropped = append(m.Dropped, c.dropped)
			dropped += utf8.RuneCountInString(c.dropped)
		}
	}
	understood := 1 - float64(min(dropped, letters))/float64(max(letters, 1))
	m.Score = c.quality * (0.5 + 0.5*understood) * q.certainty(c, all, i)
	m.Score = math.Round(m.Score*1000) / 1000 / float64(1+c.against)
	return m
}

// certainty is 1 for a name that only one place answers to, and falls to 0.6
// the better known its closest rival elsewhere is.
func (q *query) certainty(c choice, all []choice, i int) float64 {
	a := &q.g.places[c.row]
	for j, d := range all {
		if j == i || d.against != c.against || d.explained != c.explained || d.quality < c.quality || c.own && !d.own {
			continue
		}
		if b := &q.g.places[d.row]; geo.Distance(a.point(), b.point()) > float64(a.radius)+float64(b.radius) {
			share := q.g.weight(a) / (q.g.weight(a) + q.g.weight(b))
			return 0.6 + 0.4*share
		}
	}
	return 1
}
