package geo

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// Item is what an index knows of a value: where and when it is.
type Item struct {
	Points     orb.MultiPoint // none: no place is known; each must satisfy ValidPoint
	Start, End Day            // first and last day, inclusive
	// Certain says that it lasted from Start to End; otherwise it was on
	// some day of them.
	Certain bool
}

// Schema tells an index how to read its values.
type Schema[T comparable] struct {
	// Columns is the number of code columns.
	Columns int
	// Item places a value. It must be fast and pure.
	Item func(T) Item
	// Codes writes the dictionary codes of values in a column. Different
	// columns may be asked for at the same time.
	Codes func(column int, values []T, codes []uint32)
	// Compare is the index's order; no two values of an index are equal in
	// it.
	Compare func(a, b T) int
}

// Index is a space-time index of values that may change while it is read:
// sealed segments in k-d order under R-trees, and a recent part that takes
// the writes. Readers take a Snapshot, which never changes; writers wait for
// each other, never for readers.
type Index[T comparable] struct {
	schema  Schema[T]
	current atomic.Pointer[Snapshot[T]]

	mu      sync.Mutex
	recent  *recent[T]
	sealed  []*layer[T]
	merging bool
	undone  []T // deleted while a merge runs
	settled *sync.Cond
}

// layer is a segment with its values, by row.
type layer[T comparable] struct {
	view
	values valueList[T]
	// sorted says that rows are in the index's order.
	sorted bool
}

// Snapshot is the content of an index at one moment.
type Snapshot[T comparable] struct {
	compare func(a, b T) int
	layers  []*layer[T]
}

// NewIndex builds an index of values that are in the schema's order.
func NewIndex[T comparable](schema Schema[T], values []T) *Index[T] {
	return BuildIndex(schema, values, func(c int, codes []uint32) { schema.Codes(c, values, codes) })
}

// BuildIndex is NewIndex where the values' codes are known already: fill
// writes those of a column, and may be asked for different columns at the
// same time.
func BuildIndex[T comparable](schema Schema[T], values []T, fill func(column int, codes []uint32)) *Index[T] {
	ix := &Index[T]{schema: schema}
	ix.settled = sync.NewCond(&ix.mu)
	if len(values) > 0 {
		ix.sealed = []*layer[T]{newLayer(schema, values, fill)}
	}
	ix.recent = newRecent(schema)
	ix.publish()
	return ix
}

func newLayer[T comparable](schema Schema[T], values []T, fill func(column int, codes []uint32)) *layer[T] {
	seg := newSegment(schema.entries(values), len(values), schema.Columns, fill)
	return &layer[T]{view: view{seg: seg, live: len(values)}, values: valueList[T]{list: values}, sorted: true}
}

// entries lists the entries of values, made on all processors.
func (s *Schema[T]) entries(values []T) []entry {
	const share = parallelRows / 4
	parts := make([][]entry, (len(values)+share-1)/share)
	eachParallel(len(parts), func(i int) {
		from := i * share
		part := make([]entry, 0, share)
		for row := from; row < min(from+share, len(values)); row++ {
			part = s.appendEntries(part, uint32(row), values[row])
		}
		parts[i] = part
	})
	return slices.Concat(parts...)
}

// appendEntries appends the entries of a value.
func (s *Schema[T]) appendEntries(dst []entry, row uint32, v T) []entry {
	return appendEntry(dst, row, s.Item(v))
}

// appendEntry appends the entries of an item: one for each of its points.
func appendEntry(dst []entry, row uint32, it Item) []entry {
	e := entry{start: it.Start, end: it.End, row: row}
	if it.Certain {
		e.flags |= flagCertain
	}
	if len(it.Points) == 0 {
		return append(dst, e)
	}
	e.flags |= flagPlaced
	for _, p := range it.Points {
		e.lon, e.lat = fixed(p[0]), fixed(p[1])
		dst = append(dst, e)
	}
	return dst
}

// Snapshot returns the index's present content.
func (ix *Index[T]) Snapshot() *Snapshot[T] { return ix.current.Load() }

// publish makes what the writer holds the content that readers see.
func (ix *Index[T]) publish() {
	s := &Snapshot[T]{compare: ix.schema.Compare, layers: slices.Clone(ix.sealed)}
	if ix.recent.rows() > 0 {
		s.layers = append(s.layers, ix.recent.layer())
	}
	ix.current.Store(s)
}

