package geo

import (
	"iter"
	"slices"
	"sort"
)

// Matches are the values of a snapshot that match a query, in the index's
// order.
type Matches[T comparable] struct {
	compare func(a, b T) int
	layers  []matchedLayer[T]
	n       int
	most    int // 0 is no limit
}

// matchedLayer are the rows of one layer that match, in order; nil rows and
// all stand for every row.
type matchedLayer[T comparable] struct {
	values *valueList[T]
	rows   []Row
	all    bool
}

// Select finds the values that match.
func (s *Snapshot[T]) Select(q *Query) *Matches[T] {
	m := &Matches[T]{compare: s.compare}
	p := newPlan(q)
	for _, l := range s.layers {
		ml := matchedLayer[T]{values: &l.values}
		if l.sorted && l.live == l.values.len() && l.test == nil && p.everything() {
			ml.all = true
		} else if ml.rows = l.appendRows(p, nil); l.sorted {
			sortRows(ml.rows, l.values.len())
		} else {
			slices.SortFunc(ml.rows, func(a, b Row) int { return s.compare(l.values.at(a), l.values.at(b)) })
		}
		if n := ml.len(); n > 0 {
			m.n += n
			m.layers = append(m.layers, ml)
		}
	}
	return m
}

// All yields every value in order.
func (s *Snapshot[T]) All() iter.Seq[T] { return s.Select(&Query{}).All() }

// everything reports whether the plan leaves nothing out.
func (p *plan) everything() bool {
	return p.boxes == nil && p.placed && p.unplaced && !p.timed && len(p.filters) == 0
}

// Len is the number of matches.
func (m *Matches[T]) Len() int { return m.n }

// AtMost has All and From end after n values, so that no more are read.
func (m *Matches[T]) AtMost(n int) { m.most = n }

// All yields the matches in order.
func (m *Matches[T]) All() iter.Seq[T] { return m.merged(make([]int, len(m.layers))) }

// From yields the matches from the first on that after reports, which must be
// true for all that follow one that it is true for. The key of a page's last
// value need not be in the index any more: pages go on where they ended while
// the data change.
func (m *Matches[T]) From(after func(T) bool) iter.Seq[T] {
	at := make([]int, len(m.layers))
	for i := range m.layers {
		l := &m.layers[i]
		at[i] = sort.Search(l.len(), func(j int) bool { return after(l.at(j)) })
	}
	return m.merged(at)
}

func (l *matchedLayer[T]) len() int {
	if l.all {
		return l.values.len()
	}
	return len(l.rows)
}

func (l *matchedLayer[T]) at(i int) T { return l.values.at(l.row(i)) }

// row is the row of match i.
func (l *matchedLayer[T]) row(i int) Row {
	if l.all {
		return Row(i)
	}
	return l.rows[i]
}

// merged merges the layers from the given positions on.
func (m *Matches[T]) merged(at []int) iter.Seq[T] {
	if len(m.layers) == 1 {
		l := &m.layers[0]
		to := l.len()
		if m.most > 0 {
			to = min(to, at[0]+m.most)
		}
		return func(yield func(T) bool) { l.each(at[0], to, yield) }
	}
	return func(yield func(T) bool) {
		at := slices.Clone(at)
		for n := 0; m.most == 0 || n < m.most; n++ {
			least := m.least(at)
			if least < 0 || !yield(m.layers[least].at(at[least])) {
				return
			}
			at[least]++
		}
	}
}

// In yields the matches in an order of the caller's: order lists positions in
// the index's order, as those of All are counted from 0.
func (m *Matches[T]) In(order []uint32) iter.Seq[T] {
	all := m.positioned()
	in := source[T]{at: func(i int) T { return all.at(int(order[i])) }, far: all.far}
	if all.pass != nil {
		in.pass = func(i int) T { return all.pass(int(order[i])) }
	}
	if all.touch != nil {
		in.touch = func(i int) { all.touch(int(order[i])) }
	}
	return func(yield func(T) bool) { in.ahead(0, len(order), yield) }
}

// positioned reads the matches by their positions in the index's order.
func (m *Matches[T]) positioned() source[T] {
	if len(m.layers) == 1 {
		return m.layers[0].source()
	}
	far := slices.ContainsFunc(m.layers, func(l matchedLayer[T]) bool { return l.values.far != nil })
	type place struct{ layer, row uint32 }
	places := make([]place, 0, m.n)
	next := make([]int, len(m.layers))
	for range m.n {
		least := m.least(next)
		places = append(places, place{uint32(least), uint32(next[least])})
		next[least]++
	}
	return source[T]{at: func(i int) T { return m.layers[places[i].layer].at(int(places[i].row)) }, far: far}
}

// least is the layer whose match at its position in at comes first, -1 if all
// are at their ends.
func (m *Matches[T]) least(at []int) int {
	least := -1
	for i := range m.layers {
		if at[i] < m.layers[i].len() && (least < 0 || m.compare(m.layers[i].at(at[i]),
			m.layers[least].at(at[least])) < 0) {
			least = i
		}
	}
	return least
}
