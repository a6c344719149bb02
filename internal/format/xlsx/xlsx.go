// Package xlsx reads workbooks (ECMA-376, Office Open XML): the sheet with the most rows,
// from the first row that looks like a header on. Values are read as they are kept and not
// as they are shown; days and times of the calendar are ISO 8601.
package xlsx

import (
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
	best, others, err := b.choose(called)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := best.table(name)
	if len(others) > 0 && called == "" {
		t.Findings = append(t.Findings, report.RuleUnread.InTable(report.Where{File: name},
			fmt.Sprintf("the sheet %q was read, and not %q", best.name, others)))
	}
	return t, nil
}

// choose reads the sheet with a name, else all of them, and returns the one with the most
// rows.
func (b *book) choose(called string) (best *sheet, others []string, err error) {
	all := b.sheets
	if called != "" {
		called = strings.TrimSpace(called)
		i := slices.IndexFunc(all, func(p sheetPart) bool { return strings.EqualFold(p.name, called) })
		if i < 0 {
			return nil, nil, fmt.Errorf("it has no sheet %q; its sheets are %q", called, names(all))
		}
		all = all[i : i+1]
	}
	for _, part := range all {
		s, err := b.readSheet(part)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("the sheet %q: %w", part.name, err)
		case len(s.rows) == 0:
			continue
		case best == nil:
			best = s
			continue
		case len(s.rows) > len(best.rows):
			s, best = best, s
		}
		others = append(others, s.name)
	}
	if best == nil {
		return nil, nil, errors.New("it has no sheet with anything in it")
	}
	return best, others, nil
}

func names(all []sheetPart) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.name
	}
	return out
}
