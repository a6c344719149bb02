package load

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/curated"
	"incidentmap/internal/format"
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
	// Places finds places by name.
	Places *place.Resolver
	// Outlines tell what lies in which country.
	Outlines *outline.Countries
	// Log is told what users should know.
	Log *slog.Logger
}

// stamp identifies how files are read.
func (r *Reader) stamp() string { return fmt.Sprintf("%s %q", r.DateOrder, r.Country) }

// options are those to read a table with.
func (r *Reader) options(columns []incident.Column) ingest.Options {
	return ingest.Options{Geocode: r.resolve, Country: r.Country, UnitCountries: r.Places.CountriesOfUnit,
		CountryAt: r.Outlines.At, Away: r.Outlines.Away,
		Outside: r.outside, DayFirst: r.DateOrder == "dmy", MonthFirst: r.DateOrder == "mdy", Columns: columns}
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

// text reads a file of incidents. A larger one than a table may be is refused by
// its format.
func text(path string) (string, error) { return input.Text(path, format.MaxBytes) }

// checkDirectory refuses a directory that holds no dataset.
func checkDirectory(path string) error {
	_, err := os.Stat(filepath.Join(path, curated.DatasetName)) //nolint:gosec // its user names the directory
	if os.IsNotExist(err) {
		return fmt.Errorf("%s is a directory without a %s; a file is allowed, or a directory that holds a dataset",
			path, curated.DatasetName)
	}
	return err
}
