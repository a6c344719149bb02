package intake

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
)

// numericDate splits dates such as 3/4/2020, 3.4.2020 and 03-04-20.
func numericDate(v string) (first, second, year int, ok bool) {
	if len(v) > 4 && isDigits(v[:3]) { // it starts with a year, as most do
		return 0, 0, 0, false
	}
	v, _, _ = strings.Cut(v, " ")
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || (len(parts[2]) != 4 && len(parts[2]) != 2) {
		return 0, 0, 0, false
	}
	n := make([]int, 3)
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return 0, 0, 0, false
		}
	}
	if len(parts[2]) == 2 {
		n[2] = century(n[2])
	}
	return n[0], n[1], n[2], true
}

func isDigits(v string) bool {
	for _, c := range []byte(v) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// century reads a two-digit year as POSIX does: 69–99 are 1969–1999.
func century(yy int) int {
	if yy >= 69 {
		return 1900 + yy
	}
	return 2000 + yy
}

// layouts are the written-out forms of a day.
var layouts = []string{
	"2 January 2006", "2 Jan 2006", "2-January-2006", "2-Jan-2006", "2-Jan-06", "2 Jan 06", "January 2, 2006", "Jan 2, 2006",
	"January 2 2006", "Jan 2 2006", "Monday, January 2, 2006", "Monday, 2 January 2006", "2006/1/2", "2006.1.2", "20060102",
}

// monthLayouts are the written-out forms of a month.
var monthLayouts = []string{"January 2006", "Jan 2006", "January, 2006", "Jan-2006", "Jan-06"}

// clean reads a date in any known form and gives it in EDTF.
func (b *builder) clean(v string) (string, error) {
	_, err := b.memo.date(v)
	if err == nil {
		return v, nil
	}
	text, ok := b.memo.cleaned[v]
	if ok {
		return text, nil
	}
	if text, err = b.dates.rewrite(v, err); err == nil {
		b.memo.cleaned.put(v, text)
	}
	return text, err
}

// rewrite reads a date that is not in EDTF, as err says.
func (d dateReader) rewrite(v string, err error) (string, error) {
	if len(v) > edtf.MaxLength {
		return "", err
	}
	if day, ok := cutTime(v); ok {
		return day, nil
	}
	if first, second, year, ok := numericDate(v); ok {
		if d.monthFirst {
			first, second = second, first
		}
		v = fmt.Sprintf("%04d-%02d-%02d", year, second, first)
		_, err = edtf.Parse(v)
		return v, err
	}
	return written(v, err)
}

// cutTime takes the time of day off a date such as 2016-09-18 21:21:00+00:00.
func cutTime(v string) (string, bool) {
	if len(v) < 11 || (v[10] != ' ' && v[10] != 'T') {
		return "", false
	}
	_, err := geo.ParseDay(v[:10])
	return v[:10], err == nil
}

// excelEpoch is day 0 of spreadsheet serials, of which 60 is a day that never
// was: serials above it count from 1899-12-30.
var excelEpoch = geo.NewDay(1899, 12, 30)

func written(v string, err error) (string, error) {
	squeezed := strings.Join(strings.Fields(v), " ")
	for _, l := range layouts {
		if t, perr := time.Parse(l, squeezed); perr == nil {
			return geo.DayOf(t).String(), nil
		}
	}
	for _, l := range monthLayouts {
		if t, perr := time.Parse(l, squeezed); perr == nil {
			return t.Format("2006-01"), nil
		}
	}
	if serial, perr := strconv.ParseFloat(v, 64); perr == nil && serial >= 20_000 && serial < 80_000 {
		return (excelEpoch + geo.Day(serial)).String(), nil
	}
	return "", err
}
