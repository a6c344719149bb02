package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// MaxPolygonVertices bounds a polygon given by a client.
const MaxPolygonVertices = 10_000

// ErrPolygon is wrapped by every error about a polygon that is not one.
var ErrPolygon = errors.New("geo: bad polygon")

// ParsePolygon reads a WKT POLYGON or MULTIPOLYGON (OGC 06-103r4) of
// longitude-latitude vertices. Rings must be closed and have four or more
// vertices, as the standard asks.
func ParsePolygon(s string) (orb.MultiPolygon, error) {
	g, err := wkt.Unmarshal(s)
	if err != nil {
		return nil, fmt.Errorf("%w: not WKT", ErrPolygon)
	}
	var mp orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		mp = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		mp = g
	default:
		return nil, fmt.Errorf("%w: a %s, where a POLYGON or MULTIPOLYGON is allowed", ErrPolygon, g.GeoJSONType())
	}
	return mp, checkRings(mp)
}

func checkRings(mp orb.MultiPolygon) error {
	vertices := 0
	if len(mp) == 0 {
		return fmt.Errorf("%w: it is empty", ErrPolygon)
	}
	for _, poly := range mp {
		if len(poly) == 0 {
			return fmt.Errorf("%w: it is empty", ErrPolygon)
		}
		for _, ring := range poly {
			if err := checkRing(ring); err != nil {
				return err
			}
			vertices += len(ring)
		}
	}
	if vertices > MaxPolygonVertices {
		return fmt.Errorf("%w: %d vertices, at most %d are allowed", ErrPolygon, vertices, MaxPolygonVertices)
	}
	return nil
}

func checkRing(ring orb.Ring) error {
	if len(ring) < 4 || !ring.Closed() {
		return fmt.Errorf("%w: a ring needs at least four vertices, the last equal to the first", ErrPolygon)
	}
	for _, p := range ring {
		if !ValidPoint(p) {
			return fmt.Errorf("%w: vertex %v %v is not a longitude and latitude", ErrPolygon, p[0], p[1])
		}
	}
	return nil
}
