package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/dates"
	"incidentmap/internal/incident"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// tableDates is what the dates of a table have in common.
type tableDates struct {
	dates.Forms
	// lastDay is the latest that is likely to be meant.
	lastDay geo.Day
	// midnight says that all times of day are 00:00: the table has none.
	midnight bool
}

// dateRoles are the columns that hold whole dates.
var dateRoles = []role{roleDate, roleStart, roleEnd}

// dateAndYear are the columns of which a table needs one.
var dateAndYear = []role{roleDate, roleStart, roleEnd, roleYear, roleStartYear}

// hasDates reports whether a column holds dates, or years.
func (b *builder) hasDates() bool { return slices.ContainsFunc(dateAndYear, b.has) }

// HasDates reports whether a table has dates, by its first rows.
func HasDates(t *Table) bool {
	b, _ := newBuilder(t.First(datedRows), Options{}) //nolint:errcheck // dates of two meanings are dates
	return b.hasDates()
}

// datedRows is how many of the first rows show whether a table has dates.
const datedRows = 200

// newTableDates checks that the table has dates and settles their order.
func (b *builder) newTableDates(ev *dates.Evidence) (tableDates, error) {
	if !b.hasDates() && b.table.Total() > 0 {
		if b.table.Dated != "" {
			return tableDates{}, incident.Errorf(incident.Invalid, "%s: no %s has a date: %s. %sIts columns are: %s",
				b.table.File, b.table.Unit, b.table.Dated, b.datedColumns(), b.columnList())
		}
		return tableDates{}, incident.Errorf(incident.Invalid,
			"%s: no column holds a date; call one date, two start and end, or three year, month and day, or say which it is: --column date=NAME. %s%sIts columns are: %s",
			b.table.File, b.table.Elsewhere, b.datedColumns(), b.columnList())
	}
	d := tableDates{Forms: dates.Forms{ThisYear: b.thisYear()}, midnight: !ev.Timed}
	d.lastDay = geo.NewDay(d.ThisYear+farAhead, 12, 31)
	if ev.Short {
		d.From, d.To = b.fullYears()
	}
	order, err := b.orderOf(ev)
	d.MonthFirst = order == "mdy"
	return d, err
}

// orderOf is the order of dates such as 3/4/2020: as the user says, as the dates show, as
// a file beside says, or as other columns show.
func (b *builder) orderOf(ev *dates.Evidence) (string, error) {
	shown, ok := ev.Order()
	switch {
	case b.opt.MonthFirst:
		return "mdy", nil
	case b.opt.DayFirst, ok && ev.Either == 0 && shown == "":
		return "dmy", nil
	case shown != "":
		return shown, nil
	case !ok:
		return "", incident.Errorf(incident.Invalid,
			"%s, row %d: the dates cannot all start with the same part: %q is not a date in the order of the others; "+
				"write YYYY-MM-DD, or say --date-order dmy or mdy: rows that are no dates in that order are left out then",
			b.table.File, ev.Row, ev.Example)
	}
	if order := b.table.describedOrder(); order != "" {
		return order, nil
	}
	other := b.otherEvidence()
	if order, ok := other.Order(); ok && order != "" {
		return order, nil
	}
	return "", incident.Errorf(incident.Invalid,
		"%s: dates such as %q can be read with the day or with the month first and no row settles it; "+
			"write YYYY-MM-DD, or say --date-order dmy or mdy", b.table.File, ev.Example)
}

// namedColumns is how many columns an error lists.
const namedColumns = 60

// columnList lists the table's columns for an error.
func (b *builder) columnList() string {
	named := b.table.Header
	if len(named) <= namedColumns {
		return printable.Text(strings.Join(named, ", "))
	}
	return fmt.Sprintf("%s and %d more", printable.Text(strings.Join(named[:namedColumns], ", ")),
		len(named)-namedColumns)
}

func (b *builder) thisYear() int {
	if b.opt.Year > 0 {
		return b.opt.Year
	}
	return time.Now().Year()
}

// readDate reads the row's date from the columns that the table has.
func (b *builder) readDate(r *Row, inc *incident.Incident) error {
	c, column, err := b.dateText(r)
	if err == nil && c.Text == "" {
		err = errors.New(b.emptiness(r, roleDate) +
			", and an incident needs a date; write YYYY-MM-DD, YYYY-MM, YYYY or another EDTF date")
		if b.isAlone(r) {
			err = errors.New("it is empty; the row has one cell alone, as a heading or a note between rows has")
		}
	}
	if err == nil {
		inc.Date, err = b.when.Date(c.Text)
	}
	if err == nil && inc.Date.Start != inc.Date.End && b.isAlone(r) {
		return &columnError{rule: report.RuleShape, column: column, none: true, message: fmt.Sprintf(
			"%.40q stands alone in the row, as a heading between rows does", r.at(b.firstFilled(r)))}
	}
	if err != nil {
		return &columnError{rule: report.RuleDate, column: column, message: strings.TrimPrefix(err.Error(), "edtf: ")}
	}
	if !b.dates.midnight {
		inc.Time = c.Time
	}
	b.tellDate(r, c, column)
	b.tellYear(r, inc)
	if year := b.cell(r, roleYear); year != "" && b.has(roleDate) {
		b.tellOtherYear(r, inc, year)
	}
	return nil
}

// isAlone reports whether a row of cells has one cell alone, as a heading or a note has.
func (b *builder) isAlone(r *Row) bool {
	return b.table.Unit == "row" && r.Points == nil && len(b.table.Header) > 2 && r.filled() == 1
}

// firstFilled is the first column in which a row has a text.
func (b *builder) firstFilled(r *Row) int {
	for i := range r.Cells {
		if r.Text(i) != "" {
			return i
		}
	}
	return 0
}

