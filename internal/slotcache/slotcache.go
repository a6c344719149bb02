// Package slotcache remembers what was looked up a moment ago, in front of a map: most
// rows of a table say what the rows before them said, and a look here takes a fraction
// of one into a map.
//
// A Cache has a slot for each value of a hash, and the last key that came takes the
// slot of another with the same hash. So it never grows, and a hash may be made of a few
// bytes of a key: one that is bad costs a look into the map.
package slotcache

import "unsafe"

// Cache holds values by key. It is not safe for concurrent use.
type Cache[K comparable, V any] struct {
	slots []slot[K, V]
	shift int
}

type slot[K comparable, V any] struct {
	key   K
	value V
}

// New makes a cache of 2^bits slots.
func New[K comparable, V any](bits int) Cache[K, V] {
	return Cache[K, V]{slots: make([]slot[K, V], 1<<bits), shift: 64 - bits}
}

// At is where the value of a key lies. It is zero where the key is not there: the
// caller puts the value in, which is why none may be zero. It is good until the next
// call.
func (c *Cache[K, V]) At(hash Hash, key K) *V {
	s := &c.slots[uint64(hash)>>c.shift]
	if s.key != key {
		*s = slot[K, V]{key: key}
	}
	return &s.value
}

// Clear empties the cache.
func (c *Cache[K, V]) Clear() { clear(c.slots) }

// Hash spreads keys over the slots by its upper bits.
type Hash uint64

// golden spreads neighbours (Knuth, TAOCP 6.4).
const golden = 0x9e3779b97f4a7c15

// OfNumber is the hash of a number.
func OfNumber(n uint64) Hash { return Hash(n * golden) }

// OfText is a hash of a text by its length and three of its bytes, which tell the words
// of a column apart, also those that differ by a number at their end.
func OfText(s string) Hash {
	n := len(s)
	if n == 0 {
		return 0
	}
	return OfNumber(uint64(n) | uint64(s[n-1])<<16 | uint64(s[n/2])<<24 | uint64(s[max(n-2, 0)])<<32)
}

// Memory is where a text or a list lies, as a key: those that readers share are known by
// it without a look at them. It keeps that memory.
type Memory struct {
	data unsafe.Pointer
	len  int
}

// MemoryOf is the memory of n values from data on.
func MemoryOf[T any](data *T, n int) Memory {
	return Memory{unsafe.Pointer(data), n} //nolint:gosec // it is compared, not followed
}

// MemoryOfText is the memory of a text.
func MemoryOfText(s string) Memory { return MemoryOf(unsafe.StringData(s), len(s)) } //nolint:gosec // see above

// Hash is the key's.
func (m Memory) Hash() Hash { return OfNumber(uint64(uintptr(m.data)) + uint64(m.len)) }
