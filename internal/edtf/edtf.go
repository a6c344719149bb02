// Package edtf reads dates in the Extended Date/Time Format, ISO 8601-2:2019
// annex A (https://www.loc.gov/standards/datetime/), as far as an incident of
// the past needs it:
//
//	2017-04-13            that day
//	2018-07, 2018         some day of that month, of that year
//	2018-XX-XX, 201X      the same with the unknown digits written out
//	2018-21, 2018-33      some day of that season, of that quarter
//	2018-07-01/2018-07-09 lasted from the first day to the second
//	2018-07-01/.., 2018-07-01/  began on that day; no end is told
//	[2018-07-01..2018-07-04], [2018-07-01,2018-07-04]  one of these days
//	2018-07?  2018~  2018%  uncertain, approximate, both
//
// An open or unknown start, a year outside 0001–9999 and "all of" sets ({a,b}) are
// refused with a reason: an incident has a first day.
package edtf

import (
	"fmt"
	"strings"

	"incidentmap/geo"
)

// MaxLength bounds the text of a date, in bytes.
const MaxLength = 200

// Precision says how closely a date is known.
type Precision string

// The precisions, from the finest to the coarsest. A span that is not a whole
// calendar unit has the first precision that is long enough for it.
const (
	Day    Precision = "day"
	Week   Precision = "week"
	Month  Precision = "month"
	Year   Precision = "year"
	Longer Precision = "longer"
)

// Precisions lists all of them, from the finest to the coarsest.
var Precisions = []Precision{Day, Week, Month, Year, Longer}

// Date is a parsed date.
type Date struct {
	// Text is the date as it was written.
	Text string
	// Start and End are the first and the last day, inclusive, that the
	// incident lasted or may have happened on. End is geo.OpenEnd where no end is
	// told.
	Start, End geo.Day
	// Precision is how closely the day, or each end of an interval that is told, is
	// known.
	Precision Precision
	// Certain is true for one known day that no qualifier doubts, and for an
	// interval, which lasted from Start to End; false when it was some unknown
	// day between them, or maybe another one, and where no end is told.
	Certain bool
	// Uncertain is true when the date was qualified with ?, ~ or %. A
	// qualifier widens nothing.
	Uncertain bool
}

// Open reports whether no end is told.
func (d Date) Open() bool { return d.End == geo.OpenEnd }

// LastKnown is the last day that the incident is known to have reached: End, or Start
// where no end is told.
func (d Date) LastKnown() geo.Day {
	if d.Open() {
		return d.Start
	}
	return d.End
}

// Error says which date is wrong and why.
type Error struct{ Text, Reason string }

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("edtf: %q is not a date that can be used: %s", e.Text, e.Reason)
}

// Parse reads one date. The error is an *Error.
func Parse(s string) (Date, error) {
	if len(s) > MaxLength {
		return Date{}, &Error{s[:20] + "…", fmt.Sprintf("longer than %d characters", MaxLength)}
	}
	sp, err := parse(s)
	if err != nil {
		return Date{}, &Error{s, err.Error()}
	}
	return Date{Text: s, Start: sp.start, End: sp.end, Precision: sp.precision,
		Certain: sp.certain || sp.start == sp.end && !sp.uncertain, Uncertain: sp.uncertain}, nil
}

// MustParse is Parse for dates written in the source code; it panics on error.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// span is what every form is reduced to.
type span struct {
	start, end         geo.Day
	precision          Precision
	certain, uncertain bool
}

func parse(s string) (span, error) {
	if day, ok := plainDay(s); ok {
		return span{start: day, end: day, precision: Day}, nil
	}
	switch {
	case s == "":
		return span{}, fmt.Errorf("it is empty; write YYYY-MM-DD, YYYY-MM or YYYY")
	case strings.HasPrefix(s, "{"):
		return span{}, fmt.Errorf("{…} means all of several dates; write one incident for each")
	case strings.HasPrefix(s, "["):
		return parseSet(s)
	case strings.Contains(s, "/"):
		return parseInterval(s)
	}
	return parseDate(s)
}

func parseInterval(s string) (span, error) {
	from, to, _ := strings.Cut(s, "/")
	switch {
	case isOpen(from):
		return span{}, fmt.Errorf("the start of the interval is open or unknown, and an incident has a first day")
	case isOpen(to):
		sp, err := parseDate(from)
		sp.end = geo.OpenEnd
		return sp, err
	}
	all, err := parseRange(from, to, "the interval")
	all.certain = true
	return all, err
}

// isOpen reports whether an end of an interval is open or unknown.
func isOpen(end string) bool { return end == "" || end == ".." }

// parseRange reads the dates that something begins and ends with.
func parseRange(from, to, what string) (span, error) {
	a, err := parseDate(from)
	if err != nil {
		return span{}, err
	}
	b, err := parseDate(to)
	if err != nil {
		return span{}, err
	}
	if a.start > b.end {
		return span{}, fmt.Errorf("%s ends before it starts", what)
	}
	return span{start: a.start, end: b.end, precision: coarser(a.precision, b.precision),
		uncertain: a.uncertain || b.uncertain}, nil
}

// parseSet reads "one of" sets: [a..b], [a,b], [a,b..c].
func parseSet(s string) (span, error) {
	inner, closed := strings.CutSuffix(s[1:], "]")
	if !closed {
		return span{}, fmt.Errorf("the set lacks its closing ]")
	}
	var all span
	for i, member := range strings.Split(inner, ",") {
		m, err := parseMember(strings.TrimSpace(member))
		if err != nil {
			return span{}, err
		}
		if i == 0 {
			all = m
		}
		all.start, all.end = min(all.start, m.start), max(all.end, m.end)
		all.uncertain = all.uncertain || m.uncertain
	}
	all.precision, all.certain = lengthPrecision(all.start, all.end), false
	return all, nil
}

func parseMember(s string) (span, error) {
	from, to, isRange := strings.Cut(s, "..")
	if !isRange {
		return parseDate(s)
	}
	if from == "" || to == "" {
		return span{}, fmt.Errorf("the set has an open end; give both ends, or write 2018-07-01/.. for what began then and has no end")
	}
	return parseRange(from, to, "the set's range")
}

// someDay is some day between start and end.
func someDay(start, end geo.Day) span {
	return span{start: start, end: end, precision: lengthPrecision(start, end)}
}

// lengthPrecision is the precision of "some day between start and end".
func lengthPrecision(start, end geo.Day) Precision {
	switch n := end - start + 1; {
	case n <= 1:
		return Day
	case n <= 7:
		return Week
	case n <= 31:
		return Month
	case n <= 366:
		return Year
	}
	return Longer
}

func coarser(a, b Precision) Precision {
	for _, p := range Precisions {
		if p == a {
			return b
		}
		if p == b {
			return a
		}
	}
	return a
}
