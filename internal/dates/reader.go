package dates

import (
	"incidentmap/internal/edtf"
	"incidentmap/internal/remember"
)

// Forms are what the dates of a table have in common, which is decided once for all of it.
type Forms struct {
	// MonthFirst says that a date such as 3/4/2020 starts with the month.
	MonthFirst bool
	// AnyOrder takes such a date in either order, for those who ask only whether it is one.
	AnyOrder bool
	// From and To are the years of the table's dates that have four digits; 0 if there are
	// none.
	From, To int
	// ThisYear is the last year that one of two digits can be.
	ThisYear int
}

// Reader reads dates in the forms of one table. It remembers what it has read, and belongs
// to one goroutine.
type Reader struct {
	Forms
	keep   func(string) string // keeps a text that comes again
	days   days
	parsed remember.Cache[string, edtf.Date]
	read   remember.Cache[string, Cell]
}

// NewReader makes a reader. Texts are what keep makes of them: the memory that a cell lies
// in is not kept.
func NewReader(of Forms, keep func(string) string) *Reader { return &Reader{Forms: of, keep: keep} }

// Date reads EDTF.
func (r *Reader) Date(text string) (edtf.Date, error) {
	day := r.days.of(text)
	if day != nil && *day != nil {
		return **day, nil
	}
	if d, ok := r.parsed[text]; ok {
		return d, nil
	}
	d, err := edtf.Parse(text)
	if err != nil {
		return d, err
	}
	d.Text = r.keep(text)
	if day != nil {
		*day = &d
	} else {
		r.parsed.Put(d.Text, d)
	}
	return d, nil
}

// Cell is what the text of a cell says of a date.
type Cell struct {
	Text  string // in EDTF
	Time  string // of day, with its offset where there is one
	Zone  string // the name of a time zone, which is not kept
	Rest  string // what follows the date and is not understood
	Short bool   // the year had two digits
}

// century finds the year that two digits stand for: the nearest to the other
// years of the table, or the last that is not in the future.
func (f Forms) century(year int) int {
	if year >= 100 {
		return year
	}
	last := max(f.ThisYear, f.To)
	best := last - (last-year)%100
	if f.From == 0 {
		return best
	}
	away := func(y int) int { return max(f.From-y, y-f.To, 0) }
	for y := best - 100; y > 0; y -= 100 {
		if away(y) < away(best) {
			best = y
		}
	}
	return best
}

// yearFirst reports whether a date of three numbers of two digits begins with its
// year, and which that is: where the table's other dates are of the year that it
// begins with, and not of the one that it ends with.
func (f Forms) yearFirst(n numeric) (year int, ok bool) {
	if n.year >= 100 || f.From == 0 {
		return 0, false
	}
	among := func(short int) bool { y := f.century(short); return y >= f.From && y <= f.To }
	return f.century(n.first), among(n.first) && !among(n.year) && n.second <= 12 && n.year >= 1 && n.year <= 31
}
