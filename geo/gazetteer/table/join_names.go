package table

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sync"

	"incidentmap/geo/gazetteer/spell"
)

// joinNames merges the dictionaries, in two halves at the same time. Blocks of
// names must be full but for the last: the first half goes on into the second
// until its last block is.
func (j *joint) joinNames() {
	first := j.newWriter(len(j.base.Names.keys)+len(j.layer.Names.keys), len(j.base.Names.Refs)+len(j.layer.Names.Refs))
	second := j.newWriter(cap(first.d.keys)/2, cap(first.d.Refs)/2)
	over := (blockKeys - j.half%blockKeys) % blockKeys
	var wait sync.WaitGroup
	wait.Go(func() {
		m := j.secondHalf()
		for n := 0; m.next(); n++ {
			if second.collect(m); n >= over {
				second.write(m.key())
			}
		}
	})
	for m := j.firstHalf(); first.keys < j.half+over && m.next(); {
		first.collect(m)
		first.write(m.key())
	}
	wait.Wait()
	first.d.append(&second.d)
	j.out.Names = first.d
}

// firstHalf starts before the first name of both dictionaries, secondHalf in the
// middle of the names of the base.
func (j *joint) firstHalf() *keyMerge {
	return &keyMerge{below: walk(&j.base.Names), above: walk(&j.layer.Names)}
}

func (j *joint) secondHalf() *keyMerge {
	middle := len(j.base.Names.blocks) / 2
	if middle == 0 {
		return &keyMerge{below: walkFrom(&j.base.Names, j.middle()), above: walkFrom(&j.layer.Names, j.middle())}
	}
	return &keyMerge{below: walkBlock(&j.base.Names, middle), above: walkFrom(&j.layer.Names, j.middle())}
}

// middle is the name that the second half starts at; nil, which is below all
// names, where the base has none.
func (j *joint) middle() []byte {
	if len(j.base.Names.blocks) == 0 {
		return nil
	}
	return j.base.Names.first(len(j.base.Names.blocks) / 2)
}

// append appends a dictionary of higher names.
func (d *Dictionary) append(more *Dictionary) {
	keys, refs, anew := uint32(len(d.keys)), uint32(len(d.Refs)),
		uint32(len(d.anew)) //nolint:gosec // bounded by two files
	for _, b := range more.blocks {
		d.blocks = append(d.blocks, block{b.start, b.key + keys, b.ref + refs, b.anew + anew})
	}
	d.keys, d.Refs, d.anew = append(d.keys, more.keys...), append(d.Refs, more.Refs...), append(d.anew, more.anew...)
}

// keyed is one name of one place of out, of a key.
type keyed struct {
	row      int32
	spelling int
	anew     []byte // how it is spelt, where it is spelt anew
}

// addBase adds the names of a key of the base. They have their order, unless the
// population of a place is another now.
func (w *nameWriter) addBase(from *keyWalk) {
	both := w.mixed
	for _, r := range from.d.Refs[from.from:from.to] {
		n := keyed{row: w.j.fromBase[r.Row()], spelling: r.spelling()}
		if n.spelling == spelledAnew {
			n.anew = from.spelling()
		}
		w.names = append(w.names, n)
		if w.mixed = w.mixed || w.j.changed[r.Row()]; both {
			w.named[n.row] = w.key
		}
	}
}

// addLayer adds the names of a key of the layer, but those that their place has
// already. One that its place was shown by there, and is not here, is spelt out.
func (w *nameWriter) addLayer(from *keyWalk) {
	for _, r := range from.d.Refs[from.from:from.to] {
		n := keyed{row: w.j.fromLayer[r.Row()], spelling: r.spelling()}
		if n.spelling == spelledAnew {
			n.anew = from.spelling()
		}
		if w.j.twin[r.Row()] != None {
			if w.named[n.row] == w.key {
				continue
			}
			if n.spelling == spelledAsLabel {
				n = w.j.respelt(n, string(from.key), w.j.layer.Label(r.Row()))
			}
			w.named[n.row], w.mixed = w.key, true
		}
		w.names = append(w.names, n)
	}
}

// respelt is a name that was the label of its place, whose label is another now.
func (j *joint) respelt(n keyed, key, name string) keyed {
	switch {
	case spell.Key(j.out.Label(n.row)) == key:
	case name == capitals(key):
		n.spelling = spelledAsKey
	default:
		n.spelling, n.anew = spelledAnew, []byte(name)
	}
	return n
}

// nameWriter writes a dictionary of out as Load leaves one in memory.
type nameWriter struct {
	j     *joint
	d     Dictionary
	keys  int
	last  []byte
	names []keyed // of the key that is being written
	mixed bool    // they may be out of order
	// named is, for each row of out, the last key that it was found to have as a
	// name; key counts them from 1.
	named []int32
	key   int32
}

// newWriter has room for that many bytes of keys and names.
func (j *joint) newWriter(keys, refs int) *nameWriter {
	return &nameWriter{j: j, named: make([]int32, len(j.out.Places)),
		d: Dictionary{keys: make([]byte, 0, keys), Refs: make([]Ref, 0, refs)}}
}

// collect takes the names of a key from the dictionaries that have it.
func (w *nameWriter) collect(m *keyMerge) {
	w.names, w.mixed = w.names[:0], m.order == 0
	w.key++
	if m.order <= 0 {
		w.addBase(m.below)
	}
	if m.order >= 0 {
		w.addLayer(m.above)
	}
}

// write writes a key with the names that are at hand.
func (w *nameWriter) write(key []byte) {
	shared := 0
	if w.keys%blockKeys == 0 {
		//nolint:gosec // two files of maxUnpack at most
		w.d.blocks = append(w.d.blocks, block{startOf(key), uint32(len(w.d.keys)), uint32(len(w.d.Refs)),
			uint32(len(w.d.anew))})
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
		w.d.Refs = append(w.d.Refs, Ref(n.row)<<2|Ref(n.spelling)) //nolint:gosec // rows are not negative
		if n.spelling == spelledAnew {
			w.d.anew = append(binary.AppendUvarint(w.d.anew, uint64(len(n.anew))), n.anew...)
		}
	}
}

// compare has the order of names of one key.
func (w *nameWriter) compare(a, b keyed) int {
	t := w.j.out
	x, y := &t.Places[a.row], &t.Places[b.row]
	return cmp.Or(nameOrder(t.Class(x), t.Class(y), int(x.Population), int(y.Population)), int(a.row-b.row))
}
