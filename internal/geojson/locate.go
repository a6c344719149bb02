package geojson

import (
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// locate gives the points of a geometry. A line or an area becomes its middle
// with the distance to its far corner. No geometry, or one that cannot be
// read, gives nil.
func locate(raw json.RawMessage) (points orb.MultiPoint, extentM float64, area bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, 0, false
	}
	if p, ok := plainPoint(raw); ok {
		return orb.MultiPoint{p}, 0, false
	}
	g, err := geojson.UnmarshalGeometry(raw)
	if err != nil || g == nil || g.Geometry() == nil {
		return nil, 0, false
	}
	switch g := g.Geometry().(type) {
	case orb.Point:
		return orb.MultiPoint{g}, 0, false
	case orb.MultiPoint:
		return g, 0, false
	default:
		return middle(g)
	}
}

// plainPoint reads a point that says nothing but its coordinates, as most
// geometries are; ok is false for anything else. raw must be JSON.
func plainPoint(raw []byte) (p orb.Point, ok bool) {
	c := cutter{data: raw}
	var kind, coordinates []byte
	whole := c.members(func(key []byte) bool {
		value := c.value()
		switch string(key) {
		case `"type"`:
			kind = value
		case `"coordinates"`:
			coordinates = value
		default:
			return false
		}
		return value != nil
	})
	if !whole || string(kind) != `"Point"` || coordinates == nil {
		return p, false
	}
	in := cutter{data: coordinates}
	numbers, ok := in.elements()
	if !ok || len(numbers) != 2 {
		return p, false
	}
	for i, n := range numbers {
		f, err := strconv.ParseFloat(string(n), 64)
		if err != nil || n[0] != '-' && (n[0] < '0' || n[0] > '9') {
			return p, false
		}
		p[i] = f
	}
	return p, true
}

func middle(g orb.Geometry) (points orb.MultiPoint, extentM float64, area bool) {
	b := g.Bound()
	if b.IsEmpty() {
		return nil, 0, false
	}
	center := b.Center()
	if c, size := centroid(g); size > 0 {
		center = c
	}
	return orb.MultiPoint{center}, max(1, orbgeo.DistanceHaversine(center, b.Min), orbgeo.DistanceHaversine(center, b.Max)), true
}

// centroid is the centroid of an area, and its size; 0 for anything else.
func centroid(g orb.Geometry) (orb.Point, float64) {
	switch g := g.(type) {
	case orb.Polygon:
		if len(g) == 0 || len(g[0]) < 4 {
			return orb.Point{}, 0
		}
		return planar.CentroidArea(g)
	case orb.MultiPolygon:
		for _, p := range g {
			if len(p) == 0 || len(p[0]) < 4 {
				return orb.Point{}, 0
			}
		}
		return planar.CentroidArea(g)
	}
	return orb.Point{}, 0
}
