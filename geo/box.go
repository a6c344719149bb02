package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// ErrBox is wrapped by every error about a box that is not one.
var ErrBox = errors.New("geo: bad box")

// Box is a longitude-latitude box in degrees. West may be greater than East:
// the box then crosses the antimeridian, as in RFC 7946 section 5.2.
type Box struct{ West, South, East, North float64 }

// World is the box of the whole globe.
var World = Box{-180, -90, 180, 90}

// NewBox checks the four edges: finite, longitudes in [-180, 180], latitudes
// in [-90, 90], south not above north.
func NewBox(west, south, east, north float64) (Box, error) {
	for _, v := range []float64{west, south, east, north} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return Box{}, fmt.Errorf("%w: edges must be finite numbers", ErrBox)
		}
	}
	if math.Abs(west) > 180 || math.Abs(east) > 180 {
		return Box{}, fmt.Errorf("%w: longitudes must be between -180 and 180", ErrBox)
	}
	if math.Abs(south) > 90 || math.Abs(north) > 90 {
		return Box{}, fmt.Errorf("%w: latitudes must be between -90 and 90", ErrBox)
	}
	if south > north {
		return Box{}, fmt.Errorf("%w: the southern edge %v lies above the northern edge %v", ErrBox, south, north)
	}
	return Box{west, south, east, north}, nil
}

// Split returns the box as one or, where it crosses the antimeridian, two
// bounds with Min.lon <= Max.lon. orb takes a crossing bound for an empty one,
// so this is the one place where the globe is cut.
func (b Box) Split() []orb.Bound {
	if b.West <= b.East {
		return []orb.Bound{bound(b.West, b.South, b.East, b.North)}
	}
	return []orb.Bound{bound(b.West, b.South, 180, b.North), bound(-180, b.South, b.East, b.North)}
}

// Contains reports whether the point lies in the box or on its edge, both
// rounded to 1e-7 of a degree (see Quantize). The meridians -180 and 180 are
// one line.
func (b Box) Contains(p orb.Point) bool {
	lon, lat := fixed(p[0]), fixed(p[1])
	if lat < fixed(b.South) || lat > fixed(b.North) {
		return false
	}
	return b.containsLon(lon) || (lon == 180*e7 || lon == -180*e7) && b.containsLon(-lon)
}

func (b Box) containsLon(lon int32) bool {
	west, east := fixed(b.West), fixed(b.East)
	if west <= east {
		return lon >= west && lon <= east
	}
	return lon >= west || lon <= east
}

func bound(w, s, e, n float64) orb.Bound {
	return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}}
}

// ValidPoint reports whether p is a finite longitude and latitude in degrees.
func ValidPoint(p orb.Point) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 // false for NaN too
}
