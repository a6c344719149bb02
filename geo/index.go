package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// blockRows is how many entries share one leaf of the R-tree. Blocks of 256
// were measured as fast as blocks of 64 with a quarter of the tree.
const blockRows = 256

// e7 is the fixed-point scale of stored coordinates: 1e-7 degrees, about
// 11 mm at the equator.
const e7 = 1e7

// Entry is one place of one row: a row at several places has several entries.
type Entry struct {
	Point      orb.Point // WGS 84 longitude, latitude in degrees
	Start, End Day       // first and last day, inclusive
	Row        uint32    // the caller's row number
}

// Index is an immutable space-time index: entries in k-d order of longitude,
// latitude and start day, held as columns in blocks, with an R-tree of the
// blocks' boxes. A block that lies wholly inside box and window is taken as
// one run without a look at its entries. It is safe for concurrent readers.
type Index struct {
	lon, lat   []int32
	start, end []Day
	row        []uint32
	blocks     []block
	tree       rtree.RTreeG[int32]
}

type block struct {
	from, to int // entries [from, to)
	box      e7box
	spans    spans
}

// e7box is a box in fixed-point degrees with west <= east.
type e7box struct{ west, south, east, north int32 }

// BuildIndex indexes the entries. It reorders the slice it is given. Points
// must satisfy ValidPoint.
func BuildIndex(entries []Entry) *Index {
	sortKD(entries)
	ix := &Index{
		lon: make([]int32, len(entries)), lat: make([]int32, len(entries)),
		start: make([]Day, len(entries)), end: make([]Day, len(entries)),
		row: make([]uint32, len(entries)),
	}
	for i, e := range entries {
		ix.lon[i], ix.lat[i] = fixed(e.Point[0]), fixed(e.Point[1])
		ix.start[i], ix.end[i], ix.row[i] = e.Start, e.End, e.Row
	}
	for from := 0; from < len(entries); from += blockRows {
		ix.addBlock(from, min(from+blockRows, len(entries)))
	}
	return ix
}

func fixed(deg float64) int32 { return int32(math.Round(deg * e7)) }

func (ix *Index) addBlock(from, to int) {
	b := block{from: from, to: to,
		box:   e7box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32},
		spans: spans{MaxDay, MinDay, MaxDay, MinDay}}
	for i := from; i < to; i++ {
		b.box.west, b.box.east = min(b.box.west, ix.lon[i]), max(b.box.east, ix.lon[i])
		b.box.south, b.box.north = min(b.box.south, ix.lat[i]), max(b.box.north, ix.lat[i])
		b.spans.add(ix.start[i], ix.end[i])
	}
	lo, hi := b.box.floats()
	ix.tree.Insert(lo, hi, int32(len(ix.blocks)))
	ix.blocks = append(ix.blocks, b)
}

// floats gives the box to the R-tree as float64: integer boxes overflow in
// its area arithmetic.
func (b e7box) floats() (lo, hi [2]float64) {
	return [2]float64{float64(b.west), float64(b.south)}, [2]float64{float64(b.east), float64(b.north)}
}

func (b e7box) contains(c e7box) bool {
	return b.west <= c.west && b.east >= c.east && b.south <= c.south && b.north >= c.north
}

func (b e7box) has(lon, lat int32) bool {
	return lon >= b.west && lon <= b.east && lat >= b.south && lat <= b.north
}

// Len is the number of entries.
func (ix *Index) Len() int { return len(ix.row) }

// Collect adds to rows every row with an entry in the box whose span matches
// the window. Edges count as inside, to the 1e-7 of a degree that is stored.
func (ix *Index) Collect(box Box, window Window, rows Bitmap) {
	for _, b := range fixedBoxes(box) {
		lo, hi := b.floats()
		ix.tree.Search(lo, hi, func(_, _ [2]float64, id int32) bool {
			ix.collectBlock(&ix.blocks[id], b, window, rows)
			return true
		})
	}
}

func (ix *Index) collectBlock(bl *block, box e7box, window Window, rows Bitmap) {
	if !window.touches(bl.spans) {
		return
	}
	if box.contains(bl.box) && window.swallows(bl.spans) {
		for _, r := range ix.row[bl.from:bl.to] {
			rows.Add(r)
		}
		return
	}
	for i := bl.from; i < bl.to; i++ {
		if box.has(ix.lon[i], ix.lat[i]) && window.Match(ix.start[i], ix.end[i]) {
			rows.Add(ix.row[i])
		}
	}
}

// fixedBoxes cuts the box at the antimeridian; an edge on the antimeridian
// also takes the points written with the other sign.
func fixedBoxes(box Box) []e7box {
	var out []e7box
	for _, b := range box.Split() {
		out = append(out, e7box{fixed(b.Min[0]), fixed(b.Min[1]), fixed(b.Max[0]), fixed(b.Max[1])})
	}
	south, north := fixed(box.South), fixed(box.North)
	if box.containsLon(180) && !box.containsLon(-180) {
		out = append(out, e7box{fixed(-180), south, fixed(-180), north})
	}
	if box.containsLon(-180) && !box.containsLon(180) {
		out = append(out, e7box{fixed(180), south, fixed(180), north})
	}
	return out
}
