package memstore

import (
	"cmp"
	"slices"
)

// maxSortedDays is the longest span that records are sorted by counting the
// days of: 1,400 years.
const maxSortedDays = 1 << 19

// byStart lists the records by start, then by ID. They are given by ID, which a stable sort
// keeps within a day: one that counts the records of each day, where that many days can be
// counted.
func (b *Builder) byStart(byID []uint32) []uint32 {
	if len(byID) == 0 {
		return nil
	}
	rows := make([]uint32, len(byID))
	first, last := slices.Min(b.starts), slices.Max(b.starts)
	if int64(last)-int64(first) >= maxSortedDays {
		copy(rows, byID)
		slices.SortStableFunc(rows, func(x, y uint32) int { return cmp.Compare(b.starts[x], b.starts[y]) })
		return rows
	}
	next := make([]int, int(last-first)+2) // where each day's next row goes
	for _, d := range b.starts {
		next[d-first+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	for _, i := range byID {
		day := b.starts[i] - first
		rows[next[day]] = i
		next[day]++
	}
	return rows
}
