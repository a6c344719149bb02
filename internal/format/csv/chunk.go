package csv

import (
	"slices"
	"strings"
	"sync"
)

// chunkBytes is how much text one goroutine cuts into records at a time. Its rows and
// incidents should lie in the processor's cache, and leave the garbage collector little to
// look through while they are read.
const chunkBytes = 256 << 10

// chunk is a part of the text from the start of a line, read in the belief
// that a record starts there.
type chunk struct {
	from, to int
	newlines int // in the part
	// end is where its last record ends, in or behind the part, lineOfEnd the
	// lines from its start to there.
	end, lineOfEnd int
	starts, lines  []int // of the rows' records; lines from the chunk's first
	problems       []problem
}

// part is a run of rows: where the first one's record starts, the number of its line,
// and how many they are.
type part struct{ pos, line, rows int }

// cutChunks cuts what a parser has still to read at line ends.
func cutChunks(p *parser, size int) []*chunk {
	var out []*chunk
	for from := p.pos; from < len(p.text); {
		to := len(p.text)
		if from+size < to {
			if i := strings.IndexByte(p.text[from+size:], '\n'); i >= 0 {
				to = from + size + i + 1
			}
		}
		out = append(out, &chunk{from: from, to: to})
		from = to
	}
	return out
}

func parseChunks(p *parser, chunks []*chunk, workers int) {
	todo := make(chan *chunk, len(chunks))
	for _, c := range chunks {
		todo <- c
	}
	close(todo)
	var wg sync.WaitGroup
	for range max(1, workers) {
		wg.Go(func() {
			own := &parser{text: p.text, comma: p.comma, width: p.width}
			for c := range todo {
				c.parse(own)
			}
		})
	}
	wg.Wait()
}

// parse reads the records that start in the chunk. A record that goes far
// beyond it is likely to be one that the belief is wrong about.
func (c *chunk) parse(p *parser) {
	p.pos, p.line, p.limit, p.lost = c.from, 0, c.to+(c.to-c.from), false
	p.problems, p.closeLine = nil, 0
	c.newlines = strings.Count(p.text[c.from:c.to], "\n")
	for p.pos < c.to {
		start, line := p.pos, p.line // of blank lines before it, if there are any
		cells, _ := p.next()
		if p.lost {
			break
		}
		c.problems = p.problems
		if filled(cells) {
			c.starts, c.lines = append(c.starts, start), append(c.lines, line)
		}
		p.slab = p.slab[:0] // nobody looks at the cells again
	}
	c.end, c.lineOfEnd = p.pos, p.line
}

// join puts the chunks' records together to those of the whole text. Where a
// chunk was wrong, records are read again until one starts where one of the
// chunk's does: from there on they are the same.
func join(p *parser, chunks []*chunk) []part {
	var out []part
	line := p.line // of the chunk's first line
	for _, c := range chunks {
		again := part{pos: p.pos, line: p.line}
		for p.pos < c.to && !c.startsAt(p.pos) {
			if cells, _ := p.next(); filled(cells) {
				again.rows++
			}
			p.slab = p.slab[:0]
		}
		if again.rows > 0 {
			out = append(out, again)
		}
		if p.pos < c.to {
			from, _ := slices.BinarySearch(c.starts, p.pos)
			if from < len(c.starts) {
				out = append(out, part{c.starts[from], line + c.lines[from], len(c.starts) - from})
			}
			p.adopt(c, line)
			p.pos, p.line = c.end, line+c.lineOfEnd
		}
		line += c.newlines
	}
	return out
}

// adopt takes over what a chunk, whose first line is given, found about quotes
// from here on.
func (p *parser) adopt(c *chunk, line int) {
	for _, found := range c.problems {
		if found.line += line; found.line >= p.line {
			found.last += line
			p.problems = append(p.problems, found)
		}
	}
}

// startsAt reports whether a record of the chunk starts there, if the belief
// is right or there has been a row since.
func (c *chunk) startsAt(pos int) bool {
	if pos == c.from {
		return true
	}
	_, ok := slices.BinarySearch(c.starts, pos)
	return ok
}
