package shape

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"
)

// Spot is a point that stands for a part of an area, by its weight.
type Spot struct {
	Point  orb.Point
	Weight float64
}

// Spread covers polygons evenly with spots whose weights are to each other as the
// areas that they stand for: some n of them where the polygons fill their
// bounding box. Longitudes are as in the polygons.
func Spread(mp orb.MultiPolygon, n int) []Spot {
	b := mp.Bound()
	wide := (b.Max[0] - b.Min[0]) * math.Cos(b.Center()[1]*math.Pi/180)
	high := b.Max[1] - b.Min[1]
	if !(wide > 0 && high > 0) {
		return nil
	}
	rows := min(int(math.Ceil(math.Sqrt(float64(n)*high/wide))), n)
	step := high / float64(rows)
	var out []Spot
	for row, xs := range crossings(mp, b.Min[1], step, rows) {
		lat := b.Min[1] + (float64(row)+0.5)*step
		for i := 0; i+1 < len(xs); i += 2 {
			out = fill(out, xs[i], xs[i+1], lat, max(step, wide/float64(n)))
		}
	}
	return out
}

// fill appends the spots of a row between two longitudes, a step (of latitude) apart.
func fill(out []Spot, west, east, lat, step float64) []Spot {
	squeeze := math.Cos(lat * math.Pi / 180)
	n := max(int(math.Round((east-west)*squeeze/step)), 1)
	part := (east - west) / float64(n)
	for i := range n {
		out = append(out, Spot{orb.Point{west + (float64(i)+0.5)*part, lat}, part * squeeze})
	}
	return out
}

// crossings are, for the middle of each row, the longitudes at which it enters
// and leaves the polygons, ascending.
func crossings(mp orb.MultiPolygon, south, step float64, rows int) [][]float64 {
	out := make([][]float64, rows)
	for _, polygon := range mp {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				low, high := ring[i-1], ring[i]
				if low[1] > high[1] {
					low, high = high, low
				}
				for row := max(int((low[1]-south)/step-0.5), 0); row < rows; row++ {
					lat := south + (float64(row)+0.5)*step
					if lat >= high[1] {
						break
					}
					if lat >= low[1] {
						out[row] = append(out[row], low[0]+(high[0]-low[0])*(lat-low[1])/(high[1]-low[1]))
					}
				}
			}
		}
	}
	for _, xs := range out {
		slices.Sort(xs)
	}
	return out
}

// Centre is the mean of the spots of polygons where that lies inside of them, else
// the label of the largest polygon, which comes first.
func Centre(mp orb.MultiPolygon, spots []Spot) orb.Point {
	var mean orb.Point
	whole := 0.0
	for _, s := range spots {
		mean[0] += s.Weight * s.Point[0]
		mean[1] += s.Weight * s.Point[1]
		whole += s.Weight
	}
	mean[0], mean[1] = mean[0]/whole, mean[1]/whole
	if whole == 0 || !planar.MultiPolygonContains(mp, mean) {
		return Label(mp)
	}
	mean[0] -= 360 * math.Round(mean[0]/360)
	return mean
}

// Holding is the radius, in metres, of the circle around a point that holds a
// share (0..1) of the weight of the spots; 0 without spots.
func Holding(p orb.Point, spots []Spot, share float64) float64 {
	type far struct{ m, weight float64 }
	all := make([]far, len(spots))
	whole := 0.0
	for i, s := range spots {
		all[i] = far{geo.DistanceHaversine(p, s.Point), s.Weight}
		whole += s.Weight
	}
	slices.SortFunc(all, func(a, b far) int { return cmp.Compare(a.m, b.m) })
	held := 0.0
	for _, f := range all {
		if held += f.weight; held >= share*whole {
			return f.m
		}
	}
	return 0
}
