package main

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

// grid maps the unit square to the whole numbers of one tile.
type grid struct{ scale, x, y float64 }

// newGrid is the grid of a tile.
func newGrid(t maptile.Tile) grid {
	n := float64(int(1) << t.Z)
	return grid{n * extent, float64(t.X) * extent, float64(t.Y) * extent}
}

// round maps one point.
func (g grid) round(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*g.scale - g.x), math.Round(p[1]*g.scale - g.y)}
}

// path maps a line and leaves out points that fall on the one before.
func (g grid) path(line []orb.Point) []orb.Point {
	var out []orb.Point
	for _, p := range line {
		if q := g.round(p); len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	return out
}

// lines maps the lines of a geometry that are longer than a point.
func (g grid) lines(geometry orb.Geometry) orb.MultiLineString {
	var in, out orb.MultiLineString
	switch geometry := geometry.(type) {
	case orb.LineString:
		in = orb.MultiLineString{geometry}
	case orb.MultiLineString:
		in = geometry
	}
	for _, line := range in {
		if path := g.path(line); len(path) > 1 {
			out = append(out, path)
		}
	}
	return out
}

// polygons maps the polygons of a geometry. The vector tile specification, 2.1,
// wants outer rings to have a positive area in the tile's own coordinates and
// holes a negative one.
func (g grid) polygons(geometry orb.Geometry) orb.MultiPolygon {
	var in, out orb.MultiPolygon
	switch geometry := geometry.(type) {
	case orb.Polygon:
		in = orb.MultiPolygon{geometry}
	case orb.MultiPolygon:
		in = geometry
	}
	for _, polygon := range in {
		var rings orb.Polygon
		for i, ring := range polygon {
			turned := g.ring(ring, i == 0)
			if turned == nil && i == 0 {
				break
			}
			if turned != nil {
				rings = append(rings, turned)
			}
		}
		if len(rings) > 0 {
			out = append(out, rings)
		}
	}
	return out
}

// ring maps a ring and turns it as an outer ring or a hole; nil when it has
// shrunk to a line.
func (g grid) ring(ring orb.Ring, outer bool) orb.Ring {
	out := orb.Ring(g.path(ring))
	if len(out) < 4 || out.Orientation() == 0 {
		return nil
	}
	if (out.Orientation() == orb.CCW) != outer {
		out.Reverse()
	}
	return out
}
