package gazetteer

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/spell"
	"incidentmap/geo/gazetteer/table"
)

// The gazetteer has no outlines. Where three countries meet is where towns of all three
// are nearest to each other.

// meetings are the words, folded, for the land where three units meet.
var meetings = []string{"tri border", "triborder", "tri frontier", "triple frontier", "triple border", "three borders",
	"three border", "tripoint", "border triangle"}

// hints are pieces of those words that a text is searched for before it is folded.
var hints = []string{"order", "rontier", "ripoint", "ORDER", "RONTIER", "RIPOINT"}

// Bounds of the search, and what is added around the point, in metres: the words are
// used of land a hundred kilometres wide.
const (
	meetingM     = 150_000
	meetingAddM  = 100_000
	meetingTowns = 1000
	meetingLooks = 2_000_000 // places that are looked at for one text, some 30 ms
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
	m := Match{Score: bare, Evidence: EvidenceUnit}
	m.Class, m.Point, m.RadiusM, m.Located = Area, table.Rounded(p), math.Ceil(far+meetingAddM), true
	var ids, names []string
	for _, row := range units {
		ids, names = append(ids, g.table.ID(row)), append(names, g.table.Label(row))
	}
	m.ID, m.Name, m.Matched = strings.Join(ids, "+"), strings.Join(names, " – "), strings.Join(names, "; ")
	if e := g.table.Places[units[0]]; g.table.Class(&e) != Country {
		m.Country, m.CountryName = g.table.Countries[e.Country], g.table.Label(g.table.Nations[e.Country])
	}
	read := Reading{Text: text, Role: RolePlace, Phrase: "where three meet"}
	return Result{Query: text, Best: &m, Read: []Reading{read}}, true
}

// saysMeeting reports whether a text speaks of such land.
func saysMeeting(text string) bool {
	hinted := func(hint string) bool { return strings.Contains(text, hint) }
	if len(text) < len("triborder of A, B, C") || !slices.ContainsFunc(hints, hinted) {
		return false
	}
	key := spell.Key(text)
	return slices.ContainsFunc(meetings, func(words string) bool { return strings.Contains(key, words) })
}

// unitsIn are the countries, or else the units of one country, that a text lists: the
// longest names that its words make, in their order.
func (g *Gazetteer) unitsIn(text string) []int32 {
	var countries, units []int32
	for piece := range strings.FieldsFuncSeq(text, separates) {
		key := spell.Key(piece)
		for _, words := range meetings {
			key = strings.ReplaceAll(key, words, "")
		}
		words := strings.Fields(key)
		for len(words) > 0 {
			n, row, class := g.unitAt(words)
			switch class {
			case Country:
				countries = append(countries, row)
			case Admin1, Admin2:
				units = append(units, row)
			}
			words = words[n:]
		}
	}
	if len(countries) > 0 {
		return countries
	}
	return units
}

// unitAt finds the country or else the unit whose name words begin with: of how many
// words it is, 1 where there is none.
func (g *Gazetteer) unitAt(words []string) (n int, row int32, class Class) {
	for n = min(len(words), 4); n > 0; n-- {
		p := g.part(strings.Join(words[:n], " "))
		wide := slices.DeleteFunc(p.cands, func(c candidate) bool {
			e := &g.table.Places[c.row]
			return c.quality < bare || !e.Located() || g.table.Level(e) < Admin2.Level() || g.table.Class(e) == Area
		})
		if i := slices.IndexFunc(wide, func(c candidate) bool { return g.table.ClassOf(c.row) == Country }); i >= 0 {
			return n, wide[i].row, Country
		}
		if len(wide) > 0 {
			return n, wide[0].row, g.table.ClassOf(wide[0].row)
		}
	}
	return 1, none, ""
}

// meetingOf finds the point where three units have towns nearest to each other, and how
// far from it those are, in metres.
func (g *Gazetteer) meetingOf(units []int32) (orb.Point, float64, bool) {
	q := &query{g: g}
	reach := float64(meetingM)
	var best [3]orb.Point
	found, looks := false, meetingLooks
	for _, row := range g.townsBy(q, units, reach) {
		at := g.table.Places[row].Point()
		second, b := g.nearestIn(q, at, units[1], reach, &looks)
		third, c := g.nearestIn(q, at, units[2], reach, &looks)
		if looks <= 0 {
			break
		}
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

// reaches reports whether a unit's circle comes within reach metres of a point.
func (g *Gazetteer) reaches(unit int32, p orb.Point, reach float64) bool {
	e := &g.table.Places[unit]
	return e.Located() && geo.Distance(p, e.Point()) <= float64(e.Radius)+reach
}

// townsBy are towns of the first unit that the circles of the others come within reach
// metres of; of many an even share.
func (g *Gazetteer) townsBy(q *query, units []int32, reach float64) []int32 {
	var rows []int32
	for row := range g.table.Places {
		if e := &g.table.Places[row]; e.Located() && g.table.Class(e) == Locality && q.holds(units[0], int32(row)) &&
			g.reaches(units[1], e.Point(), reach) && g.reaches(units[2], e.Point(), reach) {
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
// It takes off looks what it looks at.
func (g *Gazetteer) nearestIn(q *query, p orb.Point, unit int32, reach float64, looks *int) (near orb.Point, ok bool) {
	g.near.once.Do(g.fillGrid)
	for row := range g.near.around(p, reach) {
		if *looks--; *looks <= 0 {
			return near, ok
		}
		if !q.holds(unit, row) {
			continue
		}
		if d := geo.DistanceHaversine(p, g.table.Places[row].Point()); d < reach {
			near, ok, reach = g.table.Places[row].Point(), true, d
		}
	}
	return near, ok
}
