package shape

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// CutMeridian splits polygons that cross the antimeridian, so that no ring jumps
// from one side of the map to the other. A ring that runs around a pole, as
// Antarctica's does, is closed over it.
func CutMeridian(mp orb.MultiPolygon) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, polygon := range mp {
		if !crosses(polygon[0]) {
			out = append(out, polygon)
			continue
		}
		whole := unroll(polygon)
		for _, turn := range []float64{-360, 0, 360} {
			box := orb.Bound{Min: orb.Point{turn - 180, -90}, Max: orb.Point{turn + 180, 90}}
			if part := clip.Polygon(box, whole.Clone()); len(part) > 0 {
				shift(part, -turn)
				out = append(out, part)
			}
		}
	}
	return out
}

// crosses reports whether a ring jumps from one side of the map to the other.
func crosses(ring orb.Ring) bool {
	for i := 1; i < len(ring); i++ {
		if math.Abs(ring[i][0]-ring[i-1][0]) > 180 {
			return true
		}
	}
	return false
}

// unroll lets the longitudes of a polygon run on beyond 180 degrees, its holes
// beside its outer ring.
func unroll(polygon orb.Polygon) orb.Polygon {
	out := polygon.Clone()
	for n, ring := range out {
		for i := 1; i < len(ring); i++ {
			ring[i][0] += 360 * math.Round((ring[i-1][0]-ring[i][0])/360)
		}
		if n > 0 {
			shift(orb.Polygon{ring}, 360*math.Round((out[0].Bound().Center()[0]-ring.Bound().Center()[0])/360))
		}
		if first, last := ring[0], ring[len(ring)-1]; last != first {
			pole := math.Copysign(90, first[1])
			out[n] = append(ring, orb.Point{last[0], pole}, orb.Point{first[0], pole}, first)
		}
	}
	return out
}

// shift moves a polygon eastwards by degrees.
func shift(polygon orb.Polygon, degrees float64) {
	for _, ring := range polygon {
		for i := range ring {
			ring[i][0] += degrees
		}
	}
}
