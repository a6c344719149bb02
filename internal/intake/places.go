package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// readPlace reads where the row was: from its own geometry, from columns with
// coordinates, or by the names of its place.
func (b *builder) readPlace(r *Row, inc *incident.Incident) error {
	p := &inc.Place
	p.Admin1, p.Admin2 = b.memo.word(b.cell(r, roleAdmin1)), b.memo.word(b.cell(r, roleAdmin2))
	p.Text = orElse(b.memo.word(b.cell(r, rolePlace)), p.Admin2)
	p.Country, p.CountryName = b.memo.country(b.countryCode(r), b.cell(r, roleCountry))
	points, err := b.points(r)
	if err != nil {
		return err
	}
	p.Points = points
	if len(points) == 0 {
		b.geocode(r, p)
		return nil
	}
	p.Precision, p.RadiusM = b.precision(r)
	if r.Area && p.RadiusM == 0 {
		p.Precision, p.RadiusM = incident.PlaceArea, r.Extent
	}
	return nil
}

// countryCode is the row's code of its country. A number in a column that is
// plainly called country, as in the GTD, is a code of that table's own.
func (b *builder) countryCode(r *Row) string {
	code := b.cell(r, roleCountryCode)
	if b.ownCountries && strings.Trim(code, "0123456789") == "" {
		return ""
	}
	return code
}

// geocode places a row by name; what cannot be found has no place.
func (b *builder) geocode(r *Row, p *incident.Place) {
	p.Precision = incident.PlaceUnknown
	query := joinNonEmpty(p.Text, p.Admin2, p.Admin1, p.CountryName)
	if query == "" || b.opt.Geocode == nil || incident.PlacePrecision(b.cell(r, rolePlacePrecision)) == incident.PlaceUnknown {
		return
	}
	found, ok := b.opt.Geocode(query, p.Country)
	if !ok {
		b.note(r, RuleUnplaced, b.name(rolePlace), "no place named %q is known; the incident is listed without a place", query)
		return
	}
	b.result.Geocoded++
	for _, g := range found.Geocoding {
		if len(g.Dropped) > 0 {
			b.note(r, RulePlacedPart, b.name(rolePlace), "no place named %q is known; the incident is placed in %s (%s)",
				strings.Join(g.Dropped, ", "), g.Matched, found.Precision)
		}
	}
	p.Points, p.Precision, p.RadiusM, p.Geocoding = found.Points, found.Precision, found.RadiusM, found.Geocoding
	p.Country, p.CountryName = orElse(p.Country, found.Country), orElse(p.CountryName, found.CountryName)
	p.Admin1, p.Admin2 = orElse(p.Admin1, found.Admin1), orElse(p.Admin2, found.Admin2)
}

func joinNonEmpty(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" && (len(out) == 0 || out[len(out)-1] != p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

func (b *builder) points(r *Row) (orb.MultiPoint, error) {
	if r.Points != nil {
		return r.Points, checkPoints(r.Points)
	}
	if v := b.cell(r, roleWKT); v != "" {
		return b.wktPoints(v)
	}
	lat, lon := b.cell(r, roleLat), b.cell(r, roleLon)
	latColumn, lonColumn := b.name(roleLat), b.name(roleLon)
	if v := b.cell(r, roleLatlon); v != "" && lat == "" && lon == "" {
		parts := strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ';' })
		if len(parts) != 2 {
			return nil, &columnError{RuleCoordinates, b.name(roleLatlon), fmt.Sprintf("%q is not a latitude and a longitude with a comma between", v)}
		}
		lat, lon, latColumn, lonColumn = parts[0], parts[1], b.name(roleLatlon), b.name(roleLatlon)
	}
	if lat == "" && lon == "" {
		return nil, nil
	}
	y, err := degrees(lat, 90)
	if err != nil {
		return nil, &columnError{RuleCoordinates, latColumn, err.Error()}
	}
	x, err := degrees(lon, 180)
	if err != nil {
		return nil, &columnError{RuleCoordinates, lonColumn, err.Error()}
	}
	return b.memo.point(orb.Point{x, y}), nil
}

func (b *builder) wktPoints(v string) (orb.MultiPoint, error) {
	g, err := wkt.Unmarshal(v)
	if err != nil {
		return nil, &columnError{RuleCoordinates, b.name(roleWKT), fmt.Sprintf("%.60q is not WKT", v)}
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.MultiPoint{g}, checkPoints(orb.MultiPoint{g})
	case orb.MultiPoint:
		return g, checkPoints(g)
	}
	return nil, &columnError{RuleCoordinates, b.name(roleWKT), fmt.Sprintf("a %s, where a POINT or MULTIPOINT is allowed", g.GeoJSONType())}
}

func checkPoints(points orb.MultiPoint) error {
	for _, p := range points {
		if !geo.ValidPoint(p) {
			return &columnError{RuleCoordinates, "geometry", fmt.Sprintf("%v, %v is not a longitude from -180 to 180 and a latitude from -90 to 90; are they swapped, or not in degrees?", p[0], p[1])}
		}
	}
	return nil
}

var dms = regexp.MustCompile(`^(\d{1,3})\s*[°ºd:\s]\s*(\d{1,2})\s*(?:['′’m:\s]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″”s]|'')?)?)?\s*([NSEWnsew])?$`)

// degrees reads decimal degrees or degrees, minutes and seconds with a
// hemisphere. An underscore before a number stands for minus in some exports.
func degrees(v string, most float64) (float64, error) {
	v = strings.TrimSpace(v)
	if strings.HasPrefix(v, "_") {
		v = "-" + v[1:]
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		n, err = strconv.ParseFloat(strings.TrimRight(v, "°º "), 64)
	}
	if err != nil {
		n, err = sexagesimal(v)
	}
	if err != nil || !(n >= -most && n <= most) {
		return 0, fmt.Errorf("%.40q is not a number of degrees from -%v to %v", v, most, most)
	}
	return n, nil
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
