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
	switch doc.Type {
	case "Point":
		return coordinates[orb.Point](doc.Coordinates)
	case "MultiPoint":
		return coordinates[orb.MultiPoint](doc.Coordinates)
	case "LineString":
		return coordinates[orb.LineString](doc.Coordinates)
	case "MultiLineString":
		return coordinates[orb.MultiLineString](doc.Coordinates)
	case "Polygon":
		return coordinates[orb.Polygon](doc.Coordinates)
	case "MultiPolygon":
		return coordinates[orb.MultiPolygon](doc.Coordinates)
	case "GeometryCollection":
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
	return nil, fmt.Errorf("geo: %.40q is no type of geometry", doc.Type)
}

// coordinates reads the coordinates of a geometry.
func coordinates[G orb.Geometry](raw json.RawMessage) (orb.Geometry, error) {
	var g G
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, fmt.Errorf("geo: the coordinates of a %s: %w", g.GeoJSONType(), err)
	}
	return g, nil
}
