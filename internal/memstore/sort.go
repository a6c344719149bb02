package memstore

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// maxSortedDays is the longest span that records are sorted by counting the
// days of: 1,400 years.
const maxSortedDays = 1 << 19

// sortDefault sorts by start, then by ID: by counting the records of each day,
// and each day's by comparing IDs, several days at once.
func sortDefault(records []*incident.Record) {
	starts := make([]geo.Day, len(records)) // a look through two pointers is dear
	first, last := geo.Day(0), geo.Day(-1)
	for i, r := range records {
		starts[i] = r.Date.Start
		if i == 0 {
			first, last = starts[0], starts[0]
		}
		first, last = min(first, starts[i]), max(last, starts[i])
	}
	if int64(last)-int64(first) >= maxSortedDays {
		slices.SortFunc(records, incident.CompareDefault)
		return
	}
	ends := make([]int, int(last-first)+2) // of each day, shifted by one
	for _, d := range starts {
		ends[d-first+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	byDay := make([]*incident.Record, len(records))
	for i, d := range starts {
		byDay[ends[d-first]] = records[i]
		ends[d-first]++
	}
	copy(records, byDay)
	sortDays(records, ends[:len(ends)-1])
}

// sortDays sorts the records of each day, which end where ends says, by ID.
func sortDays(records []*incident.Record, ends []int) {
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
					slices.SortFunc(records[from:ends[i]], func(a, b *incident.Record) int { return strings.Compare(a.ID, b.ID) })
				}
			}
		})
	}
	wg.Wait()
}
