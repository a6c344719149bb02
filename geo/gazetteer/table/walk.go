package table

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"
)

// keyWalk walks through the folded names of a dictionary in their order.
type keyWalk struct {
	d    *Dictionary
	at   int // in d.keys, of the next name
	anew int // in d.anew, of the first spelling after those of the names before
	// key is the folded name, until the next call of next; from and to are the
	// range of its refs.
	key      []byte
	from, to int32
}

// walk starts before the first name.
func walk(d *Dictionary) *keyWalk { return &keyWalk{d: d} }

// next goes on to the next name, and reports whether there is one.
func (w *keyWalk) next() bool {
	if w.at >= len(w.d.keys) {
		return false
	}
	b := w.d.keys[w.at:]
	count, n := binary.Uvarint(b)
	shared, end := b[n], n+2+int(b[n+1])
	w.key = append(w.key[:shared], b[n+2:end]...)
	w.at += end
	w.from, w.to = w.to, w.to+int32(count) //nolint:gosec // Load has counted them
	return true
}

// spelling is the text of the next name that is spelt anew. It must be called for
// each of them, in their order.
func (w *keyWalk) spelling() []byte {
	size, n := binary.Uvarint(w.d.anew[w.anew:])
	w.anew += n + int(size)
	return w.d.anew[w.anew-int(size) : w.anew]
}

// walkFrom starts before the first name that is not below key.
func walkFrom(d *Dictionary, key []byte) *keyWalk {
	i := sort.Search(len(d.blocks), func(i int) bool { return bytes.Compare(d.first(i), key) >= 0 })
	w := walk(d)
	if i > 0 {
		w = walkBlock(d, i-1)
	}
	for {
		before := *w
		before.key = slices.Clone(w.key)
		if !w.next() || bytes.Compare(w.key, key) >= 0 {
			return &before
		}
		for _, r := range d.Refs[w.from:w.to] {
			if r.spelling() == spelledAnew {
				w.spelling()
			}
		}
	}
}

// walkBlock starts before the first name of a block.
func walkBlock(d *Dictionary, i int) *keyWalk {
	b := &d.blocks[i]
	return &keyWalk{d: d, at: int(b.key), anew: int(b.anew), to: int32(b.ref)}
}

// keyMerge walks through the names of two dictionaries at once.
type keyMerge struct {
	below, above     *keyWalk
	inBelow, inAbove bool
	// order is below 0 where only the lower dictionary has the name, above 0 where
	// only the other has it, and 0 where both do.
	order int
}

// next goes on to the next name, and reports whether there is one.
func (m *keyMerge) next() bool {
	if m.order <= 0 {
		m.inBelow = m.below.next()
	}
	if m.order >= 0 {
		m.inAbove = m.above.next()
	}
	switch {
	case !m.inAbove:
		m.order = -1
	case !m.inBelow:
		m.order = 1
	default:
		m.order = bytes.Compare(m.below.key, m.above.key)
	}
	return m.inBelow || m.inAbove
}

// key is the folded name, until the next call of next.
func (m *keyMerge) key() []byte {
	if m.order > 0 {
		return m.above.key
	}
	return m.below.key
}
