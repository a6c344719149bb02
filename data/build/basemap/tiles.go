package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
)

const (
	extent    = mvt.DefaultExtent
	buffer    = 64.0 / extent // of a tile's width, drawn beyond each edge
	tolerance = 5.0 / extent  // of a tile's width, that lines may be off
	// enlarged is the tolerance of tiles that are drawn enlarged: the deepest.
	enlarged = 1.5 / extent
)

// tile is one encoded tile.
type tile struct {
	at   maptile.Tile
	data []byte
}

// cutAll cuts the tiles of all zooms, ordered by zoom, column and row.
func cutAll(features []feature) ([]tile, error) {
	var tiles []tile
	for i := range features {
		features[i].geometry = project(features[i].geometry)
	}
	for z := range maptile.Zoom(regionMaxZoom + 1) {
		shown := atZoom(features, int(z))
		if err := cut(maptile.New(0, 0, 0), z, shown, &tiles); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(tiles, func(a, b tile) int {
		return cmp.Or(cmp.Compare(a.at.Z, b.at.Z), cmp.Compare(a.at.X, b.at.X), cmp.Compare(a.at.Y, b.at.Y))
	})
	return tiles, nil
}

// project maps degrees to the unit square of Web Mercator, y growing southwards.
func project(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		return mercator(g)
	case orb.LineString:
		for i := range g {
			g[i] = mercator(g[i])
		}
	case orb.MultiLineString:
		for i := range g {
			project(g[i])
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				project(orb.LineString(ring))
			}
		}
	}
	return g
}

// maxLatitude is where Web Mercator ends, in degrees.
const maxLatitude = 85.0511287798

// mercator projects one point.
func mercator(p orb.Point) orb.Point {
	lat := min(max(p.Lat(), -maxLatitude), maxLatitude) * math.Pi / 180
	return orb.Point{p.Lon()/360 + 0.5, 0.5 - math.Log(math.Tan(math.Pi/4+lat/2))/(2*math.Pi)}
}

// atZoom are the features of a zoom, simplified as a whole, so that neighbouring
// tiles agree at their common edge.
func atZoom(features []feature, z int) []feature {
	var out []feature
	s := simplify.DouglasPeucker(toleranceOf(z) / float64(int(1)<<z))
	for _, f := range features {
		if z < f.min || z > f.max {
			continue
		}
		if _, point := f.geometry.(orb.Point); !point {
			f.geometry = s.Simplify(orb.Clone(f.geometry))
		}
		out = append(out, f)
	}
	return out
}

// toleranceOf is the tolerance of a zoom.
func toleranceOf(z int) float64 {
	if z == maxZoom || z == regionMaxZoom {
		return enlarged
	}
	return tolerance
}

// cut encodes the tiles of zoom z within t.
func cut(t maptile.Tile, z maptile.Zoom, features []feature, tiles *[]tile) error {
	if z > maxZoom && !t.Bound().Intersects(region) {
		return nil
	}
	inside := clipAll(features, square(t))
	if len(inside) == 0 {
		return nil
	}
	if t.Z == z {
		data, err := encode(t, inside)
		if err == nil && data != nil {
			*tiles = append(*tiles, tile{t, data})
		}
		return err
	}
	for _, child := range t.Children() {
		if err := cut(child, z, inside, tiles); err != nil {
			return err
		}
	}
	return nil
}

// square is a tile with its buffer in the unit square.
func square(t maptile.Tile) orb.Bound {
	w := 1 / float64(int(1)<<t.Z)
	x, y := float64(t.X)*w, float64(t.Y)*w
	return orb.Bound{Min: orb.Point{x - buffer*w, y - buffer*w}, Max: orb.Point{x + w + buffer*w, y + w + buffer*w}}
}

// clipAll cuts features to a box and leaves out what is outside.
func clipAll(features []feature, box orb.Bound) []feature {
	var out []feature
	for _, f := range features {
		if !f.geometry.Bound().Intersects(box) {
			continue
		}
		if f.geometry = clip.Geometry(box, orb.Clone(f.geometry)); f.geometry != nil {
			out = append(out, f)
		}
	}
	return out
}

// encode makes the tile of features; nil when none of them is large enough to see.
func encode(t maptile.Tile, features []feature) ([]byte, error) {
	var layers mvt.Layers
	for _, name := range layerNames {
		layer := &mvt.Layer{Name: name, Version: 2, Extent: extent, Features: gather(t, name, features)}
		if len(layer.Features) > 0 {
			layers = append(layers, layer)
		}
	}
	if len(layers) == 0 {
		return nil, nil
	}
	data, err := mvt.MarshalGzipped(layers)
	if err != nil {
		return nil, fmt.Errorf("tile %d/%d/%d: %w", t.Z, t.X, t.Y, err)
	}
	return data, nil
}

// lineClasses are the classes of lines; rivers have none.
var lineClasses = []string{"", "admin2", "admin1", "country", "claim", "disputed"}

// gather makes the features of one layer: lines of one class as one, polygons as
// one, labels one by one, the most important first.
func gather(t maptile.Tile, layer string, features []feature) []*geojson.Feature {
	grid := newGrid(t)
	lines := map[string]orb.MultiLineString{}
	var polygons orb.MultiPolygon
	var labels []*geojson.Feature
	for _, f := range features {
		if f.layer != layer {
			continue
		}
		switch g := f.geometry.(type) {
		case orb.Point:
			label := geojson.NewFeature(grid.round(g))
			label.Properties = f.props
			labels = append(labels, label)
		default:
			class, _ := f.props["class"].(string)
			lines[class] = append(lines[class], grid.lines(g)...)
			polygons = append(polygons, grid.polygons(g)...)
		}
	}
	var out []*geojson.Feature
	if len(polygons) > 0 {
		out = append(out, geojson.NewFeature(polygons))
	}
	for _, class := range lineClasses {
		if len(lines[class]) > 0 {
			f := geojson.NewFeature(lines[class])
			if class != "" {
				f.Properties = geojson.Properties{"class": class}
			}
			out = append(out, f)
		}
	}
	slices.SortStableFunc(labels, func(a, b *geojson.Feature) int {
		return cmp.Compare(a.Properties.MustInt("rank"), b.Properties.MustInt("rank"))
	})
	return append(out, labels...)
}

// entry is a file of the archive.
type entry struct {
	name string
	data []byte // gzipped
}

// entriesOf names the tiles.
func entriesOf(tiles []tile) []entry {
	out := make([]entry, len(tiles))
	for i, t := range tiles {
		out[i] = entry{fmt.Sprintf("%d/%d/%d.mvt", t.at.Z, t.at.X, t.at.Y), t.data}
	}
	return out
}

// archive stores the files in a zip file without times.
func archive(entries []entry) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(e.data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
