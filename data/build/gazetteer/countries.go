package main

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"incidentmap/data/build/internal/iso"
	"incidentmap/data/build/internal/shape"
	"incidentmap/data/build/internal/topojson"
	"incidentmap/geo/gazetteer"
)

// spoken are the languages whose names of countries are taken from CLDR.
var spoken = []language.Tag{
	language.English, language.Arabic, language.Persian, language.MustParse("ps"), language.Urdu, language.Russian,
	language.MustParse("uz"), language.MustParse("tg"), language.Turkish, language.French, language.German, language.Spanish,
}

// addCountries adds the countries of Natural Earth with their names of CLDR.
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
		code, region := iso.RegionOf(o)
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
			p.name = plainName(display.English.Regions().Name(region))
			if err := t.add(p); err != nil {
				return err
			}
		}
		p.callCountry(region, o)
		p.shape = append(p.shape, shape.CutMeridian(mp)...)
	}
	return nil
}

// plainName is "Myanmar" of "Myanmar (Burma)".
func plainName(name string) string {
	plain, _, _ := strings.Cut(name, " (")
	return plain
}

// callCountry adds the names of a country in the spoken languages.
func (p *place) callCountry(region language.Region, o *topojson.Object) {
	for _, tag := range spoken {
		name := display.Regions(tag).Name(region)
		p.call(plainName(name), name)
		if _, other, ok := strings.Cut(name, " ("); ok {
			p.call(strings.TrimSuffix(other, ")"))
		}
	}
	p.call(fmt.Sprint(o.Properties["name"]))
}
