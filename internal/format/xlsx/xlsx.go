// Package xlsx reads workbooks (ECMA-376, Office Open XML): the sheet that reads best, from
// the first row that looks like a header on. Values are read as they are kept and not as they
// are shown; days and times of the calendar are ISO 8601, and no more exact than they are
// shown: a month, where that is all.
package xlsx

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/format"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Format is XLSX.
var Format = format.Format{Name: "xlsx", Title: "Excel workbook", Endings: []string{".xlsx", ".xlsm"}, Read: Read,
	Part: format.Sheet, ReadPart: ReadSheet,
	MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// Bounds of what is read.
const (
	maxParts   = 10_000
	maxRatio   = 300 // sheets are packed to a tenth; what is packed further is made to fill memory
	freeBytes  = 1 << 20
	maxRows    = 1_048_576
	maxColumns = 16_384 // as workbooks have at most
	maxGaps    = 4      // times the cells that are there: a cell in the last column of each row would fill memory
	freeGaps   = 10_000_000
	maxCell    = 32_767 // characters, likewise; longer ones are cut nowhere else
)

// Read reads a workbook.
func Read(name, text string) (*ingest.Table, error) { return ReadSheet(name, text, "") }

// ReadSheet reads the sheet of a workbook that has a name; the one that reads best if it is
// empty.
func ReadSheet(name, text, called string) (*ingest.Table, error) {
	b, err := open(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	all, err := b.read(name, called)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	best := slices.MinFunc(all, candidate.compare)
	if len(all) > 1 {
		best.tell(slices.DeleteFunc(all, func(c candidate) bool { return c.Table == best.Table }))
	}
	return best.Table, nil
}

// candidate is a sheet as a table.
type candidate struct {
	*ingest.Table
	sheetPart
	dated bool
}

// compare orders what reads better before what does not: sheets that people see before those
// that are hidden, those with dates before those without, and else the one with more rows.
func (c candidate) compare(o candidate) int {
	return cmp.Or(before(!c.hidden, !o.hidden), before(c.dated, o.dated), o.Total()-c.Total())
}

// read reads the sheet with a name, else all that have anything in them.
func (b *book) read(name, called string) ([]candidate, error) {
	parts := b.sheets
	if called != "" {
		called = strings.TrimSpace(called)
		i := slices.IndexFunc(parts, func(p sheetPart) bool { return strings.EqualFold(p.name, called) })
		if i < 0 {
			return nil, fmt.Errorf("it has no sheet %q; its sheets are %s", called, report.Quoted(names(parts)))
		}
		parts = parts[i : i+1]
	}
	var all []candidate
	for _, part := range parts {
		s, err := b.readSheet(part)
		if err != nil {
			return nil, fmt.Errorf("the sheet %q: %w", part.name, err)
		}
		if len(s.rows) > 0 {
			t := s.table(name)
			all = append(all, candidate{t, part, len(parts) > 1 && ingest.HasDates(t)})
		}
	}
	if len(all) == 0 {
		return nil, errors.New("it has no sheet with anything in it")
	}
	return all, nil
}

// before orders what holds before what does not.
func before(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// tell tells of the sheets that are not read, and how they would be.
func (c *candidate) tell(others []candidate) {
	left := make([]string, len(others))
	for i, o := range others {
		left[i] = o.name
	}
	message := fmt.Sprintf("the sheet %q was read, and not %s", c.name, report.Quoted(left))
	if i := slices.IndexFunc(others, func(o candidate) bool { return o.dated }); i >= 0 {
		c.Elsewhere = fmt.Sprintf("The sheet %q has dates: --sheet %q reads it. ", others[i].name, others[i].name)
		message += fmt.Sprintf("; --sheet %q would read that one", others[i].name)
	}
	c.Findings = append(c.Findings, report.RuleUnread.InTable(report.Where{File: c.File}, message))
}

func names(all []sheetPart) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.name
	}
	return out
}
