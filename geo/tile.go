package geo

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
)

// MaxZoom is the deepest zoom of a tile.
const MaxZoom = 22

// tileBuffer is how far a tile's content reaches over its edge, in tiles: a
// mark at the edge is then drawn whole.
const tileBuffer = 64.0 / 4096

// Tile is a tile of the WebMercatorQuad tile matrix set (OGC 17-083r4 annex
// D.1).
type Tile struct {
	tile  maptile.Tile
	bound orb.Bound
}

// TileFeature is a point with the properties that its tile carries: string,
// bool, integer and float values.
type TileFeature struct {
	Point      orb.Point
	Properties map[string]any
}

// NewTile checks that the tile exists.
func NewTile(z, x, y uint32) (Tile, error) {
	if z > MaxZoom {
		return Tile{}, fmt.Errorf("geo: zooms from 0 to %d are allowed", MaxZoom)
	}
	if n := uint32(1) << z; x >= n || y >= n {
		return Tile{}, fmt.Errorf("geo: rows and columns from 0 to %d are allowed at zoom %d", n-1, z)
	}
	t := maptile.New(x, y, maptile.Zoom(z))
	return Tile{tile: t, bound: t.Bound(tileBuffer)}, nil
}

// Covers reports whether a point is in the tile or its buffer.
func (t Tile) Covers(p orb.Point) bool { return t.bound.Contains(p) }

// Encode writes the features as one layer of a Mapbox Vector Tile 2.1
// (https://github.com/mapbox/vector-tile-spec); no bytes for no features.
func (t Tile) Encode(layer string, features []TileFeature) ([]byte, error) {
	if len(features) == 0 {
		return nil, nil
	}
	fc := geojson.NewFeatureCollection()
	for _, f := range features {
		feature := geojson.NewFeature(f.Point)
		feature.Properties = f.Properties
		fc.Append(feature)
	}
	layers := mvt.NewLayers(map[string]*geojson.FeatureCollection{layer: fc})
	layers.ProjectToTile(t.tile)
	return mvt.Marshal(layers)
}
