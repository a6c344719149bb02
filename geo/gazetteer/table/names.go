package table

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
)

// decodeNames reads the sections of the names. Keys and spellings are kept as
// they are.
func (t *Table) decodeNames(h *head) error {
	u, err := newUnpacker(h, refSection)
	if err != nil {
		return err
	}
	defer u.z.Close()
	d := &t.Names
	keys := u.keep(keySection)
	d.readKeys(keys, h.keys, h.names)
	if err := keys.end(); err != nil {
		return err
	}
	refs := u.open(refSection)
	d.readRefs(refs, h.places, h.names)
	if err := refs.end(); err != nil {
		return err
	}
	anew := u.keep(spellingSection)
	d.readSpellings(anew)
	return anew.end()
}

// readKeys checks the names and finds the blocks.
func (d *Dictionary) readKeys(r *reader, keys, names int) {
	d.keys = r.whole
	d.blocks = make([]block, 0, keys/blockKeys+1)
	last := make([]byte, 0, maxKey)
	total := 0
	for i := range keys {
		r.row = i
		first := i%blockKeys == 0
		if first {
			d.blocks = append(d.blocks, block{key: uint32(r.at()), ref: uint32(total)})
		}
		count := int(r.number(uint64(names - total)))
		shared, rest := r.suffix()
		if err := follows(last, shared, rest, first); err != nil || r.err != nil || count == 0 {
			r.fail(cmp.Or(err, errors.New("a name without places")))
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
func (d *Dictionary) readRefs(r *reader, places, n int) {
	low, mid, high := r.take(n), r.take(n), r.take(n)
	if r.err != nil {
		return
	}
	d.Refs = make([]Ref, n)
	for i := range d.Refs {
		v := Ref(low[i]) | Ref(mid[i])<<8 | Ref(high[i])<<16
		if v.spelling() == spellings || int(v.Row()) >= places {
			r.row = i
			r.fail(fmt.Errorf("a name of row %d of %d places, spelt in way %d", v.Row(), places, v.spelling()))
			return
		}
		d.Refs[i] = v
	}
}

// readSpellings finds where the spellings of each block start.
func (d *Dictionary) readSpellings(r *reader) {
	d.anew = r.whole
	b := 0
	for i, v := range d.Refs {
		if b < len(d.blocks) && d.blocks[b].ref == uint32(i) {
			d.blocks[b].anew = uint32(r.at())
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
