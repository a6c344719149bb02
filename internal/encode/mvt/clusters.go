package mvt

import (
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// The keys of a cluster's properties; those of the kinds follow.
const (
	clusterCount = iota
	clusterSum
	clusterKnown
	clusterUnknown
	clusterIDs
)

// Clusters writes clusters as a Mapbox Vector Tile (uncompressed), empty where
// there are none: for each its point_count, the sum of its records' own fatalities
// (absent where none is known), how many are fatalities_known and _unknown, a count_
// of each kind, and the ids of a small one, joined with commas.
func Clusters(all *store.Clusters) []byte {
	keys, keyOf := clusterKeys(all)
	m := geo.NewMVT("clusters", keys...)
	for i := range all.Clusters {
		c := &all.Clusters[i]
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
		if len(c.Records) > 0 {
			m.Unique(clusterIDs, joinIDs(c.Records))
		}
	}
	return m.Bytes()
}

// clusterKeys names the properties: those of kinds only where a cluster has
// the kind, for a dataset may have thousands.
func clusterKeys(all *store.Clusters) (keys []string, keyOf map[int]int) {
	keys, keyOf = []string{"point_count", "fatalities", "fatalities_known", "fatalities_unknown", "ids"}, map[int]int{}
	for i := range all.Clusters {
		for kind, n := range all.Clusters[i].Split {
			if _, known := keyOf[kind]; n > 0 && !known {
				keyOf[kind] = len(keys)
				keys = append(keys, "count_"+all.Kinds[kind])
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
