package memstore

import (
	"context"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// Clusters implements incident.Store.
func (s *Store) Clusters(ctx context.Context, f incident.Filter, z, x, y uint32) ([]byte, error) {
	set, err := s.set(ctx, f.Dataset)
	if err != nil {
		return nil, err
	}
	tile, err := geo.NewTile(z, x, y)
	if err != nil {
		return nil, incident.BadParameter("tile", "%v", err)
	}
	snap, q := set.plan(ctx, &f)
	clusters := snap.Clusters(q, tile, set.clusterAsk())
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return set.writeClusters(clusters), nil
}

// clusterAsk asks for counts by kind and sums of the best figures.
func (s *set) clusterAsk() *geo.ClusterAsk {
	killed := s.dictionaries[columnKilled].all()
	ask := &geo.ClusterAsk{Split: columnKind, SplitSize: len(s.dictionaries[columnKind].all()), Sum: columnKilled, Amounts: make([]int, len(killed))}
	for code, r := range killed {
		if n := r.Fatalities.Best; n != nil {
			ask.Amounts[code] = *n
		} else if n := r.Fatalities.Low; n != nil {
			ask.Amounts[code] = *n
		}
	}
	return ask
}

// The keys of a cluster's properties; those of the kinds follow.
const (
	clusterCount = iota
	clusterSum
	clusterIDs
	clusterKinds
)

func (s *set) writeClusters(clusters []geo.Cluster[*incident.Record]) []byte {
	keys := []string{"point_count", "fatalities", "ids"}
	for _, r := range s.dictionaries[columnKind].all() {
		keys = append(keys, "count_"+r.Kind)
	}
	m := geo.NewMVT("clusters", keys...)
	for i := range clusters {
		c := &clusters[i]
		m.Feature(c.X, c.Y)
		m.Int(clusterCount, int64(c.Count))
		m.Int(clusterSum, int64(c.Sum))
		for kind, n := range c.Split {
			if n > 0 && clusterKinds+kind < len(keys) {
				m.Int(clusterKinds+kind, int64(n))
			}
		}
		if len(c.Values) > 0 {
			m.Unique(clusterIDs, joinIDs(c.Values))
		}
	}
	return m.Bytes()
}

func joinIDs(records []*incident.Record) string {
	ids := make([]string, 0, len(records))
	for i, r := range records {
		if i == 0 || r != records[i-1] { // at two places of the cluster
			ids = append(ids, r.ID)
		}
	}
	return strings.Join(ids, ",")
}
