package xlsx

import (
	"strings"
	"testing"

	"incidentmap/internal/ingest"
)

// TestGaps: a sheet whose rows have one cell far out would fill memory with the cells
// before it; one that is wide and mostly empty is read.
func TestGaps(t *testing.T) {
	add := func(s *sheet, column string, rows int) (err error) {
		for i := 0; i < rows && err == nil; i++ {
			at, bad := columnOf([]byte(column))
			if bad != nil {
				return bad
			}
			err = s.add(&ingest.Row{Number: i + 1, Cells: make([]string, at+1)}, 1)
		}
		return err
	}
	if err := add(&sheet{}, "CV", 10_000); err != nil {
		t.Errorf("a hundred columns: %v", err)
	}
	if err := add(&sheet{}, "XFD", 10_000); err == nil || !strings.Contains(err.Error(), "too far apart") {
		t.Errorf("all columns: %v", err)
	}
}
