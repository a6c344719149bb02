package load

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/curated"
	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/format/known"
	"incidentmap/internal/format/shapefile"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/outline"
	"incidentmap/internal/place"
)

// Reader reads what users bring, as serve shows it and validate checks it.
type Reader struct {
	// DateOrder is the order, dmy or mdy, of dates such as 3/4/2020 where a file
	// does not show it; empty if it is not known.
	DateOrder string
	// Country is the alpha-2 code of the country of rows that name none; empty if
	// it is not known.
	Country string
	// Encoding is the name of the encoding of files of text; empty if they show it.
	Encoding string
	// Given are the roles that columns of files have, where their names do not show it.
	Given []ingest.Given
	// Places finds places by name.
	Places *place.Resolver
	// Outlines tell what lies in which country.
	Outlines *outline.Countries
	// Log is told what users should know.
	Log *slog.Logger

	found []bool // which of Given the files so far have columns for
}

// stamp identifies how files are read.
func (r *Reader) stamp() string {
	return fmt.Sprintf("%s %q %q %q", r.DateOrder, r.Country, r.Encoding, r.Given)
}

// options are those to read a table with.
func (r *Reader) options(columns []incident.Column) ingest.Options {
	return ingest.Options{Geocode: r.resolve, Country: r.Country, UnitCountries: r.Places.CountriesOfUnit,
		CountryAt: r.Outlines.At, Away: r.Outlines.Away,
		Outside: r.outside, DayFirst: r.DateOrder == "dmy", MonthFirst: r.DateOrder == "mdy", Given: r.Given, Found: r.find, Columns: columns}
}

// classes are what the levels of questions are in the gazetteer.
var classes = map[ingest.Level]gazetteer.Class{ingest.TownOnly: gazetteer.Locality, ingest.UnitOnly: gazetteer.Admin1}

// resolve finds the place of a row without coordinates.
func (r *Reader) resolve(q ingest.Question) (incident.Place, bool) {
	return r.Places.Resolve(place.Question{Text: q.Text, Country: q.Country, Class: classes[q.Level]})
}

// outside reports whether a point of a place lies further outside of its country
// than a point may.
func (r *Reader) outside(p *incident.Place, at orb.Point) bool {
	away, ok := r.Outlines.Away(p.Country, at)
	return ok && away > p.CountryMargin()
}

// source is a file of incidents as it was read.
type source struct {
	// name is what it is called: that of the file in it where it is packed.
	name, text string
	// changed says that the text is not what is in the file, byte for byte.
	changed bool
}

// read reads a file of incidents, unpacks it, and decodes it if its encoding is given. A
// larger one than a table may be is refused by its format.
func (r *Reader) read(path string) (s source, err error) {
	s.name = path
	if s.text, err = input.Text(path, format.MaxBytes); err != nil {
		return s, err
	}
	if strings.EqualFold(filepath.Ext(path), ".zip") && shapefile.IsIn(s.text) {
		s.name += shapefile.Format.Endings[0] // its parts belong together
		return s, nil
	}
	if input.IsPacked(path) {
		s.changed = true
		if s.name, s.text, err = input.Unpack(path, s.text, format.MaxBytes, known.Formats.Endings()); err != nil {
			return s, err
		}
	}
	if r.Encoding == "" {
		return s, nil
	}
	e, err := dialect.Named(r.Encoding)
	if err != nil {
		return s, err
	}
	s.changed = true
	s.text, err = e.Text(s.text)
	return s, err
}

// find notes which of the given roles a file has columns for.
func (r *Reader) find(given []bool) {
	if r.found == nil {
		r.found = make([]bool, len(r.Given))
	}
	for i := range min(len(given), len(r.found)) {
		r.found[i] = r.found[i] || given[i]
	}
}

// Unfound is the error of a column that was given a role and that no file had.
func (r *Reader) Unfound() error {
	for i, g := range r.Given {
		if r.found == nil || !r.found[i] {
			return fmt.Errorf("--column %s=%s: no file has a column %q", g.Role, g.Column, g.Column)
		}
	}
	return nil
}

// checkDirectory refuses a directory that holds no dataset.
func checkDirectory(path string) error {
	_, err := os.Stat(filepath.Join(path, curated.DatasetName)) //nolint:gosec // its user names the directory
	if os.IsNotExist(err) {
		return fmt.Errorf("%s is a directory without a %s; a file is allowed, or a directory that holds a dataset",
			path, curated.DatasetName)
	}
	return err
}
