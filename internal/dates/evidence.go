package dates

import (
	"math"
	"regexp"
	"strings"
)

// Evidence is what the dates of a table tell about their forms.
type Evidence struct {
	DayFirst, MonthFirst, Either int // numeric dates by their order
	Example                      string
	Row                          int  // of the example
	Short                        bool // some may have years of two digits
	Timed                        bool // some have a time of day other than 00:00
	dotted                       int  // numeric dates with full stops, which most write with the day first
}

// Add adds what the text of a cell tells; where its dates are of another calendar,
// times alone.
func (ev *Evidence) Add(text string, row int, otherCalendar bool) {
	yearFirst := len(text) >= 4 && isDigits(text[:4])
	if yearFirst && len(text) == len("2006-01-02") && text[4] == '-' { // as most are
		return
	}
	if !yearFirst && !isASCII(text) {
		text = inEnglish(text)
	}
	if ev.Timed = ev.Timed || timed(text); yearFirst || otherCalendar {
		return
	}
	for word := range strings.FieldsSeq(text) {
		ev.AddWord(strings.Trim(word, ",;()"), row)
	}
}

// Numeric reports whether there are dates such as 3/4/2020.
func (ev *Evidence) Numeric() bool { return ev.DayFirst+ev.MonthFirst+ev.Either > 0 }

// AddWord takes a word that may be a numeric date.
func (ev *Evidence) AddWord(word string, row int) {
	n, ok := numericDate(word)
	if !ok {
		ev.Short = ev.Short || shortYear(word)
		return
	}
	if n.first != n.second && n.first > 0 && n.second > 0 && strings.IndexByte(word, '.') > 0 {
		ev.dotted++
	}
	switch {
	case n.first == 0 || n.second == 0: // a part that is not known
	case n.first > 12:
		ev.DayFirst++
	case n.second > 12:
		ev.MonthFirst++
	case n.first != n.second:
		ev.Either++
	}
	ev.Short = ev.Short || n.year < 100
	if ev.Example == "" || n.first > 12 || n.second > 12 {
		ev.Example, ev.Row = strings.Clone(word), row
	}
}

// farMore is from how many dates of one order on one of the other is a slip.
const farMore = 10

// Order is the order that the dates show: dmy, mdy, or empty where nothing does. ok is
// false where they show both, and not one of them by far.
func (ev *Evidence) Order() (order string, ok bool) {
	all := ev.DayFirst + ev.MonthFirst + ev.Either
	switch {
	case ev.DayFirst > 0 && ev.DayFirst >= farMore*ev.MonthFirst:
		return "dmy", true
	case ev.dotted == all && all > 0 && farMore*ev.MonthFirst < all: // one day in three is above 12
		return "dmy", true
	case ev.MonthFirst > 0 && ev.MonthFirst >= farMore*ev.DayFirst:
		return "mdy", true
	}
	return "", ev.DayFirst+ev.MonthFirst == 0
}

// shortYear reports whether a word ends in two digits, as the year does in
// 9-May-20 and 9 May 20.
func shortYear(word string) bool {
	n := len(word)
	return n >= 2 && isDigits(word[n-2:]) && (n == 2 || word[n-3] < '0' || word[n-3] > '9')
}

// hourWord is an hour without a colon: 8 pm, 20h30.
var hourWord = regexp.MustCompile(`(?i)\d(?: ?[ap]\.?m\b|h\d)`)

// midnightAM is 00:00 as a clock of twelve hours shows it.
var midnightAM = regexp.MustCompile(`(?i)\b12(?::00(?::00(?:\.0+)?)?)? ?a\.? ?m\b\.?`)

// timed reports whether a text has a time of day other than 00:00.
func timed(v string) bool {
	if serial, ok := serialDay(v); ok {
		return serial != math.Trunc(serial)
	}
	if c, ok := markless(v); ok {
		return strings.Trim(c.Time, "0:Z") != ""
	}
	if cut, ok := strings.CutSuffix(v, " 12:00:00 AM"); ok { // as most programs write it
		v = cut
	} else if strings.Contains(v, "12") && strings.ContainsAny(v, "mM") {
		v = midnightAM.ReplaceAllString(v, "")
	}
	if strings.ContainsAny(v, "mMhH") && hourWord.MatchString(v) {
		return true
	}
	for {
		colon := strings.IndexByte(v, ':')
		if colon < 1 {
			return false
		}
		from, to := colon, colon
		for from > 0 && v[from-1] >= '0' && v[from-1] <= '9' {
			from--
		}
		for to < len(v) && (v[to] >= '0' && v[to] <= '9' || v[to] == ':' || v[to] == '.') {
			to++
		}
		if strings.Trim(v[from:to], "0:.") != "" {
			return true
		}
		v = strings.TrimLeft(v[to:], "+-0123456789:") // an offset is no time
	}
}

// markless reads a date with a time in digits alone.
func markless(v string) (c Cell, ok bool) {
	if len(v) < secondDigits || !isDigits(v[:8]) {
		return c, false
	}
	if c, ok = compactTime(v); ok {
		return c, true
	}
	return epoch(v)
}

func isASCII(v string) bool {
	for i := range len(v) {
		if v[i] >= 0x80 {
			return false
		}
	}
	return true
}
