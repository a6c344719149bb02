package csv

import (
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/dialect"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// readRows finds the rows of a table: what stands above them is read, they are cut in
// chunks by several workers. skipped is how many lines stood before the text.
func readRows(t *ingest.Table, text string, delimiter byte, skipped int, form *dialect.Form, workers, chunk int) {
	p := &parser{text: text, comma: delimiter, line: skipped + 1}
	first, ok := readHeadAs(t, p, form)
	defer func() { noteQuotes(t, p.problems) }()
	if !ok {
		return
	}
	rows := &rows{text: text, comma: delimiter, width: p.width, first: first, total: 1}
	chunks := cutChunks(p, chunk)
	parseChunks(p, chunks, workers)
	rows.parts = join(p, chunks)
	for _, part := range rows.parts {
		rows.total += part.rows
	}
	t.Lazy = rows
}

// rows are the rows of a text, which are cut out of it when they are asked for.
type rows struct {
	text  string
	comma byte
	width int
	first ingest.Row
	parts []part
	total int
}

// Len implements ingest.Chunks.
func (r *rows) Len() int { return 1 + len(r.parts) }

// Total implements ingest.Chunks.
func (r *rows) Total() int { return r.total }

// Chunk implements ingest.Chunks.
func (r *rows) Chunk(i int, room *ingest.Room) []ingest.Row {
	if i == 0 {
		return []ingest.Row{r.first}
	}
	if room == nil {
		room = &ingest.Room{}
	}
	of := r.parts[i-1]
	out := slices.Grow(room.Rows[:0], of.rows)
	p := &parser{text: r.text, comma: r.comma, width: r.width, pos: of.pos, line: of.line}
	p.slab = slices.Grow(room.Cells[:0], of.rows*r.width)
	room.Rows, room.Cells = out, p.slab
	for len(out) < of.rows {
		if cells, line := p.next(); filled(cells) {
			out = append(out, ingest.Row{Number: line, Cells: unguardAll(cells)})
		}
	}
	return out
}

// readHeadAs is readHead of a table of which somebody may say where its header is, or that
// it has none.
func readHeadAs(t *ingest.Table, p *parser, form *dialect.Form) (first ingest.Row, ok bool) {
	for n := 0; n < form.Skip || form.Comment != "" && strings.HasPrefix(p.text[p.pos:], form.Comment); n++ {
		if p.pos == len(p.text) {
			break
		}
		_, p.pos = p.lineAt(p.pos)
		p.line++
	}
	if form.Header == nil {
		first, ok = readHead(t, p)
		for n := 1; ok && n < form.HeaderRows; n++ {
			cells, line := p.next()
			first, ok = rowOf(cells, line), cells != nil
		}
		return first, ok
	}
	t.Header, p.width = form.Header, len(form.Header)
	for {
		cells, line := p.next()
		if cells == nil || filled(cells) {
			return rowOf(cells, line), cells != nil
		}
	}
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
			used := t.SetHead(append([]ingest.Row{{Number: line, Cells: cells}}, peek(p, ingest.HeadRows-1)...))
			if isHXL(cells) {
				t.Tags = t.Header
			}
			switch p.width = len(t.Header); used {
			case 0:
				return rowOf(cells, line), true
			case 2:
				p.next()
			}
		case isHXL(cells):
			t.Tags = trimAll(cells)
		default:
			return rowOf(cells, line), true
		}
	}
}

// peek reads up to n rows ahead, and leaves the parser where it is.
func peek(p *parser, n int) (out []ingest.Row) {
	ahead := *p
	ahead.slab, ahead.cell, ahead.problems = nil, nil, nil
	for range n {
		cells, line := ahead.next()
		if !filled(cells) || isHXL(cells) {
			break
		}
		out = append(out, ingest.Row{Number: line, Cells: cells})
	}
	return out
}

// rowOf is a row whose cells stay when the parser uses its room again.
func rowOf(cells []string, line int) ingest.Row {
	return ingest.Row{Number: line, Cells: unguardAll(slices.Clone(cells))}
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
	return !slices.ContainsFunc(cells, func(c string) bool {
		c = strings.TrimSpace(c)
		return c != "" && !strings.HasPrefix(c, "#")
	})
}

// filled is whether countFilled counts any.
func filled(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func unguardAll(cells []string) []string {
	for i, c := range cells {
		cells[i] = Unguard(c)
	}
	return cells
}
