package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"sort"
	"strings"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// ids are the ids of all places, ascending.
func (t *table) ids() []string {
	ids := make([]string, 0, len(t.places))
	for id := range t.places {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}

// records are all places as the gazetteer's file takes them, by id.
func (t *table) records() []gazetteer.Record {
	out := make([]gazetteer.Record, 0, len(t.places))
	for _, id := range t.ids() {
		p := t.places[id]
		r := gazetteer.Record{Admin1ID: t.parent(p, p.admin1), Admin2ID: t.parent(p, p.admin2)}
		r.Place = gazetteer.Place{ID: id, Name: p.name, Country: p.country, Class: p.class, Population: p.population,
			Feature: p.feature}
		if p.located {
			r.Located, r.RadiusM = true, math.Ceil(p.radius)
			r.Point[0], r.Point[1] = metre(p.point[0]), metre(p.point[1])
		}
		for _, name := range p.names {
			r.Names = append(r.Names, name)
		}
		slices.Sort(r.Names)
		out = append(out, r)
	}
	return out
}

// parent is the id of a unit that the place lies in, and is not itself.
func (t *table) parent(p *place, id string) string {
	if id == p.id || t.places[id] == nil {
		return ""
	}
	return id
}

// metre rounds a coordinate to a metre.
func metre(degrees float64) float64 { return math.Round(degrees*1e5) / 1e5 }

// listing writes the records as text, a place a line and its names after it, for
// people to read and compare, and for the version.
func listing(records []gazetteer.Record) []byte {
	var b bytes.Buffer
	for _, r := range records {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%v\t%v\t%v\t%d\t%s\t%s\n", r.ID, r.Name, r.Country, r.Admin1ID,
			r.Admin2ID, r.Class,
			r.Point[0], r.Point[1], r.RadiusM, r.Population, r.Feature, strings.Join(r.Names, "|"))
	}
	return b.Bytes()
}

// The licence and the makers of what the gazetteer is derived from, as answers
// of the geocoder state them; data/ATTRIBUTION.md has them in full.
const (
	licence     = "CC BY 4.0"
	attribution = "GeoNames (https://www.geonames.org, CC BY 4.0), Natural Earth, Who's On First with Mesoshapes and Quattroshapes, Unicode CLDR, OurAirports"
)

// encode makes the file. Its version changes with the inputs and the content.
func encode(t *table) (file, text []byte, err error) {
	records := t.records()
	text = listing(records)
	version := fmt.Sprintf("%d-%s", gazetteer.FormatVersion, source.Sum([]byte(t.ledger.InputSums() +
		string(text)))[:12])
	file, err = gazetteer.Encode(gazetteer.About{Version: version, Licence: licence, Attribution: attribution}, records)
	return file, text, err
}

// write writes the gazetteer and its ledger, and the listing where one is wanted.
func write(t *table, listPath string) error {
	file, text, err := encode(t)
	if err != nil {
		return err
	}
	g, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("reading what was written: %w", err)
	}
	if err := t.ledger.Output(outputPath, file); err != nil {
		return err
	}
	if listPath != "" {
		if err := os.WriteFile(listPath, text, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("gazetteer %s: %d places, %d names, %d bytes\n", g.Version(), g.Len(), g.Names(), len(file))
	return t.ledger.Close()
}
