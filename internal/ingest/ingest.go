// Package ingest turns rows of a user's own table, however its columns are
// named, into incidents. Columns are known by name, never by position; what
// it cannot place becomes an extra column, and what it cannot read is told
// with row and column, so that nothing is lost in silence.
package ingest

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// Row is one row of a table.
type Row struct {
	// Number counts from 1 as the file's reader would: lines of a CSV file,
	// features of a GeoJSON file.
	Number int
	// Cells are the texts of the values, as long as the header or shorter. Cell and
	// Text read them.
	Cells []string
	// Kinds are what the values are, as many as there are cells; nil where the format
	// has no types. Rows may share them.
	Kinds []Kind
	// Points, if not nil, are the row's place, instead of any columns.
	Points orb.MultiPoint
	// NoPoint says why the row's geometry gives no points; nil where it has no
	// geometry, or a sound one.
	NoPoint error
	// Extent in metres and Area are set where the place was no point but a
	// line or an area of that radius.
	Extent float64
	Area   bool
	// Broken is set of a row that cannot be read at all: it has no cells.
	Broken *Broken
	// Detail fills in nested parts after the columns have been read.
	Detail func(*incident.Incident) error
}

// Broken is a part of a file that is no row, and why.
type Broken struct {
	Text string
	Why  error
}

// Options say how to read a table.
type Options struct {
	// Geocode finds a place by name, for rows without coordinates; nil finds
	// none. It is called by several goroutines, one at a time, in any order.
	Geocode func(Question) (incident.Place, bool)
	// Country is the alpha-2 code of the country that rows lie in which name
	// none, empty if that is not known.
	Country string
	// Outside reports whether a point of a place lies outside of the place's
	// country, further than a point may; nil does not look. It is called by
	// several goroutines.
	Outside func(p *incident.Place, at orb.Point) bool
	// Away is how far in metres a point lies outside of a country, by its alpha-2 code; ok
	// is false for one whose outline is not known. It tells where latitudes and longitudes
	// are swapped; nil does not look.
	Away func(code string, at orb.Point) (metres float64, ok bool)
	// UnitCountries are the codes of the countries that have a first-level unit,
	// a province or state, of that name; nil knows none. It is called by several
	// goroutines.
	UnitCountries func(name string) []string
	// DistrictCountries is UnitCountries for units below the first level, such as districts
	// and counties.
	DistrictCountries func(name string) []string
	// CountryAt is the alpha-2 code of the country that a point lies in, for
	// rows whose country is not understood; nil knows none. It is called by
	// several goroutines.
	CountryAt func(orb.Point) (code string, ok bool)
	// DayFirst and MonthFirst settle dates such as 3/4/2020 where the file
	// itself gives no evidence.
	DayFirst, MonthFirst bool
	// Year is the present one: years of two digits are not after it. 0 is that
	// of the clock.
	Year int
	// Columns are the dataset's own columns where the file describes them;
	// one whose values are of another type is inferred from them.
	Columns []incident.Column
	// Given are the roles that the user gives to columns, before all others.
	Given []Given
	// Only says that no columns have roles but those of Given.
	Only bool
	// Found, if not nil, is told which of Given the table has columns for.
	Found func([]bool)
	// Workers is how many goroutines read; 0 is one a processor.
	Workers int
	// Unread has it noted which incidents the rows that were left out would have been.
	Unread bool
	// Take, if not nil, is given the incidents as they come, instead of the result.
	Take func(Taken)
	// Progress, if not nil, is told now and then how many of the rows have
	// been read.
	Progress func(done, total int)

	chunk int // rows that a goroutine reads at a time; 0 is chunkRows
}

// Taken are incidents on their way to whoever takes them.
type Taken struct {
	// Incidents are the next ones. Their memory is used again: whoever keeps one
	// copies it.
	Incidents []incident.Incident
	// Kinds and EventTypes are the vocabularies so far, with all words of the
	// incidents. Columns are the extra columns of the table.
	Kinds, EventTypes []incident.Term
	Columns           []incident.Column
}

// Result is what came of a table.
type Result struct {
	// Count is the number of incidents.
	Count int
	// Incidents are all of them; none where somebody took them. They share what
	// they say alike: lists may be added to, but what is in them must not be changed
	// in place.
	Incidents []incident.Incident
	// Kinds, EventTypes and Columns are the vocabularies and extra columns
	// that the table brought.
	Kinds, EventTypes []incident.Term
	Columns           []incident.Column
	Findings          []report.Finding
	// LeftOut are the rows that were left out, as the table has them.
	LeftOut report.LeftOut
	// Unread are all rows that were left out, by which incidents they would have been, where
	// Options ask for them.
	Unread []UnreadRow
	// Unplaced counts the incidents without a place.
	Unplaced int
	// Geocoded counts the rows that were placed by name.
	Geocoded int
	// Rows are the numbers of the rows that the incidents were read from.
	Rows []int
	// Given says of each of Options.Given whether the table has the column.
	Given []bool
	// Headers are the table's names of the columns that were read as what an
	// incident has of its own: date, place, fatalities_best, ….
	Headers map[string]string
}

// ErrEmptyGeometry is the Row.NoPoint of a geometry without coordinates. It
// stands for a place that is not known, and is told once a file.
var ErrEmptyGeometry = errors.New("ingest: the geometry has no coordinates")

// Read turns a table into incidents. The error is about the whole table: no
// column with a date, or dates that can be read in two ways.
func Read(t *Table, opt Options) (*Result, error) {
	b, err := newBuilder(t, opt)
	if err != nil {
		return nil, err
	}
	b.read()
	return b.result, nil
}

// read reads all rows into the result.
func (b *builder) read() {
	t := b.table
	if b.opt.Found != nil {
		b.opt.Found(b.assigned.given)
	}
	b.readRows()
	b.result.Kinds, b.result.EventTypes = b.kinds.terms, b.types.terms
	b.result.Headers, b.result.Given = b.headers(), b.assigned.given
	b.result.addFindings(t, slices.Concat(b.tableFindings(), b.unusedColumns(), b.tablePersons(), b.once.findings(t),
		t.Findings))
	b.result.LeftOut.Finish(b.table.Header)
}

// addFindings puts what the format's reader has to tell before what was found
// in the same rows.
func (r *Result) addFindings(t *Table, own []report.Finding) {
	if len(own) == 0 {
		return
	}
	own = slices.Clone(own)
	for i := range own {
		own[i].File, own[i].Unit = t.File, t.Unit // the table may have been given another name since
	}
	r.Findings = append(own, r.Findings...)
	slices.SortStableFunc(r.Findings, func(a, b report.Finding) int { return a.Row - b.Row })
}
