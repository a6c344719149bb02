package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Polygon is a multipolygon made ready for many points: its edges are
// gathered by slabs of longitude, so that a point is tested against the few
// edges above and below it.
type Polygon struct {
	box   e7box
	rings []slabRing
}

// slabRing is one ring. Its edges are those of slab[i]: the ones that touch
// the i-th of equal slices of its longitudes.
type slabRing struct {
	bound orb.Bound
	slabs [][][2]orb.Point
	wide  float64 // of a slab, in degrees
	outer bool    // starts a polygon; holes follow it
}

// edgesPerSlab is about how many edges a slab gathers.
const edgesPerSlab = 4

// NewPolygon prepares the polygons. An empty one holds no point.
func NewPolygon(mp orb.MultiPolygon) *Polygon {
	p := &Polygon{box: emptyBox}
	for _, poly := range mp {
		for i, ring := range poly {
			r := newSlabRing(ring)
			r.outer = i == 0
			p.rings = append(p.rings, r)
			p.box.add(fixed(r.bound.Min[0]), fixed(r.bound.Min[1]))
			p.box.add(fixed(r.bound.Max[0]), fixed(r.bound.Max[1]))
		}
	}
	return p
}

func newSlabRing(ring orb.Ring) slabRing {
	r := slabRing{bound: ring.Bound(), slabs: make([][][2]orb.Point, len(ring)/edgesPerSlab+1)}
	r.wide = (r.bound.Max[0] - r.bound.Min[0]) / float64(len(r.slabs))
	for i := range len(ring) - 1 {
		e := [2]orb.Point{ring[i], ring[i+1]}
		from, to := r.slab(min(e[0][0], e[1][0])), r.slab(max(e[0][0], e[1][0]))
		for s := from; s <= to; s++ {
			r.slabs[s] = append(r.slabs[s], e)
		}
	}
	return r
}

func (r *slabRing) slab(lon float64) int {
	if r.wide <= 0 {
		return 0
	}
	return min(max(int((lon-r.bound.Min[0])/r.wide), 0), len(r.slabs)-1)
}

// Contains reports whether the point, rounded as by Quantize, lies in any of
// the polygons, on the plane of longitude and latitude, as OGC simple
// features have it. The edge of an outer ring counts as inside, that of a
// hole as outside.
func (p *Polygon) Contains(pt orb.Point) bool { return p.contains(Quantize(pt)) }

func (p *Polygon) has(lon, lat int32) bool {
	return p.box.has(lon, lat) && p.contains(unfixed(lon, lat))
}

func (p *Polygon) contains(pt orb.Point) bool {
	inside := false
	for i := range p.rings {
		r := &p.rings[i]
		if r.outer {
			if inside {
				return true
			}
			inside = r.contains(pt)
		} else if inside && r.contains(pt) {
			inside = false
		}
	}
	return inside
}

// contains counts the edges above the point (even-odd rule); a point on an
// edge is inside.
func (r *slabRing) contains(p orb.Point) bool {
	if !r.bound.Contains(p) {
		return false
	}
	in := false
	for _, e := range r.slabs[r.slab(p[0])] {
		a, b := e[0], e[1]
		if a[0] > b[0] {
			a, b = b, a
		}
		if p[0] < a[0] || p[0] > b[0] {
			continue
		}
		turn := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
		if turn == 0 && p[1] >= min(a[1], b[1]) && p[1] <= max(a[1], b[1]) {
			return true
		}
		if turn < 0 && p[0] < b[0] { // half open: a vertex counts once
			in = !in
		}
	}
	return in
}

// relation tells how a box lies to the polygon.
type relation int

const (
	crossing relation = iota // some of it may be inside
	within                   // all of it is inside
	apart                    // none of it is inside
)

// relation is exact but for boxes near an edge, which may be told to cross.
func (p *Polygon) relation(box e7box) relation {
	if !p.box.touches(box) {
		return apart
	}
	lo, hi := unfixed(box.west, box.south), unfixed(box.east, box.north)
	for i := range p.rings {
		if p.rings[i].near(lo, hi) {
			return crossing
		}
	}
	if p.contains(lo) {
		return within
	}
	return apart
}

// near reports whether an edge's own box touches the box.
func (r *slabRing) near(lo, hi orb.Point) bool {
	if hi[0] < r.bound.Min[0] || lo[0] > r.bound.Max[0] {
		return false
	}
	for s := r.slab(lo[0]); s <= r.slab(hi[0]); s++ {
		for _, e := range r.slabs[s] {
			if math.Max(e[0][0], e[1][0]) >= lo[0] && math.Min(e[0][0], e[1][0]) <= hi[0] &&
				math.Max(e[0][1], e[1][1]) >= lo[1] && math.Min(e[0][1], e[1][1]) <= hi[1] {
				return true
			}
		}
	}
	return false
}
