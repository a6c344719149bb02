package beside

import (
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Apply has a table say what its columns are, and its cells what they stand for. It tells
// what of the description is not used.
func (d *Description) Apply(t *ingest.Table) {
	of, lacks := d.match(t.Header)
	if len(d.Columns) > 0 {
		t.Beside, t.Described = d.Name, make([]ingest.Described, len(t.Header))
	}
	cells := make([]*Column, len(t.Header))
	for i, c := range of {
		if c == nil {
			continue
		}
		t.Described[i] = c.described(t.Header[i])
		if c.changes() {
			cells[i] = c
		}
	}
	if slices.ContainsFunc(cells, func(c *Column) bool { return c != nil }) {
		d.have(t, &said{t.Lazy, cells})
	}
	d.tell(t, lacks)
}

// have has the rows of a table say what they stand for.
func (d *Description) have(t *ingest.Table, rows *said) {
	if t.Lazy != nil {
		t.Lazy = rows
		return
	}
	for i := range t.Rows {
		rows.read(&t.Rows[i])
	}
}

// match finds the column that describes each of a header: by its name or a title, else by
// its place where both have as many. lacks are the columns that the header does not have.
func (d *Description) match(header []string) (out []*Column, lacks []string) {
	out = make([]*Column, len(header))
	used := make([]bool, len(d.Columns))
	for i, h := range header {
		at := slices.IndexFunc(d.Columns, func(c Column) bool { return c.goesBy(h) })
		if at >= 0 && !used[at] {
			out[i], used[at] = &d.Columns[at], true
		}
	}
	for i := range out {
		if len(header) == len(d.Columns) && out[i] == nil && !used[i] {
			out[i], used[i] = &d.Columns[i], true
		}
	}
	for i, c := range d.Columns {
		if !used[i] {
			lacks = append(lacks, "“"+c.label()+"”")
		}
	}
	return out, lacks
}

// namedColumns is how many columns a message names.
const namedColumns = 5

// described is what there is to know of a column when its role is looked for.
func (c *Column) described(header string) ingest.Described {
	out := ingest.Described{Names: c.names(header), Type: c.Kind.columnType(), Separator: c.Separator,
		Order: orderOf(c.Format)}
	if len(c.Titles) > 0 {
		out.Title = c.Titles[0]
	}
	switch c.Kind {
	case KindDate:
		out.Role = "date"
	case KindPoint:
		out.Role = "latlon"
	case KindGeoJSON:
		out.Role = "wkt"
	}
	return out
}

// tell adds to the table what is not used.
func (d *Description) tell(t *ingest.Table, lacks []string) {
	ignored := slices.Clone(d.Ignored)
	if n := len(lacks); n > 0 {
		ignored = append(ignored, fmt.Sprintf("it describes %d columns that the table does not have: %s", n,
			strings.Join(lacks[:min(n, namedColumns)], ", ")))
	}
	var told []report.Finding
	for _, what := range ignored {
		told = append(told, report.RuleBeside.InTable(report.Where{File: t.File, Unit: t.Unit},
			fmt.Sprintf("%s beside it: %s", d.Name, what)))
	}
	t.Findings = append(told, t.Findings...)
}

// said are rows whose cells say what the description has them stand for.
type said struct {
	ingest.Chunks
	of []*Column
}

// Chunk implements ingest.Chunks.
func (s *said) Chunk(i int, room *ingest.Room) []ingest.Row {
	rows := slices.Clone(s.Chunks.Chunk(i, room))
	for r := range rows {
		s.read(&rows[r])
	}
	return rows
}

// read replaces the cells of a row, which keeps its own: others may have them too.
func (s *said) read(r *ingest.Row) {
	cells := slices.Clone(r.Cells)
	for i := range min(len(cells), len(s.of)) {
		if c := s.of[i]; c != nil {
			cells[i] = c.cell(cells[i])
		}
	}
	r.Cells = cells
}
