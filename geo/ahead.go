package geo

// aheadRows is how many values that are not in memory are read at a time, and
// manyRows from how many on that is done ahead: a page of a thousand, which is
// likely to be asked for again, gains nothing by it.
const (
	aheadRows = 256
	manyRows  = 4096
)

// passedRows is from how many values on an answer passes by (see Passer).
const passedRows = 1 << 14

// piece is a run of values that was read, or what reading them panicked with:
// it is for the one who asked to fail by, and not for the program.
type piece[T any] struct {
	values   []T
	panicked any
}

// source reads values by their position.
type source[T any] struct {
	at func(i int) T
	// pass is at for a source of which very many are read.
	pass func(i int) T
	// touch, if not nil, has what is at a position fetched (see Toucher).
	touch func(i int)
	// far says that the values are not in memory.
	far bool
}

// touched is how many positions are touched before they are read: about as many lines of
// memory as a processor fetches at once.
const touched = 16

// all reads positions in order until yield is enough.
func (s *source[T]) all(from, to int, yield func(T) bool) {
	for i := from; i < to; i++ {
		if s.touch != nil && (i-from)%touched == 0 {
			for next := i; next < min(i+touched, to); next++ {
				s.touch(next)
			}
		}
		if !yield(s.at(i)) {
			return
		}
	}
}

// each yields the values from one position to another in order.
func (l *matchedLayer[T]) each(from, to int, yield func(T) bool) {
	s := l.source()
	s.ahead(from, to, yield)
}

// source reads the layer's matches.
func (l *matchedLayer[T]) source() source[T] {
	pass := l.values.passer()
	s := source[T]{at: l.at, pass: func(i int) T { return pass(l.row(i)) }, far: l.values.far != nil}
	if touch := l.values.toucher(); touch != nil {
		s.touch = func(i int) { touch(l.row(i)) }
	}
	return s
}

// ahead yields the values from one position to another in order. Values that are not in
// memory are read on all processors, pieces ahead of the one that is yielded.
func (s *source[T]) ahead(from, to int, yield func(T) bool) {
	if !s.far || to-from < manyRows {
		s.all(from, to, yield)
		return
	}
	if s.pass != nil && to-from >= passedRows {
		s = &source[T]{at: s.pass, touch: s.touch, far: true}
	}
	waiting := make([]chan piece[T], 0, maxWorkers())
	for from < to || len(waiting) > 0 {
		for from < to && len(waiting) < cap(waiting) {
			next := make(chan piece[T], 1) // nobody may come for it
			go s.piece(from, min(from+aheadRows, to), next)
			waiting, from = append(waiting, next), from+aheadRows
		}
		p := <-waiting[0]
		waiting = append(waiting[:0], waiting[1:]...)
		if p.panicked != nil {
			panic(p.panicked)
		}
		for _, v := range p.values {
			if !yield(v) {
				return
			}
		}
	}
}

func (s *source[T]) piece(from, to int, into chan<- piece[T]) {
	p := piece[T]{values: make([]T, 0, to-from)}
	defer func() {
		p.panicked = recover()
		into <- p
	}()
	s.all(from, to, func(v T) bool {
		p.values = append(p.values, v)
		return true
	})
}
