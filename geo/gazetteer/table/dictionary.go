package table

import (
	"bytes"
	"encoding/binary"
	"iter"
	"sort"
	"unicode"
	"unicode/utf8"
)

// Ref is one name of one place: its row, and how the name is spelt.
type Ref uint32

// Row is the row of the place.
func (r Ref) Row() int32 { return int32(r >> 2) }

func (r Ref) spelling() int { return int(r & 3) }

// Own reports whether the name is the one that its place is shown by.
func (r Ref) Own() bool { return r.spelling() == spelledAsLabel }

// Dictionary holds the folded names in order, as the file has them: in blocks
// whose first name is written in full, the others without what they share with
// the one before. Names stay packed in memory and are compared as they lie.
type Dictionary struct {
	keys   []byte
	blocks []block
	Refs   []Ref  // by name, then as nameOrder has them
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

// Find returns the range of refs of a folded name, empty where there is none.
func (d *Dictionary) Find(key string) (int32, int32) {
	if key == "" || len(key) > maxKey {
		return 0, 0
	}
	start := startOf(key)
	from, after := 0, len(d.blocks) // sort.Search, written out: calls of a function take a third of it
	for from < after {
		middle := int(uint(from+after) / 2)
		if b := &d.blocks[middle]; b.start > start || b.start == start && string(d.first(middle)) > key {
			after = middle
		} else {
			from = middle + 1
		}
	}
	if after == 0 {
		return 0, 0
	}
	return d.scan(after-1, key)
}

// first is the first name of a block, as it lies in the dictionary.
func (d *Dictionary) first(i int) []byte {
	b := d.keys[d.blocks[i].key:]
	_, n := binary.Uvarint(b)
	return b[n+2 : n+2+int(b[n+1])]
}

// scan looks for a name in a block. It keeps how many bytes of the name the
// last one shares: a name that shares more with the last is as far below, one
// that shares less is above, and only one that shares as much is compared.
func (d *Dictionary) scan(i int, key string) (from, to int32) {
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
func (d *Dictionary) end(i int) int {
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

// Spell is name i as the gazetteer writes it.
func (t *Table) Spell(i int32) string {
	switch d := &t.Names; d.Refs[i].spelling() {
	case spelledAsLabel:
		return t.Label(d.Refs[i].Row())
	case spelledAsKey:
		return capitals(d.Key(i))
	default:
		return d.spelling(i)
	}
}

// block is the block that name i belongs to.
func (d *Dictionary) block(i int32) int {
	return sort.Search(len(d.blocks), func(b int) bool { return d.blocks[b].ref > uint32(i) }) - 1
}

// Key writes out the folded name i.
func (d *Dictionary) Key(i int32) string {
	w := walkBlock(d, d.block(i))
	for w.to <= i {
		w.next()
	}
	return string(w.key)
}

// AtMost is not below the number of folded names, and not far above.
func (d *Dictionary) AtMost() int { return len(d.blocks) * blockKeys }

// All yields the folded names and their numbers. A name is good until the next.
func (d *Dictionary) All() iter.Seq2[uint32, []byte] {
	return func(yield func(uint32, []byte) bool) {
		w := walk(d)
		for number := uint32(0); w.next() && yield(number, w.key); number++ {
		}
	}
}

// Nth writes out the name of a number to b, and finds its refs. It is a walk written
// out: a search for similar names asks for hundreds, and takes a tenth longer with one.
func (d *Dictionary) Nth(number uint32, b []byte) (key []byte, from, to int32) {
	block := &d.blocks[number/blockKeys]
	at, ref := int(block.key), int32(block.ref)
	for i := number % blockKeys; ; i-- {
		count, n := binary.Uvarint(d.keys[at:])
		shared, rest := int(d.keys[at+n]), int(d.keys[at+n+1])
		at += n + 2
		b = append(b[:shared], d.keys[at:at+rest]...)
		if i == 0 {
			return b, ref, ref + int32(count)
		}
		at, ref = at+rest, ref+int32(count)
	}
}

// Prefixed yields the names that begin with key, and their range of refs.
func (d *Dictionary) Prefixed(key string, yield func(name []byte, from, to int32)) {
	b := sort.Search(len(d.blocks), func(i int) bool { return string(d.first(i)) >= key })
	if len(d.blocks) == 0 || key == "" || len(key) > maxKey {
		return
	}
	w, prefix := walkBlock(d, max(b-1, 0)), []byte(key)
	for w.next() {
		if bytes.HasPrefix(w.key, prefix) {
			yield(w.key, w.from, w.to)
		} else if bytes.Compare(w.key, prefix) > 0 {
			return
		}
	}
}

// spelling is the own spelling of name i: that after those of the names before
// it in its block.
func (d *Dictionary) spelling(i int32) string {
	b := d.blocks[d.block(i)]
	at := int(b.anew)
	for j := b.ref; ; j++ {
		if d.Refs[j].spelling() != spelledAnew {
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
