package ingest

import (
	"math"
	"strconv"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// extra is a column of the table that is none of an incident's own.
type extra struct {
	index  int
	column incident.Column
}

// inferExtras gives every spare column a free name and the narrowest type
// that all its values have. A column without any value is left out.
func (b *builder) inferExtras(found []columnSurvey) []extra {
	var out []extra
	taken := map[string]bool{}
	for at, i := range b.spare {
		if c := found[at].declared; c != nil && !taken[c.Name] && !incident.ReservedColumn(c.Name) {
			taken[c.Name] = true
			out = append(out, extra{i, *c})
			continue
		}
		if !found[at].any {
			continue
		}
		t := found[at].columnType()
		name := freeName(b.table.Header[i], i, taken)
		taken[name] = true
		said := b.table.describedAt(i)
		c := incident.Column{Name: name, Type: t, Title: orElse(said.Title, strings.TrimSpace(b.table.Header[i]))}
		if t == incident.ColumnString {
			c.Separator = orElse(said.Separator, b.assigned.sample.separator(i))
		}
		out = append(out, extra{i, c})
	}
	return out
}

func freeName(header string, index int, taken map[string]bool) string {
	name := incident.CutName(columnKey(header), incident.MaxColumnName)
	if name == "" {
		name = "column_" + strconv.Itoa(index+1)
	}
	for n := 2; taken[name] || incident.ReservedColumn(name); n++ {
		if suffix := "_" + strconv.Itoa(n); len(name)+len("x_") > incident.MaxColumnName {
			name = incident.CutName(name, incident.MaxColumnName-len(suffix)) + suffix
		} else {
			name = "x_" + name
		}
	}
	return name
}

// columnTypes are tried from the narrowest.
var columnTypes = []incident.ColumnType{incident.ColumnBoolean, incident.ColumnInteger, incident.ColumnNumber,
	incident.ColumnDate, incident.ColumnString}

// noValue tells the marks that programs write into columns of any type where
// there is no value, from words: "none" and "unknown" may be answers.
func noValue(v string) bool {
	switch strings.ToLower(v) {
	case "na", "n/a", "#n/a", "null", "nan", "-", "--":
		return true
	}
	return false
}

// maxExact is the largest whole number of which every reader of JSON has all
// digits (RFC 8259 section 6).
const maxExact = 1 << 53

// typed reads a value as a type of column. What is no text must come back as
// it was written, byte for byte: 007, 1.10 and 1e5 are texts.
func typed(v string, t incident.ColumnType) (any, bool) {
	var written [32]byte
	switch t {
	case incident.ColumnBoolean:
		return v == "true", v == "true" || v == "false"
	case incident.ColumnInteger:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil && -maxExact <= n && n <= maxExact && v == string(strconv.AppendInt(written[:0], n, 10))
	case incident.ColumnNumber:
		f, err := strconv.ParseFloat(v, 64)
		return f, err == nil && math.Abs(f) <= maxExact && v == string(strconv.AppendFloat(written[:0], f, 'f', -1, 64))
	case incident.ColumnDate:
		_, err := geo.ParseDay(v)
		return v, err == nil
	}
	return v, true
}

func (b *builder) readExtras(r *Row, inc *incident.Incident) error {
	if len(b.extras) == 0 {
		return nil
	}
	inc.Extra = make([]any, len(b.extras))
	for i := range b.extras {
		inc.Extra[i] = b.extraValue(r, &b.extras[i])
	}
	return nil
}

// extraValue is the value of a row's own column; nil where it has none. In a column of
// texts, one that the file has as an empty text differs from none.
func (b *builder) extraValue(r *Row, e *extra) any {
	v, isText := r.Text(e.index), e.column.Type == incident.ColumnString
	if v != "" && (isText || !noValue(v)) {
		return b.memo.value(v, e.column.Type)
	}
	if _, kind := r.Cell(e.index); kind == KindText {
		if v == "" && isText {
			return v
		}
		if v != "" {
			b.once.add(wordNote(v, b.table.Header[e.index], e.column.Type), r.Number)
		}
	}
	return nil
}

// valueKey is a value of an extra column as text.
type valueKey struct {
	text string
	t    incident.ColumnType
}

// value is typed, of which rows with the same text share one.
func (m *memo) value(text string, t incident.ColumnType) any {
	v, ok := m.values[valueKey{text, t}]
	if ok {
		return v
	}
	v, ok = typed(text, t)
	if s, isText := v.(string); isText {
		v = m.texts.Keep(s)
	}
	if !ok {
		return v
	}
	m.values.Put(valueKey{text, t}, v)
	return v
}
