package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"incidentmap/geo"
	"incidentmap/internal/degrees"
	"incidentmap/internal/printable"
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
		if points := b.geometryPoints(r, v); points != nil {
			b.checkPaired(r, points)
			return points
		}
	}
	return b.pair(r)
}

// unlessPaired ends the findings about geometries: other columns may have the coordinates.
func (b *builder) unlessPaired(r *Row) string {
	lat, lon := b.cell(r, roleLat), b.cell(r, roleLon)
	switch {
	case lat != "" && lon != "":
		return fmt.Sprintf("; %s and %s are read", printable.Text(b.name(roleLat)), printable.Text(b.name(roleLon)))
	case b.cell(r, roleLatlon) != "":
		return "; " + printable.Text(b.name(roleLatlon)) + " is read"
	}
	return placedByName
}

// placedByName ends the findings about coordinates.
const placedByName = "; the incident is placed by its name, if it has one"

// pair reads the columns of a latitude and a longitude, or one that has both.
func (b *builder) pair(r *Row) orb.MultiPoint {
	lat, lon := b.cell(r, roleLat), b.cell(r, roleLon)
	switch both := b.pairText(r); {
	case lat != "" && lon != "":
		return b.degreesOf(r, lat, lon)
	case both != "":
		return b.pairCell(r, both, b.name(roleLatlon))
	case lat != "":
		return b.half(r, lat, roleLat, roleLon)
	case lon != "":
		return b.half(r, lon, roleLon, roleLat)
	}
	return nil
}

// half reads a coordinate without the other, which may be in the same cell.
func (b *builder) half(r *Row, v string, has, lacks role) orb.MultiPoint {
	column, empty := b.name(has), b.name(lacks)
	_, _, single := degrees.Parse(v)
	if _, ok := degrees.Pair(v); single || !ok {
		b.note(r, report.RuleCoordinates, empty, "%s, and %s is %.40q%s", b.emptiness(r, lacks), column, v, placedByName)
		return nil
	}
	b.note(r, report.RuleCoordinates, column, "%.40q is read as a latitude and a longitude, as %s is empty", v, empty)
	return b.pairCell(r, v, column)
}

// pairCell reads a cell with both coordinates.
func (b *builder) pairCell(r *Row, v, column string) orb.MultiPoint {
	p, ok := b.readPair(r, v)
	if !ok {
		b.note(r, report.RuleCoordinates, column, "%.60q is not a latitude and a longitude, such as "+
			`"33.51, 36.29", "33.51 N 36.29 E" or "POINT (36.29 33.51)"%s`, v, placedByName)
		return nil
	}
	b.notePair(r, v, &p)
	if loneLetter(v, 'O') && !b.eastO {
		b.once.add(onceWest, r.Number)
	}
	return b.placeOf(r, column, &p)
}

// placeOf are the points of a cell's place, or the middle of its line or area.
func (b *builder) placeOf(r *Row, column string, p *degrees.Place) orb.MultiPoint {
	if p.Shape == nil {
		return b.inDegrees(r, column, p.Points, p.SRID)
	}
	toDegrees, err := b.projection(r, p.SRID)
	if err != nil {
		b.note(r, report.RuleCoordinates, column, "%s%s", err, placedByName)
		return nil
	}
	shape := p.Shape
	if toDegrees != nil {
		shape = project.Geometry(orb.Clone(shape), toDegrees)
	}
	center, extent := geo.Middle(shape)
	r.Area, r.Extent = true, extent
	return b.sound(r, column, orb.MultiPoint{center})
}

// degreesOf reads a latitude and a longitude of columns of their own.
func (b *builder) degreesOf(r *Row, lat, lon string) orb.MultiPoint {
	y, axisY, okY := b.degree(roleLat, lat)
	x, axisX, okX := b.degree(roleLon, lon)
	if okX && loneLetter(lon, 'O') && !b.eastO {
		b.once.add(onceWest, r.Number)
	}
	if axisY == degrees.Longitude || axisX == degrees.Latitude {
		y, x = x, y
		b.once.add(onceHemisphere, r.Number)
	}
	switch {
	case !okY:
		b.noteDegrees(r, roleLat, lat, 90)
		return nil
	case !okX:
		b.noteDegrees(r, roleLon, lon, 180)
		return nil
	case b.has(roleCRS) || b.assigned.system != "" || b.swapped:
		return b.inDegrees(r, b.name(roleLat), orb.MultiPoint{{x, y}}, 0)
	}
	name, empty := placeholder(x, y)
	switch {
	case empty:
		b.once.add(placeholderNote(name), r.Number)
		return nil
	case b.metres:
		b.once.add(onceMetres, r.Number)
		return nil
	case y < -90 || y > 90:
		b.noteDegrees(r, roleLat, lat, 90)
		return nil
	case x < -180 || x > 180:
		b.noteDegrees(r, roleLon, lon, 180)
		return nil
	}
	return b.memo.point(orb.Point{x, y})
}

