package geo

import (
	"math"
	"slices"
)

// recentRows is how many rows the recent part takes before it is sealed. It
// is scanned without a tree: 4,096 rows take some 8 µs, less than a tree
// that would have to be copied for every snapshot.
const recentRows = 4096

// recent is the part that takes writes. Its columns only ever grow, so that a
// snapshot is their present lengths; the writer alone holds it.
type recent[T comparable] struct {
	schema  Schema[T]
	values  []T
	rowOf   map[T]uint32
	parts   [partCount]part
	wide    [partCount][][]uint32 // codes by column
	dead    [partCount]deadSet
	live    int
	entries []entry // scratch
}

func newRecent[T comparable](schema Schema[T]) *recent[T] {
	r := &recent[T]{schema: schema, rowOf: map[T]uint32{}}
	for i := range r.parts {
		r.parts[i] = part{flat: true, placed: i != partUnplaced, box: emptyBox, spans: emptySpans}
		r.wide[i] = make([][]uint32, schema.Columns)
	}
	return r
}

func (r *recent[T]) rows() int { return len(r.values) }

func (r *recent[T]) put(v T) {
	row := uint32(len(r.values))
	r.values = append(r.values, v)
	r.rowOf[v] = row
	r.live++
	r.entries = r.schema.appendEntries(r.entries[:0], row, v)
	which := partOf(r.entries, 0)
	p := &r.parts[which]
	for _, e := range r.entries {
		p.append(e)
	}
	value, code := []T{v}, []uint32{0}
	for c := range r.wide[which] {
		r.schema.Codes(c, value, code)
		for range r.entries {
			r.wide[which][c] = append(r.wide[which][c], code[0])
		}
	}
}

func (p *part) append(e entry) {
	i := len(p.row)
	p.lon, p.lat = append(p.lon, e.lon), append(p.lat, e.lat)
	p.start, p.end = append(p.start, e.start), append(p.end, e.end)
	p.row, p.flags = append(p.row, e.row), append(p.flags, e.flags)
	if i%blockRows == 0 {
		p.blocks = append(p.blocks, block{from: i, box: emptyBox, spans: emptySpans})
	}
	b := &p.blocks[len(p.blocks)-1]
	b.to = i + 1
	b.box.add(e.lon, e.lat)
	b.spans.add(e.start, e.end)
	p.box.add(e.lon, e.lat)
	p.spans.add(e.start, e.end)
}

// delete marks a value as gone and reports whether it was here.
func (r *recent[T]) delete(v T) bool {
	row, ok := r.rowOf[v]
	if !ok {
		return false
	}
	delete(r.rowOf, v)
	r.live--
	r.entries = r.schema.appendEntries(r.entries[:0], row, v)
	which := partOf(r.entries, 0)
	for _, e := range r.entries {
		for _, pos := range r.parts[which].find(&e, nil) {
			r.dead[which] = r.dead[which].with(pos)
		}
	}
	return true
}

// layer is the recent part as it is now, for readers. The blocks are copied,
// because the last one still grows.
func (r *recent[T]) layer() *layer[T] {
	seg := &segment{rows: len(r.values), parts: r.parts}
	for i := range seg.parts {
		p := &seg.parts[i]
		p.blocks = slices.Clone(p.blocks)
		p.codes = make([]column, len(r.wide[i]))
		for c, codes := range r.wide[i] {
			p.codes[c] = column{w: codes, most: math.MaxUint32} // not worked out: it grows
		}
	}
	return &layer[T]{view: view{seg: seg, dead: r.dead, live: r.live}, values: valueList[T]{list: r.values}}
}
