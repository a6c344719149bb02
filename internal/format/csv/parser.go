package csv

import "strings"

// parser cuts a text into records as encoding/csv does with LazyQuotes, except
// for stray quotes (see verdict); the tests hold it to that. Unlike
// encoding/csv, it copies only cells that are written otherwise than they
// read, and it can start and stop at any record.
type parser struct {
	text  string
	comma byte
	width int // how many columns the header has; 0 before it was read
	// pos is where the next record starts, line how many lines were read.
	pos, line int
	// limit is how far a record may reach; 0 is as far as the text. It is
	// for one who started at a line that may be no record's first: there, a
	// quote that ends a cell would be taken for one that starts it.
	limit int
	lost  bool

	slab []string // has room for the cells of records to come
	cell []byte   // the part of a cell that cannot be left where it is

	problems []problem
	// No quote from closeFrom on closes a cell before the one at closeAt.
	closeFrom, closeAt int
	// closeLine is the line of the quote at closeCounted; 0 if none was counted.
	closeLine, closeCounted int
}

// lineAt finds the end of a line: of what it says, and where the next starts.
func (p *parser) lineAt(from int) (end, next int) {
	next = len(p.text)
	end = next
	if i := strings.IndexByte(p.text[from:], '\n'); i >= 0 {
		end, next = from+i, from+i+1
	}
	if end > from && p.text[end-1] == '\r' {
		end--
	}
	return end, next
}

// next reads a record and the number of lines before it, nil at the text's
// end or at the limit. Blank lines are none.
func (p *parser) next() (cells []string, line int) {
	for p.pos < len(p.text) {
		end, next := p.lineAt(p.pos)
		if end > p.pos {
			return p.record(end, next)
		}
		p.pos, p.line = next, p.line+1
	}
	return nil, p.line
}

// record reads the record that starts here, on a line with the given end.
func (p *parser) record(end, next int) (cells []string, line int) {
	line = p.line
	first := len(p.slab)
	at, lines, more := p.pos, 1, true
	for more {
		var cell string
		if at < end && p.text[at] == '"' {
			q := quoted{parser: p, at: at + 1, end: end, next: next, lines: lines, column: len(p.slab) - first}
			if cell, more = q.read(); p.lost {
				return nil, line
			}
			at, end, next, lines = q.at, q.end, q.next, q.lines
		} else {
			cell, at, more = p.bare(at, end)
		}
		first = p.keep(first, cell)
	}
	p.pos, p.line = next, p.line+lines
	return p.slab[first:len(p.slab):len(p.slab)], line
}

// bare reads a cell without quotes around it, and tells where the next is if
// there is one.
func (p *parser) bare(at, end int) (cell string, next int, more bool) {
	if i := strings.IndexByte(p.text[at:end], p.comma); i >= 0 {
		return p.text[at : at+i], at + i + 1, true
	}
	return p.text[at:end], end, false
}

// slabCells is how many cells lie in one piece of memory.
const slabCells = 16 << 10

// keep adds a cell to those of the record, which start at first and stay
// together.
func (p *parser) keep(first int, cell string) int {
	if len(p.slab) == cap(p.slab) {
		begun := p.slab[first:]
		p.slab = append(make([]string, 0, max(slabCells, 2*len(begun)+1)), begun...)
		first = 0
	}
	p.slab = append(p.slab, cell)
	return first
}

// quoted reads a cell in quotes.
type quoted struct {
	*parser
	at        int // what is read next
	end, next int // the end of the line and the start of the one after it
	lines     int // of the record, so far
	column    int
}

// read reads on from behind the first quote. A quote in the middle of a cell
// is part of it.
func (q *quoted) read() (cell string, more bool) {
	q.cell = q.cell[:0]
	open, opened := q.at-1, q.lines
	from := q.at // what stands from here on is the cell's as it is
	for {
		i := strings.IndexByte(q.text[q.at:q.end], '"')
		if i < 0 {
			if q.lines == opened && q.stray(open) {
				return q.literal(open)
			}
			if q.lost || !q.turn(&from) {
				return q.take(from, q.end), false
			}
			continue
		}
		quote := q.at + i
		q.at = quote + 1
		switch {
		case q.at == q.end:
			return q.take(from, quote), false
		case q.text[q.at] == q.comma:
			q.at++
			return q.take(from, quote), true
		case q.text[q.at] == '"': // two stand for one
			q.cell = append(q.cell, q.text[from:q.at]...)
			q.at++
			from = q.at
		}
	}
}

// stray decides whether the quote at open, whose cell does not close in its
// line, opens a cell at all.
func (q *quoted) stray(open int) bool {
	at, ok := q.closing(q.next)
	if !ok {
		q.lost = true
		return false
	}
	s := spill{parser: q.parser, from: q.next, close: at}
	rest, _ := s.cellsOf(open, q.end)
	s.cells, s.doubled = q.column+rest, strings.Contains(q.text[open+1:q.end], `""`)
	v := s.judge()
	if v != textOfLines {
		found := problem{line: q.line + q.lines - 1, column: q.column, verdict: v}
		if at >= 0 {
			found.last = q.lineOf(at, q.next, found.line)
		}
		q.problems = append(q.problems, found)
	}
	return v >= tookRows
}

// literal reads the cell of a stray quote, which is a part of it. In the last
// column, the rest of the line is the cell's.
func (q *quoted) literal(open int) (cell string, more bool) {
	if q.column == q.width-1 {
		q.at = q.end
		return q.text[open:q.end], false
	}
	cell, q.at, more = q.bare(open, q.end)
	return cell, more
}

// turn goes on to the next line of a cell; false if there is none.
func (q *quoted) turn(from *int) bool {
	if q.at == len(q.text) || q.text[q.next-1] != '\n' {
		return false
	}
	if q.end+1 != q.next { // CRLF is LF
		q.cell = append(append(q.cell, q.text[*from:q.end]...), '\n')
		*from = q.next
	}
	q.at = q.next
	q.lines++
	q.end, q.next = q.lineAt(q.at)
	return true
}

// take ends the cell.
func (q *quoted) take(from, end int) string {
	if len(q.cell) == 0 {
		return q.text[from:end]
	}
	return string(append(q.cell, q.text[from:end]...))
}
