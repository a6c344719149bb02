package geo

import "math/bits"

// Aggregation says what to count of the values that match a query.
type Aggregation struct {
	// Columns are counted by code. Facets are too, each as if the query asked
	// nothing of that column but in a Fixed filter.
	Columns, Facets []int
	// With, if not nil, is a column that each facet is counted together with.
	With *int
	// Sizes are the dictionaries' sizes by column: codes are below them.
	Sizes []int
	// Bins are the first days of contiguous bins and, last, the day after the
	// last one. Days outside are not counted.
	Bins []Day
}

// Aggregates is the answer to an Aggregation.
type Aggregates struct {
	Matched  int
	Unplaced int // of them, those without a place
	// Columns and Facets hold counts by code, in the order of the question.
	Columns, Facets [][]int
	// Joints hold counts of each facet's codes with those of With.
	Joints []Joint
	// Certain counts, by bin, the values that lasted through a day of it or
	// were wholly in it; Possible those that may have been on a day of it.
	Certain, Possible []int
}

// Aggregate counts what matches, in one pass over the blocks on all
// processors.
func (s *Snapshot[T]) Aggregate(q *Query, a *Aggregation) *Aggregates {
	p := newPlan(q)
	bins := newBinTable(a.Bins)
	counters := make([]*counter, maxWorkers())
	for i := range counters {
		counters[i] = newCounter(p, a, bins)
	}
	for _, l := range s.layers {
		l.scan(p, func(w int, pt *part, block int32, r *run, sel *selection) { counters[w].visit(pt, block, r, sel) })
	}
	for _, c := range counters[1:] {
		counters[0].join(c)
	}
	return counters[0].aggregates()
}

// counter is one processor's share of an aggregation.
type counter struct {
	plan    *plan
	ask     *Aggregation
	columns []tally
	facets  []tally
	bins    *binTable
	days    [2]differences // possible, certain
	matched int
	bare    int // without a place
}

// tally counts a column; filter is the plan's filter on it, or -1.
type tally struct {
	column, filter int
	counts         []int
	// odd counts every other row of a column of few codes: to count the same
	// code twice in one place makes the second wait for the first.
	odd   []int
	joint *joint
}

func newTally(column, codes int) tally {
	t := tally{column: column, filter: -1, counts: make([]int, codes)}
	if codes <= 1<<8 {
		t.odd = make([]int, codes)
	}
	return t
}

// all is how often each code was counted.
func (t *tally) all() []int {
	addAll(t.counts, t.odd)
	clear(t.odd)
	return t.counts
}

func newCounter(p *plan, a *Aggregation, bins *binTable) *counter {
	c := &counter{plan: p, ask: a, bins: bins}
	for _, col := range a.Columns {
		c.columns = append(c.columns, newTally(col, a.Sizes[col]))
	}
	for _, col := range a.Facets {
		t := newTally(col, a.Sizes[col])
		if a.With != nil {
			t.joint = newJoint(col, *a.With, a.Sizes)
		}
		for i := range p.filters {
			if p.filters[i].Column == col && !p.filters[i].Fixed {
				t.filter = i
			}
		}
		c.facets = append(c.facets, t)
	}
	for i := range c.days {
		c.days[i] = make(differences, len(a.Bins)+1)
	}
	return c
}

// visit counts a run that passes everything but the codes. Zones tell of most
// blocks that a filter leaves nothing, or everything, without a look at rows.
func (c *counter) visit(pt *part, block int32, r *run, sel *selection) {
	none, tests, failed, tested := 0, 0, 0, 0
	for i := range c.plan.filters {
		switch t := &c.plan.filters[i]; {
		case t.none(pt, block):
			none, failed = none+1, i
		case !t.every(pt, block):
			tests, tested = tests+1, i
		}
	}
	switch {
	case none > 1:
	case none == 1:
		c.countOthers(pt, block, r, sel, failed)
	case tests == 0:
		c.countMatches(pt, block, r)
		for i := range c.facets {
			c.facets[i].add(pt, block, r)
		}
	case tests == 1:
		c.countByOne(pt, block, r, sel, tested)
	default:
		c.countTested(pt, block, r, sel)
	}
}

// countByOne counts a run whose rows one filter alone must be asked about: its
// own facet counts all of them, the others what it leaves.
func (c *counter) countByOne(pt *part, block int32, r *run, sel *selection, filter int) {
	for i := range c.facets {
		if c.facets[i].filter == filter {
			c.facets[i].add(pt, block, r)
		}
	}
	if r.keepCodes(&c.plan.filters[filter], block, sel); r.len() == 0 {
		return
	}
	c.countMatches(pt, block, r)
	for i := range c.facets {
		if c.facets[i].filter != filter {
			c.facets[i].add(pt, block, r)
		}
	}
}

