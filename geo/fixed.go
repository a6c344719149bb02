package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// e7 is the fixed-point scale of stored coordinates: 1e-7 degrees, about
// 11 mm at the equator.
const e7 = 1e7

// Quantize rounds a position to the 1e-7 of a degree at which boxes and
// polygons are tested. What a record says of its place is not touched by it.
func Quantize(p orb.Point) orb.Point { return unfixed(fixed(p[0]), fixed(p[1])) }

// E7 is a position in units of 1e-7 degrees, as the index keeps it.
func E7(p orb.Point) (lon, lat int32) { return fixed(p[0]), fixed(p[1]) }

func fixed(deg float64) int32 { return int32(math.Round(deg * e7)) }

// unfixed divides, because a quotient of two exact numbers is the float64
// nearest to the decimal: what parsing that decimal gives.
func unfixed(lon, lat int32) orb.Point {
	return orb.Point{float64(lon) / e7, float64(lat) / e7}
}

// e7box is a box in fixed-point degrees with west <= east.
type e7box struct{ west, south, east, north int32 }

// emptyBox holds nothing and grows by add.
var emptyBox = e7box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}

// floats gives the box to the R-tree as float64: integer boxes overflow in
// its area arithmetic.
func (b e7box) floats() (lo, hi [2]float64) {
	return [2]float64{float64(b.west), float64(b.south)}, [2]float64{float64(b.east), float64(b.north)}
}

func (b e7box) contains(c e7box) bool {
	return b.west <= c.west && b.east >= c.east && b.south <= c.south && b.north >= c.north
}

func (b e7box) touches(c e7box) bool {
	return b.west <= c.east && c.west <= b.east && b.south <= c.north && c.south <= b.north
}

func (b e7box) has(lon, lat int32) bool {
	return lon >= b.west && lon <= b.east && lat >= b.south && lat <= b.north
}

func (b *e7box) add(lon, lat int32) {
	b.west, b.east = min(b.west, lon), max(b.east, lon)
	b.south, b.north = min(b.south, lat), max(b.north, lat)
}

func (b *e7box) join(o e7box) {
	b.west, b.east = min(b.west, o.west), max(b.east, o.east)
	b.south, b.north = min(b.south, o.south), max(b.north, o.north)
}

// fixedBoxes cuts the box at the antimeridian into parts that share no point;
// an edge on the antimeridian also takes the points written with the other
// sign.
func fixedBoxes(box Box) []e7box {
	south, north := fixed(box.South), fixed(box.North)
	west, east := fixed(box.West), fixed(box.East)
	const edge = 180 * e7
	if west > east {
		return []e7box{{west, south, edge, north}, {-edge, south, east, north}}
	}
	out := []e7box{{west, south, east, north}}
	if east == edge && west > -edge {
		out = append(out, e7box{-edge, south, -edge, north})
	}
	if west == -edge && east < edge {
		out = append(out, e7box{edge, south, edge, north})
	}
	return out
}
