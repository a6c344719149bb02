// Package mvt writes the answers of a store about tiles as Mapbox Vector Tiles
// (https://github.com/mapbox/vector-tile-spec/tree/master/2.1).
package mvt

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// tileProperties are the columns that a tile's points carry, enough to draw
// and name them.
var tileProperties = []string{"title", "kind", "event_type", "start", "end", "date_certain", "place_precision",
	"place_radius_m", "fatalities_best"}

// maxTileBytes is what no tile of points passes.
const maxTileBytes = 500_000

// fullTile is up to how many points a tile shows all of them, whatever its
// zoom; beyond, it is thinned.
const fullTile = 2_000

// finestCells is how many cells along its side a tile is thinned to at first:
// half a pixel each where it is drawn with 256. They are made wider until the
// tile is small enough.
const finestCells = 512

// Points writes the places of a tile of a dataset, uncompressed, in at most 500 kB,
// empty where there are none. Where they are too many, one stands for those near it
// and point_count tells for how many.
func Points(ctx context.Context, d *incident.Dataset, t store.Tile) ([]byte, error) {
	w := newTileWriter(d)
	if t.Count() <= fullTile && w.write(t.Points()) {
		return w.mvt.Bytes(), ctx.Err()
	}
	thinned := t.Thin(finestCells)
	for !w.write(thinned) && thinned.Len() > 1 {
		thinned = thinned.Coarser()
	}
	return w.mvt.Bytes(), ctx.Err()
}

// tileWriter writes points as a vector tile.
type tileWriter struct {
	mvt     *geo.MVT
	columns []incident.Property
	count   int // the key of point_count
	places  int // the key of places
}

func newTileWriter(d *incident.Dataset) *tileWriter {
	w := &tileWriter{}
	keys := []string{"id"}
	for _, p := range incident.PropertiesOf(d) {
		if slices.Contains(tileProperties, p.Name) {
			w.columns = append(w.columns, p)
			keys = append(keys, p.Name)
		}
	}
	w.count, w.places = len(keys), len(keys)+1
	w.mvt = geo.NewMVT("incidents", append(keys, "point_count", "places")...)
	return w
}

// write writes the points and reports whether the tile is small enough. It
// gives up as soon as it is not.
func (w *tileWriter) write(points store.Points) bool {
	w.mvt.Reset()
	n := points.Len()
	for i := range n {
		w.point(points, i)
		// Every 64 points, extrapolate the final size and stop early if it would exceed the limit.
		if i%64 == 63 && w.mvt.Size()/(i+1)*n > maxTileBytes*5/4 || w.mvt.Size() > maxTileBytes {
			return false
		}
	}
	return w.mvt.Size() <= maxTileBytes
}

func (w *tileWriter) point(points store.Points, i int) {
	x, y, count := points.At(i)
	record := points.Record(i)
	w.mvt.Feature(x, y)
	w.mvt.Unique(0, record.ID)
	if n := len(record.Place.Points); n > 1 {
		w.mvt.ID(featureID(record.ID))
		w.mvt.Int(w.places, int64(n))
	}
	for i := range w.columns {
		c := &w.columns[i]
		if c.Day != nil {
			if d := c.Day(record); d != geo.OpenEnd {
				w.mvt.Day(i+1, d)
			}
			continue
		}
		switch v := c.Value(record); {
		case v.Null:
		case v.Type == incident.ColumnInteger:
			w.mvt.Int(i+1, v.Int)
		case v.Type == incident.ColumnBoolean:
			w.mvt.Bool(i+1, v.Bool)
		default:
			w.mvt.String(i+1, shortened(v.Str))
		}
	}
	if count > 1 {
		w.mvt.Int(w.count, int64(count))
	}
}

// maxTileText bounds a text in a tile, in bytes: a tile names its points and
// is no place to read about them.
const maxTileText = 500

func shortened(s string) string {
	if len(s) <= maxTileText {
		return s
	}
	return strings.ToValidUTF8(s[:maxTileText], "") + "…"
}

// featureID numbers an incident of several places, so that its points in all
// tiles have one ID and can be told to be one incident. Tiles' IDs are
// integers: it is a hash, FNV-1a, of 53 bits, which JavaScript holds exactly.
func featureID(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // it never fails
	return h.Sum64() >> (64 - 53)
}
