package gazetteer

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/table"
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
	limit = limitOf(limit)
	var near []neighbour
	for reach := ReverseM / 8.0; reach <= ReverseM && len(near) < limit; reach *= 2 {
		near = g.within(p, reach, near[:0])
	}
	slices.SortFunc(near, func(a, b neighbour) int { return cmp.Or(cmp.Compare(a.m, b.m), cmp.Compare(a.row, b.row)) })
	var out []Match
	for _, n := range near[:min(len(near), limit)] {
		out = append(out, Match{Place: g.table.Place(n.row), Score: 1 - n.m/ReverseM, Matched: g.table.Label(n.row)})
	}
	return out
}

// neighbour is a place and its distance in metres.
type neighbour struct {
	row int32
	m   float64
}

// within appends the places nearer than reach metres to near.
func (g *Gazetteer) within(p orb.Point, reach float64, near []neighbour) []neighbour {
	g.near.once.Do(g.fillGrid)
	for row := range g.near.around(p, reach) {
		if d := geo.DistanceHaversine(p, g.table.Places[row].Point()); d < reach {
			near = append(near, neighbour{row, d})
		}
	}
	return near
}

// grid finds places by their point: it lists them by cell of cellDegrees on each
// side. It is filled when it is first needed.
type grid struct {
	once  sync.Once
	start []int32 // of each cell in rows, and the end of the last
	rows  []int32
}

// Cells of the grid, about 28 km from south to north.
const (
	cellDegrees = 0.25
	gridWidth   = int(360 / cellDegrees)
	gridHeight  = int(180 / cellDegrees)
)

// column and row of the cell of a coordinate.
func gridColumn(lon float64) int { return min(int((lon+180)/cellDegrees), gridWidth-1) }
func gridRow(lat float64) int    { return min(int((lat+90)/cellDegrees), gridHeight-1) }

// fillGrid lists the sites and towns by cell, by counting them first.
func (g *Gazetteer) fillGrid() {
	n := &g.near
	n.start = make([]int32, gridWidth*gridHeight+1)
	cell := func(e *table.Entry) int {
		if !e.Located() || g.table.Level(e) > Locality.Level() {
			return -1
		}
		p := e.Point()
		return gridRow(p.Lat())*gridWidth + gridColumn(p.Lon())
	}
	for i := range g.table.Places {
		if c := cell(&g.table.Places[i]); c >= 0 {
			n.start[c+1]++
		}
	}
	for c := range gridWidth * gridHeight {
		n.start[c+1] += n.start[c]
	}
	next := slices.Clone(n.start)
	n.rows = make([]int32, n.start[len(n.start)-1])
	for i := range g.table.Places {
		if c := cell(&g.table.Places[i]); c >= 0 {
			n.rows[next[c]] = int32(i)
			next[c]++
		}
	}
}

// around yields the places of the cells that come within reach metres of a
// point, across the antimeridian and around the poles too.
func (n *grid) around(p orb.Point, reach float64) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		high := reach / metresPerDegree
		wide := 180.0
		if far := math.Abs(p.Lat()) + high; far < 89 {
			wide = min(wide, high/math.Cos(far*math.Pi/180))
		}
		west, columns := gridColumn(p.Lon()), int(wide/cellDegrees)+1
		for y := gridRow(max(p.Lat()-high, -90)); y <= gridRow(min(p.Lat()+high, 90)); y++ {
			for x := west - columns; x <= min(west+columns, west-columns+gridWidth-1); x++ {
				c := y*gridWidth + (x+2*gridWidth)%gridWidth
				for _, row := range n.rows[n.start[c]:n.start[c+1]] {
					if !yield(row) {
						return
					}
				}
			}
		}
	}
}

// metresPerDegree is the length of a degree of latitude.
const metresPerDegree = math.Pi * orb.EarthRadius / 180
