package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// dateReader reads dates in the forms of one table. What the dates of a table
// have in common is decided once for the whole file.
type dateReader struct {
	// monthFirst says that a date such as 3/4/2020 starts with the month.
	monthFirst bool
	// anyOrder takes such a date in either order, for those who ask only whether it is one.
	anyOrder bool
	// from and to are the years of the table's dates that have four digits; 0
	// if there are none.
	from, to int
	// thisYear is the last year that one of two digits can be.
	thisYear int
	// lastDay is the latest that is likely to be meant.
	lastDay geo.Day
	// midnight says that all times of day are 00:00: the table has none.
	midnight bool
}

// century finds the year that two digits stand for: the nearest to the other
// years of the table, or the last that is not in the future.
func (d dateReader) century(year int) int {
	if year >= 100 {
		return year
	}
	last := max(d.thisYear, d.to)
	best := last - (last-year)%100
	if d.from == 0 {
		return best
	}
	away := func(y int) int { return max(d.from-y, y-d.to, 0) }
	for y := best - 100; y > 0; y -= 100 {
		if away(y) < away(best) {
			best = y
		}
	}
	return best
}

// yearFirst reports whether a date of three numbers of two digits begins with its
// year, and which that is: where the table's other dates are of the year that it
// begins with, and not of the one that it ends with.
func (d dateReader) yearFirst(n numeric) (year int, ok bool) {
	if n.year >= 100 || d.from == 0 {
		return 0, false
	}
	among := func(short int) bool { y := d.century(short); return y >= d.from && y <= d.to }
	return d.century(n.first), among(n.first) && !among(n.year) && n.second <= 12 && n.year >= 1 && n.year <= 31
}

// dateRoles are the columns that hold whole dates.
var dateRoles = []role{roleDate, roleStart, roleEnd}

// dateAndYear are the columns of which a table needs one.
var dateAndYear = []role{roleDate, roleStart, roleEnd, roleYear, roleStartYear}

// newDateReader checks that the table has dates and settles their order.
func (b *builder) newDateReader(ev evidence) (dateReader, error) {
	has := false
	for _, ro := range dateAndYear {
		has = has || b.has(ro)
	}
	if !has && b.table.Total() > 0 {
		if b.table.Dated != "" {
			return dateReader{}, incident.Errorf(incident.Invalid, "%s: no %s has a date: %s. %sIts columns are: %s",
				b.table.File, b.table.Unit, b.table.Dated, b.datedColumns(), b.columnList())
		}
		return dateReader{}, incident.Errorf(incident.Invalid,
			"%s: no column holds a date; call one date, two start and end, or three year, month and day, or say which it is: --column date=NAME. %sIts columns are: %s",
			b.table.File, b.datedColumns(), b.columnList())
	}
	d := dateReader{thisYear: b.thisYear(), midnight: ev.midnight}
	d.lastDay = geo.NewDay(d.thisYear+farAhead, 12, 31)
	if ev.short {
		d.from, d.to = b.fullYears()
	}
	order, err := b.orderOf(&ev)
	d.monthFirst = order == "mdy"
	return d, err
}

// orderOf is the order of dates such as 3/4/2020: as the user says, as the dates show, as
// a file beside says, or as other columns show.
func (b *builder) orderOf(ev *evidence) (string, error) {
	shown, ok := ev.order()
	switch {
	case b.opt.MonthFirst:
		return "mdy", nil
	case b.opt.DayFirst, ok && ev.either == 0 && shown == "":
		return "dmy", nil
	case shown != "":
		return shown, nil
	case !ok:
		return "", incident.Errorf(incident.Invalid,
			"%s, row %d: the dates cannot all start with the same part: %q is not a date in the order of the others; "+
				"write YYYY-MM-DD, or say --date-order dmy or mdy: rows that are no dates in that order are left out then",
			b.table.File, ev.row, ev.example)
	}
	if order := b.table.describedOrder(); order != "" {
		return order, nil
	}
	other := b.otherEvidence()
	if order, ok := other.order(); ok && order != "" {
		return order, nil
	}
	return "", incident.Errorf(incident.Invalid,
		"%s: dates such as %q can be read with the day or with the month first and no row settles it; "+
			"write YYYY-MM-DD, or say --date-order dmy or mdy", b.table.File, ev.example)
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
	if err == nil && c.text == "" {
		err = errors.New("it is empty, and an incident needs a date; write YYYY-MM-DD, YYYY-MM, YYYY or another EDTF date")
		if r.filled() == 1 && len(b.table.Header) > 2 {
			err = errors.New("it is empty; the row has one cell alone, as a heading or a note between rows has")
		}
	}
	if err == nil {
		inc.Date, err = b.memo.date(c.text)
	}
	if err != nil {
		return &columnError{report.RuleDate, column, strings.TrimPrefix(err.Error(), "edtf: ")}
	}
	if !b.dates.midnight {
		inc.Time = c.time
	}
	b.tellDate(r, c, column)
	b.tellYear(r, inc)
	return nil
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

// tellDate tells what of a date's cell was not kept, or was guessed.
func (b *builder) tellDate(r *Row, c dateCell, column string) {
	if c.rest != "" {
		b.note(r, report.RuleDateRest, column, "%.60q stands beside the date and is not understood; the date is read as %s",
			c.rest, c.text)
	}
	if c.short {
		b.once.add(onceShortYear, r.Number)
	}
	if c.zone != "" && !b.dates.midnight {
		b.once.add(onceZone, r.Number)
	}
}

// dateText puts the row's date together; column names the cell that an error
// is about.
func (b *builder) dateText(r *Row) (c dateCell, column string, err error) {
	start, end := b.cell(r, roleStart), b.cell(r, roleEnd)
	if v := b.cell(r, roleDate); v != "" {
		c, err = b.cleanIn(roleDate, v)
		if year := b.cell(r, roleYear); err != nil && year != "" { // 3 January, beside 2020
			if whole, errWhole := b.cleanIn(roleDate, v+" "+year); errWhole == nil && whole.rest == "" {
				c, err = whole, nil
			}
		}
		c.text = b.widenACLED(r, c.text)
		if err == nil && start+end != "" {
			c = b.besideSpan(r, c, start, end)
		}
		return c, b.name(roleDate), err
	}
	if start == "" && end == "" {
		c.text, column, err = b.datesInParts(r)
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
	if !b.has(roleStartYear) || b.cell(r, roleStartYear) == "" {
		return b.dateParts(r, dayParts)
	}
	start, column, err := b.dateParts(r, startParts)
	if err != nil || !b.has(roleEndYear) {
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
		if month, named := monthNumber(v); err != nil && named && part.role == of.month {
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
