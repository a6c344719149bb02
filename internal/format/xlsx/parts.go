package xlsx

import (
	"errors"
	"io"
	"strconv"
	"strings"
)

// readTexts reads the texts that cells share.
func (b *book) readTexts(part string) error {
	if !b.has(part) {
		return nil
	}
	return b.each(part, func(s *scanner, t token) error {
		if !t.starts("si") {
			return nil
		}
		text, err := s.text(t)
		b.texts = append(b.texts, text)
		return err
	})
}

// text is what stands in an element, of which the tag was read: all of its parts that have
// a look of their own, and not how they are pronounced.
func (s *scanner) text(of token) (string, error) {
	if of.empty {
		return "", nil
	}
	text, depth, in, spoken := "", s.depth, 0, 0
	for s.depth >= depth {
		t, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			return "", errCut
		case err != nil:
			return "", err
		case t.starts("t") && !t.empty:
			in = s.depth
		case t.starts("rPh") && !t.empty:
			spoken = s.depth
		case t.kind == endTag && s.depth < in:
			in = 0
		}
		if t.kind == endTag && s.depth < spoken {
			spoken = 0
		}
		if t.kind == characters && in > 0 && spoken == 0 {
			if text += t.string(); len(text) > maxToken {
				return "", errLong
			}
		}
	}
	return plain(text), nil
}

// string is what characters stand for.
func (t *token) string() string {
	if t.literal {
		return unixLines(strings.ToValidUTF8(string(t.text), "\ufffd"))
	}
	return unescaped(t.text)
}

// maxStyles bounds the looks of cells; workbooks have up to 65,490.
const maxStyles = 1 << 17

// readStyles reads what the looks of cells show of days and times.
func (b *book) readStyles(part string) error {
	if !b.has(part) {
		return nil
	}
	own := map[int]shown{}
	inCells := 0
	return b.each(part, func(s *scanner, t token) error {
		if t.kind == endTag && s.depth < inCells {
			inCells = 0
		}
		switch {
		case t.starts("numFmt"):
			if id, err := strconv.Atoi(t.attribute("numFmtId")); err == nil {
				own[id] = shownBy(t.attribute("formatCode"))
			}
		case t.starts("cellXfs") && !t.empty:
			inCells = s.depth
		case t.starts("xf") && inCells > 0 && len(b.styles) < maxStyles:
			id, err := strconv.Atoi(t.attribute("numFmtId"))
			as, ok := own[id]
			if err == nil && !ok {
				as = builtIn(id)
			}
			b.styles = append(b.styles, as)
		}
		return nil
	})
}

// shows is what the look of a number shows of days and times.
func (b *book) shows(style int) shown {
	if style < 0 || style >= len(b.styles) {
		return noDate
	}
	return b.styles[style]
}
