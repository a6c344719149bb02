package geo

// Query selects rows of an Index. Its zero value selects all of them; what is
// asked adds up (AND).
type Query struct {
	// Box, if not nil, asks for rows with any of their points inside.
	Box *Box
	// Unplaced adds to Box the rows without a place, as OGC API - Features
	// asks for features without a geometry.
	Unplaced bool
	// Within, if not nil, asks for rows with any of their points inside.
	Within *Polygon
	// Window, if not nil, is tested against the row's span of days.
	Window *Window
	// Also holds more windows that must all match.
	Also []Window
	// Codes asks for codes of columns.
	Codes []CodeFilter
	// Done, if not nil, ends the search when it is closed, as that of a
	// context: what was found until then is incomplete. It is looked at once a
	// block of rows.
	Done <-chan struct{}
	// tile is a box asked for by a tile, beside Box.
	tile *e7box
}

// CodeFilter asks that a row's code in a column be allowed: Allow[code] is 1
// for a code that is and 0 for one that is not. Codes beyond it are not.
type CodeFilter struct {
	Column int
	Allow  []uint8
	// Fixed keeps the filter where a facet ignores what is asked of its own
	// column. It is tested before a snapshot's own test (see Where).
	Fixed bool
}

// plan is a query made ready for blocks.
type plan struct {
	box      []e7box // of Query.Box
	tile     *e7box
	boxes    []e7box // what box, polygon and tile have in common; nil for anywhere
	placed   bool    // rows with a place can match
	unplaced bool    // rows without a place can match
	polygon  *Polygon
	window   Window
	timed    bool
	also     []Window
	filters  []codeTest
	done     <-chan struct{}
}

// stopped reports whether the search is to end.
func (p *plan) stopped() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// codeTest is a code filter with the zones that it can rule out or wave
// through: bits as in column.zone.
type codeTest struct {
	CodeFilter
	some uint64 // bits of which some code is allowed
	all  uint64 // bits of which every code that Allow knows is allowed
}

func newPlan(q *Query) *plan {
	p := &plan{placed: true, unplaced: q.Box == nil || q.Unplaced, polygon: q.Within, window: All, done: q.Done}
	if q.Box != nil {
		p.boxes = fixedBoxes(*q.Box)
	}
	p.box = p.boxes
	if q.Within != nil {
		p.unplaced = false
		p.narrow(q.Within.box)
	}
	if p.tile = q.tile; q.tile != nil {
		p.unplaced = false
		p.narrow(*q.tile)
	}
	if q.Window != nil && !q.Window.IsAll() {
		p.window, p.timed = *q.Window, true
	}
	for _, w := range q.Also {
		if p.timed {
			p.also = append(p.also, w)
		} else if !w.IsAll() {
			p.window, p.timed = w, true
		}
	}
	for _, f := range q.Codes {
		p.filters = append(p.filters, newCodeTest(f))
	}
	return p
}

// narrow cuts the plan's boxes down to another one.
func (p *plan) narrow(to e7box) {
	if p.boxes == nil {
		p.boxes = []e7box{to}
		return
	}
	var cut []e7box
	for _, b := range p.boxes {
		b = e7box{max(b.west, to.west), max(b.south, to.south), min(b.east, to.east), min(b.north, to.north)}
		if b.west <= b.east && b.south <= b.north {
			cut = append(cut, b)
		}
	}
	p.boxes, p.placed = cut, len(cut) > 0
}

func newCodeTest(f CodeFilter) codeTest {
	t := codeTest{CodeFilter: f, all: ^uint64(0)}
	for code, ok := range f.Allow {
		if ok == 1 {
			t.some |= 1 << (code & 63)
		} else {
			t.all &^= 1 << (code & 63)
		}
	}
	t.all &= t.some
	return t
}

// none reports that no row of the block passes.
func (t *codeTest) none(pt *part, block int32) bool { return pt.zone(t.Column, block)&t.some == 0 }

