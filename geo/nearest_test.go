package geo_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"pgregory.net/rapid"

	"incidentmap/geo"
)

// distances is the oracle: the least distance of every match, in order. orb's
// sphere has another radius.
func distances(things []*thing, q *geo.Query, at orb.Point) []geo.Neighbour[*thing] {
	var out []geo.Neighbour[*thing]
	for _, t := range scan(things, q) {
		n := geo.Neighbour[*thing]{Value: t, DistanceM: math.Inf(1)}
		for _, p := range t.item.Points {
			d := orbgeo.DistanceHaversine(at, geo.Quantize(p)) / orb.EarthRadius * geo.EarthRadiusM
			n.DistanceM = min(n.DistanceM, d)
		}
		if len(t.item.Points) > 0 {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b geo.Neighbour[*thing]) int { return cmp.Compare(a.DistanceM, b.DistanceM) })
	return out
}

// TestNearestAgreesWithScan: the k nearest are as near as a look at all finds,
// across the antimeridian and over the poles.
func TestNearestAgreesWithScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things := drawThings(t)
		s := geo.NewIndex(schema(), slices.Clone(things)).Snapshot()
		q := drawQuery(t)
		at := geo.Quantize(orb.Point{lons.Draw(t, "lon"), lats.Draw(t, "lat")})
		k := rapid.IntRange(0, 20).Draw(t, "k")
		want := distances(things, q, at)
		got := s.Nearest(q, at, k)
		if len(got) != min(k, len(want)) {
			t.Fatalf("%s: %d nearest of %d", describe(q), len(got), len(want))
		}
		seen := map[*thing]bool{}
		for i, n := range got {
			if math.Abs(n.DistanceM-want[i].DistanceM) > 1e-2 || seen[n.Value] || !matches(q, n.Value) {
				t.Fatalf("%s: number %d is %v m away, want %v", describe(q), i, n.DistanceM, want[i].DistanceM)
			}
			seen[n.Value] = true
		}
	})
}
