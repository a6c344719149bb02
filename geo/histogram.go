package geo

import (
	"slices"
	"sort"
)

// binTable finds the bin of a day: through a table, or by halving where the
// bins span too many days for one.
type binTable struct {
	starts []Day // of each bin, and the day after the last
	bin    []int32
}

// maxTableDays bounds the table: 2,800 years.
const maxTableDays = 1 << 20

func newBinTable(starts []Day) *binTable {
	if len(starts) < 2 {
		return nil
	}
	t := &binTable{starts: starts}
	first, last := starts[0], starts[len(starts)-1]
	if last-first > maxTableDays {
		return t
	}
	t.bin = make([]int32, last-first)
	for i := range len(starts) - 1 {
		for d := starts[i]; d < starts[i+1]; d++ {
			t.bin[d-first] = int32(i)
		}
	}
	return t
}

// find returns the bin of a day; -1 before the first, their number behind
// the last.
func (t *binTable) find(d Day) int {
	first, last := t.starts[0], t.starts[len(t.starts)-1]
	switch {
	case d < first:
		return -1
	case d >= last:
		return len(t.starts) - 1
	case t.bin != nil:
		return int(t.bin[d-first])
	}
	return sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > d }) - 1
}

// differences hold how much each bin has more than the one before: a span of
// any length is two additions.
type differences []int32

func (d differences) add(from, to int) {
	d[from]++
	d[to+1]--
}

func (d differences) sums(n int) []int {
	out := make([]int, n)
	sum := 0
	for i := range out {
		sum += int(d[i])
		out[i] = sum
	}
	return out
}

// countDays counts a run's spans by bin: whatever lies within one bin is
// certain to be in it. Most spans are of one day, which takes one look into
// the table.
func (c *counter) countDays(pt *part, r *run) {
	start, end := pt.start[r.from:r.to], pt.end[r.from:r.to]
	if r.sel == nil {
		for i, day := range start {
			if end[i] != day || !c.countDay(day) {
				c.countSpan(pt, r.from+i)
			}
		}
		return
	}
	for _, i := range r.sel {
		if day := start[i]; end[i] != day || !c.countDay(day) {
			c.countSpan(pt, r.from+int(i))
		}
	}
}

// countDay counts a day that the table has, and reports whether it has it.
func (c *counter) countDay(day Day) bool {
	bin := c.bins.bin
	at := uint(day - c.bins.starts[0])
	if at >= uint(len(bin)) {
		return false
	}
	c.days[1].add(int(bin[at]), int(bin[at]))
	return true
}

// countSpan counts the days of the entry at a position.
func (c *counter) countSpan(pt *part, i int) {
	t, bins := c.bins, len(c.bins.starts)-1
	from, to := t.find(pt.start[i]), t.find(pt.end[i])
	if from == to && from >= 0 && from < bins {
		c.days[1].add(from, to)
		return
	}
	if to >= 0 && from < bins {
		certain := pt.flags[i]&flagCertain != 0
		c.days[bit(certain)].add(max(from, 0), min(to, bins-1))
	}
}

// Span returns the first day of the values that match, and the last that any of them
// is known to have reached: of one without an end, its first. ok is false if none
// matches.
func (s *Snapshot[T]) Span(q *Query) (first, last Day, ok bool) {
	p := newPlan(q)
	all := slices.Repeat([]spans{emptySpans}, maxWorkers())
	for _, l := range s.layers {
		l.scan(p, p.matching(func(w int, block int32, r *run) {
			if zone := &r.part.blocks[block].spans; r.sel == nil && zone.endMax < OpenEnd {
				all[w].join(*zone)
				return
			}
			r.each(func(i int) { all[w].addKnown(r.part.start[i], r.part.end[i]) })
		}))
	}
	for _, o := range all[1:] {
		all[0].join(o)
	}
	return all[0].startMin, all[0].endMax, all[0].startMin <= all[0].endMax
}
