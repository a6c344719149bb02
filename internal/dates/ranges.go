package dates

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"incidentmap/geo"
)

const (
	monthPattern = `(January|February|March|April|May|June|July|August|September|October|November|December)`
	joinPattern  = ` ?(-|–|—|/|&|\bto\b|\band\b|\bor\b) ?`
)

// Two dates that share what only one of them says, and the full forms of both.
var sharedForms = []struct {
	form     *regexp.Regexp
	from, to string
}{
	{regexp.MustCompile(`^(\d{1,2})` + joinPattern + `(\d{1,2}),? ` + monthPattern + `,? (\d{4})$`), "$1 $4 $5", "$3 $4 $5"},
	{regexp.MustCompile(`^` + monthPattern + ` (\d{1,2})` + joinPattern + `(\d{1,2}),? (\d{4})$`), "$2 $1 $5", "$4 $1 $5"},
	{regexp.MustCompile(`^(\d{1,2}) ` + monthPattern + joinPattern + `(\d{1,2}) ` + monthPattern + `,? (\d{4})$`),
		"$1 $2 $6", "$4 $5 $6"},
	{regexp.MustCompile(`^` + monthPattern + ` (\d{1,2})` + joinPattern + monthPattern + ` (\d{1,2}),? (\d{4})$`),
		"$2 $1 $6", "$5 $4 $6"},
	{regexp.MustCompile(`^` + monthPattern + joinPattern + monthPattern + `,? (\d{4})$`), "$1 $4", "$3 $4"},
	{regexp.MustCompile(`^(\d{1,2} ` + monthPattern + ` \d{4})` + joinPattern + `(\d{1,2} ` + monthPattern + ` \d{4})$`),
		"$1", "$4"},
	{regexp.MustCompile(`^(` + monthPattern + `(?: \d{1,2},)? \d{4})` + joinPattern + `(` + monthPattern +
		`(?: \d{1,2},)? \d{4})$`), "$1", "$4"},
	{regexp.MustCompile(`^(\d{4})` + ` ?(-|–|—) ?` + `(\d{4})$`), "$1", "$3"},
}

// Two dates of digits that share what only the second one says: 5.-7.5.2020, 5/5-7/5/2020.
var sharedDigits = []struct {
	form     *regexp.Regexp
	from, to string
}{
	{regexp.MustCompile(`^(\d{1,2})[./]? ?[-–—] ?(\d{1,2})([./])(\d{1,2})[./](\d{4})$`), "$1$3$4$3$5", "$2$3$4$3$5"},
	{regexp.MustCompile(`^(\d{1,2})([./])(\d{1,2})[./]? ?[-–—] ?(\d{1,2})[./](\d{1,2})[./](\d{4})$`), "$1$2$3$2$6",
		"$4$2$5$2$6"},
	{regexp.MustCompile(`^(\d{1,2})/(\d{4}) ?[-–—] ?(\d{1,2})/(\d{4})$`), "$1/$2", "$3/$4"},
	{regexp.MustCompile(`^(\d{4}-\d{2})-(\d{2})/(\d{2})$`), "$1-$2", "$1-$3"},
}

// sharedParts reads two dates of which one says the month or the year for both: 21-27
// March 2023, March-April 2023.
func (r *Reader) sharedParts(v string) (Cell, bool) {
	if startsWithDigit(v) && !hasLetter(v) {
		if c, ok := r.sharedNumbers(v); ok {
			return c, true
		}
	}
	if n := len(v); n < len("2019-2020") || !isDigits(v[n-4:]) || !strings.ContainsAny(v, "-–—/&ton") {
		return Cell{}, false // all forms end with a year
	}
	for _, s := range sharedForms {
		m := s.form.FindStringSubmatchIndex(v)
		if m == nil {
			continue
		}
		from := string(s.form.ExpandString(nil, s.from, v, m))
		to := string(s.form.ExpandString(nil, s.to, v, m))
		return r.readTwo(from, to, strings.Contains(v, " or "))
	}
	return Cell{}, false
}

// sharedNumbers is sharedParts for dates without words. Where the month comes first, the
// part that both share is not the one that these forms have in the middle.
func (r *Reader) sharedNumbers(v string) (Cell, bool) {
	for _, s := range sharedDigits {
		m := s.form.FindStringSubmatchIndex(v)
		if m == nil || r.MonthFirst && strings.HasPrefix(s.from, "$1$3") {
			continue
		}
		from := string(s.form.ExpandString(nil, s.from, v, m))
		return r.readTwo(from, string(s.form.ExpandString(nil, s.to, v, m)), false)
	}
	return Cell{}, false
}

var (
	quarterForm = regexp.MustCompile(`(?i)^(?:(\d{4})[- /]?[QT]([1-4])|[QT]([1-4])[- /]?(\d{4})|([1-4])(?:st|nd|rd|th)? [Qq]uarter,? (\d{4}))$`)
	weekForm    = regexp.MustCompile(`(?i)^(?:(\d{4})-?W(\d{2})(?:-?([1-7]))?|W(?:eek )?(\d{1,2})[,/ ] ?(\d{4}))$`)
)

// quarter reads a quarter of a year.
func quarter(v string) (c Cell, ok bool) {
	if !strings.ContainsAny(v, "QqT") {
		return c, false
	}
	m := quarterForm.FindStringSubmatch(v)
	if m == nil {
		return c, false
	}
	n, err := strconv.Atoi(m[2] + m[3] + m[5])
	year := m[1] + m[4] + m[6]
	c.Text = fmt.Sprintf("%s-%02d/%s-%02d", year, 3*n-2, year, 3*n)
	return c, err == nil
}

// isoWeek reads a week of ISO 8601, or a day of one. The first week of a year is that of
// 4 January.
func isoWeek(v string) (c Cell, ok bool) {
	if !strings.ContainsAny(v, "Ww") {
		return c, false
	}
	m := weekForm.FindStringSubmatch(v)
	if m == nil {
		return c, false
	}
	year, errYear := strconv.Atoi(m[1] + m[5])
	week, errWeek := strconv.Atoi(m[2] + m[4])
	if errYear != nil || errWeek != nil || week < 1 || week > 53 || year < 1 {
		return c, false
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := geo.DayOf(fourth) - geo.Day((int(fourth.Weekday())+6)%7) + geo.Day(7*(week-1))
	if m[3] != "" {
		c.Text = (monday + geo.Day(m[3][0]-'1')).String()
		return c, true
	}
	c.Text = "[" + monday.String() + ".." + (monday + 6).String() + "]"
	return c, true
}
