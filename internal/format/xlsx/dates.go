package xlsx

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// shown is what of a day and time a number format shows.
type shown uint8

const (
	noDate shown = iota
	showsTime
	showsDay // with or without a time
	showsMonth
	showsYear
)

// builtIn are the formats of dates and times that every workbook has by their numbers
// (ECMA-376-1, 18.8.30); 27 to 36 and 50 to 58 are those of East Asia.
func builtIn(id int) shown {
	switch {
	case id == 17 || id == 55: // mmm-yy
		return showsMonth
	case id >= 14 && id <= 16 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54,
		id >= 57 && id <= 58:
		return showsDay
	case id >= 18 && id <= 21 || id >= 32 && id <= 35 || id >= 45 && id <= 47:
		return showsTime
	}
	return noDate
}

var (
	// literals are parts of a format that are shown as they are, colours, conditions and
	// locales; elapsed is a span of time such as [h]:mm, which is a number of days.
	literals = regexp.MustCompile(`\\.|"[^"]*"|_.|\*.|\[[^\]]*\]`)
	elapsed  = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)
	clock    = regexp.MustCompile(`(?i)h[^a-z]*m+|m+[^a-z]*s|am/pm|a/p`)
)

// shownBy is what a format's code shows of a day and time. Minutes are written as months
// are, beside hours and seconds.
func shownBy(code string) shown {
	code, _, _ = strings.Cut(code, ";") // what negative numbers and texts look like
	spans := elapsed.MatchString(code)
	code = strings.ToLower(literals.ReplaceAllString(code, ""))
	code = strings.ReplaceAll(code, "general", "")
	timed := clock.MatchString(code) || strings.ContainsAny(code, "hs")
	days := clock.ReplaceAllString(code, "")
	switch {
	case strings.Contains(days, "d"):
		return showsDay
	case strings.Contains(days, "m") && timed: // a month beside a time
		return showsDay
	case strings.Contains(days, "m"):
		return showsMonth
	case strings.ContainsAny(days, "ye") && !timed && !strings.ContainsAny(days, "0#?"):
		return showsYear
	case timed && !spans:
		return showsTime
	}
	return noDate
}

// Days of the calendar that workbooks count from, and how many they count.
var (
	epoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	epoch1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

const (
	lastDay = 2_958_465 // 9999-12-31
	// noLeapDay is the 29th of February 1900, which was none: workbooks count it, and the days
	// before it are one later than the epoch says.
	noLeapDay     = 60
	secondsPerDay = 24 * 60 * 60
)

// calendar turns the numbers of a workbook into days and times.
type calendar struct{ from1904 bool }

// day is the day, the time or both that a number stands for, as far as they are shown; ok
// is false for a number that stands for none. Workbooks know no time zones.
func (c calendar) day(number string, as shown) (text string, ok bool) {
	days, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(days) || days < 0 || days >= lastDay+1 {
		return "", false
	}
	whole := math.Floor(days)
	seconds := int(math.Round((days - whole) * secondsPerDay))
	epoch := epoch1900
	switch {
	case c.from1904:
		epoch = epoch1904
	case whole > 0 && whole < noLeapDay:
		whole++
	}
	at := epoch.AddDate(0, 0, int(whole)).Add(time.Duration(seconds) * time.Second)
	switch {
	case as == showsMonth && whole > 0:
		return at.Format("2006-01"), true
	case as == showsYear && whole > 0:
		return at.Format("2006"), true
	case whole == 0 && !c.from1904 && days < 1 || whole == 0 && as == showsTime:
		return at.Format("15:04:05"), true
	case seconds%secondsPerDay == 0:
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}
