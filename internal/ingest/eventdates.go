package ingest

import "strings"

// Of several columns of dates, the incident's is the one whose name says so.

// applyEventDate gives the date to the first column that says that it is the one of the
// incident: a plain date beside it may be that of anything, such as of filling in a form.
func (a *assignment) applyEventDate() {
	for i := range a.header {
		if a.free(roleDate, i) && a.saysEventDate(i) {
			a.take(roleDate, i)
			a.firm[roleDate] = true
			return
		}
	}
}

// saysEventDate reports whether a column of dates is called after an incident and a date, and
// nothing else: Date of incident, DATE OCC.
func (a *assignment) saysEventDate(column int) bool {
	words := without(a.split[column], a.vocab.sets[setFiller])
	topic := without(words, a.vocab.sets[setSubject])
	if len(topic) == len(words) || len(without(topic, a.vocab.triggers(roleDate))) > 0 {
		return false
	}
	test := testDate
	if len(topic) == 0 { // an event may be numbered as days are
		test = testFullDate
	}
	return a.sample.holds(column, test).mostly()
}

// besideLoneEnd finds the start of a table in which only an end is called by a name that is
// known: the day on which something ended is not taken for its date beside another one. Where
// several columns may be the start, none is taken, and the table is asked about.
func (a *assignment) besideLoneEnd() {
	end := a.columns[roleEnd]
	if end < 0 || a.why[roleEnd] == WhyGiven {
		return
	}
	a.columns[roleEnd] = -1
	dated := a.isDatedAlready()
	a.columns[roleEnd] = end
	if dated {
		return
	}
	var starts []int
	for i := range a.header {
		if a.free(roleStart, i) && !a.saysOtherDate(i) && a.sample.holds(i, testFullDate).mostly() {
			starts = append(starts, i)
		}
	}
	switch len(starts) {
	case 0:
	case 1:
		a.take(roleStart, starts[0])
		a.why[roleStart], a.guessed = WhyContent, starts[0]
	default:
		a.columns[roleEnd], a.used[end], a.known[end] = -1, false, true
	}
}

// onlyDay is only for columns of dates, of which the first is taken where all have the same days.
func (a *assignment) onlyDay(is func(column int) bool) (column int, ok bool) {
	first := -1
	for i := range a.header {
		if a.used[i] || a.known[i] || !is(i) {
			continue
		}
		if first < 0 {
			first = i
		} else if !a.sample.sameDays(first, i) {
			return -1, false
		}
	}
	return first, first >= 0
}

// sameDays reports whether two columns have the same days, as far as both have any and write
// them alike.
func (s *sample) sameDays(x, y int) bool {
	const day = len("2006-01-02")
	for i := range s.rows {
		a, b := s.rows[i].at(x), s.rows[i].at(y)
		if a != "" && b != "" && a[:min(day, len(a))] != b[:min(day, len(b))] {
			return false
		}
	}
	return true
}

// tellOtherDay tells of a second column of dates that has another day.
func (b *builder) tellOtherDay(r *Row, date string) {
	d, err := b.when.Date(date)
	if err != nil {
		return // whoever reads the date tells
	}
	for _, i := range b.others[roleDate] {
		v := r.at(i)
		if v == "" || i == b.columns[roleDate] || strings.EqualFold(b.table.Header[i], b.name(roleDate)) {
			continue // a second column of the name is told as such
		}
		c, err := b.cleanIn(roleDate, v)
		if err != nil {
			continue
		}
		if other, err := b.when.Date(c.Text); err == nil && (other.Start > d.End || d.Start > other.End) {
			b.once.add(otherDayNote(b.name(roleDate), b.table.Header[i]), r.Number)
		}
	}
}
