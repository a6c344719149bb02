package intake

import (
	"fmt"
	"strconv"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// dateReader reads dates in the forms of one table: whether a date such as
// 3/4/2020 starts with the day is decided once for the whole file.
type dateReader struct{ monthFirst bool }

// dateRoles are the columns that hold whole dates.
var dateRoles = []role{roleDate, roleStart, roleEnd}

// dateAndYear are the columns of which a table needs one.
var dateAndYear = []role{roleDate, roleStart, roleEnd, roleYear}

// newDateReader checks that the table has dates and settles their order.
func (b *builder) newDateReader() (dateReader, error) {
	has := false
	for _, ro := range dateAndYear {
		has = has || b.has(ro)
	}
	if !has && len(b.table.Rows) > 0 {
		return dateReader{}, incident.Errorf(incident.Invalid,
			"%s: no column holds a date; name one date (YYYY-MM-DD or EDTF), start and end, or year, month and day. Its columns are: %s",
			b.table.File, strings.Join(b.table.Header, ", "))
	}
	ev := b.dateEvidence()
	switch {
	case b.opt.MonthFirst && ev.dayFirst > 0, b.opt.DayFirst && ev.monthFirst > 0, ev.dayFirst > 0 && ev.monthFirst > 0:
		return dateReader{}, incident.Errorf(incident.Invalid,
			"%s, row %d: the dates cannot all start with the same part: %q is not a date in the order of the others; write YYYY-MM-DD",
			b.table.File, ev.row, ev.example)
	case b.opt.MonthFirst, ev.monthFirst > 0:
		return dateReader{monthFirst: true}, nil
	case b.opt.DayFirst, ev.dayFirst > 0, ev.either == 0:
		return dateReader{}, nil
	}
	return dateReader{}, incident.Errorf(incident.Invalid,
		"%s: dates such as %q can be read with the day or with the month first and no row settles it; write YYYY-MM-DD, or say --date-order dmy or mdy",
		b.table.File, ev.example)
}

// evidence counts what the numeric dates of a table tell about their order.
type evidence struct {
	dayFirst, monthFirst, either int
	example                      string
	row                          int
}

func (b *builder) dateEvidence() (ev evidence) {
	for i := range b.table.Rows {
		for _, ro := range dateRoles {
			v := b.cell(&b.table.Rows[i], ro)
			first, second, _, ok := numericDate(v)
			if !ok {
				continue
			}
			switch {
			case first > 12:
				ev.dayFirst++
			case second > 12:
				ev.monthFirst++
			case first != second:
				ev.either++
			}
			if ev.example == "" || first > 12 || second > 12 {
				ev.example, ev.row = v, b.table.Rows[i].Number
			}
		}
	}
	return ev
}

// readDate reads the row's date from the columns that the table has.
func (b *builder) readDate(r *Row, inc *incident.Incident) error {
	text, column, err := b.dateText(r)
	if err == nil && text == "" {
		err = fmt.Errorf("it is empty, and an incident needs a date; write YYYY-MM-DD, YYYY-MM, YYYY or another EDTF date")
	}
	if err == nil {
		inc.Date, err = b.memo.date(text)
	}
	if err != nil {
		return &columnError{RuleDate, column, strings.TrimPrefix(err.Error(), "edtf: ")}
	}
	return nil
}

// dateText puts the row's date together as EDTF; column names the cell that
// an error is about.
func (b *builder) dateText(r *Row) (text, column string, err error) {
	if v := b.cell(r, roleDate); v != "" {
		text, err = b.clean(v)
		return b.widenACLED(r, text), b.name(roleDate), err
	}
	start, end := b.cell(r, roleStart), b.cell(r, roleEnd)
	if start == "" && end == "" {
		return b.dateParts(r)
	}
	if start == "" || end == "" {
		text, err = b.clean(start + end)
		return text, b.name(roleStart), err
	}
	if start, err = b.clean(start); err != nil {
		return "", b.name(roleStart), err
	}
	if end, err = b.clean(end); err != nil {
		return "", b.name(roleEnd), err
	}
	return b.join(r, start, end), b.name(roleEnd), nil
}

// join makes one date of a start and an end. UCDP's date_prec above 1 says
// that the event was on one unknown day between them (UCDP GED Codebook).
func (b *builder) join(r *Row, start, end string) string {
	if start == end {
		return start
	}
	if p := b.cell(r, roleDatePrec); p != "" && p != "1" {
		return "[" + start + ".." + end + "]"
	}
	return start + "/" + end
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

// dateParts reads year, month and day from columns of their own; 0 and
// nothing are unknown (GTD Codebook).
func (b *builder) dateParts(r *Row) (text, column string, err error) {
	for _, part := range []struct {
		role   role
		digits int
	}{{roleYear, 4}, {roleMonth, 2}, {roleDay, 2}} {
		v := strings.TrimSuffix(b.cell(r, part.role), ".0")
		n, err := strconv.Atoi(v)
		if v != "" && err != nil {
			return "", b.name(part.role), fmt.Errorf("%q is not a number", v)
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
