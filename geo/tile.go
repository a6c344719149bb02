package geo

import (
	"fmt"
	"math"
	"sync"
)

// MaxZoom is the deepest zoom of a tile.
const MaxZoom = 22

// TileExtent is the number of units along a tile's side, from its north-west
// corner east and south.
const TileExtent = 4096

// tileBuffer is how far a tile's content reaches over its edge, in tile
// units: a mark at the edge is then drawn whole.
const tileBuffer = 64

// Tile is a tile of the WebMercatorQuad tile matrix set (OGC 17-083r4 annex
// D.1).
type Tile struct {
	z, x, y uint32
}

// NewTile checks that the tile exists.
func NewTile(z, x, y uint32) (Tile, error) {
	if z > MaxZoom {
		return Tile{}, fmt.Errorf("geo: zooms from 0 to %d are allowed", MaxZoom)
	}
	if n := uint32(1) << z; x >= n || y >= n {
		return Tile{}, fmt.Errorf("geo: rows and columns from 0 to %d are allowed at zoom %d", n-1, z)
	}
	return Tile{z, x, y}, nil
}

// box is the tile in fixed-point degrees with a buffer in tile units around
// it, cut off at the antimeridian. At the edges of the world it reaches to
// the poles: what lies beyond 85.05° is drawn on the edge.
func (t Tile) box(buffer float64) e7box {
	n, more := float64(uint64(1)<<t.z), buffer/TileExtent
	west, south := t.corner(-more, min(1+more, n-float64(t.y)))
	east, north := t.corner(1+more, max(-more, -float64(t.y)))
	box := e7box{fixed(max(west, -180)), fixed(south), fixed(min(east, 180)), fixed(north)}
	if t.y == 0 {
		box.north = 90 * e7
	}
	if t.y == 1<<t.z-1 {
		box.south = -90 * e7
	}
	return box
}

// corner is a point of the tile in degrees: right and down of its north-west corner, in
// sides of the tile (spherical Mercator, EPSG:3857).
func (t Tile) corner(right, down float64) (lon, lat float64) {
	n := float64(uint64(1) << t.z)
	y := (float64(t.y) + down) / n
	return 360*((float64(t.x)+right)/n) - 180, 2*math.Atan(math.Exp(math.Pi-2*math.Pi*y))*180/math.Pi - 90
}

// maxMercatorLat is the latitude of the square world's edge, in degrees.
const maxMercatorLat = 85.0511287798066

// tableZoom is the deepest zoom at which the latitude table is exact to a
// hundredth of a tile unit.
const tableZoom = 8

// projector turns fixed-point degrees into units of a tile.
type projector struct {
	tile   Tile
	perE7  float64   // tile units a 1e-7 degree of longitude
	size   float64   // of the world, in tile units
	x0, y0 float64   // the tile's corner in the world
	table  []float64 // latTable, nil where it is too coarse
}

func (t Tile) projector() projector {
	size := math.Exp2(float64(t.z)) * TileExtent
	p := projector{tile: t, size: size, perE7: size / (360 * e7), x0: float64(t.x) * TileExtent,
		y0: float64(t.y) * TileExtent}
	if t.z <= tableZoom {
		p.table = latTable()
	}
	return p
}

// project returns a point's tile units, rounded down; points up to the
// tileBuffer outside of the tile have units below 0 or from TileExtent on.
func (p *projector) project(lon, lat int32) (x, y int32) {
	return floor(p.worldX(lon) - p.x0), floor(p.worldY(lat) - p.y0)
}

func floor(v float64) int32 { return int32(math.Floor(v)) }

func (p *projector) worldX(lon int32) float64 { return float64(int64(lon)+180*e7) * p.perE7 }

// worldY is the y of spherical Mercator (EPSG:3857) from the north.
func (p *projector) worldY(lat int32) float64 {
	if p.table == nil {
		return mercator(float64(lat)/e7) * p.size
	}
	at := float64(int64(lat)+90*e7) * (latSteps / (180 * e7))
	i := min(int(at), latSteps-1)
	f := at - float64(i)
	return (p.table[i]*(1-f) + p.table[i+1]*f) * p.size
}

// latSteps is fine enough for linear interpolation to be off by less than
// 3e-9 of the world.
const latSteps = 1 << 17

// latTable is mercator at equal steps of latitude from the south pole. It is made
// at first use, as the server's start does not need it.
var latTable = sync.OnceValue(func() []float64 {
	t := make([]float64, latSteps+1)
	for i := range t {
		t[i] = mercator(float64(i)*180/latSteps - 90)
	}
	return t
})

// mercator is the y of a latitude in degrees, from 0 in the north to 1 in the
// south of the square world, where it ends.
func mercator(lat float64) float64 {
	lat = min(max(lat, -maxMercatorLat), maxMercatorLat)
	sin := math.Sin(lat * math.Pi / 180)
	y := 0.5 - math.Log((1+sin)/(1-sin))/(4*math.Pi)
	return min(max(y, 0), 1) // the edge itself comes out a rounding beyond
}
