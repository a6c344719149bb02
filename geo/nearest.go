package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// EarthRadiusM is the mean radius of the earth in metres (IUGG R1), of the
// sphere that distances are measured on.
const EarthRadiusM = 6_371_008.8

// Neighbour is a value with its distance from a point: that of its nearest
// place.
type Neighbour[T any] struct {
	Value     T
	DistanceM float64
}

// Nearest returns the k values nearest to a point of those that match, the
// nearest first; values at the same distance in the index's order. Values
// without a place are none of them.
func (s *Snapshot[T]) Nearest(q *Query, at orb.Point, k int) []Neighbour[T] {
	world := e7box{-180 * e7, -90 * e7, 180 * e7, 90 * e7}
	asked := *q
	asked.tile = &world // all places of a value, not one of them
	p := newPlan(&asked)
	n := &nearest[T]{compare: s.compare, at: newSphere(Quantize(at)), k: k}
	if k > 0 {
		for _, l := range s.layers {
			n.search(l, p)
		}
	}
	return n.found
}

// nearest holds the best so far, in order.
type nearest[T comparable] struct {
	compare func(a, b T) int
	at      sphere
	k       int
	found   []Neighbour[T]
}

// search looks into blocks by how near they may be and stops at the first
// that can hold nothing better.
func (n *nearest[T]) search(l *layer[T], p *plan) {
	if !p.placed {
		return
	}
	for _, which := range []int{partPlain, partLong} {
		pt := &l.seg.parts[which]
		hits := p.hits(pt, nil)
		type reach struct {
			hit
			least float64
		}
		order := make([]reach, len(hits))
		for i, h := range hits {
			order[i] = reach{h, n.at.least(pt.blocks[h.block].box)}
		}
		slices.SortFunc(order, func(a, b reach) int { return cmp.Compare(a.least, b.least) })
		sel := new(selection)
		for _, h := range order {
			if len(n.found) == n.k && h.least > n.found[n.k-1].DistanceM {
				break
			}
			if r, ok := l.place(p, which, h.hit, sel); ok {
				n.take(l, p, h.block, &r, sel)
			}
		}
	}
	l.scanShared(p, func(_ int, _ *part, block int32, r *run, sel *selection) { n.take(l, p, block, r, sel) })
}

func (n *nearest[T]) take(l *layer[T], p *plan, block int32, r *run, sel *selection) {
	for i := range p.filters {
		r.keepCodes(&p.filters[i], block, sel)
	}
	r.each(func(i int) {
		d := n.at.distance(unfixed(r.part.lon[i], r.part.lat[i]))
		if len(n.found) < n.k || d <= n.found[len(n.found)-1].DistanceM {
			n.add(Neighbour[T]{l.values.at(r.part.row[i]), d})
		}
	})
}

// add puts a neighbour in its place, once.
func (n *nearest[T]) add(v Neighbour[T]) {
	if i := slices.IndexFunc(n.found, func(f Neighbour[T]) bool { return f.Value == v.Value }); i >= 0 {
		if n.found[i].DistanceM <= v.DistanceM {
			return
		}
		n.found = slices.Delete(n.found, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(n.found, v, func(a, b Neighbour[T]) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), n.compare(a.Value, b.Value))
	})
	n.found = slices.Insert(n.found, i, v)
	n.found = n.found[:min(len(n.found), n.k)]
}

// sphere measures distances from a point on the sphere, by the haversine
// formula (R. W. Sinnott, Virtues of the Haversine, 1984).
type sphere struct {
	lon, lat, cos float64 // radians, and the cosine of lat
}

func newSphere(p orb.Point) sphere {
	lat := p[1] * math.Pi / 180
	return sphere{p[0] * math.Pi / 180, lat, math.Cos(lat)}
}

func (s sphere) distance(p orb.Point) float64 {
	return s.to(p[0]*math.Pi/180-s.lon, p[1]*math.Pi/180)
}

// to is the distance to a latitude at a difference of longitude, in radians.
func (s sphere) to(dlon, lat float64) float64 {
	sinLat, sinLon := math.Sin((lat-s.lat)/2), math.Sin(dlon/2)
	h := sinLat*sinLat + s.cos*math.Cos(lat)*sinLon*sinLon
	return 2 * EarthRadiusM * math.Asin(math.Sqrt(min(h, 1)))
}

// least is a lower bound of the distance to a box: that to the nearer of its
// meridians, or to its nearer parallel for a box to the north or south.
func (s sphere) least(box e7box) float64 {
	const slack = 1 - 1e-9 // for rounding
	lo, hi := unfixed(box.west, box.south), unfixed(box.east, box.north)
	west, east := lo[0]*math.Pi/180, hi[0]*math.Pi/180
	south, north := lo[1]*math.Pi/180, hi[1]*math.Pi/180
	if s.lon >= west && s.lon <= east {
		return EarthRadiusM * max(south-s.lat, s.lat-north, 0) * slack
	}
	dlon := min(turn(s.lon-west), turn(s.lon-east))
	least := min(s.to(dlon, south), s.to(dlon, north))
	if c := math.Cos(dlon); c > 0 { // the great circle may meet the meridian between its ends
		if lat := math.Atan(math.Tan(s.lat) / c); lat > south && lat < north {
			least = s.to(dlon, lat)
		}
	}
	return least * slack
}

// turn is the difference of two longitudes the shorter way round, in radians.
func turn(d float64) float64 {
	d = math.Abs(d)
	return min(d, 2*math.Pi-d)
}
