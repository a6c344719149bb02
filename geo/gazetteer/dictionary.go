package gazetteer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"unicode"
	"unicode/utf8"
)

// ref is one name of one place: its row, and how the name is spelt.
type ref uint32

func (r ref) row() int32    { return int32(r >> 2) }
func (r ref) spelling() int { return int(r & 3) }

// dictionary holds the folded names in order, as the file has them: in blocks
// whose first name is written in full, the others without what they share with
// the one before. Names stay packed in memory and are compared as they lie.
type dictionary struct {
	keys   []byte
	blocks []block
	refs   []ref
	anew   []byte // the spellings of the names that are spelt anew
}

// block is where the parts of a block start, and how its first name begins, so
// that a search rarely looks at the names.
type block struct {
	start          uint64 // the first eight bytes of the first name
	key, ref, anew uint32
}

// startOf is how a name begins, as a number that has the order of names.
func startOf[T []byte | string](name T) uint64 {
	var v uint64
	for i := range 8 {
		v <<= 8
		if i < len(name) {
			v |= uint64(name[i])
		}
	}
	return v
}

// find returns the range of refs of a folded name, empty where there is none.
func (d *dictionary) find(key string) (from, to int32) {
	if key == "" || len(key) > maxKey {
		return 0, 0
	}
	start := startOf(key)
	after := sort.Search(len(d.blocks), func(i int) bool {
		b := &d.blocks[i]
		return b.start > start || b.start == start && string(d.first(i)) > key
	})
	if after == 0 {
		return 0, 0
	}
	return d.scan(after-1, key)
}

// first is the first name of a block, as it lies in the dictionary.
func (d *dictionary) first(i int) []byte {
	b := d.keys[d.blocks[i].key:]
	_, n := binary.Uvarint(b)
	return b[n+2 : n+2+int(b[n+1])]
}

// scan looks for a name in a block. It keeps how many bytes of the name the
// last one shares: a name that shares more with the last is as far below, one
// that shares less is above, and only one that shares as much is compared.
func (d *dictionary) scan(i int, key string) (from, to int32) {
	at, end := int(d.blocks[i].key), d.end(i)
	from = int32(d.blocks[i].ref)
	for same := 0; at < end; {
		count, n := binary.Uvarint(d.keys[at:])
		shared, rest := int(d.keys[at+n]), int(d.keys[at+n+1])
		at += n + 2
		if shared < same {
			return 0, 0
		}
		if shared == same {
			left := d.keys[at : at+rest]
			more := commonPrefix(left, key[same:])
			switch same += more; {
			case more == rest && same == len(key):
				return from, from + int32(count)
			case more < rest && (same == len(key) || left[more] > key[same]):
				return 0, 0
			}
		}
		at, from = at+rest, from+int32(count)
	}
	return 0, 0
}

// end is where the keys of a block end.
func (d *dictionary) end(i int) int {
	if i+1 < len(d.blocks) {
		return int(d.blocks[i+1].key)
	}
	return len(d.keys)
}

// commonPrefix counts the bytes that a and b begin with alike.
func commonPrefix[A, B []byte | string](a A, b B) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// spell is the name of a candidate as the gazetteer writes it.
func (g *Gazetteer) spell(c candidate) string {
	switch d := &g.names; d.refs[c.name].spelling() {
	case spelledAsLabel:
		return g.label(c.row)
	case spelledAsKey:
		return capitals(d.key(c.name))
	default:
		return d.spelling(c.name)
	}
}

// block is the block that name i belongs to.
func (d *dictionary) block(i int32) int {
	return sort.Search(len(d.blocks), func(b int) bool { return d.blocks[b].ref > uint32(i) }) - 1
}

// key writes out the folded name i.
func (d *dictionary) key(i int32) string {
	var key []byte
	b := d.block(i)
	at, ref := int(d.blocks[b].key), d.blocks[b].ref
	for ref <= uint32(i) {
		count, n := binary.Uvarint(d.keys[at:])
		shared, rest := int(d.keys[at+n]), int(d.keys[at+n+1])
		at += n + 2
		key = append(key[:shared], d.keys[at:at+rest]...)
		at, ref = at+rest, ref+uint32(count)
	}
	return string(key)
}

