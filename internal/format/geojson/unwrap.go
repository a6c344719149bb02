package geojson

import (
	"slices"
	"strings"

	"incidentmap/internal/ingest"
)

// Programming interfaces put each record into an object of its own: {"_source": {…}},
// {"node": {…}}, {"record": {"fields": {…}}}. Its name is no part of those of the columns.

// wrappers are the names of such objects, in lower case, which have members beside them.
var wrappers = []string{"_source", "record", "fields", "node", "data", "doc", "_doc", "document", "item", "row",
	"payload", "details", "attributes", "properties", "entry", "object", "hit", "resource", "report", "incident",
	"event"}

// firmWrappers are those of which nothing else is called so: what they hold may be the lesser part.
var firmWrappers = []string{"_source", "_doc", "node", "attributes"}

// tidy gives columns the names that they have in their records.
func (t *tabler) tidy() {
	if !slices.ContainsFunc(t.table.Header, func(name string) bool { return strings.Contains(name, ".") }) {
		return
	}
	t.dropEmptyObjects()
	path := t.wrapper()
	if path == "" {
		return
	}
	at := map[string]int{}
	for i, name := range t.table.Header {
		at[name] = i
	}
	for i, name := range t.table.Header {
		bare, inside := strings.CutPrefix(name, path)
		if !inside {
			continue
		}
		outer, taken := at[bare]
		if taken && (!t.isConstant(outer) || t.isConstant(i)) {
			continue // both keep their names
		}
		if taken {
			t.table.Header[outer] = "record." + bare // the kind of record, as in JSON:API
		}
		t.table.Header[i] = bare
	}
}

// wrapper is the path to the objects that hold nearly all columns, with a full stop behind it;
// empty if there is none. Where it holds all of them it may have any name.
func (t *tabler) wrapper() (path string) {
	for {
		counts, best := map[string]int{}, ""
		for _, name := range t.table.Header {
			rest, inside := strings.CutPrefix(name, path)
			if first, _, nested := strings.Cut(rest, "."); inside && nested {
				if counts[first]++; counts[first] > counts[best] {
					best = first
				}
			}
		}
		n := counts[best]
		name := strings.ToLower(best)
		named := slices.Contains(firmWrappers, name) || slices.Contains(wrappers, name) && 2*n >= len(t.table.Header)
		if n < 2 || !named && n < len(t.table.Header) {
			return path
		}
		path += best + "."
	}
}

// isConstant reports whether a column has the same value in all rows.
func (t *tabler) isConstant(column int) bool {
	rows := t.table.Rows
	for i := range rows {
		text, _ := rows[i].Cell(column)
		if first, _ := rows[0].Cell(column); text != first {
			return false
		}
	}
	return true
}

// dropEmptyObjects takes out columns without any value that are objects in other records:
// their members have columns of their own.
func (t *tabler) dropEmptyObjects() {
	for i := len(t.table.Header) - 1; i >= 0; i-- {
		inside := func(name string) bool { return strings.HasPrefix(name, t.table.Header[i]+".") }
		if !slices.ContainsFunc(t.table.Header, inside) || !t.isAbsent(i) {
			continue
		}
		t.table.Header = slices.Delete(t.table.Header, i, i+1)
		for k := range t.table.Rows {
			if row := &t.table.Rows[k]; i < len(row.Cells) {
				row.Cells = slices.Delete(row.Cells, i, i+1)
				row.Kinds = slices.Concat(row.Kinds[:i], row.Kinds[i+1:]) // rows share them
			}
		}
	}
}

func (t *tabler) isAbsent(column int) bool {
	return !slices.ContainsFunc(t.table.Rows, func(r ingest.Row) bool {
		_, kind := r.Cell(column)
		return kind != ingest.KindAbsent
	})
}
