package sample

import (
	"math/rand/v2"

	"incidentmap/geo"
)

// Query is a box with a window.
type Query struct {
	Box    geo.Box
	Window geo.Window
}

// Queries makes k queries around incidents of the sample that match about the
// given number each, with a window of the given number of days (0: all): their
// boxes are widened and narrowed until count says so. Where the sample is too
// small there are fewer of them, or none.
func Queries(all []Incident, k, results, days int, seed uint64, count func(*geo.Query) int) []Query {
	r := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // the same seed must give the same sample
	var out []Query
	for tries := 0; len(out) < k && tries < 20*k; tries++ {
		at := &all[r.IntN(len(all))]
		if q, ok := around(at, results, days, count); ok {
			out = append(out, q)
		}
	}
	return out
}

// around halves the box's size until the count is within a fifth of what is
// wanted.
func around(at *Incident, results, days int, count func(*geo.Query) int) (Query, bool) {
	q := Query{Window: geo.All}
	if days > 0 {
		q.Window = geo.Window{From: at.Start - geo.Day(days/2), To: at.Start + geo.Day(days/2)}
	}
	lo, hi := 0.0, 20.0
	for range 24 {
		half := (lo + hi) / 2
		q.Box = geo.Box{West: max(at.Lon-half, -180), South: max(at.Lat-half, -90), East: min(at.Lon+half, 180),
			North: min(at.Lat+half, 90)}
		switch n := count(&geo.Query{Box: &q.Box, Window: &q.Window}); {
		case n > results*6/5:
			hi = half
		case n < results*4/5:
			lo = half
		default:
			return q, true
		}
	}
	return q, false
}
