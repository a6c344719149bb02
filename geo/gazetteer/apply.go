package gazetteer

import (
	"math"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/table"
)

// apply moves and widens a match by the phrase around its name.
func (q *query) apply(m *Match, ph phrase) {
	switch ph.relation {
	case nearTo:
		m.nearby(nearM)
	case away:
		m.away(ph)
	case toward:
		m.toward(ph.bearing)
	case offCoast:
		m.offCoast()
	case inPart:
		if m.Class != Area && m.Class.Level() > Locality.Level() {
			m.narrow(ph.ending)
		}
	}
}

// nearby makes a match the land around a town or a site, to so many metres from it.
func (m *Match) nearby(metres float64) {
	if m.Class.Level() <= Locality.Level() {
		if m.Class, m.RadiusM = Vicinity, m.RadiusM+metres; m.Evidence != EvidenceSeveral {
			m.Evidence = EvidenceAround
		}
	}
}

// unsaidM is how far off, in metres, what is "north of X" lies most likely, and
// unsaidErrorM how far from there it may be: the words are used of a suburb and of
// what is an hour away.
const (
	unsaidM      = 8_000
	unsaidErrorM = 25_000
)

// toward moves a match in a direction by a distance that the text does not tell.
func (m *Match) toward(bearing float64) {
	m.Point = table.Rounded(geo.PointAtBearingAndDistance(m.Point, bearing, unsaidM))
	m.RadiusM += unsaidErrorM
	if m.Class.Level() <= Locality.Level() {
		m.Class = Vicinity
	}
}

// offCoastM is how far off a port, in metres, what is off its coast is taken to be
// at most.
const offCoastM = 100_000

// offCoast makes a match the sea off it.
func (m *Match) offCoast() {
	if m.Class == Country {
		m.RadiusM += seawardM
	} else {
		m.RadiusM += offCoastM
	}
	m.Class = Offshore
}

// bearingError is how far what is "north-east of X" may lie beside that direction,
// in metres for each metre of distance: half of the angle between eight winds.
var bearingError = math.Tan(22.5 * math.Pi / 180)

// away moves a match by a distance in a direction; without one it lies anywhere
// on the circle. Distances told are along roads, and rounded.
func (m *Match) away(ph phrase) {
	switch {
	case ph.bearing < 0:
		m.RadiusM += ph.metres
	default:
		p := geo.PointAtBearingAndDistance(m.Point, ph.bearing, ph.metres)
		m.Point = table.Rounded(p)
		m.RadiusM += ph.metres * bearingError
	}
	switch {
	case ph.sea:
		m.Class = Offshore
	case m.RadiusM > farVicinityM:
		m.Class = Area
	default:
		m.Class = Vicinity
	}
}

// farVicinityM is the radius, in metres, from which land around a place is an area
// and no longer its vicinity.
const farVicinityM = 50_000

// narrow makes a match one of the eight outer parts, or the middle, of a unit, as
// a circle within that of the unit.
func (m *Match) narrow(ending string) {
	m.Class = Area
	m.RadiusM *= partRadius
	if ending == "c" {
		return
	}
	p := geo.PointAtBearingAndDistance(m.Point, lexicon.Bearings[ending], m.RadiusM/partRadius*partOffset)
	m.Point = table.Rounded(p)
}

// The middle and the radius of a part of a circle, in radii of the circle: a circle
// around half of it, cut by a line through the middle, reaches 0.9 at most from there.
const (
	partOffset = 0.45
	partRadius = 0.7
)
