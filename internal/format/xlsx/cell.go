package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"incidentmap/internal/ingest"
)

// cell is a value and where it is.
type cell struct {
	column int
	text   string
	kind   ingest.Kind
}

// cell reads a cell, of which the tag was read. The one before it was in a column.
func (s *sheet) cell(in *scanner, tag token, before int) (c cell, err error) {
	c = cell{column: before + 1, kind: ingest.KindAbsent}
	kind, style := "n", noDate
	for name, value := range attributesOf(tag.attributes) {
		switch string(name) {
		case "r":
			if c.column, err = columnOf(value); err != nil {
				return c, err
			}
		case "t":
			kind = typeName(value)
		case "s":
			if n, err := strconv.Atoi(string(value)); err == nil {
				style = s.shows(n)
			}
		}
	}
	if c.column >= maxColumns {
		return c, fmt.Errorf("it has more than %d columns", maxColumns)
	}
	value, err := in.value(tag)
	if err == nil && len(value) > 4*maxCell {
		err = fmt.Errorf("the cell has more than %d characters", maxCell)
	}
	if err == nil && value != "" {
		c.text, c.kind, err = s.valueOf(value, kind, style)
	}
	if err != nil {
		return c, fmt.Errorf("column %s: %w", columnName(c.column), err)
	}
	if strings.TrimSpace(c.text) == "" {
		c.text, c.kind = "", ingest.KindAbsent
	}
	return c, nil
}

// typeName is a type of cells without an allocation.
func typeName(raw []byte) string {
	switch string(raw) {
	case "s":
		return "s"
	case "n", "":
		return "n"
	case "str":
		return "str"
	}
	return string(raw)
}

// value is what stands in a cell: its value, or its own text.
func (s *scanner) value(tag token) (text string, err error) {
	depth, inValue, inFormula := s.depth, 0, 0
	for !tag.empty && s.depth >= depth {
		t, err := s.next()
		switch {
		case err != nil:
			return "", atEnd(err)
		case t.starts("is"):
			own, err := s.text(t)
			if err != nil {
				return "", err
			}
			text += own
		case t.starts("f") && !t.empty:
			inFormula = s.depth
		case t.starts("v") && !t.empty:
			inValue = s.depth
		case t.kind == endTag && s.depth < inValue:
			inValue = 0
		case t.kind == endTag && s.depth < inFormula:
			inFormula = 0
		case t.kind == characters && inFormula > 0:
			s.link = linkOf(&t)
		case t.kind == characters && inValue > 0:
			if text += t.string(); len(text) > maxToken {
				return "", errLong
			}
		}
	}
	return text, nil
}

// columnOf is the column of a place such as AB12, from 0.
func columnOf(place []byte) (int, error) {
	n, i := 0, 0
	for ; i < len(place) && i < len("XFD")+1; i++ {
		c := place[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = 26*n + int(c-'A') + 1
	}
	if n == 0 || n > maxColumns {
		return 0, fmt.Errorf("a cell is said to be in %.20q; columns A to XFD are allowed", place)
	}
	return n - 1, nil
}

// columnName is what a column is called.
func columnName(column int) string {
	name := ""
	for n := min(column, math.MaxInt-1) + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
