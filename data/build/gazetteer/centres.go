package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"

	"incidentmap/data/build/internal/shape"
	"incidentmap/geo/gazetteer"
)

// centreColumns are the columns of the table of districts that are placed where
// people are: at the medians of the latitudes and longitudes of their villages,
// with the radius that holds 98 % of their outline. A row whose id no place has is
// a new one. One that is marked as former is another unit than the place of its id,
// which has its name today: the place's circle is to hold both.
var centreColumns = []string{"id", "name", "names", "country", "province", "lat", "lon", "radius_km", "villages",
	"former", "outline", "licence", "wof_id"}

// centre is a row of that table.
type centre struct {
	id, name, country, province string
	names                       []string
	point                       orb.Point
	radius                      float64 // metres
	villages                    int
	former                      bool
}

// readCentres reads the table.
func readCentres(t *table) ([]centre, error) {
	b, err := t.ledger.Input(centresPath)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != strings.Join(centreColumns, ",") {
		return nil, fmt.Errorf("the columns are not %v", centreColumns)
	}
	var out []centre
	for i, r := range rows[1:] {
		c, err := newCentre(r)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+2, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// newCentre reads a row.
func newCentre(r []string) (centre, error) {
	c := centre{id: r[0], name: r[1], country: r[3], province: r[4], former: r[9] != ""}
	if r[2] != "" {
		c.names = strings.Split(r[2], "|")
	}
	var errs [4]error
	c.point[1], errs[0] = strconv.ParseFloat(r[5], 64)
	c.point[0], errs[1] = strconv.ParseFloat(r[6], 64)
	c.radius, errs[2] = strconv.ParseFloat(r[7], 64)
	c.villages, errs[3] = strconv.Atoi(r[8])
	c.radius = max(1000*c.radius, leastM)
	for _, err := range errs {
		if err != nil {
			return c, err
		}
	}
	if c.id == "" || c.name == "" || r[10] == "" || r[11] == "" {
		return c, fmt.Errorf("%q lacks its id, its name, the source of its outline or the licence", c.name)
	}
	return c, nil
}

// placeCentres puts districts where people are, and adds those that are missing.
func placeCentres(t *table) error {
	centres, err := readCentres(t)
	if err != nil {
		return err
	}
	var own, others []spelling
	for _, c := range centres {
		p := t.places[c.id]
		known := p != nil // else it is of before a reform, under an adjective that names no town
		if !known {
			p = &place{id: c.id, name: c.name, country: c.country, admin1: c.province, class: gazetteer.Admin2,
				feature: "ADM2"}
			if err := t.add(p); err != nil {
				return err
			}
		}
		if p.country != c.country || p.class == gazetteer.Admin2 && p.admin1 != c.province {
			return fmt.Errorf("%s lies in %s and %s, and not in %s and %s", c.id, p.country, p.admin1, c.country,
				c.province)
		}
		p.centreAt(c)
		own = append(own, spelling{p, c.name, known})
		for _, name := range c.names {
			others = append(others, spelling{p, name, known})
		}
	}
	t.callOwn(own)
	t.callUnambiguous(others)
	return t.placeAmidCentres(centres)
}

// centreAt moves a place to the middle of its villages. A circle around a seat was
// an estimate; the new one holds the seat, which some outlines leave out.
func (p *place) centreAt(c centre) {
	switch {
	case !p.located, p.shape != nil:
		p.locate(c.point, c.radius)
	case c.former:
		p.radius = max(p.radius, geo.DistanceHaversine(p.point, c.point)+c.radius)
	default:
		p.locate(c.point, max(c.radius, geo.DistanceHaversine(p.point, c.point)))
	}
}

// mostWider is how much wider the circle of a province may become for its point to
// be where people are. Most medians are reached; in Helmand, whose south is empty,
// the circle would be 340 km instead of 242.
const mostWider = 1.25

// placeAmidCentres moves each province that has districts in the table to the
// medians of their villages, and has its circle hold its outline from there.
func (t *table) placeAmidCentres(centres []centre) error {
	towns := t.townsOfUnits()
	of := map[string][]centre{}
	for _, c := range centres {
		if c.villages > 0 {
			of[c.province] = append(of[c.province], c)
		}
	}
	for id, units := range of {
		p := t.places[id]
		if p == nil || p.class != gazetteer.Admin1 || p.shape == nil {
			continue
		}
		p.moveTo(medianInside(units, shape.Main(p.shape)), towns[id])
	}
	return nil
}

// moveTo moves a unit that has an outline towards a point, as far as its circle
// becomes no wider than mostWider.
func (p *place) moveTo(to orb.Point, towns []orb.Point) {
	const steps = 20
	mp := shape.Main(p.shape)
	spots, from, radius := shape.Spread(mp, spotsOfOutline), p.point, p.radius
	for step := steps; step > 0; step-- {
		part := float64(step) / steps
		p.point = orb.Point{from[0] + part*(to[0]-from[0]), from[1] + part*(to[1]-from[1])}
		p.hold(mp, spots, towns)
		if p.radius <= mostWider*radius && planar.MultiPolygonContains(mp, p.point) {
			return
		}
	}
	p.point, p.radius = from, radius
}

// medianInside is the point at the medians of the villages of units, as if all
// villages of a unit lay at its own median; where that is outside of the outline,
// the unit nearest to it.
func medianInside(units []centre, mp orb.MultiPolygon) orb.Point {
	m := orb.Point{weightedMedian(units, 0), weightedMedian(units, 1)}
	if planar.MultiPolygonContains(mp, m) {
		return m
	}
	return slices.MinFunc(units, func(a, b centre) int {
		return cmp.Compare(geo.DistanceHaversine(a.point, m), geo.DistanceHaversine(b.point, m))
	}).point
}

// weightedMedian is the median of a coordinate of all villages.
func weightedMedian(units []centre, axis int) float64 {
	units = slices.SortedFunc(slices.Values(units), func(a, b centre) int {
		return cmp.Compare(a.point[axis],
			b.point[axis])
	})
	all, below := 0, 0
	for _, c := range units {
		all += c.villages
	}
	for _, c := range units {
		if below += c.villages; 2*below >= all {
			return c.point[axis]
		}
	}
	return 0
}