// Where is the snapshot without the values that fail a test. The test is
// asked of every value that a query's box, window and polygon leave, so that
// it is for what no column holds. far, if not nil, is asked instead about
// values that are not in memory.
func (s *Snapshot[T]) Where(test func(T) bool, far func(Values[T], Row) bool) *Snapshot[T] {
	out := &Snapshot[T]{compare: s.compare}
	for _, l := range s.layers {
		tested := *l
		if far != nil && l.values.far != nil {
			tested.test = func(row Row) bool { return far(l.values.far, row) }
		} else {
			tested.test = func(row Row) bool { return test(l.values.at(row)) }
		}
		out.layers = append(out.layers, &tested)
	}
	return out
}

// Bounds is the smallest box, not across the antimeridian, that holds the
// points of the values that match, and their first and last day. placed is
// false if none has a point, dated if there are none.
func (s *Snapshot[T]) Bounds(q *Query) (box Box, placed bool, first, last Day, dated bool) {
	around := slices.Repeat([]e7box{emptyBox}, maxWorkers())
	asked := *q // by a tile, for all points of a value at several places
	asked.tile = &e7box{-180 * e7, -90 * e7, 180 * e7, 90 * e7}
	p := newPlan(&asked)
	for _, l := range s.layers {
		l.scan(p, p.matching(func(w int, block int32, r *run) {
			if r.sel == nil {
				around[w].join(r.part.blocks[block].box)
				return
			}
			r.each(func(i int) { around[w].add(r.part.lon[i], r.part.lat[i]) })
		}))
	}
	for _, b := range around[1:] {
		around[0].join(b)
	}
	if b := around[0]; b.west <= b.east {
		lo, hi := unfixed(b.west, b.south), unfixed(b.east, b.north)
		box, placed = Box{lo[0], lo[1], hi[0], hi[1]}, true
	}
	first, last, dated = s.Span(q)
	return box, placed, first, last, dated
}

// Len is the number of values.
func (s *Snapshot[T]) Len() int {
	n := 0
	for _, l := range s.layers {
		n += l.live
	}
	return n
}

// Bytes is about the memory of the index: columns, blocks and trees, and
// eight bytes a value for the values' own list.
func (s *Snapshot[T]) Bytes() int {
	n := 0
	for _, l := range s.layers {
		n += 8 * len(l.values.list)
		for i := range l.seg.parts {
			n += l.seg.parts[i].bytes()
		}
	}
	return n
}

// Count is the exact number of values that match. Blocks of the index that
// lie wholly inside are counted without a look at their rows.
func (s *Snapshot[T]) Count(q *Query) int {
	p, n := newPlan(q), 0
	for _, l := range s.layers {
		n += l.count(p)
	}
	return n
}

// Row is the number of a value in a snapshot.
type Row = uint32

// AppendRows appends the rows that match to dst, in no order.
func (s *Snapshot[T]) AppendRows(q *Query, dst []Row) []Row {
	p, offset := newPlan(q), Row(0)
	for _, l := range s.layers {
		from := len(dst)
		dst = l.appendRows(p, dst)
		for i := from; offset > 0 && i < len(dst); i++ {
			dst[i] += offset
		}
		offset += Row(l.values.len())
	}
	return dst
}

// Value returns the value of a row.
func (s *Snapshot[T]) Value(r Row) T {
	for _, l := range s.layers {
		if int(r) < l.values.len() {
			return l.values.at(r)
		}
		r -= Row(l.values.len())
	}
	panic("geo: there is no such row in the snapshot")
}

// Items are what an index is built of where its values are not at hand: where and
// when each is, in the order in which they came.
type Items struct {
	entries []entry
	n       int
}

// NewItems makes room for the items of n values; more may be added.
func NewItems(n int) Items { return Items{entries: make([]entry, 0, n)} }

// Add adds the next value's.
func (it *Items) Add(item Item) {
	it.entries = appendEntry(it.entries, uint32(it.n), item)
	it.n++
}

// BuildFar builds an index of values that lie elsewhere. rank tells which row each of
// the items is, in the schema's order; the items are used up. fill writes the codes of
// a column by row, and may be asked for different columns at the same time.
func BuildFar[T comparable](schema Schema[T], items *Items, rank []uint32, values Values[T],
	fill func(column int, codes []uint32)) *Index[T] {
	for i := range items.entries {
		e := &items.entries[i]
		e.row = rank[e.row]
	}
	ix := NewIndex(schema, nil)
	if items.n > 0 {
		seg := newSegment(items.entries, items.n, schema.Columns, fill)
		ix.sealed = []*layer[T]{{view: view{seg: seg, live: items.n}, values: valueList[T]{far: values}, sorted: true}}
		ix.publish()
	}
	items.entries = nil
	return ix
}
