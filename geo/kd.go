package geo

import "math"

// daysPerDegree weighs time against space when the k-d order picks the axis
// to halve: a month is worth about a degree.
const daysPerDegree = 30

// sortKD puts the entries into k-d order: halves, by the median of the axis
// that spreads widest, until a part fits into a block. Halves are cut at
// multiples of the block size, so that every block but the last is full.
func sortKD(e []Entry) {
	for len(e) > blockRows {
		axis := widest(e)
		half := (len(e)/2 + blockRows - 1) / blockRows * blockRows
		if half >= len(e) {
			half = blockRows
		}
		selectNth(e, half, axis)
		sortKD(e[:half])
		e = e[half:]
	}
}

// axisValue is the entry's coordinate along axis 0 (longitude), 1 (latitude)
// or 2 (start day), in comparable units.
func axisValue(e *Entry, axis int) float64 {
	if axis == 2 {
		return float64(e.Start) / daysPerDegree
	}
	return e.Point[axis]
}

func widest(e []Entry) int {
	best, bestSpread := 0, -1.0
	for axis := range 3 {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range e {
			v := axisValue(&e[i], axis)
			lo, hi = min(lo, v), max(hi, v)
		}
		if hi-lo > bestSpread {
			best, bestSpread = axis, hi-lo
		}
	}
	return best
}

// selectNth reorders e so that no value before position n is above one at or
// after it (Hoare's quickselect with a middle pivot; equal values are split
// between both sides, so stacks at one point stay linear).
func selectNth(e []Entry, n, axis int) {
	lo, hi := 0, len(e)-1
	for lo < hi {
		pivot := axisValue(&e[lo+(hi-lo)/2], axis)
		i, j := lo, hi
		for i <= j {
			for axisValue(&e[i], axis) < pivot {
				i++
			}
			for axisValue(&e[j], axis) > pivot {
				j--
			}
			if i <= j {
				e[i], e[j] = e[j], e[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			hi = j
		case n >= i:
			lo = i
		default:
			return
		}
	}
}
