package gazetteer

import (
	"slices"
	"strings"
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
	s := scratches.get()
	defer scratches.put(s)
	s.parts = g.split(s.parts[:0], named(text, opt.Country))
	q := &query{g: g, opt: opt, parts: s.parts, scratch: s}
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
	scratch  *scratch // nil for one that is asked for another
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
		if q.respellHolders(all) {
			all = q.outside(q.choices())
		}
	}
	return q.settle(q.townOfUnit(q.ownUnit(q.calledSo(all))))
}
