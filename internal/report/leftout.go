package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Limits of the rows that are kept as their table has them.
const (
	maxLeftOut      = 10_000
	maxLeftOutBytes = 8 << 20
)

// LeftOut are rows that could not be taken in, as their table has them: mended, they can
// be loaded again.
type LeftOut struct {
	// Header names the columns of the table; the last of all is Geometry if any row
	// has one.
	Header []string
	Rows   []LeftOutRow
	// More counts the rows that are beyond what is kept.
	More int

	bytes int
}

// LeftOutRow is such a row.
type LeftOutRow struct {
	Cells []string
	// Geometry is where the row was, as WKT, in formats with geometries.
	Geometry string `json:",omitempty"`
	Why      Finding
}

// Add keeps a row, if there is room for it.
func (l *LeftOut) Add(cells []string, geometry string, why Finding) {
	size := len(geometry)
	for _, c := range cells {
		size += len(c)
	}
	if l.add(LeftOutRow{cells, geometry, why}, size) {
		for i, c := range cells {
			cells[i] = strings.Clone(c) // it may be a part of a text of gigabytes
		}
	}
}

// add reports whether there was room for a row.
func (l *LeftOut) add(row LeftOutRow, size int) bool {
	if len(l.Rows) >= maxLeftOut || l.bytes+size > maxLeftOutBytes {
		l.More++
		return false
	}
	l.bytes += size
	l.Rows = append(l.Rows, row)
	return true
}

// Merge adds the rows of another part of the table.
func (l *LeftOut) Merge(other LeftOut) {
	for _, row := range other.Rows {
		size := len(row.Geometry)
		for _, c := range row.Cells {
			size += len(c)
		}
		l.add(row, size)
	}
	l.More += other.More
}

// Finish orders the rows as the table has them, under its header.
func (l *LeftOut) Finish(header []string) {
	l.Header = header
	slices.SortStableFunc(l.Rows, func(a, b LeftOutRow) int { return cmp.Compare(a.Why.Row, b.Why.Row) })
}

// leftOutColumns are the columns beside those of the table. A table that has them is read
// as if it had not.
var leftOutColumns = []string{"left_out_file", "left_out_row", "left_out_column", "left_out_rule", "left_out_because",
	"left_out_allowed"}

// Table are the rows with why they were left out, under a header. What an earlier such
// table told is not told again.
func (l *LeftOut) Table() [][]string {
	geometry := slices.ContainsFunc(l.Rows, func(r LeftOutRow) bool { return r.Geometry != "" })
	var own []int
	var header []string
	for i, h := range l.Header {
		if !slices.Contains(leftOutColumns, h) {
			own, header = append(own, i), append(header, h)
		}
	}
	if geometry {
		header = append(header, "wkt")
	}
	out := [][]string{append(header, leftOutColumns...)}
	for _, r := range l.Rows {
		row := make([]string, 0, len(out[0]))
		for _, i := range own {
			row = append(row, r.cell(i))
		}
		if geometry {
			row = append(row, r.Geometry)
		}
		out = append(out, append(row, r.why()...))
	}
	return out
}

// cell is the text of a column; empty where the row is shorter.
func (r *LeftOutRow) cell(column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

func (r *LeftOutRow) why() []string {
	f := r.Why
	return []string{f.File, strconv.Itoa(f.Row), f.Column, f.Rule, f.Message, f.Allowed}
}
