package gazetteer

import (
	"math"
	"slices"
	"sort"
	"strings"

	"incidentmap/geo/gazetteer/spell"
	"incidentmap/geo/gazetteer/table"
)

// Complete finds the places whose name begins with a text that is being typed, the
// most prominent first, each once. What follows a comma narrows: "jala, nang" is in a
// unit or a country whose name begins with nang. Score is the prominence compared with
// the first. It is empty for a text without letters, or longer than MaxText.
func (g *Gazetteer) Complete(text string, opt Options) []Match {
	if len(text) > MaxText {
		return nil
	}
	first, rest, _ := strings.Cut(text, ",")
	key := spell.Key(first)
	t := &top{g: g, opt: opt, limit: limitOf(opt.Limit), key: key}
	for piece := range strings.SplitSeq(rest, ",") {
		if unit := spell.Key(piece); unit != "" {
			t.inside = append(t.inside, g.unitsNamed(unit))
		}
	}
	g.table.Names.Prefixed(key, t.add)
	return t.matches()
}

// unitsNamed are the rows of the units and countries whose name begins so.
func (g *Gazetteer) unitsNamed(key string) map[int32]bool {
	rows := map[int32]bool{}
	g.table.Names.Prefixed(key, func(_ []byte, from, to int32) {
		for _, ref := range g.table.Names.Refs[from:to] {
			if row := ref.Row(); g.table.LevelOf(row) > Locality.Level() {
				rows[row] = true
			}
		}
	})
	return rows
}

// top keeps the best places of a completion.
type top struct {
	g      *Gazetteer
	opt    Options
	limit  int
	key    string
	inside []map[int32]bool // one of each must hold the place
	best   []completion     // by weight, descending
}

// completion is a place and the name that it was found by.
type completion struct {
	row, name int32
	weight    float64
}

// add considers the places of a name.
func (t *top) add(key []byte, from, to int32) {
	whole := len(key) == len(t.key)
	for i := from; i < to; i++ {
		ref := t.g.table.Names.Refs[i]
		e := &t.g.table.Places[ref.Row()]
		if !e.Located() {
			continue
		}
		weight := t.g.weight(e)
		if t.opt.Bias != nil && t.opt.Bias.Contains(e.Point()) {
			weight *= biasWeight
		}
		if whole {
			weight *= wholeWeight
		}
		if !ref.Own() {
			weight *= otherWeight
		}
		if len(t.best) == t.limit && weight <= t.best[t.limit-1].weight || !t.admits(e, ref.Row()) {
			continue
		}
		t.put(completion{ref.Row(), i, weight})
	}
}

// How much likelier a place is meant inside of the bias, by its whole name, and by
// another name than its own.
const (
	biasWeight  = 50
	wholeWeight = 10
	otherWeight = 0.3
)

// admits reports whether a place is in the country asked for and in the units typed.
func (t *top) admits(e *table.Entry, row int32) bool {
	if t.opt.Country != "" && !strings.EqualFold(t.g.table.Countries[e.Country], t.opt.Country) {
		return false
	}
	for _, units := range t.inside {
		nation := t.g.table.Nations[e.Country]
		if !units[e.Admin1] && !units[e.Admin2] && (nation == row || !units[nation]) {
			return false
		}
	}
	return true
}

// put enters a completion, once for each place.
func (t *top) put(c completion) {
	if i := slices.IndexFunc(t.best, func(b completion) bool { return b.row == c.row }); i >= 0 {
		if t.best[i].weight >= c.weight {
			return
		}
		t.best = slices.Delete(t.best, i, i+1)
	}
	at := sort.Search(len(t.best), func(i int) bool { return t.best[i].weight < c.weight })
	t.best = slices.Insert(t.best, at, c)
	t.best = t.best[:min(len(t.best), t.limit)]
}

// matches makes the answers.
func (t *top) matches() []Match {
	out := make([]Match, 0, len(t.best))
	for _, c := range t.best {
		score := math.Log1p(c.weight) / math.Log1p(t.best[0].weight)
		out = append(out, Match{Place: t.g.table.Place(c.row), Score: math.Round(1000*score) / 1000,
			Matched: t.g.table.Spell(c.name)})
	}
	return out
}
