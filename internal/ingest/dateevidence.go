package ingest

import (
	"fmt"
	"strconv"
	"strings"

	"incidentmap/internal/dates"
	"incidentmap/internal/printable"
)

// addDates adds what the dates of a row tell.
func (b *builder) addDates(ev *dates.Evidence, r *Row) {
	for _, ro := range dateRoles {
		ev.Add(b.cell(r, ro), r.Number, b.iranian[ro])
	}
}

// otherEvidence is what dates in columns of anything else tell: one program writes all
// dates of a file alike.
func (b *builder) otherEvidence() (ev dates.Evidence) {
	for i := range b.assigned.sample.rows {
		r := &b.assigned.sample.rows[i]
		for _, column := range b.spare {
			if word, _, _ := strings.Cut(r.at(column), " "); len(word) >= len("1/2/03") && b.assigned.isDated(column) {
				ev.AddWord(word, r.Number)
			}
		}
	}
	return ev
}

// isDated reports whether the cells of a column are dates.
func (a *assignment) isDated(column int) bool { return a.sample.holds(column, testFullDate).mostly() }

// testDigitDay is passed by days in digits without marks: 20230501.
var testDigitDay = &cellTest{"dates", func(s *sample, v string) bool {
	return len(v) == len("20060102") && v >= "1900" && v < "2100" && isDigits(v) && s.isDate(v)
}}

// hasDigitDays reports whether the cells of a column are such days.
func (a *assignment) hasDigitDays(column int) bool {
	return a.sample.holds(column, testDigitDay).mostly()
}

// datedColumns names the columns whose cells are dates, for an error.
func (b *builder) datedColumns() string {
	var names []string
	almost := ""
	for _, column := range b.spare {
		if (b.assigned.isDated(column) || b.assigned.hasDigitDays(column)) && len(names) < namedColumns {
			names = append(names, b.table.Header[column])
		}
		h := b.assigned.sample.holds(column, testDate)
		if ro, _, ok := b.assigned.looksLike(column); ok && ro == roleDate && h.fit > 0 && !h.mostly() && almost == "" {
			almost = fmt.Sprintf("%s would be one, but only %d of its %d cells are dates (%s %d: %.40q is none). ",
				printable.Text(b.table.Header[column]), h.fit, h.cells, b.table.Unit, h.row, h.bad)
		}
	}
	if len(names) == 0 {
		return almost
	}
	return "These hold dates: " + printable.Text(strings.Join(names, ", ")) + ". "
}

func noDigit(r rune) bool { return r < '0' || r > '9' }

// fullYears are the first and the last year of four digits in the columns of
// dates; 0 if there are none.
func (b *builder) fullYears() (from, to int) {
	for r := range b.table.each() {
		for _, ro := range dateRoles {
			for _, part := range strings.FieldsFunc(b.cell(r, ro), noDigit) {
				year, err := strconv.Atoi(part)
				if err != nil || len(part) != 4 || year < 1000 || year > b.thisYear()+farAhead { // a placeholder
					continue
				}
				if from == 0 || year < from {
					from = year
				}
				to = max(to, year)
			}
		}
	}
	return from, to
}
