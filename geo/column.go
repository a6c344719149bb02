package geo

import "math"

// column holds one dictionary code a row, in the narrowest of three widths
// that holds its largest code: most vocabularies have fewer than 256 words.
// Only one of the slices is set.
type column struct {
	b []uint8
	h []uint16
	w []uint32
	// most is the largest code.
	most uint32
}

func newColumn(codes []uint32) column {
	c := column{}
	for _, code := range codes {
		c.most = max(c.most, code)
	}
	switch {
	case c.most <= math.MaxUint8:
		c.b = narrow[uint8](codes)
	case c.most <= math.MaxUint16:
		c.h = narrow[uint16](codes)
	default:
		c.w = codes
	}
	return c
}

func narrow[C uint8 | uint16](codes []uint32) []C {
	out := make([]C, len(codes))
	for i, c := range codes {
		out[i] = C(c)
	}
	return out
}

// at returns the code at a position.
func (c *column) at(i int) uint32 {
	switch {
	case c.b != nil:
		return uint32(c.b[i])
	case c.h != nil:
		return uint32(c.h[i])
	}
	return c.w[i]
}

// bytes is the memory that the codes take.
func (c *column) bytes() int { return len(c.b) + 2*len(c.h) + 4*len(c.w) }

// zone is the set of codes in a run of the column, folded into 64 bits: bit
// n stands for the codes n, n+64, n+128, ….
func (c *column) zone(from, to int) uint64 {
	switch {
	case c.b != nil:
		return zoneOf(c.b[from:to])
	case c.h != nil:
		return zoneOf(c.h[from:to])
	}
	return zoneOf(c.w[from:to])
}

func zoneOf[C uint8 | uint16 | uint32](codes []C) uint64 {
	var z uint64
	for _, c := range codes {
		z |= 1 << (c & 63)
	}
	return z
}

// keep compacts sel to the positions from+sel[i] whose code is allowed and
// returns how many are left.
func (c *column) keep(from int, sel []uint8, allow []uint8) int {
	switch {
	case c.b != nil:
		return keepCodes(c.b[from:], sel, allow)
	case c.h != nil:
		return keepCodes(c.h[from:], sel, allow)
	}
	return keepCodes(c.w[from:], sel, allow)
}

func keepCodes[C uint8 | uint16 | uint32](codes []C, sel, allow []uint8) int {
	n := 0
	for _, s := range sel {
		sel[n] = s
		if c := int(codes[s]); c < len(allow) {
			n += int(allow[c])
		}
	}
	return n
}

// count adds the codes of a run to counts, which is as long as the
// dictionary; every other one to odd, unless that is nil.
func (c *column) count(r *run, counts, odd []int) {
	switch {
	case c.b != nil:
		countCodes(c.b, r, counts, odd)
	case c.h != nil:
		countCodes(c.h, r, counts, odd)
	default:
		countCodes(c.w, r, counts, odd)
	}
}

func countCodes[C uint8 | uint16 | uint32](codes []C, r *run, counts, odd []int) {
	codes = codes[r.from:r.to]
	if odd == nil {
		odd = counts
	}
	if r.sel == nil {
		for ; len(codes) > 1; codes = codes[2:] {
			counts[codes[0]]++
			odd[codes[1]]++
		}
		for _, c := range codes {
			counts[c]++
		}
		return
	}
	sel := r.sel
	for ; len(sel) > 1; sel = sel[2:] {
		counts[codes[sel[0]]]++
		odd[codes[sel[1]]]++
	}
	for _, s := range sel {
		counts[codes[s]]++
	}
}
