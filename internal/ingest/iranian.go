package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/dates"
)

// namesIranian reports whether a name of a column says that its dates are of the calendar.
func namesIranian(name string) bool {
	words := nameWords(name)
	solar := slices.Contains(words, "solar") && slices.Contains(words, "hijri")
	return solar || slices.ContainsFunc(words, func(w string) bool { return w != "sh" && dates.IsIranian(w) })
}

// keepCalendar finds out whether the column of a role is of the calendar: called so in the
// header or in a file beside the table, or with a cell that says so itself. Columns that
// fill in where it is empty must be of the same.
func (l *layout) keepCalendar(t *Table, ro role) {
	of := func(i int) bool {
		return namesIranian(t.Header[i]) || l.saysIranian(i) ||
			slices.ContainsFunc(t.describedAt(i).Names, namesIranian)
	}
	all := l.others[ro]
	if i := l.columns[ro]; i >= 0 {
		all = []int{i}
	}
	l.iranian[ro] = len(all) > 0 && of(all[0])
	l.others[ro] = slices.DeleteFunc(slices.Clone(l.others[ro]), func(i int) bool { return of(i) != l.iranian[ro] })
}

// saysIranian reports whether a cell of a column has the name of a month of the calendar,
// or of its era.
func (l *layout) saysIranian(column int) bool {
	return slices.ContainsFunc(l.assigned.sample.rows, func(r Row) bool {
		_, ok := dates.Iranian(r.at(column), false)
		return ok
	})
}

// cleanIn reads the date in a cell of a role's column.
func (b *builder) cleanIn(ro role, v string) (dates.Cell, error) {
	if !b.iranian[ro] {
		return b.when.Read(v)
	}
	if c, ok := dates.Iranian(v, true); ok {
		return c, nil
	}
	after := strconv.Itoa(dates.LastIranianYear + 1)
	if c, err := b.when.Read(v); err == nil && !c.Short && strings.TrimLeft(c.Text, "[~?") > after {
		return c, nil // the column has dates of both
	}
	return dates.Cell{}, fmt.Errorf("%.60q is not a date of the Iranian calendar that is understood; "+
		"1402/12/13, 1402/12, 1402 or 13 Esfand 1402 is allowed", v)
}