// every reports that all rows of the block pass.
func (t *codeTest) every(pt *part, block int32) bool {
	return pt.zone(t.Column, block)&^t.all == 0 && int(pt.codes[t.Column].most) < len(t.Allow)
}

// hit is a block that may hold matches, with the tests that are left.
type hit struct {
	block int32
	box   int16 // the plan's box to test against, -1 for none
	timed bool
}

// hits finds the blocks of a part that may hold matches in a box and window,
// or everywhere.
func (p *plan) hits(pt *part, dst []hit) []hit {
	if len(pt.blocks) == 0 || !p.window.touches(pt.spans) {
		return dst
	}
	if p.boxes == nil || !pt.placed {
		for i := range pt.blocks {
			dst = p.addHit(pt, int32(i), -1, dst)
		}
		return dst
	}
	for n, box := range p.boxes {
		if box.contains(pt.box) {
			for i := range pt.blocks {
				dst = p.addHit(pt, int32(i), -1, dst)
			}
			continue
		}
		pt.search(box, func(id int32) {
			left := int16(n)
			if box.contains(pt.blocks[id].box) {
				left = -1
			}
			dst = p.addHit(pt, id, left, dst)
		})
	}
	return dst
}

func (p *plan) addHit(pt *part, id int32, box int16, dst []hit) []hit {
	spans := &pt.blocks[id].spans
	if p.timed && !p.window.touches(*spans) {
		return dst
	}
	return append(dst, hit{id, box, p.timed && !p.window.swallows(*spans)})
}

// selection is scratch for the positions of a block that match.
type selection [blockRows]uint8

var everyRow = func() (s selection) {
	for i := range s {
		s[i] = uint8(i)
	}
	return s
}()

// run is a run of entries in one block: all of from to to if sel is nil, else
// the positions from+sel[i].
type run struct {
	part     *part
	from, to int
	sel      []uint8
}

func (r *run) len() int {
	if r.sel == nil {
		return r.to - r.from
	}
	return len(r.sel)
}

// place tests box, window, polygon and deletions in a block; the codes are
// left to the caller. It reports false if nothing is left.
func (p *plan) place(pt *part, h hit, dead *deadSet, sel *selection) (run, bool) {
	b := &pt.blocks[h.block]
	r := run{part: pt, from: b.from, to: b.to}
	if h.box >= 0 || h.timed {
		r.sel = sel[:p.keepRows(pt, b, h, sel)]
	}
	if dead.n > 0 {
		r.dropDead(dead.block(int(h.block)), sel)
	}
	for _, w := range p.also {
		r.keepWindow(w, b.spans, sel)
	}
	if p.polygon != nil && r.len() > 0 {
		p.keepPolygon(&r, b.box, sel)
	}
	return r, r.len() > 0
}

// keepWindow tests one more window than the query's own.
func (r *run) keepWindow(w Window, block spans, sel *selection) {
	if w.swallows(block) {
		return
	}
	r.all(sel)
	n := 0
	for _, s := range r.sel {
		i := r.from + int(s)
		sel[n] = s
		n += bit(w.Match(r.part.start[i], r.part.end[i]))
	}
	r.sel = sel[:n]
}

// all makes the selection of every row explicit.
func (r *run) all(sel *selection) {
	if r.sel == nil {
		r.sel = sel[:copy(sel[:], everyRow[:r.to-r.from])]
	}
}

func (r *run) dropDead(dead *[blockRows / 64]uint64, sel *selection) {
	if dead == nil {
		return
	}
	r.all(sel)
	n := 0
	for _, s := range r.sel {
		sel[n] = s
		n += int(^dead[s/64] >> (s % 64) & 1)
	}
	r.sel = sel[:n]
}

func (p *plan) keepPolygon(r *run, box e7box, sel *selection) {
	switch p.polygon.relation(box) {
	case within:
		return
	case apart:
		r.sel = sel[:0]
		return
	}
	r.all(sel)
	n := 0
	for _, s := range r.sel {
		i := r.from + int(s)
		if p.polygon.has(r.part.lon[i], r.part.lat[i]) {
			sel[n] = s
			n++
		}
	}
	r.sel = sel[:n]
}