// spelling is the own spelling of name i: that after those of the names before
// it in its block.
func (d *dictionary) spelling(i int32) string {
	b := d.blocks[d.block(i)]
	at := int(b.anew)
	for j := b.ref; ; j++ {
		if d.refs[j].spelling() != spelledAnew {
			continue
		}
		size, n := binary.Uvarint(d.anew[at:])
		if at += n; j == uint32(i) {
			return string(d.anew[at : at+int(size)])
		}
		at += int(size)
	}
}

// capitals writes a folded name with a capital at the start of each word.
func capitals(key string) string {
	b := make([]byte, 0, len(key))
	start := true
	for _, r := range key {
		if start {
			r = unicode.ToUpper(r)
		}
		b = utf8.AppendRune(b, r)
		start = r == ' '
	}
	return string(b)
}

// decodeNames reads the sections of the names.
func (g *Gazetteer) decodeNames(h *head) error {
	d := &g.names
	for i, read := range []func(*reader){
		func(r *reader) { d.readKeys(r, h.keys, h.names) },
		func(r *reader) { d.readRefs(r, h.places, h.names) },
		d.readSpellings,
	} {
		r, err := h.unpack(keySection + i)
		if err != nil {
			return err
		}
		read(r)
		if err := r.end(); err != nil {
			return err
		}
	}
	return nil
}

// readKeys checks the names and finds the blocks.
func (d *dictionary) readKeys(r *reader, keys, names int) {
	d.keys = r.b
	d.blocks = make([]block, 0, keys/blockKeys+1)
	last := make([]byte, 0, maxKey)
	total := 0
	for i := range keys {
		r.row = i
		first := i%blockKeys == 0
		if first {
			d.blocks = append(d.blocks, block{key: uint32(r.at), ref: uint32(total)})
		}
		count := int(r.number(uint64(names - total)))
		shared, rest := r.suffix()
		if err := follows(last, shared, rest, first); err != nil || r.err != nil || count == 0 {
			r.fail(cmpOr(err, errors.New("a name without places")))
			return
		}
		if last = append(last[:shared], rest...); first {
			d.blocks[len(d.blocks)-1].start = startOf(last)
		}
		total += count
	}
	if r.row = keys; total != names {
		r.fail(fmt.Errorf("%d names, not the %d announced", total, names))
	}
}

// cmpOr is the first error that is one.
func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// follows checks that a text that shares so many bytes with the last one and
// goes on with rest is above the last: it goes on with a greater byte where the
// two part, or is longer. The first of a block is written in full.
func follows(last []byte, shared int, rest []byte, first bool) error {
	switch {
	case len(rest) == 0 || shared+len(rest) > maxKey || shared > len(last) || first && shared > 0:
		return fmt.Errorf("a text that shares %d bytes with one of %d and adds %d", shared, len(last), len(rest))
	case first && bytes.Compare(last, rest) >= 0, !first && shared < len(last) && rest[0] <= last[shared]:
		return errOrder
	}
	return nil
}

// readRefs puts the three columns of the references together.
func (d *dictionary) readRefs(r *reader, places, n int) {
	low, mid, high := r.take(n), r.take(n), r.take(n)
	if r.err != nil {
		return
	}
	d.refs = make([]ref, n)
	for i := range d.refs {
		v := ref(low[i]) | ref(mid[i])<<8 | ref(high[i])<<16
		if v.spelling() == spellings || int(v.row()) >= places {
			r.row = i
			r.fail(fmt.Errorf("a name of row %d of %d places, spelt in way %d", v.row(), places, v.spelling()))
			return
		}
		d.refs[i] = v
	}
}

// readSpellings finds where the spellings of each block start.
func (d *dictionary) readSpellings(r *reader) {
	d.anew = r.b
	b := 0
	for i, v := range d.refs {
		if b < len(d.blocks) && d.blocks[b].ref == uint32(i) {
			d.blocks[b].anew = uint32(r.at)
			b++
		}
		if v.spelling() != spelledAnew {
			continue
		}
		if r.row = i; len(r.text()) == 0 {
			r.fail(errors.New("a name without a spelling"))
			return
		}
	}
}
