package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"incidentmap/data/build/internal/iso"
	"incidentmap/data/build/internal/source"
	"incidentmap/data/build/internal/topojson"
)

// How far the outline of a country may be off, in degrees: it stands for
// "somewhere in this country", but must not run beside the border on the map
// where readers look closely.
const (
	outlineOff     = 0.02
	outlineOffNear = 0.005
)

// offOf is how far the outline of a country may be off.
func offOf(country string) float64 {
	if admin1Zoom(country) == regionalZoom {
		return outlineOffNear
	}
	return outlineOff
}

// readOutlines makes a file of each country's outline, by its alpha-2 code.
func readOutlines(l *source.Ledger) ([]entry, error) {
	b, err := l.Package("world-atlas", "countries-10m.json")
	if err != nil {
		return nil, err
	}
	t, err := topojson.Parse(b)
	if err != nil {
		return nil, err
	}
	shapes := map[string]orb.MultiPolygon{}
	for _, o := range t.Objects["countries"].Geometries {
		code, _ := iso.RegionOf(o)
		if code == "" {
			continue
		}
		mp, err := t.Polygons(o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", code, err)
		}
		shapes[code] = append(shapes[code], outlineOf(mp, offOf(code))...)
	}
	out := make([]entry, 0, len(shapes))
	for code, mp := range shapes {
		data, err := packJSON(geojson.NewGeometry(mp))
		if err != nil {
			return nil, err
		}
		out = append(out, entry{"countries/" + code + ".json", data})
	}
	slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// rounded drops what rounding makes of no area: repeated vertices and rings of
// fewer than four. The scale is how many steps a degree has.
func rounded(mp orb.MultiPolygon, scale float64) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, p := range mp {
		var rings orb.Polygon
		for _, r := range p {
			ring := slices.Clone(r)
			for i, v := range ring {
				ring[i] = orb.Point{math.Round(v[0]*scale) / scale, math.Round(v[1]*scale) / scale}
			}
			if ring = slices.Compact(ring); len(ring) >= 4 {
				rings = append(rings, ring)
			}
		}
		if len(rings) > 0 {
			out = append(out, rings)
		}
	}
	return out
}

// pack gzips a file of the archive.
func pack(text []byte) ([]byte, error) {
	var b bytes.Buffer
	zw, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := zw.Write(text); err != nil {
		return nil, err
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
