package xlsx

import (
	"strings"

	"incidentmap/internal/ingest"
)

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
	s.showLinks(t)
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
