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
