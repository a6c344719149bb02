// Package csv writes and reads incidents as CSV (RFC 4180).
package csv

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// write streams records as CSV with a header: id, the columns, and where it
// was. longitude and latitude are filled for incidents at one place; wkt
// holds the points of every incident that has any. project, if not nil, turns
// a longitude and latitude into the coordinates to write.
func write(w io.Writer, d *format.Document) error {
	out := csv.NewWriter(w)
	row := append(make([]string, 0, len(d.Columns)+4), "id", "longitude", "latitude")
	for _, c := range d.Columns {
		row = append(row, c.Name)
	}
	if err := out.Write(append(row, "wkt")); err != nil {
		return err
	}
	for r := range d.Records {
		points := format.Projected(r.Place.Points, d.Project)
		row = append(append(row[:0], r.ID), coordinates(points)...)
		for _, c := range d.Columns {
			row = append(row, Cell(c.Value(r)))
		}
		if err := out.Write(append(row, wktOf(points))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func coordinates(points orb.MultiPoint) []string {
	if len(points) != 1 {
		return []string{"", ""}
	}
	return []string{number(points[0][0]), number(points[0][1])}
}

func wktOf(points orb.MultiPoint) string {
	switch len(points) {
	case 0:
		return ""
	case 1:
		return wkt.MarshalString(points[0])
	}
	return wkt.MarshalString(points)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Cell writes a value as CSV text; a missing one is empty.
func Cell(v incident.Value) string {
	if v.Null {
		return ""
	}
	switch v.Type {
	case incident.ColumnInteger:
		return strconv.FormatInt(v.Int, 10)
	case incident.ColumnNumber:
		return number(v.Num)
	case incident.ColumnBoolean:
		return strconv.FormatBool(v.Bool)
	}
	return Guard(v.Str)
}

// formulaStart are the characters by which a spreadsheet takes a cell for a
// formula (https://owasp.org/www-community/attacks/CSV_Injection).
const formulaStart = "=+-@\t\r"

// Guard puts an apostrophe before text that a spreadsheet would run as a
// formula. Unguard takes it off again.
func Guard(s string) string {
	if startsFormula(s) {
		return "'" + s
	}
	return s
}

// Unguard undoes Guard.
func Unguard(s string) string {
	if strings.HasPrefix(s, "'") && startsFormula(s[1:]) {
		return s[1:]
	}
	return s
}

// startsFormula looks behind apostrophes, so that guarding text that looks
// guarded already can be undone.
func startsFormula(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.ContainsRune(formulaStart, rune(s[0]))
}
