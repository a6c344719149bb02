package curated

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// columnTypes are the types that a layer's own columns may have.
var columnTypes = []incident.ColumnType{incident.ColumnString, incident.ColumnInteger, incident.ColumnNumber,
	incident.ColumnBoolean, incident.ColumnDate}

func (r *reader) columns(doc *document, entries []columnEntry) []incident.Column {
	var out []incident.Column
	for i, e := range entries {
		c := incident.Column{Name: e.Name, Type: incident.ColumnType(e.Type), Title: e.Title,
			Description: e.Description}
		if !slices.Contains(columnTypes, c.Type) {
			r.problem(doc.file, doc.line("columns", i, "type"), fmt.Sprintf("columns[%d].type", i+1),
				"%q is none of string, integer, number, boolean, date", e.Type)
			c.Type = incident.ColumnString
		}
		out = append(out, c)
	}
	return out
}

// extra reads a record's own columns into the order of the layer's.
func (r *reader) extra(l Located, columns []incident.Column, given map[string]any) []any {
	out := make([]any, len(columns))
	for _, name := range slices.Sorted(maps.Keys(given)) {
		line, key := l.Position("extra", name)
		i := slices.IndexFunc(columns, func(c incident.Column) bool { return c.Name == name })
		if i < 0 {
			r.problem(l.File, line, key, "the layer has no column of this name")
			continue
		}
		v, ok := typed(given[name], columns[i].Type)
		if !ok {
			r.problem(l.File, line, key, "%v is no value of the type %s", given[name], columns[i].Type)
			continue
		}
		out[i] = v
	}
	return out
}

// typed brings a value of YAML into the Go type of a column.
func typed(v any, t incident.ColumnType) (any, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case string:
		if t == incident.ColumnDate {
			_, err := geo.ParseDay(v)
			return v, err == nil
		}
		return strings.TrimSpace(v), t == incident.ColumnString
	case int:
		if t == incident.ColumnNumber {
			return float64(v), true
		}
		return int64(v), t == incident.ColumnInteger
	case float64:
		return v, t == incident.ColumnNumber
	case bool:
		return v, t == incident.ColumnBoolean
	}
	return nil, false
}
