package geo

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// view is a segment with what was deleted from it since.
type view struct {
	seg  *segment
	dead [partCount]deadSet
	live int
	// test, if not nil, is asked of every row that is left.
	test func(row uint32) bool
}

// place is plan.place with the view's own test.
func (v *view) place(p *plan, which int, h hit, sel *selection) (run, bool) {
	pt := &v.seg.parts[which]
	r, ok := p.place(pt, h, &v.dead[which], sel)
	if !ok || v.test == nil {
		return r, ok
	}
	for i := range p.filters { // a look at a code is cheaper than the test
		if p.filters[i].Fixed {
			r.keepCodes(&p.filters[i], h.block, sel)
		}
	}
	r.all(sel)
	n := 0
	for _, s := range r.sel {
		sel[n] = s
		n += bit(v.test(pt.row[r.from+int(s)]))
	}
	r.sel = sel[:n]
	return r, n > 0
}

// visitor takes the runs of one part that pass everything but the codes. sel
// is scratch that the run's selection lies in. It is called by one goroutine
// at a time for each worker.
type visitor func(worker int, p *part, block int32, r *run, sel *selection)

// hitsPerWorker is from how many blocks on another processor pays.
const hitsPerWorker = 512

// maxWorkers bounds how many processors one query takes.
func maxWorkers() int { return runtime.GOMAXPROCS(0) }

// scan visits the blocks of all parts that may hold matches. A row that is at
// several places is visited once, except by a tile, which asks for places.
func (v *view) scan(p *plan, visit visitor) {
	if p.placed {
		v.scanPart(p, partPlain, visit)
		v.scanPart(p, partLong, visit)
	}
	v.scanShared(p, visit)
	if p.unplaced {
		v.scanPart(p, partUnplaced, visit)
	}
}

func (v *view) scanPart(p *plan, which int, visit visitor) {
	pt := &v.seg.parts[which]
	own := newScratch()
	hits := p.hits(pt, own.hits[:0])
	own.hits = hits
	yieldEvery := v.yieldEvery()
	each := func(worker int, hits []hit, s *scratch) {
		for i, h := range hits {
			if p.stopped() {
				return
			}
			if i%yieldEvery == yieldEvery-1 {
				runtime.Gosched()
			}
			var ok bool
			if s.run, ok = v.place(p, which, h, &s.sel); ok {
				visit(worker, pt, h.block, &s.run, &s.sel)
			}
		}
	}
	if workers := min(maxWorkers(), len(hits)/hitsPerWorker); workers < 2 {
		each(0, hits, own)
	} else {
		shareHits(hits, workers, each)
	}
	scratches.Put(own)
}

// After how many blocks a scan lets other goroutines run: about every
// millisecond. The scheduler would do so every 10 ms, and a short request that
// waits behind several scans would feel each.
const (
	yieldBlocks       = 256
	yieldTestedBlocks = 4 // of which every row is tested
)

func (v *view) yieldEvery() int {
	if v.test != nil {
		return yieldTestedBlocks
	}
	return yieldBlocks
}

// scratch is what one goroutine needs to go through blocks. It is used again:
// a query of a thousand results takes less time than it would take to make.
type scratch struct {
	sel  selection
	run  run
	hits []hit
}

var scratches = sync.Pool{New: func() any { return &scratch{hits: make([]hit, 0, 64)} }}

func newScratch() *scratch {
	s, _ := scratches.Get().(*scratch)
	return s
}

// shareHits hands out the hits in batches, so that no processor waits long. A
// panic, as of a caller's test, is the caller's.
func shareHits(hits []hit, workers int, each func(int, []hit, *scratch)) {
	const batch = 128
	var next atomic.Int64
	var wg sync.WaitGroup
	var panicked atomic.Pointer[any]
	for w := range workers {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					panicked.Store(&r)
				}
			}()
			own := newScratch()
			for {
				from := int(next.Add(batch)) - batch
				if from >= len(hits) {
					scratches.Put(own)
					return
				}
				each(w, hits[from:min(from+batch, len(hits))], own)
			}
		})
	}
	wg.Wait()
	if r := panicked.Load(); r != nil {
		panic(*r)
	}
}

