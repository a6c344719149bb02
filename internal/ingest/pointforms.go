package ingest

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/country"
	"incidentmap/internal/crs"
	"incidentmap/internal/degrees"
)

// placeholder reports whether a pair of coordinates stands for a place that is
// not known, and how it is written: 0, 0 is in the sea off Africa, and a pair
// of nines is beyond all degrees.
func placeholder(x, y float64) (name string, ok bool) {
	if (x != 0 || y != 0) && (!nines(x) || !nines(y)) {
		return "", false
	}
	return fmt.Sprintf("%v, %v", y+0, x+0), true
}

// nines reports whether a number is 99, 999 and so on, or one of these below
// zero.
func nines(v float64) bool {
	switch math.Abs(v) {
	case 99, 999, 9999, 99999, 999999:
		return true
	}
	return false
}

// projection is what turns coordinates of the row's system into degrees; nil where they
// are degrees. A text's own code comes before that of a column.
func (b *builder) projection(r *Row, srid int) (orb.Projection, error) {
	if srid != 0 {
		return crs.ToDegrees(srid)
	}
	name, column := b.cell(r, roleCRS), b.name(roleCRS)
	if name == "" {
		name, column = b.assigned.system, "the names of the columns"
	}
	if name == "" {
		return nil, nil
	}
	code, ok := b.systemOf(r, name)
	if !ok {
		return nil, fmt.Errorf("%.40q in %s names no system of coordinates; a code such as EPSG:32637 or a zone such as 37N is allowed",
			name, column)
	}
	return crs.ToDegrees(code)
}

// systemInName is a zone of UTM or a code of the EPSG in the name of a column.
var systemInName = regexp.MustCompile(`(?i)[\s_(\[]+(?:utm[\s_]*(?:zone)?[\s_]*\d{1,2}[\s_]?[NS]|epsg[:\s_]*\d{4,6})[)\]]?$`)

// cutSystem cuts the system of coordinates off a column's name.
func cutSystem(header string) (name, system string) {
	at := systemInName.FindStringIndex(header)
	if at == nil || at[0] == 0 {
		return header, ""
	}
	system = strings.ReplaceAll(strings.Trim(header[at[0]:], " \t_()[]"), "_", " ")
	if code, ok := strings.CutPrefix(strings.ToLower(system), "epsg "); ok {
		system = "EPSG:" + strings.TrimSpace(code)
	}
	return header[:at[0]], system
}

// minSwapped is how many rows must show that latitude and longitude are swapped, and
// maxSwapped how many are asked.
const minSwapped, maxSwapped = 2, 200

// farOutside is how far outside of its country a point is in another place, in metres.
const farOutside = 50_000

// areSwapped reports whether the latitudes and longitudes of a table are swapped: nearly
// all points lie far outside of the country that their row names, and in it or near once
// they are turned.
func (b *builder) areSwapped() bool {
	if b.opt.Away == nil {
		return false
	}
	asked, swapped := 0, 0
	rows := b.assigned.sample.rows
	for i := range rows {
		code, at, ok := b.placed(&rows[i])
		if !ok || asked == maxSwapped {
			continue
		}
		asked++
		if b.isFar(code, at) && !b.isFar(code, orb.Point{at[1], at[0]}) {
			swapped++
		}
	}
	return swapped >= minSwapped && 100*swapped >= enough*asked
}

// placed is a row's country and its point as it is written.
func (b *builder) placed(r *Row) (code string, at orb.Point, ok bool) {
	name := orElse(b.countryCode(r), b.cell(r, roleCountry))
	if name == "" {
		name = b.countryInText(b.placeText(r))
	}
	c, _, ok := country.Parse(name)
	if !ok {
		return "", at, false
	}
	if len(r.Points) > 0 {
		return c.Code, r.Points[0], true
	}
	if p, ok, err := degrees.Geometry(b.cell(r, roleWKT)); ok && err == nil && len(p.Points) > 0 && p.SRID == 0 {
		return c.Code, p.Points[0], true
	}
	y, axisY, okY := b.degree(roleLat, b.cell(r, roleLat))
	x, axisX, okX := b.degree(roleLon, b.cell(r, roleLon))
	if okY && okX {
		return c.Code, orb.Point{x, y}, axisX == degrees.Unknown && axisY == degrees.Unknown
	}
	p, ok := b.readPair(r, b.cell(r, roleLatlon))
	if !ok || len(p.Points) == 0 || p.Ordered {
		return "", at, false
	}
	return c.Code, p.Points[0], true
}

// isFar reports whether a point lies far outside of a country, or nowhere.
func (b *builder) isFar(code string, at orb.Point) bool {
	if math.Abs(at[1]) > 90 || math.Abs(at[0]) > 180 {
		return true
	}
	away, known := b.opt.Away(code, at)
	return known && away > farOutside
}

// inMetres reports whether the coordinates of a table are of a system in metres: nearly
// no pair of them can be degrees.
func (b *builder) inMetres() bool {
	far := func(v float64) bool { return math.Abs(v) > 1000 && !nines(v) }
	pairs, metres := 0, 0
	rows := b.assigned.sample.rows
	for i := range rows {
		y, _, okY := degrees.Parse(b.cell(&rows[i], roleLat))
		x, _, okX := degrees.Parse(b.cell(&rows[i], roleLon))
		if okY && okX {
			if pairs++; far(x) && far(y) {
				metres++
			}
		}
	}
	return metres > 0 && 100*metres >= enough*pairs
}
