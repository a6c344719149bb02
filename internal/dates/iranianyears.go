package dates

import "incidentmap/geo"

// The years that are read: the rule for leap years is that of the calendar in these.
const firstIranianYear = 1200

// LastIranianYear is the last year of the calendar that is read.
const LastIranianYear = 1499

// iranianSpan is a date in EDTF: a day, or one unknown day of a month or a year.
func iranianSpan(year, month, day int) (string, bool) {
	if year < firstIranianYear || year > LastIranianYear || month > 12 {
		return "", false
	}
	first, next := firstOfMonth(year, 1), firstOfMonth(year+1, 1)
	if month > 0 {
		first = firstOfMonth(year, month)
	}
	if month > 0 && month < 12 {
		next = firstOfMonth(year, month+1)
	}
	if day > 0 {
		at := first + geo.Day(day) - 1
		return at.String(), at < next
	}
	return "[" + first.String() + ".." + (next - 1).String() + "]", true
}

// iranianEpoch is 1 Farvardin of the year 1.
var iranianEpoch = geo.NewDay(2024, 3, 20) - daysBeforeIranian(1403)

// daysBeforeIranian are the days of the years before one: eight of 33 have a day more, which
// agrees with the equinoxes of firstIranianYear to LastIranianYear.
func daysBeforeIranian(year int) geo.Day { return geo.Day(365*(year-1) + (8*year+21)/33) }

// firstOfMonth is the first day of a month: six have 31 days, the others 30, but for the last.
func firstOfMonth(year, month int) geo.Day {
	before := 31 * (month - 1)
	if month > 7 {
		before -= month - 7
	}
	return iranianEpoch + daysBeforeIranian(year) + geo.Day(before)
}
