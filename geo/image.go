package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// An image is the columns of a settled index as bytes, little-endian, so that
// a later start need not sort again. Blocks, trees and zones are worked out
// anew: that takes milliseconds, and cannot disagree with the columns.
//
//	rows, columns           uint32 each
//	then for each part      plain, long, shared, unplaced:
//	  entries               uint32
//	  lon, lat, start, end, row   int32 each, a column after the other
//	  flags                 uint8
//	  for each code column  its width in bytes (1, 2 or 4) as uint8, and the codes
//
// It carries neither version nor checksum: both are the file's that holds it.

// AppendImage appends the index's image to dst; ok is false where the index
// is in several pieces or something was deleted from it.
func (s *Snapshot[T]) AppendImage(dst []byte) (image []byte, ok bool) {
	if len(s.layers) != 1 || !s.layers[0].sorted || s.layers[0].live != s.layers[0].values.len() {
		return dst, false
	}
	seg := s.layers[0].seg
	dst = appendWord(dst, uint32(seg.rows))
	dst = appendWord(dst, uint32(len(seg.parts[0].codes)))
	for i := range seg.parts {
		dst = seg.parts[i].appendImage(dst)
	}
	return dst, true
}

func appendWord(dst []byte, n uint32) []byte { return binary.LittleEndian.AppendUint32(dst, n) }

func (p *part) appendImage(dst []byte) []byte {
	dst = appendWord(dst, uint32(len(p.row)))
	dst = appendWords(appendWords(dst, p.lon), p.lat)
	dst = appendWords(appendWords(dst, p.start), p.end)
	dst = append(appendWords(dst, p.row), p.flags...)
	for i := range p.codes {
		dst = p.codes[i].appendImage(dst)
	}
	return dst
}

func appendWords[W ~int32 | ~uint32](dst []byte, words []W) []byte {
	for _, w := range words {
		dst = appendWord(dst, uint32(w))
	}
	return dst
}

func (c *column) appendImage(dst []byte) []byte {
	switch {
	case c.b != nil:
		return append(append(dst, 1), c.b...)
	case c.h != nil:
		dst = append(dst, 2)
		for _, code := range c.h {
			dst = binary.LittleEndian.AppendUint16(dst, code)
		}
		return dst
	}
	return appendWords(append(dst, 4), c.w)
}

// LoadIndex makes an index of an image and of its values, which are asked for
// only when an answer needs them. codes is how many codes each column knows.
// An image that does not fit together is an error. That of no values is empty.
func LoadIndex[T comparable](schema Schema[T], image []byte, values Values[T], codes []int) (*Index[T], error) {
	if len(image) == 0 && values.Len() == 0 {
		return NewIndex(schema, nil), nil
	}
	r := &imageReader{rest: image, codes: codes}
	seg := &segment{rows: int(r.word())}
	if columns := int(r.word()); r.err == nil && (seg.rows != values.Len() || columns != schema.Columns ||
		columns != len(codes)) {
		return nil, fmt.Errorf("geo: the image holds %d rows and %d columns, not %d and %d", seg.rows, columns,
			values.Len(), schema.Columns)
	}
	for i := range seg.parts {
		r.part(&seg.parts[i], uint32(seg.rows))
		seg.parts[i].placed = i != partUnplaced
	}
	if len(r.rest) > 0 {
		r.fail("it is longer than its columns")
	}
	if r.copy(); r.err != nil {
		return nil, r.err
	}
	eachParallel(len(seg.parts), func(i int) { seg.parts[i].addBlocks() })
	for i := range seg.parts {
		p := &seg.parts[i]
		p.zones = make([][]uint64, len(codes))
		eachParallel(len(codes), func(c int) { p.zones[c] = p.zonesOf(&p.codes[c]) })
	}
	ix := NewIndex(schema, nil)
	if seg.rows > 0 {
		ix.sealed = []*layer[T]{{view: view{seg: seg, live: seg.rows}, values: valueList[T]{far: values}, sorted: true}}
		ix.publish()
	}
	return ix, nil
}

// imageReader reads an image. After an error it reads nothing more.
type imageReader struct {
	rest   []byte
	codes  []int
	copies []func() (wrong string) // what is to be copied out of the image
	err    error
}

// copy copies the columns, on all processors: a large image is mostly that.
func (r *imageReader) copy() {
	if r.err != nil {
		return
	}
	wrong := make([]string, len(r.copies))
	eachParallel(len(r.copies), func(i int) { wrong[i] = r.copies[i]() })
	for _, why := range wrong {
		if why != "" {
			r.fail(why)
		}
	}
}

// words has a column of words copied.
func words[W ~int32 | ~uint32](r *imageReader, raw []byte, into []W) {
	r.copies = append(r.copies, func() string {
		readWords(raw, into)
		return ""
	})
}

func (r *imageReader) fail(why string) {
	if r.err == nil {
		r.err = errors.New("geo: the image of the index is damaged: " + why)
	}
	r.rest = nil
}

// take returns the next n values of size bytes each, nil after an error.
func (r *imageReader) take(n, size int) []byte {
	if n > len(r.rest)/size {
		r.fail("it ends too early")
		return nil
	}
	out := r.rest[:n*size]
	r.rest = r.rest[n*size:]
	return out
}

func (r *imageReader) word() uint32 {
	if b := r.take(1, 4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *imageReader) part(p *part, rows uint32) {
	n := int(r.word())
	raw := r.take(n, 5*4+1)
	if r.err != nil {
		return
	}
	p.allocate(n)
	words(r, raw, p.lon)
	words(r, raw[4*n:], p.lat)
	words(r, raw[8*n:], p.start)
	words(r, raw[12*n:], p.end)
	r.copies = append(r.copies, func() string {
		copy(p.flags, raw[20*n:])
		readWords(raw[16*n:], p.row)
		if n > 0 && slices.Max(p.row) >= rows {
			return "a row is beyond the last"
		}
		return ""
	})
	p.codes = make([]column, len(r.codes))
	for i := range p.codes {
		r.column(&p.codes[i], n, r.codes[i])
	}
}

func readWords[W ~int32 | ~uint32](raw []byte, into []W) {
	for i := range into {
		into[i] = W(binary.LittleEndian.Uint32(raw[4*i:]))
	}
}

func (r *imageReader) column(c *column, n, known int) {
	width := r.take(1, 1)
	if width == nil {
		return
	}
	size := int(width[0])
	if size != 1 && size != 2 && size != 4 {
		r.fail("codes have 1, 2 or 4 bytes")
		return
	}
	raw := r.take(n, size)
	r.copies = append(r.copies, func() string {
		if c.read(raw, size); n > 0 && int(c.most) >= known {
			return "a code is beyond the last"
		}
		return ""
	})
}

// read reads codes of so many bytes each.
func (c *column) read(raw []byte, size int) {
	switch size {
	case 1:
		c.b = append(make([]uint8, 0, len(raw)), raw...)
		c.most = most(c.b)
	case 2:
		c.h = make([]uint16, len(raw)/2)
		for i := range c.h {
			c.h[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
		c.most = most(c.h)
	case 4:
		c.w = make([]uint32, len(raw)/4)
		readWords(raw, c.w)
		c.most = most(c.w)
	}
}

func most[C uint8 | uint16 | uint32](codes []C) uint32 {
	var m C
	for _, c := range codes {
		m = max(m, c)
	}
	return uint32(m)
}
