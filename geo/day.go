package geo

import (
	"fmt"
	"time"
)

// Day is a calendar day as the number of days since 1970-01-01 (negative
// before). It carries no time zone: a Day is the local day of the place it
// belongs to. Years 0001 to 9999 of the proleptic Gregorian calendar
// (ISO 8601) can be written.
type Day int32

// The first and the last day that can be written with a four-digit year.
const (
	MinDay Day = -719162 // 0001-01-01
	MaxDay Day = 2932896 // 9999-12-31
)

// OpenEnd is the last day of a span whose end is not known: it comes after every day
// that can be written, so that the span reaches into every later window.
const OpenEnd = MaxDay + 1

const secondsPerDay = 24 * 60 * 60

// NewDay returns the day of a year, month (1–12) and day of the month (from
// 1). Days past the month's end run on into the next month, as in time.Date.
func NewDay(year, month, day int) Day {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return DayOf(t)
}

// DayOf returns the day of t in t's own time zone.
func DayOf(t time.Time) Day {
	_, offset := t.Zone()
	sec := t.Unix() + int64(offset)
	d := sec / secondsPerDay
	if sec%secondsPerDay < 0 {
		d--
	}
	return Day(d)
}

// ParseDay reads `YYYY-MM-DD` (ISO 8601 calendar date, extended format) and
// refuses days that do not exist.
func ParseDay(s string) (Day, error) {
	if len(s) != len(time.DateOnly) {
		return 0, fmt.Errorf("geo: %q is not a day as YYYY-MM-DD", s)
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("geo: %q is not a day that exists, as YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// Time returns midnight UTC at the start of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// Date returns the year, month and day of the month.
func (d Day) Date() (year, month, day int) {
	y, m, dd := d.Time().Date()
	return y, int(m), dd
}

// String writes the day as YYYY-MM-DD.
func (d Day) String() string { return string(d.Append(nil)) }

// Append appends the day as YYYY-MM-DD to dst and returns the longer slice.
func (d Day) Append(dst []byte) []byte {
	if d < MinDay || d > MaxDay {
		return d.Time().AppendFormat(dst, time.DateOnly)
	}
	y, m, day := civil(int(d))
	return append(dst, digit(y/1000), digit(y/100), digit(y/10), digit(y), '-', digit(m/10), digit(m), '-',
		digit(day/10), digit(day))
}

func digit(n int) byte { return byte('0' + n%10) }

// civil is the date of a day, by eras of 400 years that start in March, so
// that the leap day is the last of a year
// (https://howardhinnant.github.io/date_algorithms.html#civil_from_days). It
// takes a tenth of the time of time.Format, which exports of millions feel.
func civil(days int) (year, month, day int) {
	const daysPerEra, marchOfYear0 = 146_097, 719_468
	days += marchOfYear0
	era := days / daysPerEra // days are not negative from year 1 on
	ofEra := days % daysPerEra
	ofYear := (ofEra - ofEra/1460 + ofEra/36_524 - ofEra/146_096) / 365
	left := ofEra - (365*ofYear + ofYear/4 - ofYear/100)
	fromMarch := (5*left + 2) / 153
	day = left - (153*fromMarch+2)/5 + 1
	month = fromMarch + 3
	year = era*400 + ofYear
	if month > 12 {
		return year + 1, month - 12, day
	}
	return year, month, day
}
