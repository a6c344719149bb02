package geo

import (
	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
)

// Middle is what stands for a line or an area where one point is wanted: its centroid, if
// it has a size, else the middle of its bounds; and the distance in metres from there to
// the farther corner of these, at least 1.
func Middle(g orb.Geometry) (center orb.Point, extentM float64) {
	b := g.Bound()
	center = b.Center()
	if c, size := centroid(g); size > 0 {
		center = c
	}
	return center, max(1, orbgeo.DistanceHaversine(center, b.Min), orbgeo.DistanceHaversine(center, b.Max))
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
