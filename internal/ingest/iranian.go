package ingest

import (
	"fmt"
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

// namesIranian reports whether a name of a column says that its dates are of the calendar.
func namesIranian(name string) bool {
	words := nameWords(name)
	solar := slices.Contains(words, "solar") && slices.Contains(words, "hijri")
	return solar || slices.ContainsFunc(words, func(w string) bool { return w != "sh" && iranianMarks()[w] })
}

// iranianDate is what the words and numbers of a cell say.
type iranianDate struct {
	month   int // by its name; 0 without one
	numbers []string
	said    bool // the cell names the calendar
	time    string
}

// iranian reads a date of the calendar. said says that the column is of such.
func iranian(v string, said bool) (c dateCell, ok bool) {
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
	c.text, ok = iranianSpan(year, month, day)
	c.time = d.time
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

// keepCalendar finds out whether the column of a role is of the calendar: called so in the
// header or in a file beside the table, or with a cell that says so itself. Columns that
// fill in where it is empty must be of the same.
func (l *layout) keepCalendar(t *Table, ro role) {
	of := func(i int) bool {
		return namesIranian(t.Header[i]) || l.saysIranian(i) ||
			slices.ContainsFunc(t.describedAt(i).Names, namesIranian)
	}
	all := l.others[ro]
	if i := l.columns[ro]; i >= 0 {
		all = []int{i}
	}
	l.iranian[ro] = len(all) > 0 && of(all[0])
	l.others[ro] = slices.DeleteFunc(slices.Clone(l.others[ro]), func(i int) bool { return of(i) != l.iranian[ro] })
}

// saysIranian reports whether a cell of a column has the name of a month of the calendar,
// or of its era.
func (l *layout) saysIranian(column int) bool {
	return slices.ContainsFunc(l.assigned.sample.rows, func(r Row) bool {
		_, ok := iranian(r.at(column), false)
		return ok
	})
}

// cleanIn reads the date in a cell of a role's column.
func (b *builder) cleanIn(ro role, v string) (dateCell, error) {
	if !b.iranian[ro] {
		return b.clean(v)
	}
	if c, ok := iranian(v, true); ok {
		return c, nil
	}
	after := strconv.Itoa(lastIranianYear + 1)
	if c, err := b.clean(v); err == nil && !c.short && strings.TrimLeft(c.text, "[~?") > after {
		return c, nil // the column has dates of both
	}
	return dateCell{}, fmt.Errorf("%.60q is not a date of the Iranian calendar that is understood; "+
		"1402/12/13, 1402/12, 1402 or 13 Esfand 1402 is allowed", v)
}
