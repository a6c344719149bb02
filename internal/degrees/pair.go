package degrees

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkt"

	"incidentmap/geo"
)

// Place is what a text of both coordinates says.
type Place struct {
	// Points are longitudes and latitudes, or coordinates in the system SRID.
	Points orb.MultiPoint
	// Shape is a line or an area in the same system; there are no Points then.
	Shape orb.Geometry
	// SRID is the EPSG code of the coordinates; 0 where the text names none.
	SRID int
	// Bracketed says that the numbers stand in square brackets, as those of GeoJSON do
	// with the longitude first. They are read with the latitude first, if they can be.
	Bracketed bool
	// Further says that more numbers follow, such as a height and how exact it is. They
	// are not read.
	Further bool
	// Ordered says that letters, words or a form tell which number is which, and not the
	// order alone.
	Ordered bool
}

// ErrEmpty is the error of a geometry without coordinates.
var ErrEmpty = errors.New("degrees: the geometry is empty")

// Geometry reads a geometry in WKT, with an SRID or without, in hexadecimal WKB, or as
// GeoJSON. Heights and measures are not read. ok is false for a text that is none of these.
func Geometry(text string) (p Place, ok bool, err error) {
	g, srid, ok, err := geometry(strings.TrimSpace(text))
	if !ok || err != nil {
		return p, ok, err
	}
	if c, ok := g.(orb.Collection); ok && len(c) == 1 {
		g = c[0]
	}
	switch g := g.(type) {
	case orb.Point:
		return Place{Points: orb.MultiPoint{g}, SRID: srid}, true, nil
	case orb.MultiPoint:
		return Place{Points: g, SRID: srid}, true, nil
	}
	if g == nil || g.Bound().IsEmpty() {
		return p, true, ErrEmpty
	}
	return Place{Shape: g, SRID: srid}, true, nil
}

// maxGeometry bounds the text of a geometry, in bytes.
const maxGeometry = 1 << 20

func geometry(text string) (g orb.Geometry, srid int, ok bool, err error) {
	if len(text) > maxGeometry || len(text) < len("POINT(1 2)") {
		return nil, 0, false, nil
	}
	if text[0] == '{' {
		return fromJSON(text)
	}
	if isHex(text) {
		raw, _ := hex.DecodeString(text) // its digits have been looked at
		g, srid, err = ewkb.Unmarshal(raw)
		return g, srid, err == nil, nil //nolint:nilerr // it is another text of digits then
	}
	if rest, cut := cutPrefixFold(text, "SRID="); cut {
		code, shape, _ := strings.Cut(rest, ";")
		if srid, err = strconv.Atoi(strings.TrimSpace(code)); err != nil {
			return nil, 0, true, errors.New("degrees: its SRID is not a number")
		}
		text = shape
	}
	if !isWKT.MatchString(text) {
		return nil, 0, false, nil
	}
	if isEmpty.MatchString(text) {
		return nil, srid, true, ErrEmpty
	}
	if m := barePoints.FindStringSubmatch(text); m != nil {
		text = "MULTIPOINT((" + strings.ReplaceAll(m[1], ",", "),(") + "))"
	}
	g, err = wkt.Unmarshal(flat(strings.TrimSpace(text)))
	return g, srid, true, err
}

var (
	// dimensions names those beyond the plane: POINT Z (1 2 3).
	dimensions = regexp.MustCompile(`(?i)^([a-z]+)\s*(?:zm|z|m)\b`)
	beyond     = regexp.MustCompile(`([-+\d.eE]+\s+[-+\d.eE]+)(?:\s+[-+\d.eE]+){1,2}`)
)

// flat takes heights and measures out of WKT.
func flat(text string) string {
	if len(text) > maxFlat {
		return text
	}
	return beyond.ReplaceAllString(dimensions.ReplaceAllString(text, "$1"), "$1")
}

// maxFlat bounds the text that heights are taken out of, in bytes.
const maxFlat = 64 << 10

var (
	isEmpty = regexp.MustCompile(`(?i)^\s*[A-Z]+\s+(?:Z|M|ZM)?\s*EMPTY\s*$`)
	// barePoints are those of a MULTIPOINT without brackets of their own, which the standard
	// has had both ways.
	barePoints = regexp.MustCompile(`(?i)^\s*MULTIPOINT\s*\(([^()]*)\)\s*$`)
)

var isWKT = regexp.MustCompile(`(?i)^\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)(?:ZM|Z|M)?\b|^\s*GEOMETRYCOLLECTION\b`)