func (b *builder) noteDegrees(r *Row, ro role, v string, most int) {
	b.note(r, report.RuleCoordinates, b.name(ro), "%.40q is not a number of degrees from -%d to %d%s", v, most, most,
		placedByName)
}

// geometryPoints reads a cell with a geometry.
func (b *builder) geometryPoints(r *Row, v string) orb.MultiPoint {
	p, ok, err := degrees.Geometry(v)
	switch {
	case errors.Is(err, degrees.ErrEmpty):
		b.once.add(placeholderNote("an empty geometry"), r.Number)
		return nil
	case !ok || err != nil:
		b.note(r, report.RuleCoordinates, b.name(roleWKT), "%.60q is not WKT, WKB in hexadecimal digits or GeoJSON%s", v,
			b.unlessPaired(r))
		return nil
	}
	return b.placeOf(r, b.name(roleWKT), &p)
}

// inDegrees turns points of a system, if the text or the row's column names one, into
// degrees that can be used.
func (b *builder) inDegrees(r *Row, column string, points orb.MultiPoint, srid int) orb.MultiPoint {
	toDegrees, err := b.projection(r, srid)
	if err != nil {
		b.note(r, report.RuleCoordinates, column, "%s%s", err, placedByName)
		return nil
	}
	if toDegrees != nil {
		points = slices.Clone(points)
		for i, p := range points {
			points[i] = toDegrees(p)
		}
	}
	return b.sound(r, column, points)
}

// sound returns the points that can be used, and tells of the others.
func (b *builder) sound(r *Row, column string, points orb.MultiPoint) orb.MultiPoint {
	if b.swapped {
		points = turned(points)
		b.once.add(onceSwapped, r.Number)
	}
	bad := func(p orb.Point) bool { return p == orb.Point{} || !geo.ValidPoint(p) }
	if !slices.ContainsFunc(points, bad) {
		return points
	}
	var out orb.MultiPoint
	for _, p := range points {
		name, empty := placeholder(p[0], p[1])
		switch {
		case empty:
			b.once.add(placeholderNote(name), r.Number)
		case bad(p):
			b.note(r, report.RuleCoordinates, column, "%s, %s is not a longitude from -180 to 180 "+
				"and a latitude from -90 to 90; are they swapped, or not in degrees%s", plainFloat(p[0]), plainFloat(p[1]),
				placedByName)
		default:
			out = append(out, p)
		}
	}
	return out
}

func plainFloat(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// isDegrees reports whether a text is a coordinate of at most so many degrees, or of a
// system in metres.
func isDegrees(v string, most float64) bool {
	n, _, ok := degrees.Parse(v)
	return ok && (-most <= n && n <= most || n < -180 || n > 180)
}

// inDegrees reports whether a text is a coordinate in degrees.
func inDegrees(v string) bool {
	n, _, ok := degrees.Parse(v)
	return ok && -180 <= n && n <= 180
}

// isPair reports whether a text is plainly a pair of coordinates: 12, 5 may be anything.
func isPair(v string) bool {
	if strings.Count(v, ".")+strings.Count(v, "°") < 2 && !strings.ContainsAny(v, "([{NSEWnsew") && !degrees.IsUTM(v) {
		return false
	}
	p, ok := degrees.Pair(v)
	return ok && !p.Further && isSound(&p) // three decimals in a cell may be any figures
}

// isNamedPair reports whether a text is a pair of coordinates, where the name of its column
// says that it is.
func isNamedPair(v string) bool {
	p, ok := degrees.Pair(v)
	return ok && isSound(&p)
}

// isSound reports whether a place may be one on earth.
func isSound(p *degrees.Place) bool {
	return p.Shape != nil || len(p.Points) > 0 && (p.SRID != 0 || geo.ValidPoint(p.Points[0]))
}

// isGeometry reports whether a text is WKT, WKB or GeoJSON.
func isGeometry(v string) bool {
	_, ok, err := degrees.Geometry(v)
	return ok && err == nil
}
