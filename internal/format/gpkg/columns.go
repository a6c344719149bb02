package gpkg

import (
	"slices"
	"strings"

	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// column is a property in the layer.
type column struct {
	name, sqlType string
	property      incident.Property
}

// keyColumns are the layer's own.
var keyColumns = []string{"fid", "geom", "id"}

// maxColumns is how many columns SQLite lets a table have.
const maxColumns = 2000

// columnsOf names the columns. Names that differ in case alone are one to SQLite. What a table
// has no room for is returned apart.
func columnsOf(d *format.Document) (layer []column, more []incident.Property) {
	taken := map[string]bool{}
	for _, name := range keyColumns {
		taken[name] = true
	}
	for i, p := range d.Columns {
		if len(layer)+len(keyColumns) == maxColumns {
			return layer, d.Columns[i:]
		}
		name := p.Name
		for taken[strings.ToLower(name)] {
			name += "_"
		}
		taken[strings.ToLower(name)] = true
		layer = append(layer, column{name, sqlTypes[p.Type], p})
	}
	return layer, nil
}

// tablesBeside are the tables beside the layer; one more of the values of properties that it
// has no columns for.
func tablesBeside(more []incident.Property) []attributes {
	if len(more) == 0 {
		return attributeTables
	}
	return append(slices.Clone(attributeTables), attributes{"more_columns",
		"Values of the columns that a table of SQLite has no room for", []string{"name TEXT", "value TEXT"},
		func(r *incident.Record) (out [][]any) {
			for _, p := range more {
				if v := p.Value(r); !v.Null {
					out = append(out, []any{p.Name, sqlValue(v)})
				}
			}
			return out
		}})
}

var sqlTypes = map[incident.ColumnType]string{incident.ColumnString: "TEXT", incident.ColumnInteger: "INTEGER",
	incident.ColumnNumber: "REAL", incident.ColumnBoolean: "BOOLEAN", incident.ColumnDate: "DATE"}
