package gazetteer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// joinNames merges the dictionaries.
func (j *joint) joinNames() {
	a, b := &j.base.names, &j.layer.names
	j.named = make([]int32, len(j.out.places))
	w := &nameWriter{g: j.out}
	w.d.keys = make([]byte, 0, len(a.keys)+len(b.keys))
	w.d.refs = make([]ref, 0, len(a.refs)+len(b.refs))
	w.d.anew = make([]byte, 0, len(a.anew)+len(b.anew))
	w.d.blocks = make([]block, 0, len(a.blocks)+len(b.blocks))
	below, above := walk(a), walk(b)
	inBelow, inAbove := below.next(), above.next()
	for inBelow || inAbove {
		order := bytes.Compare(below.key, above.key)
		switch {
		case !inAbove:
			order = -1
		case !inBelow:
			order = 1
		}
		w.names, w.mixed = w.names[:0], order == 0
		j.key++
		if order <= 0 {
			j.addBase(w, below)
		}
		if order >= 0 {
			j.addLayer(w, above)
		}
		if order <= 0 {
			w.write(below.key)
			inBelow = below.next()
		} else {
			w.write(above.key)
		}
		if order >= 0 {
			inAbove = above.next()
		}
	}
	j.out.names = w.d
}

// keyed is one name of one place of out, of a key.
type keyed struct {
	row      int32
	spelling int
	anew     []byte // how it is spelt, where it is spelt anew
}

// addBase adds the names of a key of the base. They have their order, unless the
// population of a place is another now.
func (j *joint) addBase(w *nameWriter, from *keyWalk) {
	both := w.mixed
	for _, r := range from.d.refs[from.from:from.to] {
		n := keyed{row: j.fromBase[r.row()], spelling: r.spelling()}
		if n.spelling == spelledAnew {
			n.anew = from.spelling()
		}
		w.names = append(w.names, n)
		if w.mixed = w.mixed || j.changed[r.row()]; both {
			j.named[n.row] = j.key
		}
	}
}

// addLayer adds the names of a key of the layer, but those that their place has
// already. One that its place was shown by there, and is not here, is spelt out.
func (j *joint) addLayer(w *nameWriter, from *keyWalk) {
	for _, r := range from.d.refs[from.from:from.to] {
		n := keyed{row: j.fromLayer[r.row()], spelling: r.spelling()}
		if n.spelling == spelledAnew {
			n.anew = from.spelling()
		}
		if j.twin[r.row()] != none {
			if j.named[n.row] == j.key {
				continue
			}
			if n.spelling == spelledAsLabel {
				n = j.respelt(n, string(from.key), j.layer.label(r.row()))
			}
			j.named[n.row], w.mixed = j.key, true
		}
		w.names = append(w.names, n)
	}
}

// respelt is a name that was the label of its place, whose label is another now.
func (j *joint) respelt(n keyed, key, name string) keyed {
	switch {
	case Fold(j.out.label(n.row)) == key:
	case name == capitals(key):
		n.spelling = spelledAsKey
	default:
		n.spelling, n.anew = spelledAnew, []byte(name)
	}
	return n
}

// nameWriter writes a dictionary as Load leaves it in memory.
type nameWriter struct {
	g     *Gazetteer // whose places the names are of
	d     dictionary
	keys  int
	last  []byte
	names []keyed // of the key that is being written
	mixed bool    // they may be out of order
}

// write writes a key with the names that are at hand.
func (w *nameWriter) write(key []byte) {
	shared := 0
	if w.keys%blockKeys == 0 {
		//nolint:gosec // two files of maxUnpack at most
		w.d.blocks = append(w.d.blocks, block{startOf(key), uint32(len(w.d.keys)), uint32(len(w.d.refs)), uint32(len(w.d.anew))})
	} else {
		shared = commonPrefix(w.last, key)
	}
	w.keys++
	w.last = append(w.last[:0], key...)
	if w.mixed && len(w.names) > 1 {
		slices.SortFunc(w.names, w.compare)
	}
	w.d.keys = appendKey(w.d.keys, shared, key, len(w.names))
	for _, n := range w.names {
		w.d.refs = append(w.d.refs, ref(n.row)<<2|ref(n.spelling)) //nolint:gosec // rows are not negative
		if n.spelling == spelledAnew {
			w.d.anew = append(binary.AppendUvarint(w.d.anew, uint64(len(n.anew))), n.anew...)
		}
	}
}

// compare has the order of names of one key.
func (w *nameWriter) compare(a, b keyed) int {
	x, y := &w.g.places[a.row], &w.g.places[b.row]
	return cmp.Or(nameOrder(w.g.class(x), w.g.class(y), int(x.population), int(y.population)), int(a.row-b.row))
}
