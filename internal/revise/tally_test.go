package revise

import (
	"fmt"
	"testing"

	"incidentmap/internal/store"
)

// The audit tells what was done to which incidents, and of many how many more.
func TestTally(t *testing.T) {
	var few, many tally
	few.add(store.OpRedact, "a")
	if got := few.String(); got != "redact 1: a" {
		t.Error(got)
	}
	for i := range 7 {
		many.add(store.OpPut, fmt.Sprint("i", i))
	}
	many.add(store.OpDelete, "x")
	if got := many.String(); got != "put 7, delete 1: i0, i1, i2, i3, i4 and 3 more" {
		t.Error(got)
	}
}
