package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo"
)

// TestMiddle: the middle of an area, and of what has no size.
func TestMiddle(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}
	for _, c := range []struct {
		g       orb.Geometry
		center  orb.Point
		extentM float64
	}{
		{square, orb.Point{1, 1}, 157_000}, {orb.MultiPolygon{square}, orb.Point{1, 1}, 157_000},
		{orb.LineString{{0, 0}, {2, 0}}, orb.Point{1, 0}, 111_000},
		{orb.LineString{{5, 5}, {5, 5}}, orb.Point{5, 5}, 1},
		{orb.Polygon{{{0, 0}, {2, 0}}}, orb.Point{1, 0}, 111_000},
	} {
		center, extent := geo.Middle(c.g)
		if center != c.center || math.Abs(extent-c.extentM) > c.extentM/100 {
			t.Errorf("%v: %v, %v", c.g, center, extent)
		}
	}
}