// keepCodes tests the codes of a column; zones spare most blocks the look.
func (r *run) keepCodes(t *codeTest, block int32, sel *selection) {
	if t.none(r.part, block) {
		r.sel = sel[:0]
		return
	}
	if t.every(r.part, block) {
		return
	}
	r.all(sel)
	r.sel = sel[:r.part.codes[t.Column].keep(r.from, r.sel, t.Allow)]
}

// bit is 1 for true, without a branch.
func bit(b bool) int {
	var n int
	if b {
		n = 1
	}
	return n
}

// keepRows tests box and window in a block. Leaves wholly outside are passed
// over, those wholly inside are taken as they are.
func (p *plan) keepRows(pt *part, b *block, h hit, sel *selection) int {
	if pt.leaves == nil {
		return p.keepLeaf(pt, b.from, b.to, 0, 0, h, sel)
	}
	n := 0
	for from := b.from; from < b.to; from += leafRows {
		to := min(from+leafRows, b.to)
		l, left := &pt.leaves[from/leafRows], h
		if h.box >= 0 {
			box := &p.boxes[h.box]
			if !box.touches(l.box) {
				continue
			}
			if box.contains(l.box) {
				left.box = -1
			}
		}
		if h.timed {
			if !p.window.touches(l.spans) {
				continue
			}
			left.timed = !p.window.swallows(l.spans)
		}
		if left.box < 0 && !left.timed {
			n += copy(sel[n:], everyRow[from-b.from:to-b.from])
			continue
		}
		n = p.keepLeaf(pt, from, to, from-b.from, n, left, sel)
	}
	return n
}

// keepLeaf tests the rows from from to to, of which the first has the given
// number in its block.
func (p *plan) keepLeaf(pt *part, from, to, first, n int, h hit, sel *selection) int {
	switch {
	case h.box < 0:
		return p.keepWindow(pt, from, to, first, n, sel)
	case !h.timed:
		return keepBox(pt, from, to, first, n, p.boxes[h.box], sel)
	}
	return p.keepBoth(pt, from, to, first, n, p.boxes[h.box], sel)
}

// The three loops below are the innermost of every query: they compare
// unsigned distances and add a bit instead of branching.

func keepBox(pt *part, from, to, first, n int, box e7box, sel *selection) int {
	lon, lat := pt.lon[from:to], pt.lat[from:to]
	lat = lat[:len(lon)]
	wide, high := uint32(box.east-box.west), uint32(box.north-box.south)
	for i, x := range lon {
		sel[n&(blockRows-1)] = uint8(first + i)
		n += bit(uint32(x-box.west) <= wide) & bit(uint32(lat[i]-box.south) <= high)
	}
	return n
}

func (p *plan) keepWindow(pt *part, from, to, first, n int, sel *selection) int {
	start, end := pt.start[from:to], pt.end[from:to]
	early, late := p.window.From, p.window.To
	if p.window.Inside {
		start, end = end, start // end <= to and start >= from
	}
	end = end[:len(start)]
	for i, s := range start {
		sel[n&(blockRows-1)] = uint8(first + i)
		n += bit(s <= late) & bit(end[i] >= early)
	}
	return n
}

func (p *plan) keepBoth(pt *part, from, to, first, n int, box e7box, sel *selection) int {
	start, end := pt.start[from:to], pt.end[from:to]
	early, late := p.window.From, p.window.To
	if p.window.Inside {
		start, end = end, start
	}
	lon, lat := pt.lon[from:to], pt.lat[from:to]
	lon, lat, end = lon[:len(start)], lat[:len(start)], end[:len(start)]
	wide, high := uint32(box.east-box.west), uint32(box.north-box.south)
	for i, s := range start {
		sel[n&(blockRows-1)] = uint8(first + i)
		n += bit(uint32(lon[i]-box.west) <= wide) & bit(uint32(lat[i]-box.south) <= high) &
			bit(s <= late) & bit(end[i] >= early)
	}
	return n
}
