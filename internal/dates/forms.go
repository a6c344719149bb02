package dates

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"incidentmap/geo"
)

// numeric is a date such as 3/4/2020, 3.4.2020 and 03-04-20. A year of two
// digits is below 100.
type numeric struct{ first, second, year int }

func numericDate(v string) (n numeric, ok bool) {
	if len(v) > 4 && isDigits(v[:3]) || len(v) > len("03/04/2020") { // it starts with a year, as most do
		return n, false
	}
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || (len(parts[2]) != 4 && len(parts[2]) != 2) {
		return n, false
	}
	for i, into := range []*int{&n.first, &n.second, &n.year} {
		var err error
		if *into, err = strconv.Atoi(parts[i]); err != nil {
			return n, false
		}
	}
	if len(parts[2]) == 4 && n.year < 100 {
		return n, false // no year of an incident
	}
	return n, true
}

func isDigits(v string) bool {
	return strings.Trim(v, "0123456789") == ""
}

// layouts are the written-out forms of a day.
var layouts = []string{
	"2 January 2006", "2 Jan 2006", "2-January-2006", "2-Jan-2006", "2-Jan-06", "2 Jan 06", "January 2, 2006",
	"Jan 2, 2006",
	"January 2 2006", "Jan 2 2006", "Monday, January 2, 2006", "Monday, 2 January 2006", "2006/1/2", "2006.1.2",
	"2006-1-2",
	"20060102", "2 January 06", "January 2, 06", "2-January-06", "2/January/2006", "2006 January 2", "2006-January-2",
	"2January2006",
}

// monthLayouts are the written-out forms of a month.
var monthLayouts = []string{"January 2006", "Jan 2006", "January, 2006", "Jan-2006", "Jan-06", "January-2006",
	"January-06", "2006 January", "January/2006", "2006-January"}

// base reads a date in one of the known forms, with nothing after it.
func (r *Reader) base(v string) (c Cell, ok bool) {
	if strings.IndexByte(v, ':') >= 0 {
		return c, false // the time is still behind it
	}
	if strings.IndexByte(v, ' ') < 0 || v[0] == '[' {
		if _, err := r.Date(v); err == nil {
			return Cell{Text: v}, true
		}
	}
	if n, ok := numericDate(v); ok {
		if n.first == 0 || n.second == 0 {
			return r.withoutPart(n)
		}
		if year, ok := r.yearFirst(n); ok {
			c.Text = fmt.Sprintf("%04d-%02d-%02d", year, n.second, n.year)
			_, err := r.Date(c.Text)
			c.Short = true
			return c, err == nil
		}
		if r.MonthFirst || r.AnyOrder && n.second > 12 {
			n.first, n.second = n.second, n.first
		}
		c.Short = n.year < 100
		c.Text = fmt.Sprintf("%04d-%02d-%02d", r.century(n.year), n.second, n.first)
		_, err := r.Date(c.Text)
		return c, err == nil
	}
	for _, read := range []func(string) (Cell, bool){digitDate, quarter, isoWeek, r.partOfMonth} {
		if c, ok := read(v); ok {
			return c, true
		}
	}
	return r.written(v)
}

// withoutPart reads a date of which a part is 0, which is not known: 00/03/2015. What is
// known beside the year is taken for the month.
func (r *Reader) withoutPart(n numeric) (c Cell, ok bool) {
	c.Short, c.Text = n.year < 100, fmt.Sprintf("%04d", r.century(n.year))
	if month := n.first + n.second; month > 0 {
		c.Text += "-" + twoDigits(month)
	}
	_, err := r.Date(c.Text)
	return c, err == nil
}

// excelEpoch is day 0 of spreadsheet serials, of which 60 is a day that never
// was: serials above it count from 1899-12-30.
var excelEpoch = geo.NewDay(1899, 12, 30)

// serialDay reads a spreadsheet's serial, of the years from 1954 to 2119.
func serialDay(v string) (serial float64, ok bool) {
	if len(v) < 5 || !isDigits(v[:5]) {
		return 0, false
	}
	serial, err := strconv.ParseFloat(v, 64)
	return serial, err == nil && serial >= 20_000 && serial < 80_000
}

// written reads a date with the name of its month, or a spreadsheet's serial,
// whose fraction is a time of day.
func (r *Reader) written(v string) (c Cell, ok bool) {
	named := hasLetter(v)
	for _, l := range layouts {
		if hasLetter(l) != named {
			continue
		}
		if t, err := time.Parse(l, v); err == nil {
			return r.inCentury(t, l, "2006-01-02"), true
		}
	}
	for _, l := range monthLayouts {
		if !named {
			break
		}
		if t, err := time.Parse(l, v); err == nil {
			return r.inCentury(t, l, "2006-01"), true
		}
	}
	serial, ok := serialDay(v)
	if !ok {
		return c, false
	}
	day, fraction := math.Modf(serial)
	c.Text = (excelEpoch + geo.Day(day)).String()
	if seconds := int(math.Round(fraction * 86_400)); seconds > 0 && seconds < 86_400 {
		c.Time = fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return c, true
}

// hasLetter reports whether a text in English has a letter, as the name of a month has.
func hasLetter(v string) bool {
	for i := range len(v) {
		if c := v[i] | 0x20; c >= 'a' && c <= 'z' {
			return true
		}
	}
	return false
}

// inCentury writes a date that was read with a layout, and finds the century
// of a year of two digits.
func (r *Reader) inCentury(t time.Time, layout, form string) Cell {
	if strings.Contains(layout, "2006") {
		return Cell{Text: t.Format(form)}
	}
	year := r.century(t.Year() % 100)
	t = time.Date(year, t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return Cell{Text: t.Format(form), Short: true}
}
