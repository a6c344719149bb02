package table

import (
	"fmt"
	"slices"

	"incidentmap/internal/wire"
)

// reader walks through the bytes of one section. Its first failure sticks, and
// everything read after it is zero.
type reader struct {
	section string
	row     int // that is being read, for errors
	whole   []byte
	in      wire.Reader
	err     error
}

func newReader(section string, b []byte) *reader {
	return &reader{section: section, whole: b, in: wire.NewReader(b)}
}

// at is how many bytes have been read.
func (r *reader) at() int { return len(r.whole) - r.in.Len() }

// fail records the first error with its place.
func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = &rowError{r.section, r.row, err}
		r.in.Fail()
	}
}

// number reads a varint of at most limit.
func (r *reader) number(limit uint64) uint64 {
	v := r.in.Uvarint()
	switch {
	case r.err != nil:
		return 0
	case r.in.Failed():
		r.fail(errEnds)
		return 0
	case v > limit:
		r.fail(fmt.Errorf("%d is more than %d", v, limit))
		return 0
	}
	return v
}

// take reads n bytes. They are those of the section, not a copy.
func (r *reader) take(n int) []byte {
	b := r.in.Take(n)
	if r.in.Failed() {
		r.fail(errEnds)
	}
	return b
}

// text reads a length of at most maxText and as many bytes.
func (r *reader) text() []byte { return r.take(int(r.number(maxText))) }

// suffix reads how many bytes a text shares with the one before it, and the rest.
func (r *reader) suffix() (shared int, rest []byte) {
	lengths := r.take(2)
	if lengths == nil {
		return 0, nil
	}
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
	if r.err == nil && r.in.Len() > 0 {
		r.fail(errMore)
	}
	return r.err
}
