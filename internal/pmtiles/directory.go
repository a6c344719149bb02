package pmtiles

import (
	"fmt"
	"math"
	"sort"

	"incidentmap/internal/wire"
)

// entry is a line of a directory: run tiles from id on that are one content, or,
// with a run of 0, a leaf directory whose first tile is id.
type entry struct {
	id     uint64
	run    uint32
	length uint32
	offset uint64 // in the section of tiles or of leaves
}

// maxCached is how many leaf directories are kept unpacked.
const maxCached = 64

// leaf reads a leaf directory, or takes it from the cache.
func (a *Archive) leaf(s section) ([]entry, error) {
	a.mu.Lock()
	dir, known := a.cached[s]
	a.mu.Unlock()
	if known {
		return dir, nil
	}
	dir, err := a.directory(s)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.cached) >= maxCached {
		clear(a.cached)
	}
	a.cached[s] = dir
	return dir, nil
}

// directory reads and decodes a directory.
func (a *Archive) directory(s section) ([]entry, error) {
	b, err := a.unpack(s, maxDirectory)
	if err != nil {
		return nil, err
	}
	return decode(b)
}

// decode reads a directory: the number of entries, then column by column the
// differences of their IDs, their runs, lengths and offsets plus one, where 0
// means after the entry before; all as unsigned LEB128.
func decode(b []byte) ([]entry, error) {
	d := decoder{in: wire.NewReader(b)}
	n := d.next(uint64(len(b)) / 4) // each entry takes four bytes at least
	dir := make([]entry, n)
	var id uint64
	for i := range dir {
		step := d.next(math.MaxUint64 - id)
		if i > 0 && step == 0 {
			d.fail("IDs do not ascend")
		}
		id += step
		dir[i].id = id
	}
	for i := range dir {
		dir[i].run = uint32(d.next(math.MaxUint32))
	}
	for i := range dir {
		dir[i].length = uint32(d.next(math.MaxUint32))
	}
	for i := range dir {
		switch v := d.next(math.MaxInt64); {
		case v > 0:
			dir[i].offset = v - 1
		case i > 0:
			dir[i].offset = dir[i-1].offset + uint64(dir[i-1].length)
		default:
			d.fail("the first entry has no offset")
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return dir, nil
}

// decoder reads numbers until one fails.
type decoder struct {
	in  wire.Reader
	err error
}

// next is the next number, 0 after a failure.
func (d *decoder) next(most uint64) uint64 {
	v := d.in.Uvarint()
	if d.in.Failed() || v > most {
		d.fail("a number is missing or too large")
	}
	if d.err != nil {
		return 0
	}
	return v
}

// fail keeps the first failure.
func (d *decoder) fail(what string) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: directory: %s", ErrFormat, what)
	}
}

// find is the entry that covers a tile or leads to its directory.
func find(dir []entry, id uint64) (entry, bool) {
	i := sort.Search(len(dir), func(i int) bool { return dir[i].id > id }) - 1
	if i < 0 {
		return entry{}, false
	}
	e := dir[i]
	return e, e.run == 0 || id-e.id < uint64(e.run)
}

// tileID numbers the tiles from zoom 0 on, within a zoom along a Hilbert curve.
func tileID(z uint8, x, y uint32) uint64 {
	id := (uint64(1)<<(2*z) - 1) / 3
	for s := uint32(1) << z >> 1; s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		id += uint64(s) * uint64(s) * uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
	}
	return id
}
