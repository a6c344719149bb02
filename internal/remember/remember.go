// Package remember keeps what values came to, so that what comes again and again is worked
// out once.
package remember

// most is how many different values are remembered. A column with more has few that come
// again.
const most = 1 << 14

// Cache remembers what keys came to. It is bounded: what it has no room for is worked out
// each time. The zero Cache is ready; it belongs to one goroutine.
type Cache[K comparable, V any] map[K]V

// Of is what a key came to, worked out at the first time.
func (c *Cache[K, V]) Of(key K, work func() V) V {
	v, ok := (*c)[key]
	if !ok {
		v = work()
		c.Put(key, v)
	}
	return v
}

// Put remembers a value, if there is room.
func (c *Cache[K, V]) Put(key K, v V) {
	if *c == nil {
		*c = Cache[K, V]{}
	}
	if len(*c) < most {
		(*c)[key] = v
	}
}
