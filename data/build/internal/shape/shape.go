// Package shape measures polygons for the build programs: where their label
// belongs and how far they reach from it.
package shape

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

// besideM is how near to the largest polygon of a place, in metres, others are a
// part of it in any case: the islands of Hawaii reach 550 km.
const besideM = 600_000

// Main returns the largest polygon together with those whose centre lies within
// twice its reach or besideM: a country with its islands, and without its
// territories overseas. The largest comes first; parts beyond the antimeridian are
// moved beside it, with longitudes beyond 180 degrees.
func Main(mp orb.MultiPolygon) orb.MultiPolygon {
	all := Together(mp)
	if len(all) == 0 {
		return nil
	}
	out := all[:1]
	centre := all[0].Bound().Center()
	reach := max(2*Reach(centre, out), besideM)
	for _, p := range all[1:] {
		if geo.DistanceHaversine(centre, p.Bound().Center()) <= reach {
			out = append(out, p)
		}
	}
	return out
}

// Together returns all polygons, the largest first and those beyond the
// antimeridian moved beside it, with longitudes beyond 180 degrees.
func Together(mp orb.MultiPolygon) orb.MultiPolygon {
	first := -1
	var most float64
	for i, p := range mp {
		if a := geo.Area(p); len(p) > 0 && (first < 0 || a > most) {
			first, most = i, a
		}
	}
	if first < 0 {
		return nil
	}
	out := orb.MultiPolygon{mp[first]}
	centre := mp[first].Bound().Center()
	for i, p := range mp {
		if i != first && len(p) > 0 {
			p = p.Clone()
			shift(p, 360*math.Round((centre[0]-p.Bound().Center()[0])/360))
			out = append(out, p)
		}
	}
	return out
}

// Reach is the distance in metres from a point to the farthest corner.
func Reach(p orb.Point, mp orb.MultiPolygon) float64 {
	var far float64
	for _, polygon := range mp {
		for _, corner := range polygon[0] {
			far = max(far, geo.DistanceHaversine(p, corner))
		}
	}
	return far
}

// Label returns a point well inside the first polygon: its centroid, or, where
// that lies outside, the point of a grid that is farthest from the outline.
func Label(mp orb.MultiPolygon) orb.Point {
	p := middle(mp[0])
	p[0] -= 360 * math.Round(p[0]/360)
	return p
}

// middle is the point that Label returns, with its longitude as in the polygon.
func middle(polygon orb.Polygon) orb.Point {
	if c, area := planar.CentroidArea(polygon); area > 0 && planar.PolygonContains(polygon, c) {
		return c
	}
	rough := simplify.DouglasPeucker(0.02).Polygon(polygon.Clone())
	if len(rough) == 0 || len(rough[0]) < 4 {
		rough = polygon
	}
	const steps = 24
	b := polygon.Bound()
	best, most := polygon[0][0], -1.0
	for i := 1; i < steps; i++ {
		for j := 1; j < steps; j++ {
			p := orb.Point{b.Min[0] + (b.Max[0]-b.Min[0])*float64(i)/steps, b.Min[1] +
				(b.Max[1]-b.Min[1])*float64(j)/steps}
			if !planar.PolygonContains(rough, p) {
				continue
			}
			if d := planar.DistanceFrom(rough, p); d > most {
				best, most = p, d
			}
		}
	}
	return best
}

// Endings are the parts that Part knows.
var Endings = []string{"n", "s", "e", "w", "ne", "nw", "se", "sw", "c"}

// Part cuts two fifths (n, s, e, w), a quarter (ne, nw, se, sw) or the centre (c)
// out of polygons, by their bounding box; nil when nothing lies there.
func Part(mp orb.MultiPolygon, ending string) orb.MultiPolygon {
	b := mp.Bound()
	mid := b.Center()
	low, high := mid, mid // where the northern and eastern, southern and western parts begin
	if len(ending) == 1 {
		tenth := orb.Point{(b.Max[0] - b.Min[0]) / 10, (b.Max[1] - b.Min[1]) / 10}
		low = orb.Point{mid[0] - tenth[0], mid[1] - tenth[1]}
		high = orb.Point{mid[0] + tenth[0], mid[1] + tenth[1]}
	}
	box := b
	if ending == "c" {
		quarter := orb.Point{(b.Max[0] - b.Min[0]) / 4, (b.Max[1] - b.Min[1]) / 4}
		box = orb.Bound{Min: orb.Point{mid[0] - quarter[0], mid[1] - quarter[1]},
			Max: orb.Point{mid[0] + quarter[0], mid[1] + quarter[1]}}
	}
	for _, c := range ending {
		switch c {
		case 'n':
			box.Min[1] = high[1]
		case 's':
			box.Max[1] = low[1]
		case 'e':
			box.Min[0] = high[0]
		case 'w':
			box.Max[0] = low[0]
		}
	}
	return Main(clip.MultiPolygon(box, mp.Clone()))
}

// Round rounds to a number of decimals.
func Round(v float64, decimals int) float64 {
	p := math.Pow(10, float64(decimals))
	return math.Round(v*p) / p
}
