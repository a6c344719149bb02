package geo

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
)

// maxNesting bounds collections within collections.
const maxNesting = 8

// ReadGeometry reads a geometry object of GeoJSON (RFC 7946, section 3.1).
// Heights are not read.
func ReadGeometry(raw []byte) (orb.Geometry, error) { return readGeometry(raw, maxNesting) }

func readGeometry(raw []byte, nesting int) (orb.Geometry, error) {
	var doc struct {
		Type        string            `json:"type"`
		Coordinates json.RawMessage   `json:"coordinates"`
		Geometries  []json.RawMessage `json:"geometries"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("geo: no geometry of GeoJSON: %w", err)
	}
	if read, ok := readers[doc.Type]; ok {
		return read(doc.Coordinates)
	}
	if doc.Type != "GeometryCollection" {
		return nil, fmt.Errorf("geo: %.40q is no type of geometry", doc.Type)
	}
	if nesting == 0 {
		return nil, fmt.Errorf("geo: geometries are nested more than %d times", maxNesting)
	}
	all := make(orb.Collection, len(doc.Geometries))
	for i, g := range doc.Geometries {
		var err error
		if all[i], err = readGeometry(g, nesting-1); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// readers read the coordinates of the types of geometries that have some.
var readers = map[string]func(json.RawMessage) (orb.Geometry, error){
	"Point": coordinates[orb.Point], "MultiPoint": coordinates[orb.MultiPoint],
	"LineString": coordinates[orb.LineString], "MultiLineString": coordinates[orb.MultiLineString],
	"Polygon": coordinates[orb.Polygon], "MultiPolygon": coordinates[orb.MultiPolygon],
}

// coordinates reads the coordinates of a geometry.
func coordinates[G orb.Geometry](raw json.RawMessage) (orb.Geometry, error) {
	var g G
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, fmt.Errorf("geo: the coordinates of a %s: %w", g.GeoJSONType(), err)
	}
	return g, nil
}