func cutPrefixFold(text, prefix string) (string, bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// wkbPointDigits is how many hexadecimal digits a point has in WKB.
const wkbPointDigits = 42

// isHex reports whether a text may be WKB: the order of bytes comes first.
func isHex(text string) bool {
	return len(text) >= wkbPointDigits && len(text)%2 == 0 && (text[:2] == "00" || text[:2] == "01") &&
		strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

// fromJSON reads GeoJSON, or an object with a latitude and a longitude.
func fromJSON(text string) (g orb.Geometry, srid int, ok bool, err error) {
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &members) != nil {
		return nil, 0, false, nil //nolint:nilerr // it is another text then
	}
	if members["type"] != nil {
		g, err := geo.ReadGeometry([]byte(text))
		if err != nil || g == nil {
			return nil, 0, true, errors.New("degrees: it is no geometry of GeoJSON")
		}
		return g, 0, true, nil
	}
	lat, okLat := number(members, "lat", "latitude", "y")
	lon, okLon := number(members, "lon", "lng", "long", "longitude", "x")
	return orb.Point{lon, lat}, 0, okLat && okLon, nil
}

// number is the first of the members that is a coordinate.
func number(members map[string]json.RawMessage, names ...string) (float64, bool) {
	for _, name := range names {
		for key, raw := range members {
			if strings.EqualFold(key, name) {
				value, _, ok := Parse(strings.Trim(string(raw), `"`))
				return value, ok
			}
		}
	}
	return 0, false
}

// Pair reads both coordinates in one text, the latitude first unless letters, a form that
// has the longitude first, or their size tell otherwise. Numbers may be of no place.
func Pair(text string) (Place, bool) { return pair(text, false) }

// LongitudeFirst is Pair of a text that has the longitude first unless it tells otherwise.
func LongitudeFirst(text string) (Place, bool) { return pair(text, true) }

func pair(text string, longitudeFirst bool) (p Place, ok bool) {
	if p, ok, err := Geometry(text); ok {
		p.Ordered = true
		return p, err == nil
	}
	text = strings.TrimSpace(text)
	if len(text) > 2*maxLength || len(text) < len("1 2") {
		return p, false
	}
	if p, ok := gridReference(text); ok {
		return p, true
	}
	text, p.Bracketed = withoutBrackets(text)
	text, labelled := withoutLabels(tidy(text))
	text, p.Further = withoutFurther(text)
	first, second, ok := split(text)
	if !ok {
		return p, false
	}
	a, axisA, okA := Parse(first)
	b, axisB, okB := Parse(second)
	if !okA || !okB || axisA != Unknown && axisA == axisB {
		return p, false
	}
	p.Ordered = axisA != Unknown || axisB != Unknown || labelled
	p.Bracketed = p.Bracketed && !p.Ordered
	if axisA == Longitude || axisB == Latitude || !p.Ordered && turns(a, b, longitudeFirst) {
		a, b = b, a
	}
	p.Points = orb.MultiPoint{{b, a}}
	return p, true
}

// turns reports whether the first of two numbers is the longitude. One beyond 90 is no
// latitude, whatever the order.
func turns(first, second float64, longitudeFirst bool) bool {
	beyond := func(v float64) bool { return v < -90 || v > 90 }
	switch {
	case beyond(first) && !beyond(second):
		return true
	case beyond(second) && !beyond(first):
		return false
	}
	return longitudeFirst
}

// withoutBrackets takes away what stands around a pair; square says that it was [ and ].
func withoutBrackets(text string) (inner string, square bool) {
	switch first, last := text[0], text[len(text)-1]; {
	case first == '(' && last == ')':
		return text[1 : len(text)-1], false
	case first == '[' && last == ']':
		return text[1 : len(text)-1], true
	}
	return text, false
}

// uri is a place as RFC 5870 writes it, on WGS 84.
var uri = regexp.MustCompile(`(?i)^geo:([-+\d.]+),([-+\d.]+)(?:,[-+\d.]+)?(?:;crs=wgs84)?(?:;u=[\d.]+)?(?:\?.*)?$`)

// Coordinates with words for which is which.
const (
	latitudeWord  = `(?:latitude|lat|y)\.?\s*[:=]?\s*`
	longitudeWord = `(?:longitude|long|lon|lng|x)\.?\s*[:=]?\s*`
	betweenLabels = `([^a-z]+?)[\s,;/|]+`
)

var (
	latitudeFirst  = regexp.MustCompile(`(?i)^` + latitudeWord + betweenLabels + longitudeWord + `([^a-z]+)$`)
	longitudeFirst = regexp.MustCompile(`(?i)^` + longitudeWord + betweenLabels + latitudeWord + `([^a-z]+)$`)
)

// withoutLabels writes coordinates that say which is which with the latitude first.
func withoutLabels(text string) (string, bool) {
	for _, form := range []*regexp.Regexp{uri, latitudeFirst} {
		if m := form.FindStringSubmatch(text); m != nil {
			return m[1] + "; " + m[2], true
		}
	}
	if m := longitudeFirst.FindStringSubmatch(text); m != nil {
		return m[2] + "; " + m[1], true
	}
	return text, false
}

var (
	afterLetter = regexp.MustCompile(`(?i)^(.*?\d.*?[nsewo])\.?[\s,;/|]+(.*[nsewo])\.?$`)
	// joinedLetters are two numbers with nothing but a letter between: 48.0159N037.8029E.
	joinedLetters = regexp.MustCompile(`(?i)^([^a-z]*\d[^a-z]*[nsewo])(\d[^a-z]*[nsewo])$`)
	beforeLetter  = regexp.MustCompile(`(?i)^([nsewo].*?\d.*?)[\s,;/|]+([nsewo].*)$`)
)

// split splits a text at what stands between two coordinates: a letter of a hemisphere,
// a semicolon, a comma that is none of a decimal, or a blank.
func split(text string) (first, second string, ok bool) {
	for _, form := range []*regexp.Regexp{afterLetter, joinedLetters, beforeLetter} {
		if m := form.FindStringSubmatch(text); m != nil {
			return m[1], m[2], true
		}
	}
	for _, mark := range []string{";", "|", "/", ", "} {
		if first, second, ok = strings.Cut(text, mark); ok && !strings.Contains(second, mark) {
			return first, second, true
		}
	}
	if strings.Count(text, ",") == 1 {
		return strings.Cut(text, ",")
	}
	fields := strings.Fields(text)
	if len(fields) != 2 {
		return "", "", false
	}
	return fields[0], fields[1], true
}
