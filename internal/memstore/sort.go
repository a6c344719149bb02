package memstore

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"incidentmap/geo"
)

// maxSortedDays is the longest span that records are sorted by counting the
// days of: 1,400 years.
const maxSortedDays = 1 << 19

// order lists the rows by start, then by ID: by counting the records of each
// day, and each day's by comparing IDs, several days at once.
func (b *Builder) order() []uint32 {
	rows := make([]uint32, len(b.starts))
	first, last := geo.Day(0), geo.Day(-1)
	if len(b.starts) > 0 {
		first, last = slices.Min(b.starts), slices.Max(b.starts)
	}
	if int64(last)-int64(first) >= maxSortedDays {
		for i := range rows {
			rows[i] = uint32(i)
		}
		slices.SortFunc(rows, func(x, y uint32) int {
			return cmp.Or(cmp.Compare(b.starts[x], b.starts[y]), strings.Compare(b.packer.ID(int(x)),
				b.packer.ID(int(y))))
		})
		return rows
	}
	ends := make([]int, int(last-first)+2) // of each day, shifted by one
	for _, d := range b.starts {
		ends[d-first+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	for i, d := range b.starts {
		rows[ends[d-first]] = uint32(i)
		ends[d-first]++
	}
	b.sortDays(rows, ends[:len(ends)-1])
	return rows
}

// sortDays sorts the rows of each day, which end where ends says, by ID.
func (b *Builder) sortDays(rows []uint32, ends []int) {
	const batch = 64 // days
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for to := int(next.Add(batch)); to-batch < len(ends); to = int(next.Add(batch)) {
				for i := to - batch; i < min(to, len(ends)); i++ {
					from := 0
					if i > 0 {
						from = ends[i-1]
					}
					b.sortByID(rows[from:ends[i]])
				}
			}
		})
	}
	wg.Wait()
}

// sortByID sorts rows by their IDs, each of which is read once.
func (b *Builder) sortByID(rows []uint32) {
	if len(rows) < 2 {
		return
	}
	type idRow struct {
		id  string
		row uint32
	}
	all := make([]idRow, len(rows))
	for i, row := range rows {
		all[i] = idRow{b.packer.ID(int(row)), row}
	}
	slices.SortFunc(all, func(x, y idRow) int { return strings.Compare(x.id, y.id) })
	for i := range all {
		rows[i] = all[i].row
	}
}
