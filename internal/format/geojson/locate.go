package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"incidentmap/geo"
	"incidentmap/internal/ingest"
)

// located is what came of a geometry.
type located struct {
	points orb.MultiPoint
	// A line or an area becomes its middle with the distance to its far
	// corner.
	extentM float64
	area    bool
	err     error // why there are no points although there is a geometry
}

// locate gives the points of a geometry. toDegrees, if not nil, turns the
// file's coordinates into degrees.
func locate(raw json.RawMessage, toDegrees orb.Projection) located {
	if len(raw) == 0 || string(raw) == "null" {
		return located{}
	}
	p, ok := plainPoint(raw)
	if ok && toDegrees == nil {
		return located{points: orb.MultiPoint{p}}
	}
	g, err := shape(raw)
	switch {
	case err != nil:
		return located{err: err}
	case toDegrees != nil:
		g = project.Geometry(g, toDegrees)
	}
	switch g := g.(type) {
	case orb.Point:
		return located{points: orb.MultiPoint{g}}
	case orb.MultiPoint:
		return located{points: g}
	}
	center, extent := geo.Middle(g)
	return located{points: orb.MultiPoint{center}, extentM: extent, area: true}
}

// hasHeight reports whether a point has a third number, which is a height or a depth.
func hasHeight(raw json.RawMessage) bool {
	from := bytes.LastIndexByte(raw, '[')
	if from < 0 {
		return false
	}
	to := bytes.IndexByte(raw[from:], ']')
	if to < 0 || bytes.Count(raw[from:from+to], []byte{','}) != 2 || !bytes.Contains(raw, []byte(`"Point"`)) {
		return false
	}
	third := raw[from+bytes.LastIndexByte(raw[from:from+to], ',')+1 : from+to]
	return len(bytes.Trim(third, "-0. \t\r\n")) > 0 && string(bytes.TrimSpace(third)) != "null"
}

// shape reads a geometry; one without any coordinates is an error.
func shape(raw json.RawMessage) (orb.Geometry, error) {
	var doc struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("the geometry is %.40s, where an object is allowed", raw)
	}
	switch doc.Type {
	case typePoint:
		return position(doc.Coordinates)
	case typeMultiPoint:
		return positions(doc.Coordinates)
	case "GeometryCollection":
		if only := onlyGeometry(raw); only != nil {
			return shape(only)
		}
	}
	g, err := geo.ReadGeometry(raw)
	if err != nil {
		return nil, fmt.Errorf("the geometry of the type %.40q cannot be read", doc.Type)
	}
	if g.Bound().IsEmpty() {
		return nil, ingest.ErrEmptyGeometry
	}
	return g, nil
}

// onlyGeometry is the geometry of a collection that has one; nil for any other.
func onlyGeometry(raw json.RawMessage) json.RawMessage {
	var doc struct {
		Geometries []json.RawMessage `json:"geometries"`
	}
	if json.Unmarshal(raw, &doc) != nil || len(doc.Geometries) != 1 ||
		typeOf(doc.Geometries[0]) == "GeometryCollection" {
		return nil
	}
	return doc.Geometries[0]
}

// The types of geometries that are points.
const (
	typePoint      = "Point"
	typeMultiPoint = "MultiPoint"
)

// position reads a longitude and a latitude: numbers, or texts of numbers. A
// height after them is not read.
func position(raw json.RawMessage) (p orb.Point, err error) {
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil && len(raw) > 0 {
		return p, fmt.Errorf("its coordinates are %.40s, where a longitude and a latitude are allowed", raw)
	}
	if len(parts) == 0 || len(parts) >= 2 && string(parts[0]) == "null" && string(parts[1]) == "null" {
		return p, ingest.ErrEmptyGeometry
	}
	if len(parts) < 2 {
		return p, fmt.Errorf("its coordinates are %.40s, without a latitude", raw)
	}
	for i := range p {
		text, _ := ingest.JSONCell(parts[i])
		if p[i], err = strconv.ParseFloat(strings.TrimSpace(text), 64); err != nil {
			return p, fmt.Errorf("its coordinate %.40s is not a number", parts[i])
		}
	}
	return p, nil
}

func positions(raw json.RawMessage) (orb.MultiPoint, error) {
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil && len(raw) > 0 {
		return nil, fmt.Errorf("its coordinates are %.40s, where a list of positions is allowed", raw)
	}
	out := make(orb.MultiPoint, 0, len(parts))
	for _, part := range parts {
		p, err := position(part)
		if errors.Is(err, ingest.ErrEmptyGeometry) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, ingest.ErrEmptyGeometry
	}
	return out, nil
}

// plainPoint reads a point that says nothing but its coordinates, as most
// geometries are; ok is false for anything else. raw must be JSON.
func plainPoint(raw []byte) (p orb.Point, ok bool) {
	c := cutter{data: raw}
	var kind, coordinates []byte
	whole := c.members(func(key []byte) bool {
		value := c.value()
		switch string(key) {
		case `"type"`:
			kind = value
		case `"coordinates"`:
			coordinates = value
		default:
			return false
		}
		return value != nil
	})
	if !whole || string(kind) != `"Point"` || coordinates == nil {
		return p, false
	}
	in := cutter{data: coordinates}
	numbers, ok := in.elements()
	if !ok || len(numbers) != 2 {
		return p, false
	}
	for i, n := range numbers {
		f, err := strconv.ParseFloat(string(n), 64)
		if err != nil || n[0] != '-' && (n[0] < '0' || n[0] > '9') {
			return p, false
		}
		p[i] = f
	}
	return p, true
}
