package dates

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/fold"
)

// Read reads a cell with a date in any known form. What stands beside the
// date is a time, a second date, a doubt, or the rest.
func (r *Reader) Read(v string) (Cell, error) {
	_, err := r.Date(v)
	if err == nil {
		return Cell{Text: v}, nil
	}
	c, ok := r.read[v]
	if ok {
		return c, nil
	}
	if len(v) > edtf.MaxLength {
		return c, err
	}
	if c, ok = ISOTime(v); !ok {
		c, ok = Iranian(v, false)
	}
	if !ok {
		c, ok = readDecade(v)
	}
	if !ok {
		if c, ok = r.readCell(translated(r.withoutSigns(usual(v)))); !ok {
			return c, r.notADate(v, err)
		}
	}
	c.Text, c.Time = r.keep(c.Text), r.keep(c.Time)
	r.read.Put(strings.Clone(v), c)
	return c, nil
}

// notADate is NotADate of a date that may lack its year alone.
func (r *Reader) notADate(v string, err error) error {
	c, ok := r.readCell(translated(usual(v + " " + leapYear)))
	if ok && c.Rest == "" && len(c.Text) == len("2006-01-02") && !strings.Contains(v, leapYear) {
		return fmt.Errorf("%.60q has no year; write it there, such as 2023-03-21, or have a column of years beside it, "+
			"which is called year or named by --column year=NAME", v)
	}
	return NotADate(v, err)
}

// leapYear is a year that has each day.
const leapYear = "2000"

// NotADate says why a text is no date; err is what EDTF makes of it.
func NotADate(v string, err error) error {
	switch {
	case beforeYearOne.MatchString(v):
		return fmt.Errorf("%.60q is before the year 1; years from 0001 to 9999 can be used", v)
	case edtfForm.MatchString(v):
		return err
	case noStart.MatchString(translated(v)):
		return fmt.Errorf("%.60q tells no first day, and an incident needs one; write the earliest that is possible "+
			"as well, such as 2024-01-01/2024-05-03, or [2024-01-01..2024-05-03] for one day of these", v)
	}
	return fmt.Errorf("%.60q is not a date that is understood; a day such as 2023-03-21 or 21 March 2023, "+
		"a month such as 2023-03, a year, or EDTF is allowed", v)
}

// edtfForm is what looks like EDTF: its errors say more than that it is none.
var edtfForm = regexp.MustCompile(`^[\[{]|^[\dXu]{4}(?:-[\dXu]{2}){0,2}(?:/|[?~%]|$)`)

// noStart begins with a word for days before one.
var noStart = regexp.MustCompile(`^` + wordBefore + ` ?\b`)

// ISOTime reads a day and a time as databases write them, by far the most
// frequent form: 2016-09-18 21:21:00+00:00.
func ISOTime(v string) (c Cell, ok bool) {
	if len(v) < 11 || (v[10] != ' ' && v[10] != 'T') {
		return c, false
	}
	if _, err := geo.ParseDay(v[:10]); err != nil {
		return c, false
	}
	c.Text = v[:10]
	c.Time, c.Zone, ok = timeOfDay(v[11:])
	return c, ok
}

// connectors are the words between two dates. A date with "to" lasted, one
// with "or" was one of the two.
var connectors = regexp.MustCompile(`(?i) (?:to|until|till|through|thru|bis|au|al|hasta|до) ` +
	`| ?[–—] ?| [-/] | (or|oder|ou|или) `)

// readCell reads two dates, or one with what stands beside it.
func (r *Reader) readCell(v string) (Cell, bool) {
	if rest, ok := strings.CutPrefix(v, wordBetween+" "); ok {
		return r.readBetween(rest)
	}
	if c, ok := r.readSeason(v); ok {
		return c, true
	}
	if word, rest, ok := strings.Cut(v, " "); ok && dateWords()[fold.Text(word)] == wordPart {
		c, ok := r.readCell(strings.TrimPrefix(rest, "from ")) // the night of 3 to 4 May 2024
		c.Rest = cmp.Or(c.Rest, word)
		return c, ok
	}
	from := false
	if !startsWithDigit(v) {
		m := openStart.FindString(v)
		v, from = v[len(m):], m != ""
	}
	if c, ok := r.sharedParts(v); ok {
		return c, true
	}
	if at := connectors.FindStringSubmatchIndex(v); at != nil {
		if c, ok := r.readTwo(v[:at[0]], v[at[1]:], at[2] >= 0); ok {
			return c, true
		}
	}
	if c, ok := r.readOpen(v, from); ok {
		return c, true
	}
	return r.readOne(v)
}

// readBetween reads the two dates between which one is.
func (r *Reader) readBetween(v string) (Cell, bool) {
	c, ok := r.readCell(strings.Replace(v, " "+wordAnd+" ", " to ", 1))
	from, to, both := strings.Cut(c.Text, "/")
	if !ok || !both || to == ".." {
		return c, ok && both
	}
	c.Text = "[" + from + ".." + to + "]"
	_, err := r.Date(c.Text)
	return c, err == nil
}

