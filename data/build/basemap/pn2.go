package main

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/source"
)

// Kinds of a record of a PN2 file that are polygons.
const (
	pn2Ring  = 1
	pn2Outer = 2
	pn2Inner = 3
	pn2Multi = 4 // a head of several records that belong together
)

// pn2Degree is the number of PN2's units in a degree.
const pn2Degree = 120

// readPN2 reads the polygons of one of the committed files in PN2, Marble's
// format for outlines, version 2, big-endian: a header of version (1 byte),
// number of records (4) and a flag; then per record its kind (1), number (4)
// and how many absolute points it has (4); per absolute point latitude and
// longitude (2 each, in 1/120°) and how many points follow that are given as
// differences from it (2), of one byte each. A head of several records has how
// many they are (1) instead of points. Marble's Pn2Runner reads it so.
func readPN2(l *source.Ledger, name string) (orb.MultiPolygon, error) {
	b, err := l.Input("data/build/basemap/sources/" + name + ".pn2")
	if err != nil {
		return nil, err
	}
	mp, err := parsePN2(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return mp, nil
}

// errPN2 tells of a file that ends within a record.
var errPN2 = errors.New("pn2: the file ends early")

// parsePN2 decodes a file; lines in it are left out.
func parsePN2(b []byte) (orb.MultiPolygon, error) {
	if len(b) < 6 || b[0] != 2 || b[5] != 0 {
		return nil, errors.New("pn2: not a plain file of version 2")
	}
	var out orb.MultiPolygon
	records := binary.BigEndian.Uint32(b[1:])
	b = b[6:]
	for range records {
		if len(b) > 6 && b[0] == pn2Multi {
			b = b[6:]
		}
		if len(b) < 9 {
			return nil, errPN2
		}
		kind, points := b[0], binary.BigEndian.Uint32(b[5:])
		ring, rest, err := pn2Points(b[9:], points)
		if err != nil {
			return nil, err
		}
		b = rest
		switch {
		case len(ring) < 3:
		case kind == pn2Inner && len(out) > 0:
			out[len(out)-1] = append(out[len(out)-1], closed(ring))
		case kind == pn2Ring || kind == pn2Outer:
			out = append(out, orb.Polygon{closed(ring)})
		}
	}
	if len(b) > 0 {
		return nil, errors.New("pn2: more records than announced")
	}
	return out, nil
}

// pn2Points decodes the points of one record and returns what follows it.
func pn2Points(b []byte, absolute uint32) (orb.Ring, []byte, error) {
	var ring orb.Ring
	for range absolute {
		if len(b) < 6 {
			return nil, nil, errPN2
		}
		lat, lon := int16(binary.BigEndian.Uint16(b)), int16(binary.BigEndian.Uint16(b[2:]))
		following := int(binary.BigEndian.Uint16(b[4:]))
		if b = b[6:]; len(b) < 2*following {
			return nil, nil, errPN2
		}
		ring = append(ring, pn2Point(lat, lon, 0, 0))
		for i := range following {
			ring = append(ring, pn2Point(lat, lon, int8(b[2*i]), int8(b[2*i+1])))
		}
		b = b[2*following:]
	}
	return ring, b, nil
}

// pn2Point is a point in degrees.
func pn2Point(lat, lon int16, dLat, dLon int8) orb.Point {
	return orb.Point{float64(int(lon)+int(dLon)) / pn2Degree, float64(int(lat)+int(dLat)) / pn2Degree}
}

// closed ends a ring where it starts.
func closed(ring orb.Ring) orb.Ring {
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	return ring
}
