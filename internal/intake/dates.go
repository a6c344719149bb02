package intake

import (
	"fmt"
	"strconv"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

// dateReader reads dates in the forms of one table: whether a date such as
// 3/4/2020 starts with the day is decided once for the whole file.
type dateReader struct{ monthFirst bool }

// dateRoles are the columns that hold whole dates.
var dateRoles = []role{"date", "start", "end"}

// dateAndYear are the columns of which a table needs one.
var dateAndYear = []role{"date", "start", "end", "year"}

// newDateReader checks that the table has dates and settles their order.
func (b *builder) newDateReader() (dateReader, error) {
	has := false
	for _, ro := range dateAndYear {
		_, ok := b.roles[ro]
		has = has || ok
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
		inc.Date, err = edtf.Parse(text)
	}
	if err != nil {
		return &columnError{RuleDate, column, strings.TrimPrefix(err.Error(), "edtf: ")}
	}
	return nil
}

// dateText puts the row's date together as EDTF; column names the cell that
// an error is about.
func (b *builder) dateText(r *Row) (text, column string, err error) {
	if v := b.cell(r, "date"); v != "" {
		text, err = b.dates.clean(v)
		return b.widenACLED(r, text), b.name("date"), err
	}
	start, end := b.cell(r, "start"), b.cell(r, "end")
	if start == "" && end == "" {
		return b.dateParts(r)
	}
	if start == "" || end == "" {
		text, err = b.dates.clean(start + end)
		return text, b.name("start"), err
	}
	if start, err = b.dates.clean(start); err != nil {
		return "", b.name("start"), err
	}
	if end, err = b.dates.clean(end); err != nil {
		return "", b.name("end"), err
	}
	return b.join(r, start, end), b.name("end"), nil
}

// join makes one date of a start and an end. UCDP's date_prec above 1 says
// that the event was on one unknown day between them (UCDP GED Codebook).
func (b *builder) join(r *Row, start, end string) string {
	if start == end {
		return start
	}
	if p := b.cell(r, "date_prec"); p != "" && p != "1" {
		return "[" + start + ".." + end + "]"
	}
	return start + "/" + end
}

// widenACLED widens a day as ACLED's time_precision says: 2 is a week around
// it, 3 its month (ACLED Codebook).
func (b *builder) widenACLED(r *Row, text string) string {
	day, err := geo.ParseDay(text)
	if err != nil {
		return text
	}
	switch b.cell(r, "time_precision") {
	case "2":
		return "[" + (day - 3).String() + ".." + (day + 3).String() + "]"
	case "3":
		return text[:7]
	}
	return text
}

// dateColumn is the column that a missing date is missing from.
func (b *builder) dateColumn() string {
	for _, ro := range dateAndYear {
		if _, ok := b.roles[ro]; ok {
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
	}{{"year", 4}, {"month", 2}, {"day", 2}} {
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
