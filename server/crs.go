package server

import (
	"math"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
)

// crs is a coordinate reference system that the API can read and write
// (OGC 18-058r1).
type crs struct {
	uri   string
	alias string // short form, as GDAL and people write it
	// fromLonLat turns longitude and latitude into the system's axis order
	// and units, toLonLat back.
	fromLonLat func(orb.Point) orb.Point
	toLonLat   func(a, b float64) orb.Point
}

var (
	crs84 = crs{"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84",
		func(p orb.Point) orb.Point { return p },
		func(a, b float64) orb.Point { return orb.Point{a, b} }}
	epsg4326 = crs{"http://www.opengis.net/def/crs/EPSG/0/4326", "EPSG:4326", // latitude first
		func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} },
		func(a, b float64) orb.Point { return orb.Point{b, a} }}
	epsg3857 = crs{"http://www.opengis.net/def/crs/EPSG/0/3857", "EPSG:3857", toMercator, fromMercator}
)

var crss = []crs{crs84, epsg4326, epsg3857}

// mercatorLimit is the latitude at which Web Mercator is square.
const mercatorLimit = 85.0511287798066

// toMercator projects a point that Web Mercator reaches; see withoutPole.
func toMercator(p orb.Point) orb.Point { return project.WGS84.ToMercator(p) }

// fromMercator keeps the edges of the square world exact: rounding must not
// push them past 180 degrees.
func fromMercator(x, y float64) orb.Point {
	p := project.Mercator.ToWGS84(orb.Point{x, y})
	if math.Abs(p[0]) > 180 && math.Abs(p[0]) < 180+1e-9 {
		p[0] = math.Copysign(180, p[0])
	}
	return p
}

// contentCRSHeader tells the system of an answer's coordinates, and of those of a body.
const contentCRSHeader = "Content-Crs"

// contentCRS is the system that a request says its body is written in; nil for longitude and
// latitude.
func contentCRS(c echo.Context) (*edit.CRS, error) {
	value := strings.TrimSpace(c.Request().Header.Get(contentCRSHeader))
	in, err := parseCRS(contentCRSHeader, strings.TrimSuffix(strings.TrimPrefix(value, "<"), ">"))
	if err != nil || in.uri == crs84.uri {
		return nil, err
	}
	fit := func(r *incident.Record) *incident.Record { return r }
	if in.uri == epsg3857.uri {
		fit = withoutPole
	}
	return &edit.CRS{Name: in.alias, Project: in.fromLonLat, Fit: fit,
		Degrees: func(p orb.Point) orb.Point { return in.toLonLat(p[0], p[1]) }}, nil
}

func crsURIs() []string {
	out := make([]string, len(crss))
	for i, c := range crss {
		out[i] = c.uri
	}
	return out
}

// parseCRS finds a system by its URI; nothing is the default one.
func parseCRS(name, value string) (crs, error) {
	if value == "" {
		return crs84, nil
	}
	for _, c := range crss {
		if value == c.uri || strings.EqualFold(value, c.alias) || value == "["+c.alias+"]" {
			return c, nil
		}
	}
	return crs84, &incident.Error{Code: incident.Invalid, Parameter: name, Message: notAllowed(value),
		Allowed: crsURIs()}
}
