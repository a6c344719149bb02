package geo

// aheadRows is how many values that are not in memory are read at a time, and
// manyRows from how many on that is done ahead: a page of a thousand, which is
// likely to be asked for again, gains nothing by it.
const (
	aheadRows = 256
	manyRows  = 4096
)

// piece is a run of values that was read, or what reading them panicked with:
// it is for the one who asked to fail by, and not for the program.
type piece[T any] struct {
	values   []T
	panicked any
}

// each yields the values from one position to another in order.
func (l *matchedLayer[T]) each(from, to int, yield func(T) bool) {
	readAhead(from, to, l.values.far != nil, l.at, yield)
}

// readAhead yields at(from) to at(to-1) in order. Values that are not in
// memory are read on all processors, pieces ahead of the one that is yielded.
func readAhead[T any](from, to int, far bool, at func(int) T, yield func(T) bool) {
	if !far || to-from < manyRows {
		for i := from; i < to; i++ {
			if !yield(at(i)) {
				return
			}
		}
		return
	}
	waiting := make([]chan piece[T], 0, maxWorkers())
	for from < to || len(waiting) > 0 {
		for from < to && len(waiting) < cap(waiting) {
			next := make(chan piece[T], 1) // nobody may come for it
			go readPiece(from, min(from+aheadRows, to), at, next)
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

func readPiece[T any](from, to int, at func(int) T, into chan<- piece[T]) {
	p := piece[T]{values: make([]T, 0, to-from)}
	defer func() {
		p.panicked = recover()
		into <- p
	}()
	for i := from; i < to; i++ {
		p.values = append(p.values, at(i))
	}
}
