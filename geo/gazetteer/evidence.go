package gazetteer

import (
	"math"
	"strings"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// Evidence says what a match rests on, from which its radius follows.
type Evidence string

// The kinds of evidence.
const (
	// EvidenceUnit is a unit, an area or a country: itself, or what the text puts the
	// place in.
	EvidenceUnit Evidence = "unit"
	// EvidenceSite is a site, such as an airport.
	EvidenceSite Evidence = "site"
	// EvidenceTown is a town whose inhabitants are counted, or a seat of a unit.
	EvidenceTown Evidence = "town"
	// EvidenceOnly is a village that is the only one of its name in its country.
	EvidenceOnly Evidence = "village, only one of its name"
	// EvidenceRare is a village with up to rareNamesakes namesakes in its country.
	EvidenceRare Evidence = "village of a rare name"
	// EvidenceCommon is a village with more namesakes.
	EvidenceCommon Evidence = "village of a common name"
	// EvidenceSeveral are several places of one name, in one circle.
	EvidenceSeveral Evidence = "several of one name"
	// EvidenceLike is a town whose name is spelt otherwise.
	EvidenceLike Evidence = "town by a like spelling"
	// EvidenceAround is the land around a town or a site, by a phrase such as "near", or
	// because the text names something in it or by it that is not known.
	EvidenceAround Evidence = "around a town"
)

// rareNamesakes is how many other villages of its country a rare name has.
const rareNamesakes = 3

// confinement is how closely the rest of a text says where a place is.
type confinement uint8

const (
	inDistrict confinement = iota
	inProvince
	inCountry // or nowhere
)

// fitted are the least radii, in metres, of villages by evidence and by what the text
// names beside them; 0 where a circle that holds the truth is no narrower than what it
// lies in, which is the answer then. A village may be one of a name of which another,
// that no table has, is meant: the more namesakes are known, the likelier. Several
// places have the radius around the circle of all.
//
// Each is the least that holds 95 % of the truth in nine draws, rounded up, where every
// second village asked for is in no table: of 5,000 villages of Afghanistan and Pakistan that
// were drawn by chance (GeoNames by way of Who's On First, CC BY 4.0), 2,500 were taken
// out, and all asked for by name, district, province and country, then without the
// district, then without the province (geocode eval --calibration, --form).
var fitted = map[Evidence][3]float64{
	EvidenceOnly:    {5_000, 60_000, 210_000},
	EvidenceRare:    {30_000, 0, 0},
	EvidenceCommon:  {60_000, 0, 0},
	EvidenceSeveral: {35_000, 0, 0},
	EvidenceLike:    {60_000, 0, 0}, // and not a city
}

// citiesOnly begins the IDs of a source that lists towns of 1,000 people and more and
// does not tell how many they have.
const citiesOnly = "cj:"

// village reports whether a place is a settlement of which nothing is known but its
// name and its point: tables that have such places never have all of them.
func (g *Gazetteer) village(row int32) bool {
	e := &g.table.Places[row]
	if g.table.Class(e) != Locality || e.Population > 0 {
		return false
	}
	feature := g.table.Feature(e)
	return strings.HasPrefix(feature, "PPL") && !seat(feature) && !strings.HasPrefix(g.table.ID(row), citiesOnly)
}

// evidence tells what a choice rests on, phrases aside.
func (q *query) evidence(c *choice) Evidence {
	at := q.g.table.ClassOf(c.row)
	switch village := q.g.village(c.row); {
	case at.Level() > Locality.Level():
		return EvidenceUnit
	case c.cost > 0, village && c.quality < whole && c.quality > site && q.parts[c.part].asks == (lexicon.Asks{}):
		return EvidenceLike
	case at != Locality:
		return EvidenceSite
	case !village:
		return EvidenceTown
	}
	switch n := q.namesakes(c); {
	case n == 0:
		return EvidenceOnly
	case n <= rareNamesakes:
		return EvidenceRare
	}
	return EvidenceCommon
}

// namesakes is how many other towns and villages of the choice's country the name may mean.
func (q *query) namesakes(c *choice) int {
	n := 0
	for _, d := range q.parts[c.part].cands {
		e := &q.g.table.Places[d.row]
		if d.row != c.row && e.Country == q.g.table.Places[c.row].Country && q.g.table.Level(e) <= Locality.Level() {
			n++
		}
	}
	return n
}

// confinedTo tells how closely the rest of the text says where a choice is, and the row
// of the district, or the province, that it names; none where it names neither.
func (q *query) confinedTo(c *choice) (confinement, int32) {
	how, unit := inCountry, none
	for j := range q.parts {
		if j == int(c.part) || c.agrees>>j&1 == 0 {
			continue
		}
		for _, d := range q.parts[j].cands {
			switch at := q.g.table.ClassOf(d.row); {
			case at == Admin2 && q.inUnit(c.row, d.row):
				return inDistrict, d.row
			case at == Admin1 && q.inUnit(c.row, d.row):
				how, unit = inProvince, d.row
			}
		}
	}
	return how, unit
}

// unfit reports whether the circle of the best choice would be no narrower than what the
// text puts it in.
func (q *query) unfit(c *choice) bool {
	if !q.uncertain(c) {
		return false
	}
	how, _ := q.confinedTo(c)
	return fitted[q.evidence(c)][how] == 0
}

// uncertain reports whether a choice is a village, or a town that is spelt otherwise,
// which another of which nothing is known may be meant for. The name of a city is not
// taken for a village's, and words such as "township" ask for a wide circle anyway.
func (q *query) uncertain(c *choice) bool {
	if q.g.village(c.row) {
		return true
	}
	e := &q.g.table.Places[c.row]
	if len(q.parts) == 1 && c.cost <= spell.CostVowel {
		return false // a bare name that differs in a vowel
	}
	return c.cost > 0 && q.g.table.Class(e) == Locality && q.g.prominence(e) < city &&
		q.parts[c.part].asks.Class != Admin2
}

// measure makes the circle of a village, or of several places, as wide as its evidence
// asks for. It is no wider than to hold the district that the text names.
func (q *query) measure(m *Match, c *choice) {
	if m.Evidence == EvidenceTown && m.Class == Locality && m.Feature != supplement && q.confined(c) {
		m.RadiusM = max(m.RadiusM, townM)
	}
	several := m.Evidence == EvidenceSeveral
	if several && !q.gathered.villages || !several && !q.uncertain(c) {
		return // towns are known, each of them
	}
	how, unit := q.confinedTo(c)
	least := fitted[m.Evidence][how]
	if several {
		least += m.RadiusM
	}
	if unit != none && q.g.table.Places[unit].Located() {
		d := &q.g.table.Places[unit]
		least = min(least, math.Ceil(geo.DistanceHaversine(m.Point, d.Point())+float64(d.Radius)))
	}
	if m.RadiusM = max(m.RadiusM, least); m.RadiusM > smallM {
		m.Class = Vicinity
	}
	if m.RadiusM > farVicinityM {
		m.Class = Area
	}
}

// townM is the least radius, in metres, of a town of which the text names the district or
// the province, as tables of events do: what such a table puts into a town happens at its
// edge too. Of the rows of UCDP GED 19.1 that name a small town, 3 km hold 96 % and 5 km
// all.
const townM = 5_000

// smallM is the largest radius, in metres, of what is told as a village itself, and not
// as the land around it.
const smallM = 5_000
