package xlsx

import (
	"strings"
	"testing"

	"github.com/thedatashed/xlsxreader"
)

// TestGaps: a sheet whose rows have one cell far out would fill memory with the cells
// before it; one that is wide and mostly empty is read.
func TestGaps(t *testing.T) {
	add := func(s *sheet, column string, rows int) (err error) {
		for i := 0; i < rows && err == nil; i++ {
			cells := []xlsxreader.Cell{{Column: column, Row: i + 1, Value: "x"}}
			err = s.add(&xlsxreader.Row{Index: i + 1, Cells: cells})
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
