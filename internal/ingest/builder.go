package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"incidentmap/internal/counts"
	"incidentmap/internal/dates"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// builder makes incidents of a table's rows: of all of them, or of a chunk.
type builder struct {
	*layout
	table  *Table
	opt    Options
	extras []extra
	dates  tableDates
	memo   *memo
	when   *dates.Reader
	ids    *incident.IDs // of the result's incidents, in their order
	kinds  vocabulary
	types  vocabulary
	result *Result
	// unnamed says of each incident of a chunk whether its row has no ID.
	unnamed []bool
	// source are the rows of a chunk.
	source []Row
	// prevailing is the country that the units of rows without one are of, if it
	// has them; coded says that the column of countries holds codes alone.
	prevailing string
	coded      bool
	// swapped says that latitudes and longitudes are, metres that they are no degrees.
	swapped, metres bool
	// numeric says that there are dates such as 3/4/2020.
	numeric bool
	// marks are what stands in the numbers of the table.
	marks counts.Marks
	// outside counts the rows whose point is not in their country, in all chunks.
	outside *atomic.Int64

	once once
}

// newBuilder finds out how a table is to be read. What it found is there beside an error
// too.
func newBuilder(t *Table, opt Options) (*builder, error) {
	b := &builder{layout: newLayout(t, opt.Given, opt.Only), table: t, opt: opt, result: &Result{},
		outside: &atomic.Int64{}}
	if slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Points != nil }) {
		b.besideGeometry()
	}
	found := b.survey()
	b.extras = b.inferExtras(found.spare)
	for _, e := range b.extras {
		b.result.Columns = append(b.result.Columns, e.column)
	}
	var err error
	if b.dates, err = b.newTableDates(&found.dates); err != nil {
		return b, b.withEncoding(err)
	}
	b.numeric = found.dates.Numeric()
	b.coded, b.marks = found.codes.coded(), counts.Marks{Points: b.havePointThousands(), Commas: b.haveCommaDecimals()}
	b.swapped, b.metres = b.areSwapped(), !b.has(roleCRS) && b.assigned.system == "" && b.inMetres()
	b.prevailing = b.prevailingCountry(&found.units)
	return b, nil
}

// cell returns the text of a role's column in a row, or of the first of its
// others that has one; empty where the table has no such column or the cells
// say that their value is missing.
func (b *builder) cell(r *Row, ro role) string {
	if b.special[ro] {
		return b.combined(r, ro, b.plainCell(r, ro))
	}
	return b.plainCell(r, ro)
}

// plainCell is cell for roles of a single column.
func (b *builder) plainCell(r *Row, ro role) string {
	if i := b.columns[ro]; i >= 0 {
		if v := r.at(i); v != "" {
			return v
		}
	}
	for _, i := range b.others[ro] {
		if v := r.at(i); v != "" {
			return v
		}
	}
	return ""
}

// at is cell for any column.
func (r *Row) at(column int) string {
	if v := r.Text(column); !missing(v) {
		return v
	}
	return ""
}

// name is what findings call a role's column: by the table's own name.
func (b *builder) name(ro role) string { return b.names[ro] }

func (b *builder) note(r *Row, rule report.Rule, column, format string, args ...any) {
	where := report.Where{File: b.table.File, Unit: b.table.Unit, Row: r.Number, Column: column}
	b.result.Findings = append(b.result.Findings, rule.InTable(where, fmt.Sprintf(format, args...)))
}

// drop notes that a row was left out.
func (b *builder) drop(r *Row, rule report.Rule, column, format string, args ...any) {
	b.note(r, rule, column, format, args...)
	b.result.Findings[len(b.result.Findings)-1].Dropped = true
	b.leaveOut(r, b.result.Findings[len(b.result.Findings)-1])
}

// columnError is an error of one cell: it costs the row.
type columnError struct {
	rule            report.Rule
	column, message string
	// none says that the row is no incident, whatever it has in its other cells.
	none bool
}

// CellError is an error of Row.Detail about a column.
func CellError(column string, err error) error {
	return &columnError{rule: report.RuleDetail, column: column, message: err.Error()}
}

// Error implements error.
func (e *columnError) Error() string { return e.column + ": " + e.message }

// readers read the parts of a row, one after the other.
var readers = []func(*builder, *Row, *incident.Incident) error{
	(*builder).checkRead, (*builder).checkTotal, (*builder).readDate, (*builder).readPlace, (*builder).readWords,
	(*builder).readGrades, (*builder).readFigures,
	(*builder).readExtras, (*builder).readDetail, (*builder).checkSources, (*builder).readID,
}

// add reads a row into the result's next incident, in place: an incident is
// large, and a table has many.
func (b *builder) add(r *Row) {
	b.result.Incidents = append(b.result.Incidents, incident.Incident{Revision: 1})
	last := len(b.result.Incidents) - 1
	inc := &b.result.Incidents[last]
	if n := len(b.table.Header); len(r.Cells) > n && strings.Join(r.Cells[n:], "") != "" {
		b.note(r, report.RuleShape, "",
			"it has %d cells for %d columns; what is beyond them was not read: is a comma inside a value not quoted?",
			len(r.Cells), n)
	}
	if n := len(r.Cells); b.table.Even && n < len(b.table.Header) {
		b.once.add(onceShort, r.Number)
	}
	for _, read := range readers {
		if err := read(b, r, inc); err != nil {
			e := &columnError{rule: report.RuleDetail, message: err.Error()}
			errors.As(err, &e)
			b.drop(r, e.rule, e.column, "%s", e.message)
			if !e.none {
				b.noteUnread(r)
			}
			*inc = incident.Incident{}
			b.result.Incidents = b.result.Incidents[:last]
			return
		}
	}
	b.result.Rows, b.unnamed = append(b.result.Rows, r.Number), append(b.unnamed, b.cell(r, roleID) == "")
}

// checkRead is the error of a row that cannot be read at all.
func (b *builder) checkRead(r *Row, _ *incident.Incident) error {
	if r.Broken == nil {
		return nil
	}
	return &columnError{rule: report.RuleShape, message: r.Broken.Why.Error()}
}

func (b *builder) readDetail(r *Row, inc *incident.Incident) error {
	if r.Detail == nil {
		return nil
	}
	return r.Detail(inc)
}
