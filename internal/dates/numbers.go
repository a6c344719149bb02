package dates

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zeroParts are dates of which the day, or the month too, is written 0 or left open.
var zeroParts = regexp.MustCompile(`^(\d{4})[-/](\d{1,2}|\?{1,2}|xx|XX)[-/](?:0{1,2}|\?{1,2}|xx|XX|--?)$`)

// monthForm is a month in digits: 03/2023, 2023/03.
var monthForm = regexp.MustCompile(`^(?:(\d{4})[-/.](\d{2}|\d)|(\d{1,2})[-/.](\d{4}))$`)

// digitDate reads dates of digits without the name of a month and with no doubt about
// their order: months, days that are not known, times without marks, seconds.
func digitDate(v string) (c Cell, ok bool) {
	if v == "" || v[0] < '0' || v[0] > '9' {
		return c, false
	}
	if len(v) > len("2006-01-00") {
		if c, ok = compactTime(v); ok {
			return c, true
		}
		return epoch(v)
	}
	if len(v) == len("200601") && isDigits(v) && v >= "1900" && v < "2100" {
		return monthOf(v[:4], v[4:])
	}
	if m := zeroParts.FindStringSubmatch(v); m != nil {
		return monthOf(m[1], m[2])
	}
	if m := monthForm.FindStringSubmatch(v); m != nil {
		if strings.IndexByte(v, '.') == len("2006") && len(m[2]) == 1 {
			return c, false // 2023.5 is a number
		}
		return monthOf(m[1]+m[4], m[2]+m[3])
	}
	return epoch(v)
}

// monthOf is a month, or the year if the month is 0.
func monthOf(year, month string) (c Cell, ok bool) {
	n, err := strconv.Atoi(strings.Trim(month, "?xX-"))
	if strings.Trim(month, "?xX-") == "" {
		n, err = 0, nil
	}
	if c.Text = year; n > 0 {
		c.Text = fmt.Sprintf("%s-%02d", year, n)
	}
	return c, err == nil && n <= 12
}

// compactForms are times without marks between their parts.
var compactForms = []string{"20060102T150405Z0700", "20060102T150405", "20060102T1504Z0700", "20060102T1504",
	"20060102150405", "200601021504"}

// compactTime reads 20230321T233000Z and 20230321233000.
func compactTime(v string) (c Cell, ok bool) {
	if len(v) < len("200601021504") || !isDigits(v[:8]) {
		return c, false
	}
	for _, form := range compactForms {
		t, err := time.Parse(form, v)
		if err != nil || t.Year() < firstCompact || t.Year() > lastCompact {
			continue
		}
		c.Text, c.Time = t.Format("2006-01-02"), t.Format("15:04:05")
		if strings.Contains(form, "Z") {
			c.Time = t.Format("15:04:05Z07:00")
		}
		return c, true
	}
	return c, false
}

// The years of times without marks: others are numbers of something else.
const firstCompact, lastCompact = 1800, 2199

// How many digits seconds and parts of them since 1970 have, from 2001 to 2286.
const (
	secondDigits      = 10
	milliDigits       = 13
	microDigits       = 16
	digitsOfSecondMax = 20
)

// epoch reads seconds, milliseconds or microseconds since 1970, at their day in UTC.
func epoch(v string) (c Cell, ok bool) {
	whole, fraction, _ := strings.Cut(v, ".")
	if len(v) > digitsOfSecondMax || !isDigits(whole) || !isDigits(fraction) {
		return c, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return c, false
	}
	var t time.Time
	switch len(whole) {
	case secondDigits:
		t = time.Unix(n, 0)
	case milliDigits:
		t = time.UnixMilli(n)
	case microDigits:
		t = time.UnixMicro(n)
	default:
		return c, false
	}
	if t = t.UTC(); t.Year() > lastCompact {
		return c, false
	}
	return Cell{Text: t.Format("2006-01-02"), Time: t.Format("15:04:05Z")}, true
}

// beforeYearOne are dates of years before 1.
var beforeYearOne = regexp.MustCompile(`(?i)^-\d{1,6}(?:-\d|$)|\d ?(?:bce?|b\.c\.(?:e\.)?|v\. ?chr\.?|av\. ?j\.?-?c\.?|a\.c\.|до н\.? ?э\.?)\s*$`)
