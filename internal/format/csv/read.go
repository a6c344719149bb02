package csv

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// maxColumns bounds the columns of a table.
const maxColumns = 2_000

// Read reads a CSV file as people bring them: any of the usual
// delimiters, a byte order mark, the code pages of many languages where the
// bytes are no UTF-8, lines before the header, an HXL row (https://hxlstandard.org) under it. The
// table's rows are made when they are asked for, and their cells are parts of the
// text.
func Read(name, text string) (*ingest.Table, error) {
	return ReadAs(name, text, dialect.Form{})
}

// ReadAs is Read of a table of which somebody says how it is written.
func ReadAs(name, text string, form dialect.Form) (*ingest.Table, error) {
	return parse(name, text, form, runtime.GOMAXPROCS(0), chunkBytes)
}

// parse is ReadAs with a number of workers and bytes in a chunk.
func parse(name, text string, form dialect.Form, workers, chunk int) (*ingest.Table, error) {
	text, encoding, err := dialect.Decode(text, format.MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	text, quoted := withoutLineQuotes(text)
	rest, delimiter, skipped := dialect.Sniff(text)
	if form.Delimiter != 0 {
		delimiter = form.Delimiter
	}
	if err := dialect.Check(delimiter); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := &ingest.Table{File: name, Unit: "row", Even: true}
	readRows(t, rest, delimiter, skipped, &form, workers, chunk)
	if quoted {
		where := report.Where{File: name, Unit: t.Unit}
		t.Findings = append(t.Findings, report.RuleQuote.InTable(where,
			"each line stands in quotes as a whole; they are taken off, and what is between them is read"))
	}
	noteEncoding(t, encoding, text)
	return t, checkHeader(t)
}

// noteEncoding tells of an encoding that only the text's own bytes show, and of characters
// that were damaged.
func noteEncoding(t *ingest.Table, e dialect.Encoding, text string) {
	if message := e.Doubt(text); message != "" {
		where := report.Where{File: t.File, Unit: t.Unit}
		t.Findings = append([]report.Finding{report.RuleEncoding.InTable(where, message)}, t.Findings...)
	}
}

func checkHeader(t *ingest.Table) error {
	switch {
	case len(t.Header) == 0:
		return fmt.Errorf("%s: it is empty; the first row must name the columns", t.File)
	case len(t.Header) > maxColumns:
		return fmt.Errorf("%s: it has %d columns, at most %d are allowed", t.File, len(t.Header), maxColumns)
	case !slices.ContainsFunc(t.Header, func(h string) bool { return strings.ContainsFunc(h, isLetter) }):
		return fmt.Errorf("%s: the first row holds no names of columns", t.File)
	}
	return nil
}

func isLetter(r rune) bool { return r > 127 || (r|0x20 >= 'a' && r|0x20 <= 'z') }
