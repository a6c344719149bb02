package dates

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"incidentmap/internal/fold"
)

// Dates of the Iranian calendar (Solar Hijri), of Iran and Afghanistan. A year of it looks
// like one of the Middle Ages, so that numbers are read by it only where the column's name
// or the cell says so; names of its months say so themselves.

// iranianMonthNames are the months, in Persian, as they are written in Latin letters, and as
// Afghanistan names them.
const iranianMonthNames = `فروردین farvardin حمل hamal
اردیبهشت ordibehesht ثور sawr saur
خرداد khordad جوزا jawza
تیر tir سرطان saratan
مرداد امرداد mordad amordad اسد asad
شهریور shahrivar سنبله sunbula
مهر mehr میزان mizan
آبان aban عقرب aqrab
آذر azar قوس qaws
دی dey جدی jadi
بهمن bahman دلو dalw
اسفند esfand حوت hut`

var iranianMonths = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	month := 0
	for line := range strings.Lines(iranianMonthNames) {
		month++
		for name := range strings.FieldsSeq(line) {
			out[fold.Text(name)] = month
		}
	}
	return out
})

// iranianMarks are words that name the calendar, and iranianFillers those that stand in its
// dates and say nothing: numbers of weekdays, and the letters of its era.
var (
	iranianMarks   = foldedSet("jalali jalaali shamsi khorshidi persian iranian شمسی جلالی خورشیدی هش sh")
	iranianFillers = foldedSet("هجری سه دو چهار پنج یک ه ش solar hijri ap")
)

func foldedSet(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for w := range strings.FieldsSeq(words) {
			out[fold.Text(w)] = true
		}
		return out
	})
}

// iranianDate is what the words and numbers of a cell say.
type iranianDate struct {
	month   int // by its name; 0 without one
	numbers []string
	said    bool // the cell names the calendar
	time    string
}

// IsIranian reports whether a word names the calendar.
func IsIranian(word string) bool { return iranianMarks()[word] }

// Iranian reads a date of the calendar. said says that the column is of such.
func Iranian(v string, said bool) (c Cell, ok bool) {
	d := iranianDate{said: said}
	for _, token := range strings.FieldsFunc(v, isIranianGap) {
		if !d.add(token) {
			return c, false
		}
	}
	year, month, day, ok := d.parts()
	if !ok {
		return c, false
	}
	c.Text, ok = iranianSpan(year, month, day)
	c.Time = d.time
	return c, ok
}

// isIranianGap tells what stands between the parts of a date.
func isIranianGap(r rune) bool {
	return r != ':' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
}

// add takes a word or number; false for one that no date has.
func (d *iranianDate) add(token string) bool {
	text := fold.Digits(token)
	if strings.Contains(text, ":") {
		time, zone, ok := timeOfDay(text)
		d.time = time
		return ok && zone == ""
	}
	if isDigits(text) {
		d.numbers = append(d.numbers, text)
		return len(d.numbers) <= 3
	}
	word := fold.Text(text)
	month := iranianMonths()[word]
	switch {
	case month > 0 && d.month == 0:
		d.month = month
	case month > 0:
		return false
	case iranianMarks()[word]:
		d.said = true
	case iranianFillers()[word], dateWords()[word] == wordWeekday, dateWords()[word] == wordNothing:
	default:
		return false
	}
	return true
}

// parts are the year, the month and the day; 0 for what is not told. The year is the
// number of four digits, at either end.
func (d *iranianDate) parts() (year, month, day int, ok bool) {
	n := d.numbers
	if len(n) > 1 && len(n[len(n)-1]) == 4 {
		n = slices.Clone(n)
		slices.Reverse(n)
	}
	if d.month == 0 && !d.said || len(n) == 0 || len(n[0]) != 4 {
		return 0, 0, 0, false
	}
	rest := n[1:]
	if d.month > 0 {
		rest = append([]string{strconv.Itoa(d.month)}, rest...)
	}
	values := [3]int{}
	for i, text := range append([]string{n[0]}, rest...) {
		if i == len(values) || i > 0 && len(text) > 2 {
			return 0, 0, 0, false
		}
		values[i], _ = strconv.Atoi(text) // of digits alone
		ok = values[i] > 0
		if !ok {
			return 0, 0, 0, false
		}
	}
	return values[0], values[1], values[2], ok
}
