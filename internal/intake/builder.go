package intake

import (
	"errors"
	"fmt"
	"strings"

	"incidentmap/internal/incident"
)

// builder makes incidents of a table's rows.
type builder struct {
	table  *Table
	opt    Options
	roles  map[role]int
	extras []extra
	dates  dateReader
	ids    map[string]int
	terms  map[termKey]bool
	result *Result
}

func newBuilder(t *Table, opt Options) (*builder, error) {
	b := &builder{table: t, opt: opt, ids: make(map[string]int, len(t.Rows)), terms: map[termKey]bool{}, result: &Result{}}
	var spare []int
	b.roles, spare = assignRoles(t.Header)
	var err error
	if b.dates, err = b.newDateReader(); err != nil {
		return nil, err
	}
	b.extras = b.inferExtras(spare)
	for _, e := range b.extras {
		b.result.Columns = append(b.result.Columns, e.column)
	}
	return b, nil
}

// cell returns the text of a role's column in a row, empty where the table
// has no such column or the cell says that its value is missing.
func (b *builder) cell(r *Row, ro role) string {
	i, ok := b.roles[ro]
	if !ok {
		return ""
	}
	return b.at(r, i)
}

func (b *builder) at(r *Row, column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	if v := strings.TrimSpace(r.Cells[column]); !missing(v) {
		return v
	}
	return ""
}

// missing tells how tables write "no value".
func missing(v string) bool {
	switch strings.ToLower(v) {
	case "", "-", "--", "na", "n/a", "#n/a", "null", "none", "nan", "unknown":
		return true
	}
	return false
}

// name is the header's own name of a role's column, for findings.
func (b *builder) name(ro role) string {
	if i, ok := b.roles[ro]; ok {
		return b.table.Header[i]
	}
	return string(ro)
}

func (b *builder) note(r *Row, rule Rule, column, format string, args ...any) {
	b.result.Findings = append(b.result.Findings, Finding{File: b.table.File, Unit: b.table.Unit, Row: r.Number,
		Column: column, Rule: rule, Message: fmt.Sprintf(format, args...)})
}

// drop notes that a row was left out.
func (b *builder) drop(r *Row, rule Rule, column, format string, args ...any) {
	b.note(r, rule, column, format, args...)
	b.result.Findings[len(b.result.Findings)-1].Dropped = true
}

// columnError is an error of one cell: it costs the row.
type columnError struct {
	rule            Rule
	column, message string
}

// CellError is an error of Row.Detail about a column.
func CellError(column string, err error) error {
	return &columnError{RuleDetail, column, err.Error()}
}

// Error implements error.
func (e *columnError) Error() string { return e.column + ": " + e.message }

// add reads a row into the result's next incident, in place: an incident is
// large, and a table has many.
func (b *builder) add(r *Row) {
	b.result.Incidents = append(b.result.Incidents, incident.Incident{Revision: 1})
	last := len(b.result.Incidents) - 1
	inc := &b.result.Incidents[last]
	if n := len(b.table.Header); len(r.Cells) > n && strings.Join(r.Cells[n:], "") != "" {
		b.note(r, RuleShape, "", "it has %d cells for %d columns; what is beyond them was not read: is a comma inside a value not quoted?", len(r.Cells), n)
	}
	for _, read := range []func(*Row, *incident.Incident) error{
		b.readDate, b.readPlace, b.readWords, b.readGrades, b.readFigures, b.readExtras, b.readDetail, b.checkSources, b.readID,
	} {
		if err := read(r, inc); err != nil {
			e := &columnError{rule: RuleDetail, message: err.Error()}
			errors.As(err, &e)
			b.drop(r, e.rule, e.column, "%s", e.message)
			*inc = incident.Incident{}
			b.result.Incidents = b.result.Incidents[:last]
			return
		}
	}
	b.result.Rows = append(b.result.Rows, r.Number)
}

func (b *builder) readDetail(r *Row, inc *incident.Incident) error {
	if r.Detail == nil {
		return nil
	}
	return r.Detail(inc)
}
