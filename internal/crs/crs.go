// Package crs knows coordinate reference systems by their EPSG codes, and turns the
// coordinates of those that data of incidents come in into degrees.
package crs

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// The codes of degrees on WGS 84, and of Web Mercator, which was known by others before
// it had its own.
const (
	WGS84    = 4326
	Mercator = 3857
)

var names = regexp.MustCompile(`(?i)^\s*(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?` +
	`(?:OGC[:/][0-9.]*[:/]?(CRS84H?)|(?:EPSG|ESRI)?[:/]*(?:[0-9.]*[:/])?(\d{4,6}))\s*$`)

// Code reads the name of a system: EPSG:32637, a URN or address of the OGC, or the bare
// code.
func Code(name string) (code int, ok bool) {
	m := names.FindStringSubmatch(name)
	if m == nil {
		return 0, false
	}
	if m[1] != "" {
		return WGS84, true
	}
	code, err := strconv.Atoi(m[2])
	return code, err == nil
}

var zoneName = regexp.MustCompile(`(?i)^\s*(?:utm)?\s*(?:zone)?\s*(\d{1,2})\s*([a-z])?\s*$`)

// Zone reads the name of a UTM zone: 37N, 33S. Of a bare number the hemisphere is not
// known, and of a letter other than N and S it is that of the band.
func Zone(name string) (code int, ok bool) {
	m := zoneName.FindStringSubmatch(name)
	if m == nil || m[2] == "" {
		return 0, false
	}
	zone, err := strconv.Atoi(m[1])
	if err != nil || zone < 1 || zone > 60 {
		return 0, false
	}
	if letter := strings.ToUpper(m[2]); letter == "S" || letter < "M" {
		return utmSouth + zone, true
	}
	return utmNorth + zone, true
}

// The codes of UTM zones are these and the number of the zone: on WGS 84 north and south
// of the equator, on ETRS89 and NAD83, which are within two metres of it.
const (
	utmNorth = 32600
	utmSouth = 32700
	utmETRS  = 25800
	utmNAD   = 26900
)

// ToDegrees is what turns coordinates of a system into a longitude and a latitude, nil for
// those that are such already. The error names the system if it is not known.
func ToDegrees(code int) (orb.Projection, error) {
	switch {
	case code == WGS84, code == 4979, code == 4258, code == 4269:
		return nil, nil
	case code == Mercator, code == 900913, code == 102100, code == 102113:
		return project.Mercator.ToWGS84, nil
	case code > utmNorth && code <= utmNorth+60:
		return utm(code-utmNorth, 0), nil
	case code > utmSouth && code <= utmSouth+60:
		return utm(code-utmSouth, falseNorthing), nil
	case code >= utmETRS+28 && code <= utmETRS+38:
		return utm(code-utmETRS, 0), nil
	case code > utmNAD && code <= utmNAD+23:
		return utm(code-utmNAD, 0), nil
	}
	return nil, fmt.Errorf("coordinates of EPSG:%d cannot be read; EPSG:4326, EPSG:3857 and UTM zones (EPSG:32601 to 32660, 32701 to 32760) can", code)
}

// The ellipsoid of WGS 84, and UTM's scale and origins in metres.
const (
	equatorRadius = 6378137.0
	flattening    = 1 / 298.257223563
	utmScale      = 0.9996
	falseEasting  = 500_000
	falseNorthing = 10_000_000
)

// Coefficients of Krüger's series in the third flattening n, up to its third power: what
// is left out is below a millimetre within a zone.
const (
	n  = flattening / (2 - flattening)
	n2 = n * n
	n3 = n2 * n
	// meridian is the radius of a circle as long as a meridian.
	meridian = equatorRadius / (1 + n) * (1 + n2/4 + n2*n2/64)
)

var (
	betas  = [...]float64{n/2 - 2*n2/3 + 37*n3/96, n2/48 + n3/15, 17 * n3 / 480}
	deltas = [...]float64{2*n - 2*n2/3 - 2*n3, 7*n2/3 - 8*n3/5, 56 * n3 / 15}
)

// utm turns coordinates of a zone into degrees, after Krüger (1912).
func utm(zone int, northing float64) orb.Projection {
	center := float64(6*zone - 183)
	return func(p orb.Point) orb.Point {
		xi, eta := (p[1]-northing)/(utmScale*meridian), (p[0]-falseEasting)/(utmScale*meridian)
		x, y := xi, eta
		for i, beta := range betas {
			k := float64(2 * (i + 1))
			x -= beta * math.Sin(k*xi) * math.Cosh(k*eta)
			y -= beta * math.Cos(k*xi) * math.Sinh(k*eta)
		}
		chi := math.Asin(math.Sin(x) / math.Cosh(y))
		lat := chi
		for i, delta := range deltas {
			lat += delta * math.Sin(float64(2*(i+1))*chi)
		}
		lon := center + math.Atan2(math.Sinh(y), math.Cos(x))*180/math.Pi
		return orb.Point{lon, lat * 180 / math.Pi}
	}
}
