package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Sizes of the parts of a .shp, in bytes.
const (
	fileHeader   = 100
	recordHeader = 8
	fileCode     = 9994
)

// errShort is a record that ends too early.
var errShort = errors.New("it ends too early")

// readShapes reads all shapes; one without coordinates is nil.
func readShapes(text string) ([]orb.Geometry, error) {
	data := []byte(text)
	if len(data) < fileHeader || binary.BigEndian.Uint32(data) != fileCode {
		return nil, errors.New("it is not a shapefile")
	}
	var out []orb.Geometry
	for at := fileHeader; at < len(data); {
		if len(data)-at < recordHeader {
			return nil, fmt.Errorf("shape %d: %w", len(out)+1, errShort)
		}
		words := int64(binary.BigEndian.Uint32(data[at+4:]))
		at += recordHeader
		if 2*words > int64(len(data)-at) {
			return nil, fmt.Errorf("shape %d: %w", len(out)+1, errShort)
		}
		g, err := shapeOf(data[at : at+int(2*words)])
		if err != nil {
			return nil, fmt.Errorf("shape %d: %w", len(out)+1, err)
		}
		out = append(out, g)
		at += int(2 * words)
	}
	return out, nil
}

// shapeOf reads a record. Heights and measures lie behind the coordinates and are passed
// over.
func shapeOf(raw []byte) (orb.Geometry, error) {
	if len(raw) < 4 {
		return nil, errShort
	}
	kind, rest := binary.LittleEndian.Uint32(raw), raw[4:]
	switch kind {
	case 0:
		return nil, nil
	case 1, 11, 21:
		p, err := points(rest, 1)
		if err != nil || !finite(p[0]) {
			return nil, err
		}
		return p[0], nil
	case 8, 18, 28:
		return multiPoint(rest)
	case 3, 13, 23, 5, 15, 25:
		return parts(rest, kind%10 == 5)
	}
	return nil, fmt.Errorf("shapes of type %d are not known", kind)
}

const box = 32 // bytes of the box around a shape

func multiPoint(raw []byte) (orb.Geometry, error) {
	if len(raw) < box+4 {
		return nil, errShort
	}
	p, err := points(raw[box+4:], int64(binary.LittleEndian.Uint32(raw[box:])))
	return orb.MultiPoint(p), err
}

// parts reads lines, or the rings of an area.
func parts(raw []byte, isArea bool) (orb.Geometry, error) {
	if len(raw) < box+8 {
		return nil, errShort
	}
	n, total := int64(binary.LittleEndian.Uint32(raw[box:])), int64(binary.LittleEndian.Uint32(raw[box+4:]))
	raw = raw[box+8:]
	if 4*n > int64(len(raw)) {
		return nil, errShort
	}
	all, err := points(raw[4*n:], total)
	if err != nil {
		return nil, err
	}
	var lines orb.MultiLineString
	for i := range n {
		from, to := int64(binary.LittleEndian.Uint32(raw[4*i:])), total
		if i+1 < n {
			to = int64(binary.LittleEndian.Uint32(raw[4*i+4:]))
		}
		if from > to || to > total {
			return nil, errors.New("its parts are out of order")
		}
		lines = append(lines, orb.LineString(all[from:to]))
	}
	if !isArea {
		return lines, nil
	}
	return area(lines), nil
}

// area makes polygons of rings: outer ones run clockwise, and holes follow theirs.
func area(rings orb.MultiLineString) orb.Geometry {
	var out orb.MultiPolygon
	for _, line := range rings {
		ring := orb.Ring(line)
		if len(out) > 0 && ring.Orientation() == orb.CCW {
			out[len(out)-1] = append(out[len(out)-1], ring)
		} else {
			out = append(out, orb.Polygon{ring})
		}
	}
	return out
}

func points(raw []byte, n int64) ([]orb.Point, error) {
	const size = 16
	if size*n > int64(len(raw)) {
		return nil, errShort
	}
	out := make([]orb.Point, n)
	for i := range out {
		for j := range out[i] {
			out[i][j] = math.Float64frombits(binary.LittleEndian.Uint64(raw[size*i+8*j:]))
		}
	}
	return out, nil
}

// finite reports whether a point is one: what is unknown is written as less than -1e38.
func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsNaN(p[1]) && p[0] > -1e38 && p[1] > -1e38
}
