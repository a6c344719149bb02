package memstore

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"incidentmap/geo"
)

// Rows are by start and then as their IDs are, be their days few or too many to count.
func TestByStart(t *testing.T) {
	for _, span := range []int{1, 30, 2 * maxSortedDays} {
		r := rand.New(rand.NewPCG(1, uint64(span))) //nolint:gosec // repeatable
		b := &Builder{}
		for range 500 {
			b.starts = append(b.starts, geo.Day(r.IntN(span)-span/2))
		}
		var byID []uint32
		for _, i := range r.Perm(len(b.starts)) {
			byID = append(byID, uint32(i))
		}
		want := slices.Clone(byID)
		slices.SortStableFunc(want, func(x, y uint32) int { return cmp.Compare(b.starts[x], b.starts[y]) })
		if got := b.byStart(byID); !slices.Equal(got, want) {
			t.Errorf("a span of %d days: %d, want %d", span, got[:10], want[:10])
		}
	}
	if got := (&Builder{}).byStart(nil); len(got) != 0 {
		t.Errorf("of none it is %d", got)
	}
}
