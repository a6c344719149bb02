package csv

import (
	"fmt"
	"strings"
	"sync"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// readRows reads a table: what stands above its rows one by one, the rows in
// chunks by several workers. skipped is how many lines stood before the text.
func readRows(t *ingest.Table, text string, delimiter byte, skipped, workers, chunk int) {
	p := &parser{text: text, comma: delimiter, line: skipped + 1}
	first, ok := readHead(t, p)
	defer func() { noteQuotes(t, p.problems) }()
	if !ok {
		return
	}
	chunks := cutChunks(p, chunk)
	parseChunks(p, chunks, workers)
	parts := join(p, chunks)
	n := 1
	for _, part := range parts {
		n += len(part.rows)
	}
	t.Rows = make([]ingest.Row, n)
	t.Rows[0] = first
	var wg sync.WaitGroup
	rest := t.Rows[1:]
	for _, part := range parts {
		into := rest[:len(part.rows)]
		rest = rest[len(part.rows):]
		wg.Go(func() { part.write(into) })
	}
	wg.Wait()
}

// readHead reads the header and the first row, and tells if there is one.
// Above the header there may be lines of a single cell, under it rows of HXL
// tags.
func readHead(t *ingest.Table, p *parser) (first ingest.Row, ok bool) {
	before := 0
	for {
		cells, line := p.next()
		if cells == nil {
			return first, false
		}
		switch filled := countFilled(cells); {
		case filled == 0:
		case t.Header == nil && filled == 1 && before < 5 && strings.IndexByte(p.text, p.comma) >= 0:
			before++
		case t.Header == nil:
			t.Header = trimAll(cells)
			p.width = len(t.Header)
		case isHXL(cells):
		default:
			return ingest.Row{Number: line, Cells: unguardAll(cells)}, true
		}
	}
}

// noteQuotes adds what was found about quotes to the table.
func noteQuotes(t *ingest.Table, problems []problem) {
	for _, p := range problems {
		rule := report.RuleQuote
		var message string
		switch p.verdict {
		case neverClosed:
			message = "a quote opens a cell here that nothing closes; it is taken as text, and the lines after it as rows"
		case tookRows:
			message = fmt.Sprintf("a quote opens a cell here that takes in the rows up to line %d, where it closes; "+
				"it is taken as text, and the lines after it as rows", p.last)
		default:
			rule = report.RuleQuotedRows
			message = fmt.Sprintf("the quoted cell that opens here ends in line %d, and lines in it look like rows; is a quote missing?", p.last)
		}
		where := report.Where{File: t.File, Unit: t.Unit, Row: p.line}
		if p.column < len(t.Header) {
			where.Column = t.Header[p.column]
		}
		t.Findings = append(t.Findings, rule.InTable(where, message))
	}
}

// section is a run of rows: their cells, and the numbers of their lines from
// the section's first.
type section struct {
	line  int
	lines []int
	rows  [][]string
}

func (s *section) add(cells []string, line int) {
	if filled(cells) {
		s.rows, s.lines = append(s.rows, unguardAll(cells)), append(s.lines, line)
	}
}

func (s *section) write(rows []ingest.Row) {
	for i, cells := range s.rows {
		rows[i] = ingest.Row{Number: s.line + s.lines[i], Cells: cells}
	}
}

func countFilled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

func trimAll(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.Clone(strings.TrimSpace(c)) // it outlives the file's text
	}
	return out
}

// isHXL reports whether a row is one of HXL tags.
func isHXL(cells []string) bool {
	for _, c := range cells {
		if c = strings.TrimSpace(c); c != "" && !strings.HasPrefix(c, "#") {
			return false
		}
	}
	return true
}

// filled is whether countFilled counts any.
func filled(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return true
		}
	}
	return false
}

func unguardAll(cells []string) []string {
	for i, c := range cells {
		cells[i] = Unguard(c)
	}
	return cells
}
