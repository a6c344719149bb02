// Package xlsx reads workbooks (ECMA-376, Office Open XML): the sheet with the most rows,
// from the first row that looks like a header on. Values are read as they are kept and not
// as they are shown; days and times of the calendar are ISO 8601.
package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/thedatashed/xlsxreader"

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
	maxColumns = 16_384 // as workbooks have at most
	maxGaps    = 4      // times the cells that are there: a cell in the last column of each row would fill memory
	freeGaps   = 10_000_000
	maxCell    = 32_767 // characters, likewise; longer ones are cut nowhere else
)

// Read reads a workbook.
func Read(name, text string) (*ingest.Table, error) { return ReadSheet(name, text, "") }

// ReadSheet reads the sheet of a workbook that has a name; the largest if it is empty.
func ReadSheet(name, text, called string) (*ingest.Table, error) {
	if err := checkParts(text); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	book, err := xlsxreader.NewReader([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%s: it is not an XLSX workbook: %w", name, err)
	}
	best, others, err := sheets(book, called)
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

// checkParts refuses what unpacks to more than a workbook would.
func checkParts(text string) error {
	archive, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	if err != nil {
		return fmt.Errorf("it is not an XLSX workbook: %w", err)
	}
	if len(archive.File) > maxParts {
		return fmt.Errorf("it has %d parts; at most %d are allowed", len(archive.File), maxParts)
	}
	most := min(int64(len(text))*maxRatio+freeBytes, format.MaxBytes)
	var all int64
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			return fmt.Errorf("its part %s: %w", f.Name, err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(part, most-all+1))
		if err := errors.Join(err, part.Close()); err != nil {
			return fmt.Errorf("its part %s: %w", f.Name, err)
		}
		if all += n; all > most {
			return fmt.Errorf("it unpacks to more than %d times its size, which no workbook does", maxRatio)
		}
	}
	return nil
}

// sheets reads the sheet with a name, else all of them, and returns the one with the most
// rows.
func sheets(book *xlsxreader.XlsxFile, called string) (best *sheet, others []string, err error) {
	names := book.Sheets
	if called != "" {
		i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, strings.TrimSpace(called)) })
		if i < 0 {
			return nil, nil, fmt.Errorf("it has no sheet %q; its sheets are %q", called, names)
		}
		names = names[i : i+1]
	}
	for _, name := range names {
		s, err := readSheet(book, name)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("the sheet %q: %w", name, err)
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
