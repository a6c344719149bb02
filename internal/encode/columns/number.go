package columns

import (
	"encoding/binary"
	"slices"
)

// number is what an array may hold: no two are farther apart than 2^32.
type number interface{ ~int32 | ~uint32 }

// appendNumbers appends an array.
func appendNumbers[N number](dst []byte, values []N) []byte {
	if len(values) == 0 {
		return append(dst, 0, 1, 0)
	}
	base, most := values[0], values[0]
	for _, v := range values {
		base, most = min(base, v), max(most, v)
	}
	unit := uint32(1)
	if base != most {
		unit = unitOf(values, base)
	}
	width := widthOf(uint32(most-base) / unit)
	dst = binary.AppendVarint(dst, int64(base))
	dst = append(binary.AppendUvarint(dst, uint64(unit)), byte(width))
	return appendPlanes(dst, values, base, unit, width)
}

// maxUnit is the largest unit that is looked for, a tenth of a degree.
const maxUnit = 1_000_000

// unitOf is the greatest power of ten up to maxUnit that divides all differences to
// the base: coordinates are often rounded to a few decimals.
func unitOf[N number](values []N, base N) uint32 {
	unit := uint32(maxUnit)
	for _, v := range values {
		for diff := uint32(v - base); diff%unit != 0; {
			if unit /= 10; unit == 1 {
				return 1
			}
		}
	}
	return unit
}

// widthOf is in how many bytes all stored numbers fit.
func widthOf(most uint32) int {
	switch {
	case most == 0:
		return 0
	case most < 1<<8:
		return 1
	case most < 1<<16:
		return 2
	}
	return 4
}

// appendPlanes appends the stored numbers: the lowest bytes first.
func appendPlanes[N number](dst []byte, values []N, base N, unit uint32, width int) []byte {
	n := len(values)
	from := len(dst)
	dst = slices.Grow(dst, width*n)[:from+width*n]
	out := dst[from:]
	switch width {
	case 1:
		for i, v := range values {
			out[i] = byte(uint32(v-base) / unit)
		}
	case 2:
		for i, v := range values {
			stored := uint32(v-base) / unit
			out[i], out[n+i] = byte(stored), byte(stored>>8)
		}
	case 4:
		for i, v := range values {
			stored := uint32(v-base) / unit
			out[i], out[n+i], out[2*n+i], out[3*n+i] = byte(stored), byte(stored>>8), byte(stored>>16), byte(stored>>24)
		}
	}
	return dst
}
