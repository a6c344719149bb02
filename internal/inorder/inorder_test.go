package inorder

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// Lots come in their order, whichever is ready first, and nothing goes on after the end.
func TestAhead(t *testing.T) {
	var made, worked atomic.Int64
	lots := func(yield func(int) bool) {
		for i := range 100 {
			made.Add(1)
			if !yield(i) {
				return
			}
		}
	}
	work := func(i int) {
		if i%7 == 0 {
			time.Sleep(time.Millisecond)
		}
		worked.Add(1)
	}
	got := slices.Collect(Ahead(lots, work))
	if len(got) != 100 || !slices.IsSorted(got) || worked.Load() != 100 {
		t.Errorf("%v, %d worked on", got, worked.Load())
	}
	made.Store(0)
	worked.Store(0)
	for i := range Ahead(lots, work) {
		if i == 3 {
			break
		}
	}
	n := made.Load()
	if time.Sleep(5 * time.Millisecond); made.Load() != n || worked.Load() != n || n > 50 {
		t.Errorf("%d made, then %d; %d worked on", n, made.Load(), worked.Load())
	}
	for range Ahead(func(func(int) bool) {}, work) {
		t.Error("there is none")
	}
}
