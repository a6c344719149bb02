package gazetteer

import "encoding/binary"

// keyWalk walks through the folded names of a dictionary in their order.
type keyWalk struct {
	d    *dictionary
	at   int // in d.keys, of the next name
	anew int // in d.anew, of the first spelling after those of the names before
	// key is the folded name, until the next call of next; from and to are the
	// range of its refs.
	key      []byte
	from, to int32
}

// walk starts before the first name.
func walk(d *dictionary) *keyWalk { return &keyWalk{d: d, key: make([]byte, 0, maxKey)} }

// next goes on to the next name, and reports whether there is one.
func (w *keyWalk) next() bool {
	if w.at >= len(w.d.keys) {
		return false
	}
	count, n := binary.Uvarint(w.d.keys[w.at:])
	shared, rest := int(w.d.keys[w.at+n]), int(w.d.keys[w.at+n+1])
	w.at += n + 2
	w.key = append(w.key[:shared], w.d.keys[w.at:w.at+rest]...)
	w.at += rest
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
