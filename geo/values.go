package geo

// Values are values that are not in memory yet: an index that was read from
// an image asks for them when an answer needs them. They may be asked for by
// several goroutines at once, and may make the same value more than once.
type Values[T any] interface {
	// Len is the number of values.
	Len() int
	// At returns the value of a row below Len.
	At(row Row) T
}

// Toucher is Values that lie in memory here and there. Several rows that are touched one
// right after the other are fetched together, and are near when they are read.
type Toucher interface {
	// Touch has the memory of a row fetched.
	Touch(row Row)
}

// Passer is Values that keep what was read lately. An answer that reads very many passes by:
// it takes what is kept, and does not have it give way to what nobody asks for again soon.
type Passer[T any] interface {
	// Pass is At for such an answer.
	Pass(row Row) T
}

// valueList holds a layer's values by row: in memory, or elsewhere.
type valueList[T any] struct {
	list []T
	far  Values[T]
}

func (v *valueList[T]) len() int {
	if v.far != nil {
		return v.far.Len()
	}
	return len(v.list)
}

func (v *valueList[T]) at(row Row) T {
	if v.far != nil {
		return v.far.At(row)
	}
	return v.list[row]
}

// passer reads a row as an answer of very many does.
func (v *valueList[T]) passer() func(Row) T {
	if p, ok := v.far.(Passer[T]); ok {
		return p.Pass
	}
	return v.at
}

// toucher touches the rows of values elsewhere; nil where that gains nothing.
func (v *valueList[T]) toucher() func(Row) {
	if t, ok := v.far.(Toucher); ok {
		return t.Touch
	}
	return nil
}

// search finds the row of a value that is equal to v in the list's order.
func (v *valueList[T]) search(wanted T, compare func(a, b T) int) (row Row, found bool) {
	lo, hi := Row(0), Row(v.len())
	for lo < hi {
		mid := lo + (hi-lo)/2
		switch c := compare(v.at(mid), wanted); {
		case c == 0:
			return mid, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}
