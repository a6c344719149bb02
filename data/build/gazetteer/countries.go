package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"incidentmap/data/build/internal/iso"
	"incidentmap/data/build/internal/shape"
	"incidentmap/data/build/internal/topojson"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/country"
)

// addCountries adds the countries of Natural Earth with all the names that columns
// of countries are read by.
func addCountries(t *table) error {
	b, err := t.ledger.Package("world-atlas", "countries-10m.json")
	if err != nil {
		return err
	}
	topology, err := topojson.Parse(b)
	if err != nil {
		return err
	}
	for _, o := range topology.Objects["countries"].Geometries {
		code, _ := iso.RegionOf(o)
		if code == "" {
			continue
		}
		mp, err := topology.Polygons(o)
		if err != nil {
			return err
		}
		p := t.places["ne:"+code]
		if p == nil {
			p = &place{id: "ne:" + code, country: code, class: gazetteer.Country, feature: "PCLI"}
			p.name = plainName(country.Name(code))
			if err := t.add(p); err != nil {
				return err
			}
		}
		p.callCountry(o)
		p.shape = append(p.shape, shape.CutMeridian(mp)...)
	}
	return nil
}

// plainName is "Myanmar" of "Myanmar (Burma)".
func plainName(name string) string {
	plain, _, _ := strings.Cut(name, " (")
	return plain
}

// callCountry adds the names of a country.
func (p *place) callCountry(o *topojson.Object) {
	for _, name := range country.Names(p.country) {
		if utf8.RuneCountInString(name) < 4 && name != strings.ToUpper(name) {
			continue // the Vietnamese Áo would be any “ao”; UK and DRC stay
		}
		p.call(plainName(name), name)
		if _, other, ok := strings.Cut(name, " ("); ok {
			p.call(strings.TrimSuffix(other, ")"))
		}
	}
	p.call(fmt.Sprint(o.Properties["name"]))
}
