package load

import (
	"cmp"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/beside"
	"incidentmap/internal/curated"
	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/known"
	"incidentmap/internal/format/shapefile"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/mapping"
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
	// Parts are the sheet and the layer to read of files that have several; the largest
	// where nothing is said.
	Parts format.Parts
	// Given are the roles that columns of files have, where their names do not show it.
	Given []ingest.Given
	// Mappings say how files with their headers are read. If there are any, a file with
	// another header is refused.
	Mappings []*mapping.Mapping
	// Places finds places by name.
	Places *place.Resolver
	// Outlines tell what lies in which country.
	Outlines *outline.Countries
	// Log is told what users should know.
	Log *slog.Logger

	parted map[string]bool // what kinds of parts the files so far have

	found []bool // which of Given the files so far have columns for
}

// stamp identifies how files are read.
func (r *Reader) stamp() string {
	mapped := ""
	for _, m := range r.Mappings {
		mapped += fmt.Sprintf(" %q", *m)
	}
	return fmt.Sprintf("%s %q %q %q %q%s", r.DateOrder, r.Country, r.Encoding, r.Parts, r.Given, mapped)
}

// options are those to read a table with, by its mapping if there is one. What the user
// says beside a mapping counts more.
func (r *Reader) options(t *ingest.Table, m *mapping.Mapping) ingest.Options {
	opt := ingest.Options{Geocode: r.resolve, Country: r.Country, UnitCountries: r.Places.CountriesOfUnit,
		DistrictCountries: r.Places.CountriesOfDistrict,
		CountryAt:         r.Outlines.At, Away: r.Outlines.Away, Outside: r.outside, Given: r.Given, Found: r.find,
		Columns: t.Dataset.Columns}
	order := r.DateOrder
	if m != nil {
		opt.Given, opt.Only = r.beside(m), true
		order, opt.Country = cmp.Or(order, m.DateOrder), cmp.Or(opt.Country, m.Country)
	}
	opt.DayFirst, opt.MonthFirst = order == "dmy", order == "mdy"
	return opt
}

// beside are the roles that the user gives, and those of a mapping that the user does not.
func (r *Reader) beside(m *mapping.Mapping) []ingest.Given {
	out := slices.Clone(r.Given)
	for _, g := range m.Given() {
		if !slices.ContainsFunc(r.Given, func(own ingest.Given) bool { return own.Role == g.Role }) {
			out = append(out, g)
		}
	}
	return out
}

// classes are what the levels of questions are in the gazetteer.
var classes = map[ingest.Level]gazetteer.Class{ingest.TownOnly: gazetteer.Locality, ingest.UnitOnly: gazetteer.Admin1,
	ingest.DistrictOnly: gazetteer.Admin2}

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
	// ending tells its format where its name does not: that of a shapefile in a .zip.
	ending string
	// changed says that the text is not what is in the file, byte for byte.
	changed bool
	// beside is what a file beside it says of it; nil if there is none.
	beside *beside.Description
	// notes say what else was in a packed file.
	notes []string
}

// read reads a file of incidents, and unpacks it. A larger one than a table may be is
// refused by its format.
func (r *Reader) read(path string) (s source, err error) {
	s.name = path
	if s.text, err = input.Text(path, format.MaxBytes); err != nil {
		return s, err
	}
	if s, err = unpacked(path, s.text, format.MaxBytes); err == nil {
		s.describe(path)
	}
	return s, err
}

// unpacked is the content of a file, unpacked up to one byte more than a limit if it is
// packed.
func unpacked(path, text string, limit int64) (s source, err error) {
	s.name, s.text = path, text
	if strings.EqualFold(filepath.Ext(path), ".zip") && shapefile.IsIn(text) {
		s.ending = shapefile.Format.Endings[0] // its parts belong together
		return s, nil
	}
	if input.IsPacked(path) {
		s.changed = true
		var u input.Unpacked
		u, err = input.Unpack(path, text, limit, known.Formats.Endings())
		s.name, s.text, s.notes = u.Name, u.Text, u.Notes
	}
	return s, err
}

// table makes a table of a file, and tells how to read it. With mappings, one of them must
// be for its header.
func (r *Reader) table(s source) (*ingest.Table, ingest.Options, error) {
	if len(r.Mappings) == 0 {
		t, err := r.described(s, r.Encoding)
		if err != nil {
			return nil, ingest.Options{}, err
		}
		return t, r.options(t, nil), nil
	}
	var refused error
	least := math.MaxInt
	for _, m := range r.Mappings {
		t, err := r.described(s, cmp.Or(r.Encoding, m.Encoding))
		if err != nil {
			return nil, ingest.Options{}, err
		}
		if m.Fits(t.Header) {
			return t, r.options(t, m), nil
		}
		if d := m.Distance(t.Header); d < least {
			least, refused = d, m.Refuse(s.name, t.Header)
		}
	}
	return nil, ingest.Options{}, refused
}

// decoded is the table of a file in an encoding; empty for one that is to be found.
func (r *Reader) decoded(s source, encoding string) (*ingest.Table, error) {
	text := s.text
	if encoding != "" && isText(s.name) {
		e, err := dialect.Named(encoding)
		if err == nil {
			text, err = e.Text(text)
		}
		if err != nil {
			return nil, err
		}
	}
	r.notePart(s.name)
	if s.beside != nil {
		if err := format.CheckKind(s.name, s.format(), text); err != nil {
			return nil, err
		}
		t, err := csv.ReadAs(s.name, text, s.beside.Form)
		if t != nil {
			t.File = filepath.Base(s.name)
		}
		return t, err
	}
	return known.Formats.ReadAs(s.name, s.format(), text, encoding, r.Parts)
}

// format is the ending that tells the format of what was read.
func (s *source) format() string { return cmp.Or(s.ending, strings.ToLower(filepath.Ext(s.name))) }

// notePart notes what kind of parts a file has.
func (r *Reader) notePart(name string) {
	if r.parted == nil {
		r.parted = map[string]bool{}
	}
	if input.IsPacked(name) { // of a snapshot, which does not tell what was in it
		r.parted[format.Sheet], r.parted[format.Layer] = true, true
	}
	r.parted[known.Formats.Parted(name)] = true
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

// Unfound is the error of a column that was given a role and that no file had, or of a
// part of a kind that none has.
func (r *Reader) Unfound() error {
	for _, kind := range []string{format.Sheet, format.Layer} {
		if part := r.Parts[kind]; part != "" && !r.parted[kind] {
			return fmt.Errorf("--%s %s: no file has %ss", kind, part, kind)
		}
	}
	for i, g := range r.Given {
		if r.found == nil || !r.found[i] {
			return fmt.Errorf("--column %s=%s: no file has a column %q; incidentmap inspect FILE lists the columns of one",
				g.Role, g.Column, g.Column)
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
