package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/thedatashed/xlsxreader"

	"incidentmap/internal/ingest"
)

// sheet is the rows of a sheet that have anything in them.
type sheet struct {
	name string
	rows []ingest.Row
	wide int
	// cells are those that the workbook has, gaps those between them that it leaves out.
	cells, gaps int
}

func readSheet(book *xlsxreader.XlsxFile, name string) (*sheet, error) {
	s := &sheet{name: name}
	var failed error
	for row := range book.ReadRows(name) { // to its end: nothing else ends the goroutine that writes it
		switch {
		case failed != nil:
		case row.Error != nil:
			failed = row.Error
		default:
			failed = s.add(&row)
		}
	}
	if failed != nil {
		return s, failed
	}
	all, err := mergedCells(book, name)
	s.fillMerged(all)
	return s, err
}

func (s *sheet) add(row *xlsxreader.Row) error {
	out := ingest.Row{Number: row.Index}
	for _, c := range row.Cells {
		i := c.ColumnIndex()
		if i >= maxColumns {
			return fmt.Errorf("row %d has more than %d columns", row.Index, maxColumns)
		}
		if len(c.Value) > 4*maxCell {
			return fmt.Errorf("row %d, column %s: the cell has more than %d characters", row.Index, c.Column, maxCell)
		}
		for len(out.Cells) <= i {
			out.Cells, out.Kinds = append(out.Cells, ""), append(out.Kinds, ingest.KindAbsent)
		}
		out.Cells[i], out.Kinds[i] = valueOf(&c)
	}
	s.cells += len(row.Cells)
	if s.gaps += len(out.Cells) - len(row.Cells); s.gaps > freeGaps+maxGaps*s.cells {
		return fmt.Errorf("row %d: its cells are too far apart; at most %d of %d may be missing", row.Index, maxGaps, maxGaps+1)
	}
	for _, cell := range out.Cells {
		if strings.TrimSpace(cell) != "" {
			s.rows, s.wide = append(s.rows, out), max(s.wide, len(out.Cells))
			return nil
		}
	}
	return nil
}

// valueOf is a cell's text and what it is. A text may be anything, as in a table of text:
// people write numbers and days into cells of texts.
func valueOf(c *xlsxreader.Cell) (string, ingest.Kind) {
	switch c.Type {
	case xlsxreader.TypeNumerical:
		return shortest(c.Value), ingest.KindNumber
	case xlsxreader.TypeBoolean:
		return strconv.FormatBool(c.Value == "1" || strings.EqualFold(c.Value, "true")), ingest.KindBoolean
	case xlsxreader.TypeDateTime:
		return dateTime(c.Value), ingest.KindUntyped
	}
	if strings.TrimSpace(c.Value) == "" {
		return "", ingest.KindAbsent
	}
	return c.Value, ingest.KindUntyped
}

// dateTime is a date, a time or both as a workbook shows them. Workbooks know no time zones;
// a time alone is one of the day before their first.
func dateTime(text string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "Z"), "T00:00:00")
	for _, day := range []string{"1899-12-30T", "1899-12-31T", "1904-01-01T"} {
		if time, ok := strings.CutPrefix(text, day); ok {
			return time
		}
	}
	return text
}

// shortest writes a number with no more digits than tell it apart: workbooks keep 0.1 as
// 0.10000000000000001. Whole numbers stay as they are, to the last digit.
func shortest(text string) string {
	if !strings.ContainsAny(text, ".eE") {
		return text
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// titled is how many rows above the header may tell what the sheet is.
const titled = 20

// table makes a table of the rows below the header.
func (s *sheet) table(name string) *ingest.Table {
	t := &ingest.Table{File: name, Unit: "row"}
	at, used := s.head(t)
	for i, cell := range t.Header {
		t.Header[i] = strings.Join(strings.Fields(cell), " ")
	}
	t.Header = append(t.Header, make([]string, max(0, s.wide-len(t.Header)))...)
	t.Rows = s.rows[at+used:]
	return t
}

// head gives the table its header, and returns where that is and how many rows it has. One
// of merged cells has few of them in its first row.
func (s *sheet) head(t *ingest.Table) (at, used int) {
	at = s.header()
	rows := func(from int) []ingest.Row { return s.rows[from:min(from+ingest.HeadRows, len(s.rows))] }
	if at > 0 && s.rows[at-1].Number+1 == s.rows[at].Number && s.filled(at-1) > 1 {
		two := *t
		if used = two.SetHead(rows(at - 1)); used == 2 {
			*t = two
			return at - 1, used
		}
	}
	return at, t.SetHead(rows(at))
}

// filled is how many cells of a row have a text.
func (s *sheet) filled(row int) int {
	n := 0
	for _, cell := range s.rows[row].Cells {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// header is the first row that has about as many cells as the sheet is wide, texts all of
// them; titles and notes above it have few.
func (s *sheet) header() int {
	for i := range s.rows[:min(titled, len(s.rows))] {
		filled, texts := 0, 0
		for c := range s.rows[i].Cells {
			text, kind := s.rows[i].Cell(c)
			if strings.TrimSpace(text) != "" {
				filled++
				if kind == ingest.KindUntyped {
					texts++
				}
			}
		}
		if filled == texts && 2*filled > s.wide && (filled > 1 || s.wide == 1) {
			return i
		}
	}
	return 0
}
