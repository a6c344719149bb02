package geo

import (
	"runtime"
	"sync"
)

// daysPerDegree weighs time against space when the k-d order picks the axis
// to halve. Fewer days make boxes without a window slower, more make windows
// slower; at 2,000 a box alone of 1,000 results is a little faster than in a
// plain R-tree of points, and one with a window of two months 40 times (at
// 1,000, 50 times, but a box alone no faster than there; at 5,000, 27 times).
const daysPerDegree = 2000

// parallelRows is from how many rows on work is shared between processors.
const parallelRows = 1 << 16

// sortKD puts the entries into k-d order: halves, by the median of the axis
// that spreads widest, until a part fits into a leaf. Halves are cut at
// multiples of the block size, and in blocks of the leaf size, so that all
// but the last are full.
func sortKD(e []entry) {
	var wg sync.WaitGroup
	for len(e) > leafRows {
		size := blockRows
		if len(e) <= blockRows {
			size = leafRows
		}
		half := max((len(e)/2+size-1)/size*size, size)
		if half >= len(e) {
			half -= size
		}
		selectNth(e, half, widest(e))
		lower := e[:half]
		if len(lower) > parallelRows {
			wg.Go(func() { sortKD(lower) })
		} else {
			sortKD(lower)
		}
		e = e[half:]
	}
	wg.Wait()
}

// The axes of the k-d order.
const (
	axisLon = iota
	axisLat
	axisDay
)

// axisValue is the entry's coordinate along an axis, in its own unit.
func axisValue(e *entry, axis int) int32 {
	switch axis {
	case axisLon:
		return e.lon
	case axisLat:
		return e.lat
	}
	return int32(e.start)
}

// widest finds the axis along which the entries spread most.
func widest(e []entry) int {
	box, first, last := emptyBox, MaxDay, MinDay
	for i := range e {
		box.add(e[i].lon, e[i].lat)
		first, last = min(first, e[i].start), max(last, e[i].start)
	}
	spread := [3]float64{float64(box.east) - float64(box.west), float64(box.north) - float64(box.south),
		float64(last-first) / daysPerDegree * e7}
	best := 0
	for axis, s := range spread {
		if s > spread[best] {
			best = axis
		}
	}
	return best
}

// selectNth reorders e so that no value before position n is above one at or
// after it (Hoare's quickselect with a median of three; equal values are
// split between both sides, so stacks at one point stay linear).
func selectNth(e []entry, n, axis int) {
	lo, hi := 0, len(e)-1
	for lo < hi {
		pivot := medianOf3(axisValue(&e[lo], axis), axisValue(&e[lo+(hi-lo)/2], axis), axisValue(&e[hi], axis))
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

func medianOf3(a, b, c int32) int32 { return max(min(a, b), min(max(a, b), c)) }

// eachParallel calls do for 0 to n-1, on all processors.
func eachParallel(n int, do func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
