package gazetteer

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// ReverseM is how far Reverse looks, in metres.
const ReverseM = 100_000

// Reverse returns the sites, towns and villages nearest to a point, nearest
// first, at most limit of them (0 means 5). Score falls from 1 at the place's
// own point to 0 at ReverseM. It is empty where no place is that near, and for a
// point outside of the world.
func (g *Gazetteer) Reverse(p orb.Point, limit int) []Match {
	if !(math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90) {
		return nil
	}
	var near []Match
	for i := range g.places {
		e := &g.places[i]
		if !e.Located || level(e.Class) > level(Locality) || math.Abs(e.Point.Lat()-p.Lat()) > 1 {
			continue
		}
		if d := geo.DistanceHaversine(p, e.Point); d < ReverseM {
			near = append(near, Match{Place: e.Place, Score: 1 - d/ReverseM, Matched: e.Name})
		}
	}
	slices.SortStableFunc(near, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return near[:min(len(near), limitOf(limit))]
}
