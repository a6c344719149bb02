package ingest

import (
	"slices"

	"incidentmap/internal/dates"
	"incidentmap/internal/incident"
)

// survey is what one look at all rows tells of a table, before any is read: the forms
// of its dates, its countries and units, and the types of its own columns.
type survey struct {
	dates dates.Evidence
	units unitSurvey
	codes codeSurvey
	spare []columnSurvey // of the columns without a role
}

// survey looks at all rows.
func (b *builder) survey() *survey {
	s := &survey{spare: make([]columnSurvey, len(b.spare))}
	for i, column := range b.spare {
		s.spare[i] = b.newColumnSurvey(column)
	}
	units := (b.columns[roleAdmin1] >= 0 || b.columns[roleAdmin2] >= 0) && b.opt.UnitCountries != nil
	codes := b.columns[roleCountry] >= 0
	for r := range b.table.each() {
		b.addDates(&s.dates, r)
		if units {
			s.units.add(b, r)
		}
		if codes {
			s.codes.add(r.Text(b.columns[roleCountry]))
		}
		for i := range s.spare {
			s.spare[i].add(r)
		}
	}
	return s
}

// columnSurvey finds the narrowest type that all values of a column have: what the file
// has as a text is no number. Cells that say that there is no value are none of another
// type, and texts of a column of texts.
type columnSurvey struct {
	column int
	// narrowest is the narrowest type that all values so far have; empty before the first.
	narrowest incident.ColumnType
	any       bool // there are cells with a text
	// described is the type that a file beside the table says, if all values so far are
	// of it; empty if it says none.
	described incident.ColumnType
	// declared is the column as the file describes it, if all values so far are of
	// the type that it says.
	declared *incident.Column
}

func (b *builder) newColumnSurvey(column int) columnSurvey {
	s := columnSurvey{column: column, described: b.table.describedAt(column).Type}
	at := slices.IndexFunc(b.opt.Columns, func(c incident.Column) bool { return c.Name == b.table.Header[column] })
	if at >= 0 && slices.Contains(columnTypes, b.opt.Columns[at].Type) &&
		columnKey(b.opt.Columns[at].Name) == b.opt.Columns[at].Name {
		s.declared = &b.opt.Columns[at]
	}
	return s
}

func (s *columnSurvey) add(r *Row) {
	v := r.Text(s.column)
	if v == "" {
		return
	}
	if s.any = true; noValue(v) {
		return
	}
	_, kind := r.Cell(s.column)
	if s.narrowest == "" {
		s.narrowest = columnTypes[0]
		for i := 0; !kind.fits(v, s.narrowest); i++ {
			s.narrowest = columnTypes[i+1]
		}
	}
	for !kind.fits(v, s.narrowest) {
		s.narrowest = wider(s.narrowest)
	}
	if s.described != "" {
		if _, ok := typed(v, s.described); !ok {
			s.described = ""
		}
	}
	if s.declared != nil {
		if _, ok := typed(v, s.declared.Type); !ok {
			s.declared = nil
		}
	}
}

// columnType is the type that was found; texts where there is no value.
func (s *columnSurvey) columnType() incident.ColumnType {
	switch {
	case s.described != "":
		return s.described
	case s.narrowest == "":
		return incident.ColumnString
	}
	return s.narrowest
}

// wider is the next type that has all values of a type: true is no number, and no
// number a date.
func wider(t incident.ColumnType) incident.ColumnType {
	if t == incident.ColumnInteger {
		return incident.ColumnNumber
	}
	return incident.ColumnString
}
