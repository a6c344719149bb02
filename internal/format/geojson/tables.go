package geojson

import (
	"strconv"

	"incidentmap/internal/ingest"
)

// areRows reports whether the values of a list are lists of plain values, as the rows of a
// table are: at least two, with two values or more.
func areRows(values [][]byte) bool {
	if len(values) < 2 {
		return false
	}
	for _, v := range values[:2] {
		c := cutter{data: v}
		cells, ok := c.elements()
		if !ok || len(cells) < 2 {
			return false
		}
		for _, cell := range cells {
			if cell[0] == '{' {
				return false
			}
		}
	}
	return true
}

// named makes records of rows. Without names, the first row has them.
func (t *tabler) named(names []string, rows [][]byte) (out [][]byte) {
	cut := make([][][]byte, len(rows))
	for i, row := range rows {
		c := cutter{data: row}
		cut[i], _ = c.elements()
	}
	if names == nil {
		var first []ingest.Row
		for i := range min(ingest.HeadRows, len(cut)) {
			r := ingest.Row{Number: i + 1}
			for _, cell := range cut[i] {
				text, _ := ingest.JSONCell(cell)
				r.Cells = append(r.Cells, text)
			}
			first = append(first, r)
		}
		used := t.table.SetHead(first)
		names, cut, rows = t.table.Header, cut[used:], rows[used:]
		t.table.Header = nil // the records make it
	}
	for i, cells := range cut {
		if cells == nil {
			out = append(out, rows[i]) // whoever reads the records tells of it
			continue
		}
		out = append(out, record(names, cells))
	}
	return out
}

// record is a row as an object.
func record(names []string, cells [][]byte) []byte {
	out := []byte{'{'}
	for k, cell := range cells {
		name := "column_" + strconv.Itoa(k+1)
		if k < len(names) && names[k] != "" {
			name = names[k]
		}
		if k > 0 {
			out = append(out, ',')
		}
		out = append(append(AppendString(out, name), ':'), cell...)
	}
	return append(out, '}')
}

// namesIn are the names of columns in the object that rows are in: the only list of so many
// texts, or of objects with a name. nil if there is none.
func namesIn(around [][]byte, row []byte) (names []string) {
	c := cutter{data: row}
	cells, _ := c.elements()
	in := cutter{data: around[len(around)-1]}
	in.members(func([]byte) bool {
		value := in.value()
		if len(value) > 0 && value[0] == '[' {
			list := cutter{data: value}
			if items, ok := list.elements(); ok && len(items) == len(cells) {
				if found := namesOf(items); found != nil {
					names = found
				}
			}
		}
		return value != nil
	})
	return names
}

func namesOf(items [][]byte) (out []string) {
	for _, item := range items {
		name := item
		if item[0] == '{' {
			c := cutter{data: item}
			c.members(func(key []byte) bool {
				value := c.value()
				if string(key) == `"name"` {
					name = value
				}
				return value != nil
			})
		}
		if len(name) == 0 || name[0] != '"' {
			return nil
		}
		out = append(out, ingest.Unquote(name))
	}
	return out
}
