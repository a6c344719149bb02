package memstore

import (
	"context"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// tileProperties are the columns that a tile's points carry, enough to draw
// and name them.
var tileProperties = []string{"title", "kind", "event_type", "start", "end", "date_certain", "place_precision", "place_radius_m", "fatalities_best"}

// Tile implements incident.Store.
func (s *Store) Tile(ctx context.Context, f incident.Filter, z, x, y uint32) ([]byte, error) {
	set, err := s.set(ctx, f.Dataset)
	if err != nil {
		return nil, err
	}
	tile, err := geo.NewTile(z, x, y)
	if err != nil {
		return nil, incident.BadParameter("tile", "%v", err)
	}
	rows, err := set.matching(ctx, &f)
	if err != nil {
		return nil, err
	}
	features := set.tileFeatures(tile, rows)
	return tile.Encode("incidents", features)
}

func (s *set) tileFeatures(tile geo.Tile, rows []uint32) []geo.TileFeature {
	var columns []incident.Property
	for _, p := range incident.Properties {
		for _, name := range tileProperties {
			if p.Name == name {
				columns = append(columns, p)
			}
		}
	}
	var features []geo.TileFeature
	for _, row := range rows {
		r := s.records[row]
		for _, p := range r.Place.Points {
			if tile.Covers(p) {
				features = append(features, geo.TileFeature{Point: p, Properties: tileRow(r, columns)})
			}
		}
	}
	return features
}

func tileRow(r *incident.Record, columns []incident.Property) map[string]any {
	row := map[string]any{"id": r.ID}
	for _, c := range columns {
		switch v := c.Value(r); {
		case v.Null:
		case v.Type == incident.ColumnInteger:
			row[c.Name] = v.Int
		case v.Type == incident.ColumnBoolean:
			row[c.Name] = v.Bool
		default:
			row[c.Name] = v.Str
		}
	}
	return row
}