// scanShared finds the rows at several places: one of the points must be in
// the box, one, perhaps another, in the polygon, and a tile takes all points
// in it of the rows that match.
func (v *view) scanShared(p *plan, visit visitor) {
	pt, dead := &v.seg.parts[partShared], &v.dead[partShared]
	if len(pt.row) == 0 {
		return
	}
	rows := v.sharedRows(&plan{boxes: p.box, placed: true, window: p.window, timed: p.timed, also: p.also,
		filters: p.filters, done: p.done})
	if p.polygon != nil {
		rows.and(v.sharedRows(&plan{boxes: []e7box{p.polygon.box}, placed: true, polygon: p.polygon, window: All,
			filters: p.filters, done: p.done}))
	}
	sel := new(selection)
	for i := range pt.blocks {
		if p.stopped() {
			return
		}
		r := run{part: pt, from: pt.blocks[i].from, to: pt.blocks[i].to}
		n := 0
		for j := r.from; j < r.to; j++ {
			if row := pt.row[j]; rows.Has(row) && !dead.has(j) && (p.tile == nil || p.tile.has(pt.lon[j], pt.lat[j])) {
				sel[n] = uint8(j - r.from)
				n++
				if p.tile == nil {
					rows.Remove(row)
				}
			}
		}
		if r.sel = sel[:n]; n > 0 {
			visit(0, pt, int32(i), &r, sel)
		}
	}
}

func (v *view) sharedRows(p *plan) Bitmap {
	pt := &v.seg.parts[partShared]
	rows := NewBitmap(v.seg.rows)
	sel := new(selection)
	for _, h := range p.hits(pt, nil) {
		if p.stopped() {
			break
		}
		if r, ok := v.place(p, partShared, h, sel); ok {
			r.each(func(i int) { rows.Add(pt.row[i]) })
		}
	}
	return rows
}

// each calls do with every position of the run.
func (r *run) each(do func(i int)) {
	if r.sel == nil {
		for i := r.from; i < r.to; i++ {
			do(i)
		}
		return
	}
	for _, s := range r.sel {
		do(r.from + int(s))
	}
}

// matching is a visitor of the runs that pass the codes too.
func (p *plan) matching(visit func(worker int, block int32, r *run)) visitor {
	return func(worker int, _ *part, block int32, r *run, sel *selection) {
		for i := range p.filters {
			if r.keepCodes(&p.filters[i], block, sel); r.len() == 0 {
				return
			}
		}
		visit(worker, block, r)
	}
}

// count counts the matches; blocks wholly inside are not looked into.
func (v *view) count(p *plan) int {
	if p.everything() && v.test == nil {
		return v.live
	}
	counts := make([]int, maxWorkers())
	v.scan(p, p.matching(func(w int, _ int32, r *run) { counts[w] += r.len() }))
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// rowBuffers are lists that rows are gathered in. Lists that grow leave several times as
// much garbage as there are rows, which is most of the garbage of a query.
var rowBuffers = sync.Pool{New: func() any { return new([]Row) }}

// maxKeptRows bounds a list that is used again.
const maxKeptRows = 1 << 20

// appendRows appends the rows that match, in no order.
func (v *view) appendRows(p *plan, dst []Row) []Row {
	gathered := make([]*[]Row, maxWorkers())
	v.scan(p, p.matching(func(w int, _ int32, r *run) {
		if gathered[w] == nil {
			gathered[w], _ = rowBuffers.Get().(*[]Row)
		}
		*gathered[w] = r.appendRows(*gathered[w])
	}))
	n := 0
	for _, rows := range gathered {
		if rows != nil {
			n += len(*rows)
		}
	}
	dst = slices.Grow(dst, n)
	for _, rows := range gathered {
		if rows == nil {
			continue
		}
		dst = append(dst, *rows...)
		if cap(*rows) <= maxKeptRows {
			*rows = (*rows)[:0]
			rowBuffers.Put(rows)
		}
	}
	return dst
}

func (r *run) appendRows(dst []Row) []Row {
	rows := r.part.row[r.from:r.to]
	if r.sel == nil {
		return append(dst, rows...)
	}
	from := len(dst)
	dst = slices.Grow(dst, len(r.sel))[:from+len(r.sel)]
	for i, s := range r.sel {
		dst[from+i] = rows[s]
	}
	return dst
}
