package gazetteer

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// The gazetteer has no outlines. Where three countries meet is where towns of all three
// are nearest to each other.

// meetings are the words, folded, for the land where three units meet.
var meetings = []string{"tri border", "triborder", "tri frontier", "triple frontier", "triple border", "three border", "three borders", "tripoint", "border triangle"}

// hints are pieces of those words that a text is searched for before it is folded.
var hints = []string{"order", "rontier", "ripoint", "ORDER", "RONTIER", "RIPOINT"}

// Bounds of the search, and what is added around the point, in metres: the words are
// used of land a hundred kilometres wide.
const (
	meetingM     = 150_000
	meetingAddM  = 100_000
	meetingTowns = 2000
)

// meeting answers "tri-border area of X, Y and Z"; false for any other text, and where
// the three have no towns near each other.
func (g *Gazetteer) meeting(text string) (Result, bool) {
	if !saysMeeting(text) {
		return Result{}, false
	}
	units := g.unitsIn(text)
	if len(units) != 3 {
		return Result{}, false
	}
	p, far, ok := g.meetingOf(units)
	if !ok {
		return Result{}, false
	}
	m := Match{Place: Place{Class: Area, Point: rounded(p), RadiusM: math.Ceil(far + meetingAddM), Located: true}, Score: bare}
	var ids, names []string
	for _, row := range units {
		ids, names = append(ids, g.id(row)), append(names, g.label(row))
	}
	m.ID, m.Name, m.Matched = strings.Join(ids, "+"), strings.Join(names, " – "), strings.Join(names, "; ")
	if e := g.places[units[0]]; g.class(&e) != Country {
		m.Country, m.CountryName = g.countries[e.country], g.label(g.nations[e.country])
	}
	return Result{Query: text, Best: &m, Read: []Reading{{Text: text, Role: RolePlace, Phrase: "where three meet"}}}, true
}

// saysMeeting reports whether a text speaks of such land.
func saysMeeting(text string) bool {
	if !slices.ContainsFunc(hints, func(hint string) bool { return strings.Contains(text, hint) }) {
		return false
	}
	key := Fold(text)
	return slices.ContainsFunc(meetings, func(words string) bool { return strings.Contains(key, words) })
}

// unitsIn are the countries, or else the units of one country, that a text lists.
func (g *Gazetteer) unitsIn(text string) []int32 {
	var countries, units []int32
	for piece := range strings.FieldsFuncSeq(dashes.Replace(text), separates) {
		for _, name := range namesIn(wordsOf(piece)) {
			if p := g.part(name); len(p.cands) > 0 || !strings.Contains(name, "-") {
				countries, units = g.sortUnits(&p, countries, units)
				continue
			}
			for one := range strings.SplitSeq(name, "-") { // Mali-Niger-Burkina Faso
				p := g.part(one)
				countries, units = g.sortUnits(&p, countries, units)
			}
		}
	}
	if len(countries) > 0 {
		return countries
	}
	return units
}

// sortUnits appends the country that a part names, and the first unit.
func (g *Gazetteer) sortUnits(p *part, countries, units []int32) (_, _ []int32) {
	wide := slices.DeleteFunc(p.cands, func(c candidate) bool { return level(g.class(&g.places[c.row])) < level(Admin2) })
	if i := slices.IndexFunc(wide, func(c candidate) bool { return g.class(&g.places[c.row]) == Country }); i >= 0 {
		return append(countries, wide[i].row), units
	}
	if len(wide) > 0 {
		return countries, append(units, wide[0].row)
	}
	return countries, units
}

// namesIn divides words at "and", "of" and dashes.
func namesIn(words []word) []string {
	var names []string
	from := 0
	for i := 0; i <= len(words); i++ {
		if i < len(words) && !andWords[words[i].key] && !prepositions[words[i].key] && words[i].key != "between" && words[i].key != "" {
			continue
		}
		if i > from {
			names = append(names, textOf(words[from:i]))
		}
		from = i + 1
	}
	return names
}

// meetingOf finds the point where three units have towns nearest to each other, and how
// far from it those are, in metres.
func (g *Gazetteer) meetingOf(units []int32) (orb.Point, float64, bool) {
	q := &query{g: g}
	reach := float64(meetingM)
	var best [3]orb.Point
	found := false
	for _, row := range g.townsIn(q, units[0]) {
		at := g.places[row].point()
		second, b := g.nearestIn(q, at, units[1], reach)
		third, c := g.nearestIn(q, at, units[2], reach)
		if b && c {
			best, found = [3]orb.Point{at, second, third}, true
			reach = max(geo.DistanceHaversine(at, second), geo.DistanceHaversine(at, third), 1)
		}
	}
	middle := geo.Midpoint(best[0], geo.Midpoint(best[1], best[2]))
	far := 0.0
	for _, p := range best {
		far = max(far, geo.DistanceHaversine(middle, p))
	}
	return middle, far, found
}

// townsIn are towns of a unit, of many an even share.
func (g *Gazetteer) townsIn(q *query, unit int32) []int32 {
	var rows []int32
	for row := range g.places {
		if e := &g.places[row]; e.located() && g.class(e) == Locality && q.holds(unit, int32(row)) {
			rows = append(rows, int32(row))
		}
	}
	step := len(rows)/meetingTowns + 1
	few := rows[:0]
	for i := 0; i < len(rows); i += step {
		few = append(few, rows[i])
	}
	return few
}

// nearestIn is the town of a unit nearest to a point, if one is nearer than reach metres.
func (g *Gazetteer) nearestIn(q *query, p orb.Point, unit int32, reach float64) (near orb.Point, ok bool) {
	g.near.once.Do(g.fillGrid)
	for row := range g.near.around(p, reach) {
		if !q.holds(unit, row) {
			continue
		}
		if d := geo.DistanceHaversine(p, g.places[row].point()); d < reach {
			near, ok, reach = g.places[row].point(), true, d
		}
	}
	return near, ok
}
