package packed

import "unsafe"

// recent remembers the places of what was written lately by where it lies in
// memory: a table's records share their words and lists, and to see that one
// is the same takes a fraction of looking it up. It is for writers only: nil
// where one reads.
type recent[T any] []placed[T]

// placed is something that was written: where it lies, its length, and its
// place in a list, 0 for none.
type placed[T any] struct {
	data  *T
	len   int
	place uint64
}

// recentBits is of how many the place is remembered, as a power of two.
const recentBits = 12

func newRecent[T any]() recent[T] { return make(recent[T], 1<<recentBits) }

// of finds where the place of what lies there is, or is to be, remembered. Its
// place is 0 if it is not.
func (r recent[T]) of(data *T, n int) *placed[T] {
	const golden = 0x9e3779b97f4a7c15           // spreads neighbours (Knuth, TAOCP 6.4)
	at := uint64(uintptr(unsafe.Pointer(data))) //nolint:gosec // it is hashed, not followed
	p := &r[(at+uint64(n))*golden>>(64-recentBits)]
	if p.data != data || p.len != n {
		*p = placed[T]{}
	}
	return p
}
