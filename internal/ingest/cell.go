package ingest

import (
	"strings"

	"incidentmap/internal/incident"
)

// Kind is what a file itself says that a value is.
type Kind uint8

// The kinds of cells.
const (
	// KindUntyped is a value of a format without types, such as CSV: what its text
	// stands for is told by the other values of its column.
	KindUntyped Kind = iota
	// KindAbsent is no value: null, or one that the row does not have.
	KindAbsent
	// KindText is a text, whatever it looks like.
	KindText
	// KindNumber is a number with all its digits as they were written.
	KindNumber
	// KindBoolean is true or false.
	KindBoolean
	// KindList and KindObject are a list and an object as JSON.
	KindList
	KindObject
)

// fits reports whether a column of a type can hold a value as it is.
func (k Kind) fits(text string, t incident.ColumnType) bool {
	if t == incident.ColumnString {
		return true
	}
	_, ok := typed(text, t)
	return ok && k.admits(t)
}

// admits reports whether a value of the kind may be one of a column of a type.
func (k Kind) admits(t incident.ColumnType) bool {
	switch k {
	case KindUntyped:
		return true
	case KindText:
		return t == incident.ColumnDate
	case KindNumber:
		return t == incident.ColumnInteger || t == incident.ColumnNumber
	case KindBoolean:
		return t == incident.ColumnBoolean
	}
	return false
}

// Cell is the text of a cell as the file has it, and what it is.
func (r *Row) Cell(column int) (text string, kind Kind) {
	switch {
	case column >= len(r.Cells):
		return "", KindAbsent
	case r.Kinds == nil:
		return r.Cells[column], KindUntyped
	}
	return r.Cells[column], r.Kinds[column]
}

// Text is what a cell says, as people write it: a number without an exponent, a list
// with semicolons. Words for a missing value are texts as any other.
func (r *Row) Text(column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	if r.Kinds != nil {
		return bare(r.plain(column))
	}
	return bare(r.Cells[column])
}

// bare is a text without blanks around it, which few cells have.
func bare(v string) string {
	if v == "" || isInk(v[0]) && isInk(v[len(v)-1]) {
		return v
	}
	return strings.TrimSpace(v)
}

// isInk reports whether a byte is a character of ASCII that is seen.
func isInk(c byte) bool { return c > ' ' && c < 0x7f }

// plain is Text with the blanks around it.
func (r *Row) plain(column int) string {
	text, kind := r.Cell(column)
	return plainly(text, kind)
}

func plainly(text string, kind Kind) string {
	switch kind {
	case KindNumber:
		return plainNumber(text)
	case KindList, KindObject:
		return plainJSON(text)
	}
	return text
}

// allPlain are the plain texts of all cells.
func (r *Row) allPlain() []string {
	if r.Kinds == nil {
		return r.Cells
	}
	out := make([]string, len(r.Cells))
	for i := range out {
		out[i] = r.plain(i)
	}
	return out
}
