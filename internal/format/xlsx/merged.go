package xlsx

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"incidentmap/internal/ingest"
)

// merged is a range of cells that a workbook shows as one: it keeps the value in the first.
type merged struct{ column, from, to int }

var mergedForm = regexp.MustCompile(`^([A-Za-z]{1,3})(\d{1,7}):[A-Za-z]{1,3}(\d{1,7})$`)

// maxMerged bounds the merged cells of a sheet.
const maxMerged = 1_000_000

// noteMerged notes a range of cells that spans rows.
func (s *sheet) noteMerged(ref string) error {
	m := mergedForm.FindStringSubmatch(ref)
	if m == nil {
		return nil
	}
	if len(s.merged) == maxMerged {
		return fmt.Errorf("it has more than %d merged cells", maxMerged)
	}
	column, err := columnOf([]byte(m[1]))
	from, errFrom := strconv.Atoi(m[2])
	to, errTo := strconv.Atoi(m[3])
	if err == nil && errFrom == nil && errTo == nil && to > from {
		s.merged = append(s.merged, merged{column, from, to})
	}
	return nil
}

// maxFilled bounds how many rows the merged cells of a sheet may span together.
const maxFilled = 10_000_000

// fillMerged gives all rows of merged cells their value.
func (s *sheet) fillMerged(all []merged) {
	find := func(number int) int {
		at, _ := slices.BinarySearchFunc(s.rows, number, func(r ingest.Row, n int) int {
			return cmp.Compare(r.Number, n)
		})
		return at
	}
	left := maxFilled
	for _, m := range all {
		at := find(m.from)
		if at == len(s.rows) || s.rows[at].Number != m.from || m.column >= len(s.rows[at].Cells) {
			continue
		}
		first := &s.rows[at]
		for at++; at < len(s.rows) && s.rows[at].Number <= m.to && left > 0; at++ {
			fillCell(&s.rows[at], m.column, first.Cells[m.column], first.Kinds[m.column])
			left--
		}
	}
}

// fillCell gives a row a value where it has none.
func fillCell(row *ingest.Row, column int, text string, kind ingest.Kind) {
	for len(row.Cells) <= column {
		row.Cells, row.Kinds = append(row.Cells, ""), append(row.Kinds, ingest.KindAbsent)
	}
	if row.Cells[column] == "" {
		row.Cells[column], row.Kinds[column] = text, kind
	}
}
