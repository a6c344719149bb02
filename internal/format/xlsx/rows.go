package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"incidentmap/internal/ingest"
)

// sheet is the rows of a sheet that have anything in them.
type sheet struct {
	*book
	sheetPart
	rows []ingest.Row
	wide int
	// seen is how many rows were read, last the number of the last of them; merged are ranges
	// of cells.
	seen   int
	last   int
	merged []merged
	links  []link
	// cells are those that the workbook has, gaps those between them that it leaves out.
	cells, gaps int
}

func (b *book) readSheet(part sheetPart) (*sheet, error) {
	s := &sheet{book: b, sheetPart: part}
	err := b.walk(part.part, func(in *scanner, t token) error {
		switch {
		case t.starts("row"):
			return s.row(in, t)
		case t.starts("mergeCell"):
			return s.noteMerged(t.attribute("ref"))
		case t.starts("hyperlink"):
			return s.noteLink(&t)
		}
		return nil
	})
	s.fillMerged(s.merged)
	return s, err
}

// row reads a row, of which the tag was read. Its number, and the places of its cells, may be
// left out: they follow each other then.
func (s *sheet) row(in *scanner, tag token) error {
	if s.seen++; s.seen > maxRows {
		return fmt.Errorf("it has more than %d rows", maxRows)
	}
	s.last++
	if r := tag.attribute("r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < 0 || n > maxRows {
			return fmt.Errorf("a row has the number %.20q; 1 to %d are allowed", r, maxRows)
		}
		s.last = max(n, 1)
	}
	out := ingest.Row{Number: s.last, Cells: make([]string, 0, s.wide), Kinds: make([]ingest.Kind, 0, s.wide)}
	depth, column, cells := in.depth, -1, 0
	for !tag.empty && in.depth >= depth {
		t, err := in.next()
		if err != nil {
			return atEnd(err)
		}
		if !t.starts("c") {
			continue
		}
		c, err := s.cell(in, t, column)
		if err != nil {
			return fmt.Errorf("row %d, %w", s.last, err)
		}
		s.addLink(link{s.last, s.last, c.column, in.link, ""})
		if in.link, column = "", c.column; c.kind == ingest.KindAbsent {
			continue
		}
		cells++
		for len(out.Cells) <= column {
			out.Cells, out.Kinds = append(out.Cells, ""), append(out.Kinds, ingest.KindAbsent)
		}
		out.Cells[column], out.Kinds[column] = c.text, c.kind
	}
	return s.add(&out, cells)
}

// atEnd is an error in the midst of an element, where the end of the text is one.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return errCut
	}
	return err
}

// add adds a row that has so many cells.
func (s *sheet) add(row *ingest.Row, cells int) error {
	s.cells += cells
	if s.gaps += len(row.Cells) - cells; s.gaps > freeGaps+maxGaps*s.cells {
		return fmt.Errorf("row %d: its cells are too far apart; at most %d of %d may be missing", row.Number, maxGaps, maxGaps+1)
	}
	if cells > 0 {
		s.rows, s.wide = append(s.rows, *row), max(s.wide, len(row.Cells))
	}
	return nil
}
