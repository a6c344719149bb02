package incident

import (
	"slices"
	"strings"
)

// MaxColumnName is the longest name of a dataset's own column in bytes, as PostgreSQL has it.
const MaxColumnName = 63

// reservedNames are names that GIS formats have for themselves, parts of incidents, and the
// parameters of the API: a column called so could not be filtered by.
var reservedNames = []string{"fid", "geom",
	"id", "geometry", "longitude", "latitude", "wkt", "actors", "targets", "claims", "statements", "sources",
	"geocoding", "origin", "group_detail", "place_reviewed", "record_reviewed",
	"bbox", "bbox-crs", "crs", "datetime", "datetime-mode", "within", "limit", "cursor", "sortby", "properties",
	"detail", "f", "q", "bin", "by", "sums", "filter", "filter-lang", "filter-crs", "fatalities_min",
	"fatalities_max", "injuries_min", "injuries_max", "since", "version"}

// ReservedColumn reports whether a dataset's own column cannot be called so, in whatever
// case: every incident has a property of that name, or others give it a meaning.
func ReservedColumn(name string) bool {
	return slices.ContainsFunc(reservedNames, func(n string) bool { return strings.EqualFold(n, name) }) ||
		slices.ContainsFunc(Properties, func(p Property) bool { return strings.EqualFold(p.Name, name) })
}

// CheckColumnName refuses what a dataset's own column cannot be called (Invalid).
func CheckColumnName(name string) error {
	switch {
	case name == "" || len(name) > MaxColumnName:
		return Errorf(Invalid, "a column cannot be called %q: names have 1 to %d bytes", name, MaxColumnName)
	case ReservedColumn(name):
		return Errorf(Invalid, "a column cannot be called %q: it is the name of a property or parameter that every collection has, or of GIS formats", name)
	}
	return nil
}

// MaxColumns bounds the columns of a dataset's own, as tables that are read are bounded.
const MaxColumns = 2_000

// ColumnNamed is the position of the column that is called so in whatever case, among columns;
// -1 for none. Stores and GIS formats tell names by their letters alone.
func ColumnNamed(columns []Column, name string) int {
	return slices.IndexFunc(columns, func(c Column) bool { return strings.EqualFold(c.Name, name) })
}

// CutName is the beginning of a name, of at most so many bytes and in whole letters.
func CutName(name string, most int) string {
	return strings.ToValidUTF8(name[:min(len(name), most)], "")
}