// readSeason reads a season of a year as the year: which months it has, the hemisphere
// tells, and of a winter not even which year. The season is told as not understood.
func (r *Reader) readSeason(v string) (Cell, bool) {
	words := strings.Fields(v)
	for i, word := range words {
		if dateWords()[fold.Text(strings.Trim(word, ","))] != wordSeason {
			continue
		}
		c, ok := r.readOne(strings.Join(slices.Delete(slices.Clone(words), i, i+1), " "))
		c.Rest = cmp.Or(c.Rest, strings.Trim(word, ","))
		return c, ok && len(c.Text) == len("2006")
	}
	return Cell{}, false
}

func startsWithDigit(v string) bool { return v != "" && v[0] >= '0' && v[0] <= '9' }

// readTwo joins two dates, of which either says all that it says alone.
func (r *Reader) readTwo(from, to string, either bool) (c Cell, ok bool) {
	first, ok := r.readOne(from)
	if !ok || first.Rest != "" {
		return c, false
	}
	second, ok := r.readOne(to)
	if !ok && len(first.Text) == len("2006-01-02") && to != "" && len(to) <= 2 && isDigits(to) { // 2023-03-21 to 27
		second, ok = r.readOne(first.Text[:len("2006-01-")] + fmt.Sprintf("%02s", to))
	}
	if !ok || second.Rest != "" {
		return c, false
	}
	c = Join(first, second)
	if c.Text = first.Text + "/" + second.Text; either {
		c.Text = r.oneOf(first.Text, second.Text)
	}
	_, err := r.Date(c.Text)
	return c, err == nil
}

// oneOf is one of two dates; of days that follow each other, one of a span.
func (r *Reader) oneOf(first, second string) string {
	from, errFrom := r.Date(first)
	to, errTo := r.Date(second)
	if errFrom == nil && errTo == nil && to.Start > from.End+1 {
		return "[" + first + "," + second + "]"
	}
	return "[" + first + ".." + second + "]"
}

// Join joins what two cells say beside their dates.
func Join(first, second Cell) (c Cell) {
	c.Time = first.Time
	if second.Time != "" && second.Time != first.Time {
		c.Time += "/" + second.Time
	}
	c.Zone, c.Rest = cmp.Or(first.Zone, second.Zone), cmp.Or(first.Rest, second.Rest)
	c.Short = first.Short || second.Short
	return c
}

// Words for a doubt, before or after a date. EDTF writes an approximate date
// with ~, an uncertain one with ?.
const (
	approximate = `or about|or around|approximately|approx|circa|ca|c|about|around|estimated|est|etwa|vers|environ|hacia|около|приблизно`
	uncertain   = `\?|uncertain|unconfirmed|possibly|probably`
)

var (
	doubtBefore = regexp.MustCompile(`(?i)^(?:(` + approximate + `)(?:\.? |\.)|(~|≈) ?|(?:` + uncertain + `)\.? ?)`)
	doubtAfter  = regexp.MustCompile(`(?i)^[,;]?\s*[(\[]?(?:(~|` + approximate + `)|(?:` + uncertain + `))\.?[)\]]?$`)
)

// maxWords is how many words of a cell are looked at for the date's end.
const maxWords = 10

// readOne reads a date and what follows it: a doubt, a time of day, or both.
// What is not understood is left for a finding, after a day; after a month or
// a year it may well be the rest of the date.
func (r *Reader) readOne(v string) (Cell, bool) {
	doubt := ""
	if startsWithDigit(v) {
		// Most do, and a word for a doubt comes first.
	} else if m := doubtBefore.FindStringSubmatch(v); m != nil {
		doubt, v = mark(m[1]+m[2]), v[len(m[0]):]
	}
	for end, words := len(v), 0; end > 0 && words < maxWords; end, words = cutPoint(v, end), words+1 {
		c, ok := r.base(strings.TrimRight(v[:end], " ,;"))
		if !ok {
			continue
		}
		rest := strings.TrimLeft(v[end:], " ,;T")
		if rest != "" && !c.follow(rest, &doubt) {
			if len(c.Text) != len("2006-01-02") {
				return c, false
			}
			c.Rest = rest
		}
		if doubt != "" && !strings.HasSuffix(c.Text, "]") {
			c.Text += doubt
		}
		_, err := r.Date(c.Text)
		return c, err == nil
	}
	return Cell{}, false
}

// cutPoint is the last place before end where the date may end.
func cutPoint(v string, end int) int {
	at := strings.LastIndexAny(v[:end], " ,;(T")
	for at > 0 && v[at-1] == ' ' {
		at--
	}
	return at
}

// follow reads what stands after a date.
func (c *Cell) follow(rest string, doubt *string) bool {
	if m := doubtAfter.FindStringSubmatch(rest); m != nil && rest != "EST" { // the time of New York
		*doubt = mark(m[1])
		return true
	}
	if len(c.Text) != len("2006-01-02") {
		return false
	}
	for end := len(rest); end > 0; end = strings.LastIndexAny(rest[:end], " (") {
		m := doubtAfter.FindStringSubmatch(rest[end:])
		if end < len(rest) && m == nil {
			continue
		}
		time, zone, ok := TimeSpan(strings.Trim(rest[:end], " ()[]"))
		if !ok {
			continue
		}
		if c.Time, c.Zone = time, zone; m != nil {
			*doubt = mark(m[1])
		}
		return true
	}
	return false
}

// mark is EDTF's mark of a doubt: approximate if a word for that was found.
func mark(approximately string) string {
	if approximately == "" {
		return "?"
	}
	return "~"
}
