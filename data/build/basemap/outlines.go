package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"incidentmap/data/build/internal/iso"
	"incidentmap/data/build/internal/shape"
	"incidentmap/data/build/internal/source"
	"incidentmap/data/build/internal/topojson"
)

// outlineScale rounds outlines to hundredths of a degree, about a kilometre:
// they stand for "somewhere in this country".
const outlineScale = 100

// readOutlines makes a file of each country's outline, by its alpha-2 code.
func readOutlines(l *source.Ledger) ([]entry, error) {
	b, err := l.Package("world-atlas", "countries-50m.json")
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
		shapes[code] = append(shapes[code], rounded(shape.CutMeridian(mp))...)
	}
	out := make([]entry, 0, len(shapes))
	for code, mp := range shapes {
		data, err := packOutline(mp)
		if err != nil {
			return nil, err
		}
		out = append(out, entry{"countries/" + code + ".json", data})
	}
	slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// rounded drops what rounding makes of no area: repeated vertices and rings of
// fewer than four.
func rounded(mp orb.MultiPolygon) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, p := range mp {
		var rings orb.Polygon
		for _, r := range p {
			ring := slices.Clone(r)
			for i, v := range ring {
				ring[i] = orb.Point{math.Round(v[0]*outlineScale) / outlineScale, math.Round(v[1]*outlineScale) / outlineScale}
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

func packOutline(mp orb.MultiPolygon) ([]byte, error) {
	text, err := json.Marshal(geojson.NewGeometry(mp))
	if err != nil {
		return nil, err
	}
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
