package dates

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Dates whose form signs tell and not words: 2024年3月21日, 3-V-2024, 2024. 03. 21.,
// May '24, the 1980s.

var (
	// eastern is a date with the Chinese, Japanese or Korean signs for year, month and day.
	eastern = regexp.MustCompile(`(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日号일])?)?`)
	// roman is a day with its month in Roman numerals.
	roman = regexp.MustCompile(`\b(\d{1,2})[-. /]{1,2}([IVX]{1,4})[-. /]{1,2}(\d{4})\b`)
	// dotted is a day with a full stop after each part, as in Hungarian.
	dotted = regexp.MustCompile(`^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?$`)
	// ordinalDot is the full stop of a first day of two: 21.–27. Juni 2024.
	ordinalDot = regexp.MustCompile(`(\d)\.( ?[-–—/])`)
	// shortened is a year without its century.
	shortened = regexp.MustCompile(`^(.*\pL[. ]*) ?['’](\d{2})$`)
	// doubted is a question mark close to what it doubts.
	doubted = regexp.MustCompile(`([^\s(\[?.])\?$`)
	decade  = regexp.MustCompile(`(?i)^(?:(?:the|les|los|années|años|anos|anni|die) )*(\d{3})0` +
		`(?:['’]?s|er(?: jahren?)?|-е(?: годы)?|-х(?: гг?\.?)?|-ті(?: роки)?|-an|lar|lerde)$`)
	decadeBefore = regexp.MustCompile(`(?i)^(?:(?:the|les|los|die) )?(?:années|años|anos|anni) (\d{3})0$`)
)

var (
	// footnoted ends with the mark of a note: 5 May 2020*, 5 May 2020 [1].
	footnoted = regexp.MustCompile(`^(.*[\dXx])\s*(?:\*+|†|‡|\[\w{1,3}\])$`)
	// bracketed is a date in brackets of its own.
	bracketed = regexp.MustCompile(`^\(([^()]*\d{4}[^()]*)\)$`)
	// dayUnknown says in words what a month alone says already.
	dayUnknown = regexp.MustCompile(`(?i)\s*[,(]\s*(?:the )?(?:exact )?(?:day|date) (?:is )?(?:unknown|not known|uncertain|unclear)\)?$`)
)

// romanMonths are the numerals from 1 to 12.
var romanMonths = map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9,
	"X": 10, "XI": 11, "XII": 12}

// withoutSigns writes a date with such signs as it is usual.
func (r *Reader) withoutSigns(v string) string {
	if strings.ContainsAny(v, "年년") {
		v = eastern.ReplaceAllStringFunc(v, func(date string) string {
			return isoParts(eastern.FindStringSubmatch(date)[1:])
		})
	}
	if strings.ContainsAny(v, "IVX") {
		v = roman.ReplaceAllStringFunc(v, func(date string) string {
			m := roman.FindStringSubmatch(date)
			if n := romanMonths[m[2]]; n > 0 {
				return isoParts([]string{m[3], strconv.Itoa(n), m[1]})
			}
			return date
		})
	}
	if strings.Contains(v, ".") {
		v = strings.Replace(v, " s.d. ", " to ", 1) // Indonesian
		if m := dotted.FindStringSubmatch(v); m != nil {
			return isoParts(m[1:])
		}
		v = ordinalDot.ReplaceAllString(v, "$1$2")
	}
	if m := shortened.FindStringSubmatch(v); m != nil {
		year, _ := strconv.Atoi(m[2]) // they are digits
		v = fmt.Sprintf("%s %04d", strings.TrimRight(m[1], " "), r.century(year))
	}
	v = dayUnknown.ReplaceAllString(v, "")
	for _, form := range []*regexp.Regexp{footnoted, bracketed} {
		v = form.ReplaceAllString(v, "$1")
	}
	return doubted.ReplaceAllString(v, "$1 ?")
}

// isoParts is a date of its year, month and day, of which the last ones may be empty.
func isoParts(parts []string) string {
	out := parts[0]
	for _, part := range parts[1:] {
		if n, err := strconv.Atoi(part); err == nil {
			out += "-" + twoDigits(n)
		}
	}
	return out
}

// readDecade reads ten years by their first one.
func readDecade(v string) (Cell, bool) {
	m := decade.FindStringSubmatch(v)
	if m == nil {
		if m = decadeBefore.FindStringSubmatch(v); m == nil {
			return Cell{}, false
		}
	}
	return Cell{Text: m[1] + "X"}, true
}
