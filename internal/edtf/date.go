package edtf

import (
	"fmt"
	"strings"

	"incidentmap/geo"
)

const qualifiers = "?~%"

// plainDay reads a day that is all digits, as most dates are. It says of
// nothing else what it is.
func plainDay(s string) (geo.Day, bool) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && i != 4 && i != 7 {
			return 0, false
		}
	}
	y, m, d := mask(s[:4]), mask(s[5:7]), mask(s[8:])
	if y.min() < 1 || m.min() < 1 || m.min() > 12 {
		return 0, false
	}
	day := geo.NewDay(y.min(), m.min(), d.min())
	_, _, got := day.Date()
	return day, got == d.min()
}

// parseDate reads year, year-month, year-season or year-month-day, each
// component with qualifiers before it (that component) or behind it (it and
// all to its left), each digit a digit or X.
func parseDate(s string) (span, error) {
	parts := strings.Split(s, "-")
	if parts[0] == "" || strings.HasPrefix(s, "Y") {
		return span{}, fmt.Errorf("years from 0001 to 9999 are allowed")
	}
	if len(parts) > 3 {
		return span{}, fmt.Errorf("it has more parts than year, month and day")
	}
	uncertain := false
	for i, p := range parts {
		bare, qualified, err := unqualify(p)
		if err != nil {
			return span{}, err
		}
		parts[i], uncertain = bare, uncertain || qualified
	}
	sp, err := component(parts)
	sp.uncertain = uncertain
	return sp, err
}

// unqualify takes the qualifiers off a component.
func unqualify(p string) (bare string, qualified bool, err error) {
	bare = p
	if bare != "" && strings.ContainsRune(qualifiers, rune(bare[0])) {
		bare, qualified = bare[1:], true
	}
	if n := len(bare); n > 0 && strings.ContainsRune(qualifiers, rune(bare[n-1])) {
		bare, qualified = bare[:n-1], true
	}
	if strings.ContainsAny(bare, qualifiers) {
		return "", false, fmt.Errorf("it has a qualifier (? ~ %%) in the wrong place")
	}
	return bare, qualified, nil
}

func component(parts []string) (span, error) {
	if err := checkDigits(parts); err != nil {
		return span{}, err
	}
	year := mask(parts[0])
	switch len(parts) {
	case 1:
		return wholeYears(year)
	case 2:
		if n, isSeason := seasonCode(parts[1]); isSeason {
			return season(year, n)
		}
		return days(year, mask(parts[1]), "XX")
	}
	return days(year, mask(parts[1]), mask(parts[2]))
}

func checkDigits(parts []string) error {
	for i, p := range parts {
		want, name := 2, [...]string{"year", "month", "day"}[i]
		if i == 0 {
			want = 4
		}
		if len(p) != want || strings.Trim(p, "0123456789X") != "" {
			return fmt.Errorf("its %s %q is not %d digits (X for an unknown digit)", name, p, want)
		}
	}
	return nil
}

// mask is a number with unknown digits, such as 20XX or 1X.
type mask string

func (m mask) min() int { return m.number('0') }
func (m mask) max() int { return m.number('9') }

func (m mask) number(x byte) int {
	n := 0
	for _, c := range []byte(m) {
		if c == 'X' {
			c = x
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func (m mask) has(n int) bool {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i] != 'X' && int(m[i]-'0') != n%10 {
			return false
		}
		n /= 10
	}
	return n == 0
}

func wholeYears(year mask) (span, error) {
	from, to := max(year.min(), 1), year.max()
	if to < 1 {
		return span{}, fmt.Errorf("years from 0001 to 9999 are allowed")
	}
	return someDay(geo.NewDay(from, 1, 1), geo.NewDay(to, 12, 31)), nil
}

// days finds the first and the last day that exists and fits the masks.
func days(year, month, day mask) (span, error) {
	from, to := max(year.min(), 1), year.max()
	first, ok := scan(from, to, 1, year, month, day)
	if !ok {
		return span{}, fmt.Errorf("there is no such day")
	}
	last, _ := scan(to, from, -1, year, month, day)
	return someDay(first, last), nil
}

// scan walks the calendar from one year to another, forwards (step 1) or
// backwards (step -1), to the first day that fits.
func scan(from, to, step int, year, month, day mask) (geo.Day, bool) {
	for y := from; (to-y)*step >= 0; y += step {
		if !year.has(y) {
			continue
		}
		for i := range 12 {
			m := 1 + i
			if step < 0 {
				m = 12 - i
			}
			if !month.has(m) {
				continue
			}
			if d, ok := scanMonth(y, m, step, day); ok {
				return d, true
			}
		}
	}
	return 0, false
}

func scanMonth(y, m, step int, day mask) (geo.Day, bool) {
	length := int(geo.NewDay(y, m+1, 1) - geo.NewDay(y, m, 1))
	for i := range length {
		d := 1 + i
		if step < 0 {
			d = length - i
		}
		if day.has(d) {
			return geo.NewDay(y, m, d), true
		}
	}
	return 0, false
}
