package table

import (
	"math"
	"sort"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer/lexicon"
)

// Place is one entry of the gazetteer.
type Place struct {
	// ID is the source and the key in that source, such as "gn:1138958".
	ID string
	// Name is the name to show, in Latin script where the source has one.
	Name string
	// Country is the ISO 3166-1 alpha-2 code, CountryName its English name.
	Country, CountryName string
	// Admin1 and Admin2 name the province and the district; empty when unknown.
	Admin1, Admin2 string
	Class          lexicon.Class
	// Point is longitude and latitude in degrees (WGS 84).
	Point orb.Point
	// RadiusM is the radius in metres around Point that holds the whole place.
	RadiusM float64
	// Population is the number of inhabitants, 0 when unknown.
	Population int
	// Feature is the source's own feature code, such as GeoNames' "PPLA".
	Feature string
	// Located is false for a place known by name alone: Point and RadiusM are
	// then zero. Lookup and Reverse never return such a place.
	Located bool
	// Layer is the layer that Point comes from, a position in Gazetteer.Layers.
	Layer int
}

// Units names the province and the district that the place lies in or is:
// Admin1 and Admin2, and its own name where it is such a unit itself.
func (p Place) Units() (admin1, admin2 string) {
	admin1, admin2 = p.Admin1, p.Admin2
	if p.Class == lexicon.Admin1 && admin1 == "" {
		admin1 = p.Name
	}
	if p.Class == lexicon.Admin2 && admin2 == "" {
		admin2 = p.Name
	}
	return admin1, admin2
}

// Entry is a place as it is held in memory: what is read at each look-up as
// numbers, its texts as positions.
type Entry struct {
	lon, lat       int32  // in 1e-5 degrees
	Radius         uint32 // metres, 0 when the place has no point
	Population     uint32 // 0 when unknown
	Admin1, Admin2 int32  // rows, None when unknown
	id, label      uint32 // where they start
	kind           uint16
	Country        uint8 // position in Table.Countries
	layer          uint8
}

// None is the row of no place.
const None int32 = -1

// kind is what many places have in common.
type kind struct {
	class   lexicon.Class
	feature string
	level   int // of the class; 0 where places are encoded, which looks at the class alone
}

// Located reports whether the place has a point.
func (e *Entry) Located() bool { return e.Radius > 0 }

// Point is longitude and latitude in degrees.
func (e *Entry) Point() orb.Point { return orb.Point{float64(e.lon) / unit, float64(e.lat) / unit} }

// Class is the class of the place.
func (t *Table) Class(e *Entry) lexicon.Class { return t.kinds[e.kind].class }

// Level is the level of the place's class.
func (t *Table) Level(e *Entry) int { return t.kinds[e.kind].level }

// ClassOf is the class of the place in a row.
func (t *Table) ClassOf(row int32) lexicon.Class { return t.Class(&t.Places[row]) }

// LevelOf is the level of the class of the place in a row.
func (t *Table) LevelOf(row int32) int { return t.Level(&t.Places[row]) }

// Feature is the source's code for what the place is.
func (t *Table) Feature(e *Entry) string { return t.kinds[e.kind].feature }

// ID is the ID of the place in a row.
func (t *Table) ID(row int32) string {
	end := uint32(len(t.ids))
	if int(row)+1 < len(t.Places) {
		end = t.Places[row+1].id
	}
	return t.ids[t.Places[row].id:end]
}

// Label is the name of the place in a row; empty for no row.
func (t *Table) Label(row int32) string {
	if row == None {
		return ""
	}
	end := uint32(len(t.labels))
	if int(row)+1 < len(t.Places) {
		end = t.Places[row+1].label
	}
	return t.labels[t.Places[row].label:end]
}

// Place puts together the place in a row.
func (t *Table) Place(row int32) Place {
	e := &t.Places[row]
	p := Place{
		ID: t.ID(row), Name: t.Label(row), Country: t.Countries[e.Country], CountryName: t.Label(t.Nations[e.Country]),
		Admin1: t.Label(e.Admin1), Admin2: t.Label(e.Admin2), Class: t.Class(e), Feature: t.Feature(e),
		Population: int(e.Population), Located: e.Located(), Layer: int(e.layer),
	}
	if p.Located {
		p.Point, p.RadiusM = e.Point(), float64(e.Radius)
	}
	return p
}

// Row finds a place by binary search.
func (t *Table) Row(id string) int32 {
	i, found := sort.Find(len(t.Places), func(i int) int { return strings.Compare(id, t.ID(int32(i))) })
	if !found {
		return None
	}
	return int32(i)
}

// Rounded is a point that was moved, in the step of the gazetteer's own, its longitude
// within 180 degrees.
func Rounded(p orb.Point) orb.Point {
	return orb.Point{math.Round(math.Remainder(p[0], 360)*unit) / unit, math.Round(p[1]*unit) / unit}
}
