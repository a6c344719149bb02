package ingest

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"incidentmap/internal/printable"
)

// evidence is what the dates of a table tell about their forms.
type evidence struct {
	dayFirst, monthFirst, either int // numeric dates by their order
	dotted                       int // of these, those with full stops, which most write with the day first
	example                      string
	row                          int
	short                        bool // some may have years of two digits
	midnight                     bool // there is no time of day but 00:00
}

// addDates adds what the dates of a row tell.
func (b *builder) addDates(ev *evidence, r *Row) {
	for _, ro := range dateRoles {
		v := b.cell(r, ro)
		yearFirst := len(v) >= 4 && isDigits(v[:4])
		if yearFirst && len(v) == len("2006-01-02") && v[4] == '-' { // as most are
			continue
		}
		if !yearFirst && !isASCII(v) {
			v = inEnglish(v)
		}
		if ev.midnight = ev.midnight && !timed(v); yearFirst || b.iranian[ro] {
			continue
		}
		for word := range strings.FieldsSeq(v) {
			ev.add(strings.Trim(word, ",;()"), r.Number)
		}
	}
}

// otherEvidence is what dates in columns of anything else tell: one program writes all
// dates of a file alike.
func (b *builder) otherEvidence() (ev evidence) {
	for i := range b.assigned.sample.rows {
		r := &b.assigned.sample.rows[i]
		for _, column := range b.spare {
			if word, _, _ := strings.Cut(r.at(column), " "); len(word) >= len("1/2/03") && b.assigned.isDated(column) {
				ev.add(word, r.Number)
			}
		}
	}
	return ev
}

// isDated reports whether the cells of a column are dates.
func (a *assignment) isDated(column int) bool { return a.sample.holds(column, testFullDate).mostly() }

// datedColumns names the columns whose cells are dates, for an error.
func (b *builder) datedColumns() string {
	var names []string
	almost := ""
	for _, column := range b.spare {
		if b.assigned.isDated(column) && len(names) < namedColumns {
			names = append(names, b.table.Header[column])
		}
		h := b.assigned.sample.holds(column, testDate)
		if ro, _, ok := b.assigned.looksLike(column); ok && ro == roleDate && h.fit > 0 && almost == "" {
			almost = fmt.Sprintf("%s would be one, but only %d of its %d cells are dates (%s %d: %.40q is none). ",
				printable.Text(b.table.Header[column]), h.fit, h.cells, b.table.Unit, h.row, h.bad)
		}
	}
	if len(names) == 0 {
		return almost
	}
	return "These hold dates: " + printable.Text(strings.Join(names, ", ")) + ". "
}

// add takes a word that may be a numeric date.
func (ev *evidence) add(word string, row int) {
	n, ok := numericDate(word)
	if !ok {
		ev.short = ev.short || shortYear(word)
		return
	}
	if n.first != n.second && n.first > 0 && n.second > 0 && strings.IndexByte(word, '.') > 0 {
		ev.dotted++
	}
	switch {
	case n.first == 0 || n.second == 0: // a part that is not known
	case n.first > 12:
		ev.dayFirst++
	case n.second > 12:
		ev.monthFirst++
	case n.first != n.second:
		ev.either++
	}
	ev.short = ev.short || n.year < 100
	if ev.example == "" || n.first > 12 || n.second > 12 {
		ev.example, ev.row = strings.Clone(word), row
	}
}

// farMore is from how many dates of one order on one of the other is a slip.
const farMore = 10

// order is the order that the dates show: dmy, mdy, or empty where nothing does. ok is
// false where they show both, and not one of them by far.
func (ev *evidence) order() (order string, ok bool) {
	all := ev.dayFirst + ev.monthFirst + ev.either
	switch {
	case ev.dayFirst > 0 && ev.dayFirst >= farMore*ev.monthFirst:
		return "dmy", true
	case ev.dotted == all && all > 0 && farMore*ev.monthFirst < all: // one day in three is above 12
		return "dmy", true
	case ev.monthFirst > 0 && ev.monthFirst >= farMore*ev.dayFirst:
		return "mdy", true
	}
	return "", ev.dayFirst+ev.monthFirst == 0
}

// shortYear reports whether a word ends in two digits, as the year does in
// 9-May-20 and 9 May 20.
func shortYear(word string) bool {
	n := len(word)
	return n >= 2 && isDigits(word[n-2:]) && (n == 2 || word[n-3] < '0' || word[n-3] > '9')
}

// hourWord is an hour without a colon: 8 pm, 20h30.
var hourWord = regexp.MustCompile(`(?i)\d(?: ?[ap]\.?m\b|h\d)`)

// timed reports whether a text has a time of day other than 00:00.
func timed(v string) bool {
	if serial, ok := serialDay(v); ok {
		return serial != math.Trunc(serial)
	}
	if c, ok := markless(v); ok {
		return strings.Trim(c.time, "0:Z") != ""
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

func noDigit(r rune) bool { return r < '0' || r > '9' }

// fullYears are the first and the last year of four digits in the columns of
// dates; 0 if there are none.
func (b *builder) fullYears() (from, to int) {
	for r := range b.table.each() {
		for _, ro := range dateRoles {
			for _, part := range strings.FieldsFunc(b.cell(r, ro), noDigit) {
				year, err := strconv.Atoi(part)
				if err != nil || len(part) != 4 || year < 1000 || year > b.thisYear()+farAhead { // a placeholder
					continue
				}
				if from == 0 || year < from {
					from = year
				}
				to = max(to, year)
			}
		}
	}
	return from, to
}

// markless reads a date with a time in digits alone.
func markless(v string) (c dateCell, ok bool) {
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
