package gazetteer

import (
	"math"
	"sort"
	"strings"

	"github.com/paulmach/orb"
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
	Class          Class
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
	if p.Class == Admin1 && admin1 == "" {
		admin1 = p.Name
	}
	if p.Class == Admin2 && admin2 == "" {
		admin2 = p.Name
	}
	return admin1, admin2
}

// entry is a place as it is held in memory: what is read at each look-up as
// numbers, its texts as positions.
type entry struct {
	lon, lat       int32  // in 1e-5 degrees
	radius         uint32 // metres, 0 when the place has no point
	population     uint32
	admin1, admin2 int32  // rows, none when unknown
	id, label      uint32 // where they start
	kind           uint16
	country        uint8
	layer          uint8
}

// none is the row of no place.
const none int32 = -1

// kind is what many places have in common.
type kind struct {
	class   Class
	feature string
	level   int // of the class; 0 where places are encoded, which looks at the class alone
}

// located reports whether the place has a point.
func (e *entry) located() bool { return e.radius > 0 }

// point is longitude and latitude in degrees.
func (e *entry) point() orb.Point { return orb.Point{float64(e.lon) / unit, float64(e.lat) / unit} }

// class is the class of the place.
func (g *Gazetteer) class(e *entry) Class { return g.kinds[e.kind].class }

// level is the level of the place's class.
func (g *Gazetteer) level(e *entry) int { return g.kinds[e.kind].level }

// feature is the source's code for what the place is.
func (g *Gazetteer) feature(e *entry) string { return g.kinds[e.kind].feature }

// id is the ID of the place in a row.
func (g *Gazetteer) id(row int32) string {
	end := uint32(len(g.ids))
	if int(row)+1 < len(g.places) {
		end = g.places[row+1].id
	}
	return g.ids[g.places[row].id:end]
}

// label is the name of the place in a row; empty for no row.
func (g *Gazetteer) label(row int32) string {
	if row == none {
		return ""
	}
	end := uint32(len(g.labels))
	if int(row)+1 < len(g.places) {
		end = g.places[row+1].label
	}
	return g.labels[g.places[row].label:end]
}

// place puts together the place in a row.
func (g *Gazetteer) place(row int32) Place {
	e := &g.places[row]
	p := Place{
		ID: g.id(row), Name: g.label(row), Country: g.countries[e.country], CountryName: g.label(g.nations[e.country]),
		Admin1: g.label(e.admin1), Admin2: g.label(e.admin2), Class: g.class(e), Feature: g.feature(e),
		Population: int(e.population), Located: e.located(), Layer: int(e.layer),
	}
	if p.Located {
		p.Point, p.RadiusM = e.point(), float64(e.radius)
	}
	return p
}

// row finds a place by binary search.
func (g *Gazetteer) row(id string) int32 {
	i, found := sort.Find(len(g.places), func(i int) int { return strings.Compare(id, g.id(int32(i))) })
	if !found {
		return none
	}
	return int32(i)
}

// rounded is a point that was moved, in the step of the gazetteer's own, its longitude
// within 180 degrees.
func rounded(p orb.Point) orb.Point {
	return orb.Point{math.Round(math.Remainder(p[0], 360)*unit) / unit, math.Round(p[1]*unit) / unit}
}
