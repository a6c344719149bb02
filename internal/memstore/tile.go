package memstore

import (
	"context"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// tile is a filter's question about a tile.
type tile struct {
	at    geo.Tile
	snap  *content
	query *geo.Query
}

// Tile implements store.View.
func (v *view) Tile(ctx context.Context, f incident.Filter, t geo.Tile) (store.Tile, error) {
	snap, q := v.plan(ctx, &f)
	return &tile{t, snap, q}, ctx.Err()
}

// Count implements store.Tile.
func (t *tile) Count() int { return t.snap.CountInTile(t.query, t.at) }

// Points implements store.Tile.
func (t *tile) Points() store.Points { return points(t.snap.Points(t.query, t.at)) }

// Thin implements store.Tile.
func (t *tile) Thin(cells int) store.Thinned { return newThinned(t.snap.Thinned(t.query, t.at, cells)) }

// points are places of records.
type points []geo.TilePoint[*incident.Record]

// Len implements store.Points.
func (p points) Len() int { return len(p) }

// At implements store.Points.
func (p points) At(i int) (x, y int32, count int) { return p[i].X, p[i].Y, p[i].Count }

// touchedPoints is how many records of a tile are fetched at once: they are asked for in
// the points' order.
const touchedPoints = 16

// Record implements store.Points.
func (p points) Record(i int) *incident.Record {
	if i%touchedPoints == 0 {
		geo.TouchPoints(p[i:min(i+touchedPoints, len(p))])
	}
	return p[i].Value()
}

// thinned are points that stand for others.
type thinned struct {
	points
	from *geo.Thinning[*incident.Record]
}

func newThinned(t *geo.Thinning[*incident.Record]) *thinned { return &thinned{t.Points, t} }

// Coarser implements store.Thinned.
func (t *thinned) Coarser() store.Thinned { return newThinned(t.from.Coarser()) }