// countOthers counts a run that fails one filter: it counts for that filter's
// own facet alone.
func (c *counter) countOthers(pt *part, block int32, r *run, sel *selection, failed int) {
	own := -1
	for i := range c.facets {
		if c.facets[i].filter == failed {
			own = i
		}
	}
	if own < 0 {
		return
	}
	for i := range c.plan.filters {
		if i != failed {
			r.keepCodes(&c.plan.filters[i], block, sel)
		}
	}
	if r.len() > 0 {
		c.facets[own].add(pt, block, r)
	}
}

// countTested counts a run row by row.
func (c *counter) countTested(pt *part, block int32, r *run, sel *selection) {
	f := newFailures(c.plan, pt, block, r, sel)
	var chosen selection
	matches := run{pt, r.from, r.to, f.passing(-1, &chosen)}
	c.countMatches(pt, block, &matches)
	for i := range c.facets {
		t := &c.facets[i]
		if t.filter < 0 {
			t.add(pt, block, &matches)
			continue
		}
		var others selection
		t.add(pt, block, &run{pt, r.from, r.to, f.passing(t.filter, &others)})
	}
}

func (c *counter) countMatches(pt *part, block int32, r *run) {
	n := r.len()
	if n == 0 {
		return
	}
	c.matched += n
	if !pt.placed {
		c.bare += n
	}
	for i := range c.columns {
		c.columns[i].add(pt, block, r)
	}
	if c.bins != nil {
		c.countDays(pt, r)
	}
}

// add counts the run's codes; a block of one code needs no look.
func (t *tally) add(pt *part, block int32, r *run) {
	if t.joint != nil {
		t.joint.add(r)
	}
	if zone := pt.zone(t.column, block); len(t.counts) <= 64 && zone&(zone-1) == 0 {
		t.counts[bits.TrailingZeros64(zone)] += r.len()
		return
	}
	pt.codes[t.column].count(r, t.counts, t.odd)
}

func (c *counter) join(o *counter) {
	c.matched += o.matched
	c.bare += o.bare
	for i := range c.columns {
		addAll(c.columns[i].counts, o.columns[i].all())
	}
	for i := range c.facets {
		addAll(c.facets[i].counts, o.facets[i].all())
		if c.facets[i].joint != nil {
			c.facets[i].joint.join(o.facets[i].joint)
		}
	}
	for i := range c.days {
		addAll(c.days[i], o.days[i])
	}
}

func addAll[N int | int32](to, from []N) {
	for i, n := range from {
		to[i] += n
	}
}

func (c *counter) aggregates() *Aggregates {
	out := &Aggregates{Matched: c.matched, Unplaced: c.bare}
	for i := range c.columns {
		out.Columns = append(out.Columns, c.columns[i].all())
	}
	for i := range c.facets {
		out.Facets = append(out.Facets, c.facets[i].all())
		if c.facets[i].joint != nil {
			out.Joints = append(out.Joints, Joint{c.facets[i].joint})
		}
	}
	if c.bins != nil {
		n := len(c.ask.Bins) - 1
		out.Possible, out.Certain = c.days[0].sums(n), c.days[1].sums(n)
	}
	return out
}

// failures are, of the rows of a run, the filters that they fail.
type failures struct {
	rows  []uint8
	fails [blockRows]uint8 // how many
	which [blockRows]uint8 // one of them
}

// newFailures tests a block's rows against every filter.
func newFailures(p *plan, pt *part, block int32, r *run, sel *selection) *failures {
	r.all(sel)
	f := &failures{rows: r.sel}
	for i := range p.filters {
		t := &p.filters[i]
		if t.every(pt, block) {
			continue
		}
		col := &pt.codes[t.Column]
		for _, s := range f.rows {
			if code := int(col.at(r.from + int(s))); code >= len(t.Allow) || t.Allow[code] == 0 {
				f.fails[s]++
				f.which[s] = uint8(i)
			}
		}
	}
	return f
}

// passing selects the rows that fail nothing, or only the given filter.
func (f *failures) passing(but int, sel *selection) []uint8 {
	n := 0
	for _, s := range f.rows {
		sel[n] = s
		n += bit(f.fails[s] == 0) | bit(f.fails[s] == 1 && int(f.which[s]) == but)
	}
	return sel[:n]
}
