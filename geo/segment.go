package geo

import "github.com/tidwall/rtree"

// blockRows is how many entries share one leaf of the R-tree. Blocks of 256
// were measured as fast as blocks of 64 with a quarter of the tree.
const blockRows = 256

// leafRows is how many entries of a block share a box and spans of their own:
// of a block at the edge of a query, only the leaves at the edge are tested
// row by row.
const leafRows = 32

// longDays is the length from which a span is kept apart: it would widen the
// time zone of every block that it is in.
const longDays = 31

// entry is one place of one row, or a row without a place.
type entry struct {
	lon, lat   int32
	start, end Day
	row        Row
	flags      uint8
}

// The flags of an entry.
const (
	flagCertain = 1 << iota // it lasted from start to end, or is of that one day
	flagPlaced              // it has a place
)

// part is one body of entries in k-d order: columns, cut into blocks of
// blockRows, and an R-tree of the blocks' boxes.
type part struct {
	lon, lat   []int32
	start, end []Day
	row        []Row
	flags      []uint8
	codes      []column
	blocks     []block
	leaves     []leaf
	zones      [][]uint64 // a column's codes by block, see column.zone
	tree       rtree.RTreeG[int32]
	box        e7box
	spans      spans
	placed     bool
	// flat says that the part has no tree: it is small, and still grows.
	flat bool
}

// search calls found with the blocks that touch a box.
func (p *part) search(box e7box, found func(id int32)) {
	if p.flat {
		for i := range p.blocks {
			if p.blocks[i].box.touches(box) {
				found(int32(i))
			}
		}
		return
	}
	lo, hi := box.floats()
	p.tree.Search(lo, hi, func(_, _ [2]float64, id int32) bool {
		found(id)
		return true
	})
}

// zone is the block's set of codes in a column, see column.zone; every bit
// where it is not known.
func (p *part) zone(column int, block int32) uint64 {
	if p.zones == nil {
		return ^uint64(0)
	}
	return p.zones[column][block]
}

type block struct {
	from, to int // entries [from, to)
	box      e7box
	spans    spans
}

// leaf is what the leafRows entries from leafRows*i on have in common.
type leaf struct {
	box   e7box
	spans spans
}

// The parts of a segment. Long spans and rows at several places are kept
// apart, so that they widen no block of the others.
const (
	partPlain = iota
	partLong
	partShared
	partUnplaced
	partCount
)

// segment is an immutable body of rows, numbered from 0 in the caller's
// order.
type segment struct {
	parts [partCount]part
	rows  int
}

// newSegment indexes the entries of rows 0 to rows-1, which it reorders. fill
// writes the code of every row in a column. A row's entries must be adjacent.
func newSegment(entries []entry, rows, columns int, fill func(column int, codes []uint32)) *segment {
	s := &segment{rows: rows}
	groups := groupEntries(entries)
	for i := range groups {
		sortKD(groups[i])
		s.parts[i].setEntries(groups[i])
		s.parts[i].placed = i != partUnplaced
	}
	for i := range s.parts {
		s.parts[i].codes, s.parts[i].zones = make([]column, columns), make([][]uint64, columns)
	}
	eachParallel(columns, func(c int) {
		byRow := make([]uint32, rows)
		fill(c, byRow)
		for i := range s.parts {
			s.parts[i].codes[c], s.parts[i].zones[c] = s.parts[i].permuted(byRow)
		}
	})
	return s
}

// groupEntries parts the entries by the part that they belong to.
func groupEntries(entries []entry) [partCount][]entry {
	var counts [partCount]int
	for i := range entries {
		counts[partOf(entries, i)]++
	}
	var out [partCount][]entry
	for i, n := range counts {
		out[i] = make([]entry, 0, n)
	}
	for i := range entries {
		which := partOf(entries, i)
		out[which] = append(out[which], entries[i])
	}
	return out
}

// partOf tells the part that an entry belongs to.
func partOf(entries []entry, i int) int {
	e := &entries[i]
	switch {
	case e.flags&flagPlaced == 0:
		return partUnplaced
	case i > 0 && entries[i-1].row == e.row, i+1 < len(entries) && entries[i+1].row == e.row:
		return partShared
	case e.end-e.start >= longDays:
		return partLong
	}
	return partPlain
}

func (p *part) setEntries(entries []entry) {
	p.allocate(len(entries))
	for i, e := range entries {
		p.lon[i], p.lat[i], p.start[i], p.end[i] = e.lon, e.lat, e.start, e.end
		p.row[i], p.flags[i] = e.row, e.flags
	}
	p.addBlocks()
}

func (p *part) allocate(n int) {
	p.lon, p.lat = make([]int32, n), make([]int32, n)
	p.start, p.end = make([]Day, n), make([]Day, n)
	p.row, p.flags = make([]Row, n), make([]uint8, n)
}

// addBlocks cuts the columns into blocks and puts those into the tree.
func (p *part) addBlocks() {
	n := len(p.row)
	p.box, p.spans = emptyBox, emptySpans
	p.blocks = make([]block, 0, (n+blockRows-1)/blockRows)
	p.leaves = make([]leaf, 0, (n+leafRows-1)/leafRows)
	for from := 0; from < n; from += blockRows {
		p.addBlock(from, min(from+blockRows, n))
	}
}

func (p *part) addBlock(from, to int) {
	b := block{from: from, to: to, box: emptyBox, spans: emptySpans}
	for i := from; i < to; i += leafRows {
		l := p.leaf(i, min(i+leafRows, to))
		b.box.join(l.box)
		b.spans.join(l.spans)
		p.leaves = append(p.leaves, l)
	}
	p.box.join(b.box)
	p.spans.join(b.spans)
	lo, hi := b.box.floats()
	p.tree.Insert(lo, hi, int32(len(p.blocks)))
	p.blocks = append(p.blocks, b)
}

func (p *part) leaf(from, to int) leaf {
	l := leaf{emptyBox, emptySpans}
	for i := from; i < to; i++ {
		l.box.add(p.lon[i], p.lat[i])
		l.spans.add(p.start[i], p.end[i])
	}
	return l
}

// permuted brings the codes of rows into the order of the entries.
func (p *part) permuted(byRow []uint32) (column, []uint64) {
	codes := make([]uint32, len(p.row))
	for i, r := range p.row {
		codes[i] = byRow[r]
	}
	c := newColumn(codes)
	return c, p.zonesOf(&c)
}

// zonesOf works out the zone of each block in a column.
func (p *part) zonesOf(c *column) []uint64 {
	zones := make([]uint64, len(p.blocks))
	for i, b := range p.blocks {
		zones[i] = c.zone(b.from, b.to)
	}
	return zones
}

// find appends the positions of an entry and its equals.
func (p *part) find(e *entry, dst []int) []int {
	p.search(e7box{e.lon, e.lat, e.lon, e.lat}, func(id int32) {
		b := &p.blocks[id]
		if e.start < b.spans.startMin || e.start > b.spans.startMax {
			return
		}
		for i := b.from; i < b.to; i++ {
			if p.row[i] == e.row && p.lon[i] == e.lon && p.lat[i] == e.lat {
				dst = append(dst, i)
			}
		}
	})
	return dst
}

// bytes is the memory of the part's columns, blocks and zones; the R-tree is
// counted as a box and a number a block.
func (p *part) bytes() int {
	n := len(p.row)*(4*5+1) + len(p.blocks)*(16+16+16+36) + len(p.leaves)*(16+16)
	for i := range p.codes {
		n += p.codes[i].bytes() + 8*len(p.zones[i])
	}
	return n
}
