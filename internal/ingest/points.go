package ingest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"incidentmap/geo"
	"incidentmap/internal/report"
)

// points reads the row's coordinates. Those that cannot be used are told and
// left out: the row is then placed by name.
func (b *builder) points(r *Row) orb.MultiPoint {
	switch {
	case errors.Is(r.NoPoint, ErrEmptyGeometry):
		b.once.add(placeholderNote("an empty geometry"), r.Number)
		return nil
	case r.NoPoint != nil:
		b.note(r, report.RuleCoordinates, "geometry", "%s%s", r.NoPoint, placedByName)
		return nil
	case r.Points != nil:
		return b.sound(r, "geometry", r.Points)
	}
	if v := b.cell(r, roleWKT); v != "" {
		return b.wktPoints(r, v)
	}
	return b.pair(r)
}

// placedByName ends the findings about coordinates.
const placedByName = "; the incident is placed by its name, if it has one"

// pair reads the columns of a latitude and a longitude, or one that has both.
func (b *builder) pair(r *Row) orb.MultiPoint {
	lat, lon := b.cell(r, roleLat), b.cell(r, roleLon)
	switch {
	case lat != "" && lon != "":
		return b.degreesOf(r, lat, lon, b.name(roleLat), b.name(roleLon))
	case lat != "":
		return b.half(r, lat, b.name(roleLat), b.name(roleLon))
	case lon != "":
		return b.half(r, lon, b.name(roleLon), b.name(roleLat))
	}
	both, column := b.cell(r, roleLatlon), b.name(roleLatlon)
	if both == "" {
		return nil
	}
	parts := strings.FieldsFunc(both, func(r rune) bool { return r == ',' || r == ';' })
	if len(parts) != 2 {
		b.note(r, report.RuleCoordinates, column, "%.40q is not a latitude and a longitude with a comma between%s",
			both, placedByName)
		return nil
	}
	return b.degreesOf(r, parts[0], parts[1], column, column)
}

// half reads a coordinate without the other, which may be in the same cell.
func (b *builder) half(r *Row, v, column, empty string) orb.MultiPoint {
	lat, lon, ok := splitPair(v)
	if !ok {
		b.note(r, report.RuleCoordinates, empty, "it is empty, and %s is %.40q%s", column, v, placedByName)
		return nil
	}
	b.note(r, report.RuleCoordinates, column, "%.40q is read as a latitude and a longitude, as %s is empty", v, empty)
	return b.degreesOf(r, lat, lon, column, column)
}

// splitPair reads a cell of one coordinate that holds two decimal numbers.
func splitPair(v string) (lat, lon string, ok bool) {
	lat, lon, ok = strings.Cut(v, ",")
	lat, lon = strings.TrimSpace(lat), strings.TrimSpace(lon)
	if !ok || !strings.Contains(lat, ".") || !strings.Contains(lon, ".") {
		return "", "", false // 16,27 is a number with a decimal comma
	}
	_, errLat := strconv.ParseFloat(lat, 64)
	_, errLon := strconv.ParseFloat(lon, 64)
	return lat, lon, errLat == nil && errLon == nil
}

func (b *builder) degreesOf(r *Row, lat, lon, latColumn, lonColumn string) orb.MultiPoint {
	y, err := degrees(lat, 90)
	x, errLon := degrees(lon, 180)
	if err == nil && errLon == nil && (x != 0 || y != 0) {
		return b.memo.point(orb.Point{x, y})
	}
	if name, ok := placeholder(lat, lon); ok {
		b.once.add(placeholderNote(name), r.Number)
		return nil
	}
	column := latColumn
	switch {
	case err == nil && errLon == nil: // 0 N, 0 E
		err = errors.New("0, 0 is in the sea off Africa, and no place")
	case err == nil:
		column, err = lonColumn, errLon
	}
	b.note(r, report.RuleCoordinates, column, "%s%s", err, placedByName)
	return nil
}

func (b *builder) wktPoints(r *Row, v string) orb.MultiPoint {
	g, err := wkt.Unmarshal(v)
	if err != nil {
		b.note(r, report.RuleCoordinates, b.name(roleWKT), "%.60q is not WKT%s", v, placedByName)
		return nil
	}
	switch g := g.(type) {
	case orb.Point:
		return b.sound(r, b.name(roleWKT), orb.MultiPoint{g})
	case orb.MultiPoint:
		return b.sound(r, b.name(roleWKT), g)
	}
	b.note(r, report.RuleCoordinates, b.name(roleWKT), "a %s, where a POINT or MULTIPOINT is allowed%s",
		g.GeoJSONType(), placedByName)
	return nil
}

// sound returns the points that can be used, and tells of the others.
func (b *builder) sound(r *Row, column string, points orb.MultiPoint) orb.MultiPoint {
	bad := func(p orb.Point) bool { return p == orb.Point{} || !geo.ValidPoint(p) }
	if !slices.ContainsFunc(points, bad) {
		return points
	}
	var out orb.MultiPoint
	for _, p := range points {
		x, y := strconv.FormatFloat(p[0], 'f', -1, 64), strconv.FormatFloat(p[1], 'f', -1, 64)
		name, ok := placeholder(y, x)
		switch {
		case ok:
			b.once.add(placeholderNote(name), r.Number)
		case bad(p):
			b.note(r, report.RuleCoordinates, column, "%s, %s is not a longitude from -180 to 180 "+
				"and a latitude from -90 to 90; are they swapped, or not in degrees%s", x, y, placedByName)
		default:
			out = append(out, p)
		}
	}
	return out
}

var dms = regexp.MustCompile(`^(\d{1,3})\s*[°ºd:\s]\s*(\d{1,2})\s*(?:['′’m:\s]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″”s]|'')?)?)?\s*([NSEWnsew])?$`)

// degrees reads decimal degrees or degrees, minutes and seconds with a
// hemisphere. An underscore before a number stands for minus in some exports.
func degrees(v string, most float64) (float64, error) {
	v = strings.TrimSpace(v)
	if strings.HasPrefix(v, "_") {
		v = "-" + v[1:]
	}
	n, err := plainDegrees(v)
	if err != nil {
		n, err = sexagesimal(v)
	}
	if err != nil || !(n >= -most && n <= most) {
		return 0, fmt.Errorf("%.40q is not a number of degrees from -%v to %v", v, most, most)
	}
	return n, nil
}

// plainDegrees reads a number, with or without the sign for degrees.
func plainDegrees(v string) (float64, error) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		n, err = strconv.ParseFloat(strings.TrimRight(v, "°º "), 64)
	}
	return n, err
}

func sexagesimal(v string) (float64, error) {
	m := dms.FindStringSubmatch(v)
	if m == nil {
		return 0, strconv.ErrSyntax
	}
	var n float64
	for i, unit := range []float64{1, 60, 3600} {
		if m[i+1] == "" {
			continue
		}
		part, err := strconv.ParseFloat(m[i+1], 64)
		if err != nil || (i > 0 && part >= 60) {
			return 0, strconv.ErrSyntax
		}
		n += part / unit
	}
	if strings.ContainsAny(m[4], "SWsw") {
		n = -n
	}
	return n, nil
}
