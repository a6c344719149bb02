package gazetteer

import "sync"

// scratch is what a look-up needs for its time only. It is used again: to make it takes
// a tenth of an exact look-up.
type scratch struct {
	parts   []part
	choices []choice
	order   []int32
}

// scratchPool keeps them between look-ups.
type scratchPool struct{ pool sync.Pool }

var scratches scratchPool

func (p *scratchPool) get() *scratch {
	if s, ok := p.pool.Get().(*scratch); ok {
		return s
	}
	return &scratch{}
}

// put takes a scratch back, without what it points to.
func (p *scratchPool) put(s *scratch) {
	clear(s.parts)
	clear(s.choices)
	s.parts, s.choices = s.parts[:0], s.choices[:0]
	p.pool.Put(s)
}

// room is space for n choices, in place of those that were in it.
func (s *scratch) room(n int) []choice {
	if s == nil {
		return make([]choice, 0, n)
	}
	if cap(s.choices) < n {
		s.choices = make([]choice, n)
	}
	s.choices = s.choices[:max(n, len(s.choices))] // what is to be cleared
	return s.choices[:0]
}

// positions are the numbers from 0 to n-1, in place of those that were there.
func (s *scratch) positions(n int) []int32 {
	var order []int32
	if s != nil {
		order = s.order[:0]
	}
	for i := range n {
		order = append(order, int32(i))
	}
	if s != nil {
		s.order = order
	}
	return order
}
