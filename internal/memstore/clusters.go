package memstore

import (
	"context"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// Clusters implements incident.Store.
func (s *Store) Clusters(ctx context.Context, f incident.Filter, z, x, y uint32) ([]byte, error) {
	q, err := s.tileQuery(ctx, &f, z, x, y)
	if err != nil {
		return nil, err
	}
	clusters := q.snap.Clusters(q.query, q.tile, q.set.clusterAsk())
	return q.set.writeClusters(clusters), ctx.Err()
}

// clusterAsk asks for counts by kind and sums of the best figures.
func (s *set) clusterAsk() *geo.ClusterAsk {
	killed := s.dictionaries[columnKilled].all()
	ask := &geo.ClusterAsk{Split: columnKind, SplitSize: len(s.dictionaries[columnKind].all()),
		Sum: columnKilled, Amounts: make([]int, len(killed)), Known: make([]int, len(killed))}
	for code, r := range killed {
		if n := r.Fatalities.Flat(); n != nil {
			ask.Amounts[code], ask.Known[code] = *n, 1
		}
	}
	return ask
}

// The keys of a cluster's properties; those of the kinds follow.
const (
	clusterCount = iota
	clusterSum
	clusterKnown
	clusterUnknown
	clusterIDs
)

func (s *set) writeClusters(clusters []geo.Cluster[*incident.Record]) []byte {
	keys, keyOf := s.clusterKeys(clusters)
	m := geo.NewMVT("clusters", keys...)
	for i := range clusters {
		c := &clusters[i]
		m.Feature(c.X, c.Y)
		m.Int(clusterCount, int64(c.Count))
		if c.Known > 0 { // what nobody knows is not 0
			m.Int(clusterSum, int64(c.Sum))
		}
		m.Int(clusterKnown, int64(c.Known))
		m.Int(clusterUnknown, int64(c.Count-c.Known))
		for kind, n := range c.Split {
			if n > 0 {
				m.Int(keyOf[kind], int64(n))
			}
		}
		if len(c.Values) > 0 {
			m.Unique(clusterIDs, joinIDs(c.Values))
		}
	}
	return m.Bytes()
}

// clusterKeys names the properties: those of kinds only where a cluster has
// the kind, for a dataset may have thousands.
func (s *set) clusterKeys(clusters []geo.Cluster[*incident.Record]) (keys []string, keyOf map[int]int) {
	keys, keyOf = []string{"point_count", "fatalities", "fatalities_known", "fatalities_unknown", "ids"}, map[int]int{}
	kinds := s.dictionaries[columnKind].all()
	for i := range clusters {
		for kind, n := range clusters[i].Split {
			if _, known := keyOf[kind]; n > 0 && !known {
				keyOf[kind] = len(keys)
				keys = append(keys, "count_"+kinds[kind].Kind)
			}
		}
	}
	return keys, keyOf
}

func joinIDs(records []*incident.Record) string {
	ids := make([]string, 0, len(records))
	for i, r := range records {
		if i == 0 || r.ID != records[i-1].ID { // at two places of the cluster
			ids = append(ids, r.ID)
		}
	}
	return strings.Join(ids, ",")
}
