package csv

import "strings"

// A quote at the start of a cell opens a quoted cell. A cell that does not
// close in its own line may be a text of several lines, or the quote is stray:
// its end was forgotten, or typed as another character, and reading on would
// take the rows that follow for text. The quote is stray if
//
//   - no quote closes the cell before the file ends, or
//   - the lines that the cell would take in are rows: see spill.judge.
//
// The line of a stray quote is read as if the quote were an ordinary
// character, and what follows it as rows. The decision depends on nothing but
// the text from the quote on and the number of columns, so that it is the same
// wherever reading started.

// Limits of how far ahead of a quote is looked.
const (
	aheadLines = 64
	aheadBytes = 64 << 10
)

// enoughDelimiters is how many delimiters in the right places show that lines
// are rows: five in one line, or one in each of five lines.
const enoughDelimiters = 5

// verdict is what a quote is that does not close in its own line.
type verdict uint8

const (
	textOfLines verdict = iota // a cell of several lines
	doubtful                   // the same, but some of its lines look like rows
	tookRows                   // a stray quote, which another one closes
	neverClosed                // a stray quote
)

// problem is a quote that the file's owner should look at.
type problem struct {
	line   int // where it opens
	column int
	verdict
	last int // the line in which the cell closes
}

// closing finds the first quote, from the start of a line on, that would close
// a cell: the last of an odd number of quotes before a delimiter or a line's
// end. It is -1 if there is none. ok is false if it is beyond the limit.
func (p *parser) closing(from int) (at int, ok bool) {
	if from >= p.closeFrom && (from <= p.closeAt || p.closeAt < 0) && p.closeFrom > 0 {
		return p.closeAt, p.limit == 0 || p.closeAt < p.limit
	}
	to := len(p.text)
	if p.limit > 0 {
		to = min(to, p.limit)
	}
	for i := from; i < to; {
		n := strings.IndexByte(p.text[i:to], '"')
		if n < 0 {
			break
		}
		run := i + n
		for i = run; i < len(p.text) && p.text[i] == '"'; {
			i++
		}
		if (i-run)%2 == 1 && p.endsCell(i) {
			p.closeFrom, p.closeAt = from, i-1
			return i - 1, true
		}
	}
	if to < len(p.text) {
		return -1, false
	}
	p.closeFrom, p.closeAt = from, -1
	return -1, true
}

// lineOf is the line of the quote that closes a cell which opens in a given
// line, the one before from.
func (p *parser) lineOf(at, from, line int) int {
	if p.closeLine == 0 || p.closeCounted != at {
		p.closeLine, p.closeCounted = line+1+strings.Count(p.text[from:at], "\n"), at
	}
	return p.closeLine
}

// endsCell reports whether a delimiter or a line's end is at a position.
func (p *parser) endsCell(at int) bool {
	if at == len(p.text) || p.text[at] == p.comma || p.text[at] == '\n' {
		return true
	}
	return p.text[at] == '\r' && (at+1 == len(p.text) || p.text[at+1] == '\n')
}

// spill is a quoted cell that goes on beyond its line.
type spill struct {
	*parser
	cells int // of the record in the line of the quote, if the quote were none
	from  int // where the next line starts
	close int // the quote that closes the cell
	// doubled is whether the line of the quote has doubled quotes: the cell is
	// likely to be a text then, unless all of its lines are rows.
	doubled bool
}

// judge decides what the cell is. Its lines are rows if the line of the quote
// has all its cells, every other line has exactly as many as the header, and
// these are enough to be no coincidence. Commas before a space, as texts have
// them, do not count. The lines are also rows if they are faultless CSV with
// the closing quote closing a cell of theirs: within a quoted cell, quotes are
// doubled, so that a text does not look like that.
func (s *spill) judge() verdict {
	if s.close < 0 {
		return neverClosed
	}
	if s.width < 2 {
		return textOfLines
	}
	if s.faultless() {
		return tookRows
	}
	if s.cells < s.width {
		return textOfLines
	}
	lines, rows := s.countRows()
	switch {
	case rows == lines && rows*(s.width-1) >= enoughDelimiters:
		return tookRows
	case rows > 0 && 2*rows >= lines && s.width > 2 && !s.doubled:
		return doubtful
	}
	return textOfLines
}

// countRows counts the lines that the cell would take in, blank ones aside, and
// those that look like rows.
func (s *spill) countRows() (lines, rows int) {
	for at := s.from; at <= s.close && lines < aheadLines && at < s.from+aheadBytes; {
		end, next := s.lineAt(at)
		if strings.TrimSpace(s.text[at:end]) != "" {
			lines++
			if cells, spaced := s.cellsOf(at, end); cells == s.width && 2*spaced < cells {
				rows++
			}
		}
		at = next
	}
	return lines, rows
}

// cellsOf counts the cells of a line, a quote that does not close in it being
// an ordinary character, and the delimiters that a space follows. A line with
// doubled quotes outside of quoted cells is part of one: it has -1 cells, unless
// it is the line of the quote itself.
func (s *spill) cellsOf(at, end int) (cells, spaced int) {
	inside := at >= s.from
	for {
		cells++
		if at < end && s.text[at] == '"' {
			if after, ok := s.inLine(at+1, end); ok {
				at = after
			}
		}
		cell, _, more := strings.Cut(s.text[at:end], string(s.comma))
		if inside && strings.Contains(cell, `""`) {
			return -1, 0
		}
		if !more {
			return cells, spaced
		}
		if at += len(cell) + 1; at < end && s.text[at] == ' ' {
			spaced++
		}
	}
}

// inLine finds the end of a quoted cell that closes before end.
func (p *parser) inLine(at, end int) (after int, ok bool) {
	for at < end {
		i := strings.IndexByte(p.text[at:end], '"')
		if i < 0 {
			return 0, false
		}
		at += i + 1
		switch {
		case at == end || p.text[at] == p.comma:
			return at, true
		case p.text[at] == '"':
			at++
		}
	}
	return 0, false
}

// faultless reports whether the records from the next line on, to the one that
// has the closing quote, have as many cells as the header and no quote that
// RFC 4180 does not allow.
func (s *spill) faultless() bool {
	at, limit := s.from, min(len(s.text), s.from+aheadBytes)
	for range aheadLines {
		if at > s.close {
			return true
		}
		cells, next, ok := s.strict(at, limit)
		if !ok || cells != s.width {
			return false
		}
		at = next
	}
	return true
}

// strict counts the cells of a record as RFC 4180 has it.
func (s *spill) strict(at, limit int) (cells, next int, ok bool) {
	for {
		cells++
		if at < limit && s.text[at] == '"' {
			if at, ok = s.strictQuoted(at+1, limit); !ok {
				return 0, 0, false
			}
		} else {
			for at < limit && s.text[at] != s.comma && s.text[at] != '\n' && s.text[at] != '"' {
				at++
			}
		}
		switch {
		case at == len(s.text):
			return cells, at, true
		case at >= limit || s.text[at] == '"':
			return 0, 0, false
		case s.text[at] == s.comma:
			at++
		default:
			_, next = s.lineAt(at)
			return cells, next, true
		}
	}
}

// strictQuoted finds the end of a quoted cell in which every other quote is
// doubled.
func (s *spill) strictQuoted(at, limit int) (after int, ok bool) {
	for {
		i := strings.IndexByte(s.text[min(at, limit):limit], '"')
		if i < 0 {
			return 0, false
		}
		at += i + 1
		if at < limit && s.text[at] == '"' {
			at++
			continue
		}
		return at, s.endsCell(at)
	}
}
