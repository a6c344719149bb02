package geo

import (
	"iter"
	"math/bits"
)

// Bitmap is a set of row numbers, one bit each.
type Bitmap []uint64

// NewBitmap returns an empty set with room for rows 0 to n-1.
func NewBitmap(n int) Bitmap { return make(Bitmap, (n+63)/64) }

// Add puts a row into the set. It panics for a row beyond the set's room.
func (b Bitmap) Add(row uint32) { b[row/64] |= 1 << (row % 64) }

// Has reports whether the row is in the set.
func (b Bitmap) Has(row uint32) bool { return b[row/64]&(1<<(row%64)) != 0 }

// Or adds every row of other, which must have the same room.
func (b Bitmap) Or(other Bitmap) {
	for i, w := range other {
		b[i] |= w
	}
}

// Len counts the rows of the set.
func (b Bitmap) Len() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// All yields the rows of the set in ascending order.
func (b Bitmap) All() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, w := range b {
			for ; w != 0; w &= w - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
