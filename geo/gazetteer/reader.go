package gazetteer

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// reader walks through the bytes of one section. Its first failure sticks, and
// everything read after it is zero.
type reader struct {
	section string
	row     int // that is being read, for errors
	b       []byte
	at      int
	err     error
}

// fail records the first error with its place.
func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = &rowError{r.section, r.row, err}
		r.at = len(r.b)
	}
}

// number reads a varint of at most limit.
func (r *reader) number(limit uint64) uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 && uint64(r.b[r.at]) <= limit {
		r.at++
		return uint64(r.b[r.at-1])
	}
	v, n := binary.Uvarint(r.b[r.at:])
	switch {
	case r.err != nil:
		return 0
	case n <= 0:
		r.fail(errEnds)
		return 0
	case v > limit:
		r.fail(fmt.Errorf("%d is more than %d", v, limit))
		return 0
	}
	r.at += n
	return v
}

// take reads n bytes. They are those of the section, not a copy.
func (r *reader) take(n int) []byte {
	if n > len(r.b)-r.at {
		r.fail(errEnds)
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}

// text reads a length of at most maxText and as many bytes.
func (r *reader) text() []byte { return r.take(int(r.number(maxText))) }

// suffix reads how many bytes a text shares with the one before it, and the rest.
func (r *reader) suffix() (shared int, rest []byte) {
	if len(r.b)-r.at < 2 {
		r.fail(errEnds)
		return 0, nil
	}
	lengths := r.b[r.at : r.at+2]
	r.at += 2
	return int(lengths[0]), r.take(int(lengths[1]))
}

// column reads a number of at most limit for each row. Its bytes lie in four
// planes, the lowest first: the high bytes, which are nearly all alike, take
// hardly any room so, and all are read without a decision.
func (r *reader) column(name string, v []uint32, limit uint32) {
	n := len(v)
	b := r.take(4 * n)
	if r.err != nil {
		return
	}
	b0, b1, b2, b3 := b[:n], b[n:][:n], b[2*n:][:n], b[3*n:][:n]
	most := uint32(0)
	for i := range v {
		v[i] = uint32(b0[i]) | uint32(b1[i])<<8 | uint32(b2[i])<<16 | uint32(b3[i])<<24
		most = max(most, v[i])
	}
	if most <= limit {
		return
	}
	r.row = slices.IndexFunc(v, func(x uint32) bool { return x > limit })
	r.fail(fmt.Errorf("%s: %d is more than %d", name, v[r.row], limit))
}

// end fails unless everything was read.
func (r *reader) end() error {
	if r.err == nil && r.at < len(r.b) {
		r.fail(errMore)
	}
	return r.err
}
