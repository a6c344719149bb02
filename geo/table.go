package geo

import "slices"

// Table is the rows of one layer of a snapshot that match a query, in the index's
// order, with what the index holds of each: for encoders that would otherwise make
// every value only to read from it what the index knows. It may be read by several
// goroutines at once.
type Table[T comparable] struct {
	layer *layer[T]
	// refs are where the rows' entries lie: the part in the highest bits, the
	// position in it below.
	refs []uint32
}

// positionBits is how many bits of a ref are the position: enough for a billion entries
// of a part, which would be 40 GB of index.
const positionBits = 30

const positionMask = 1<<positionBits - 1

// Tables finds the rows that match, layer by layer; to merge the layers is the
// caller's. If the query's Done is closed meanwhile, they are incomplete.
func (s *Snapshot[T]) Tables(q *Query) []*Table[T] {
	p := newPlan(q)
	var out []*Table[T]
	for _, l := range s.layers {
		t := &Table[T]{layer: l, refs: l.refs(p)}
		if !l.sorted {
			slices.SortFunc(t.refs, func(a, b uint32) int { return s.compare(t.value(a), t.value(b)) })
		}
		if len(t.refs) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// refs lists the entries of the rows that match, one of each row, by row. Workers
// write into one list, because no row is visited twice.
func (v *view) refs(p *plan) []uint32 {
	const none = 0
	byRow := make([]uint32, v.seg.rows) // a ref and one
	v.scan(p, p.matching(func(_ int, _ int32, r *run) {
		part := v.partNumber(r.part) << positionBits
		r.each(func(i int) { byRow[r.part.row[i]] = part + uint32(i) + 1 })
	}))
	n := 0
	for _, ref := range byRow {
		byRow[n] = ref - 1
		n += bit(ref != none)
	}
	return byRow[:n]
}

// partNumber is which of the segment's parts p is.
func (v *view) partNumber(p *part) uint32 {
	for i := range v.seg.parts {
		if &v.seg.parts[i] == p {
			return uint32(i)
		}
	}
	panic("geo: the part is of another segment")
}

// Len is the number of rows.
func (t *Table[T]) Len() int { return len(t.refs) }

// Entry is what the index holds of a row beside its codes.
type Entry struct {
	// Row is the row's number in its layer, as Values know it.
	Row        Row
	Start, End Day
	Certain    bool
	// Lon and Lat are where it is in 1e-7 degrees, if it is at one place.
	Lon, Lat int32
	// Places says at how many places it is: none, one, or several.
	Places Places
}

// Places is at how many places a row is. Where there are several, the index does
// not know their order, which the value does.
type Places uint8

// At how many places a row may be.
const (
	NoPlace Places = iota
	OnePlace
	SeveralPlaces
)

// placesOf is at how many places the rows of each part are.
var placesOf = [partCount]Places{partPlain: OnePlace, partLong: OnePlace, partShared: SeveralPlaces}

// Entry returns what the index holds of row i.
func (t *Table[T]) Entry(i int) Entry {
	ref := t.refs[i]
	p, at := &t.layer.seg.parts[ref>>positionBits], ref&positionMask
	return Entry{Row: p.row[at], Start: p.start[at], End: p.end[at], Certain: p.flags[at]&flagCertain != 0,
		Lon: p.lon[at], Lat: p.lat[at], Places: placesOf[ref>>positionBits]}
}

// Start is the first day of row i.
func (t *Table[T]) Start(i int) Day {
	ref := t.refs[i]
	return t.layer.seg.parts[ref>>positionBits].start[ref&positionMask]
}

// Value is the value of row i. Where it is not in memory it is read.
func (t *Table[T]) Value(i int) T { return t.value(t.refs[i]) }

func (t *Table[T]) value(ref uint32) T { return t.layer.values.at(t.row(ref)) }

// Row is the number of row i in its layer.
func (t *Table[T]) Row(i int) Row { return t.row(t.refs[i]) }

func (t *Table[T]) row(ref uint32) Row {
	return t.layer.seg.parts[ref>>positionBits].row[ref&positionMask]
}

// Far is where the layer's values are if they are not in memory, else nil.
func (t *Table[T]) Far() Values[T] { return t.layer.values.far }

// Codes writes the codes of a column, from row from on, as many as dst has room for.
func (t *Table[T]) Codes(column, from int, dst []uint32) {
	refs := t.refs[from : from+len(dst)]
	bytes, narrow, zero := t.byteCodes(column)
	if zero {
		clear(dst)
		return
	}
	if narrow {
		for i, ref := range refs {
			dst[i] = uint32(bytes[ref>>positionBits][ref&positionMask])
		}
		return
	}
	for i, ref := range refs {
		dst[i] = t.layer.seg.parts[ref>>positionBits].codes[column].at(int(ref & positionMask))
	}
}

// byteCodes are the codes of a column in all parts where each is a byte, as most are;
// narrow is false where they are wider. zero says that all are 0: properties that a
// dataset does not have.
func (t *Table[T]) byteCodes(column int) (codes [1 << (32 - positionBits)][]uint8, narrow, zero bool) {
	zero = true
	for i := range t.layer.seg.parts {
		c := &t.layer.seg.parts[i].codes[column]
		if c.h != nil || c.w != nil {
			return codes, false, false
		}
		codes[i], zero = c.b, zero && c.most == 0
	}
	return codes, true, zero
}