// firstDay is the earliest that is likely to be meant.
var firstDay = geo.NewDay(100, 1, 1)

// Years between these are those of the Iranian calendar that people now living have seen.
var firstMedieval, lastMedieval = geo.NewDay(1300, 1, 1), geo.NewDay(1450, 1, 1)

// farAhead is after how many years a date is likely to stand for none.
const farAhead = 10

// tellYear tells of years that databases have for dates that are not known.
func (b *builder) tellYear(r *Row, inc *incident.Incident) {
	switch {
	case inc.Date.Start < firstDay:
		b.once.add(onceEarly, r.Number)
	case inc.Date.Start >= firstMedieval && inc.Date.Start < lastMedieval:
		b.once.add(onceIranian, r.Number)
	case inc.Date.LastKnown() > b.dates.lastDay:
		b.once.add(onceLate, r.Number)
	}
}

// tellOtherYear tells of a year in a column of its own that is none of the date's.
func (b *builder) tellOtherYear(r *Row, inc *incident.Incident, year string) {
	n, err := strconv.Atoi(strings.TrimSuffix(year, ".0"))
	if err != nil || n < inc.Date.Start.Time().Year() || n > inc.Date.LastKnown().Time().Year() {
		b.once.add(onceOtherYear, r.Number)
	}
}

// tellDate tells what of a date's cell was not kept, or was guessed.
func (b *builder) tellDate(r *Row, c dates.Cell, column string) {
	if c.Rest != "" {
		b.note(r, report.RuleDateRest, column, "%.60q stands beside the date and is not understood; the date is read as %s",
			c.Rest, c.Text)
	}
	if c.Short {
		b.once.add(onceShortYear, r.Number)
	}
	if c.Zone != "" && !b.dates.midnight {
		b.once.add(onceZone, r.Number)
	}
}

// dateText puts the row's date together; column names the cell that an error
// is about.
func (b *builder) dateText(r *Row) (c dates.Cell, column string, err error) {
	start, end := b.cell(r, roleStart), b.endText(r)
	if v := b.cell(r, roleDate); v != "" {
		c, err = b.cleanIn(roleDate, v)
		if year := b.cell(r, roleYear); err != nil && year != "" { // 3 January, beside 2020
			if whole, errWhole := b.cleanIn(roleDate, v+" "+year); errWhole == nil && whole.Rest == "" {
				c, err = whole, nil
			}
		}
		c.Text = b.widenACLED(r, c.Text)
		if len(b.others[roleDate]) > 0 && err == nil {
			b.tellOtherDay(r, c.Text)
		}
		if err == nil && start+end != "" {
			c = b.besideSpan(r, c, start, end)
		}
		return c, b.name(roleDate), err
	}
	if start == "" && end == "" {
		c.Text, column, err = b.datesInParts(r)
		return c, column, err
	}
	return b.spanText(r, start, end)
}

// widenACLED widens a day as ACLED's time_precision says: 2 is a week around
// it, 3 its month (ACLED Codebook).
func (b *builder) widenACLED(r *Row, text string) string {
	precision := b.cell(r, roleTimePrecision)
	if precision != "2" && precision != "3" {
		return text
	}
	day, err := geo.ParseDay(text)
	switch {
	case err != nil:
		return text
	case precision == "2":
		return "[" + (day - 3).String() + ".." + (day + 3).String() + "]"
	}
	return text[:7]
}

// dateColumn is the column that a missing date is missing from.
func (b *builder) dateColumn() string {
	for _, ro := range dateAndYear {
		if b.has(ro) {
			return b.name(ro)
		}
	}
	return "date"
}

// dateColumns are the columns of a date in parts.
type dateColumns struct{ year, month, day role }

var (
	dayParts   = dateColumns{roleYear, roleMonth, roleDay}
	startParts = dateColumns{roleStartYear, roleStartMonth, roleStartDay}
	endParts   = dateColumns{roleEndYear, roleEndMonth, roleEndDay}
)

// datesInParts reads a date, or a start and an end, from columns of their parts.
func (b *builder) datesInParts(r *Row) (text, column string, err error) {
	first := startParts
	if !b.has(roleStartYear) || b.cell(r, roleStartYear) == "" {
		first = dayParts
	}
	start, column, err := b.dateParts(r, first)
	if err != nil || start == "" || !b.has(roleEndYear) {
		return start, column, err
	}
	end, _, err := b.dateParts(r, endParts)
	if err != nil || end == "" {
		return start, column, err
	}
	return b.join(r, start, end), b.name(roleEndYear), nil
}

// dateParts reads year, month and day from columns of their own; 0 and
// nothing are unknown (GTD Codebook).
func (b *builder) dateParts(r *Row, of dateColumns) (text, column string, err error) {
	for _, part := range []struct {
		role   role
		digits int
	}{{of.year, 4}, {of.month, 2}, {of.day, 2}} {
		v := strings.TrimSuffix(b.cell(r, part.role), ".0")
		n, err := strconv.Atoi(v)
		if month, named := dates.Month(v); err != nil && named && part.role == of.month {
			n, err = month, nil
		}
		if v != "" && err != nil {
			return "", b.name(part.role), fmt.Errorf("%.40q is not a number", v)
		}
		if n < 0 && part.role == of.year {
			return "", b.name(part.role),
				fmt.Errorf("the year %d is before the year 1; years from 0001 to 9999 can be used", n)
		}
		if n <= 0 {
			break
		}
		if text != "" {
			text += "-"
		}
		text += fmt.Sprintf("%0*d", part.digits, n)
		column = b.name(part.role)
	}
	if column == "" {
		column = b.dateColumn()
	}
	return text, column, nil
}
