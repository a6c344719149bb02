package ingest

import (
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/dates"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// besideSpan is the date of a row that has a date, and a start or end as well. Those of
// our own exports, which have other columns that follow too, follow from it. A span that
// lies within the date, or begins or ends with it, says more; of any other the date is
// kept, and that is told.
func (b *builder) besideSpan(r *Row, date dates.Cell, start, end string) dates.Cell {
	if len(b.assigned.derived) > 0 || b.follows(date.Text, start, end) {
		return date
	}
	if start == "" && end != "" { // the date is the start
		start = date.Text
	}
	span, column, err := b.spanText(r, start, end)
	if err == nil && b.refines(span.Text, date.Text) {
		span.Time, span.Zone = orElse(date.Time, span.Time), orElse(date.Zone, span.Zone)
		return span
	}
	b.note(r, report.RuleDateRest, column, "%.60q differs from the date in %s and is not used; the date is read as %s",
		strings.Trim(start+"/"+end, "/"), printable.Text(b.name(roleDate)), date.Text)
	return date
}

// follows reports whether a start and an end are those of a date, or none.
func (b *builder) follows(date, start, end string) bool {
	d, err := b.when.Date(date)
	if err != nil {
		return true // whoever reads the date tells
	}
	same := func(v string, day geo.Day) bool {
		got, err := geo.ParseDay(v)
		return v == "" || err == nil && got == day
	}
	return same(start, d.Start) && (same(end, d.End) || d.Open() && dates.IsOpenEnd(end))
}

// refines reports whether a span says more than a date.
func (b *builder) refines(span, date string) bool {
	s, errSpan := b.when.Date(span)
	d, errDate := b.when.Date(date)
	return errSpan == nil && errDate == nil && (s.Start >= d.Start && s.End <= d.End ||
		d.Start == d.End && (s.Start == d.Start || s.End == d.End))
}

// spanText reads a row's start and end, of which one may be empty.
func (b *builder) spanText(r *Row, start, end string) (c dates.Cell, column string, err error) {
	if start == "" || end == "" {
		only := roleStart
		if start == "" {
			only = roleEnd
		}
		c, err = b.cleanIn(only, start+end)
		return c, b.name(roleStart), err
	}
	first, err := b.cleanIn(roleStart, start)
	if err != nil {
		return c, b.name(roleStart), err
	}
	if dates.IsOpenEnd(end) {
		if first.Rest != "" || !b.when.Open(&first) {
			err = dates.NotADate(start+" "+end, nil)
		}
		return first, b.name(roleEnd), err
	}
	second, err := b.cleanIn(roleEnd, end)
	if err != nil {
		return c, b.name(roleEnd), err
	}
	c = dates.Join(first, second)
	c.Text = b.join(r, first.Text, second.Text)
	return c, b.name(roleEnd), nil
}

// join makes one date of a start and an end. UCDP's date_prec above 1 says
// that the event was on one unknown day between them (UCDP GED Codebook).
func (b *builder) join(r *Row, start, end string) string {
	if start == end {
		return start
	}
	if p := b.cell(r, roleDatePrec); p != "" && p != "1" {
		return "[" + start + ".." + end + "]"
	}
	return start + "/" + end
}
