package memstore

import (
	"context"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Clusters implements store.View.
func (v *view) Clusters(ctx context.Context, f incident.Filter, t geo.Tile) (*store.Clusters, error) {
	snap, q := v.plan(ctx, &f)
	found := snap.Clusters(q, t, v.set.clusterAsk())
	out := &store.Clusters{Clusters: make([]store.Cluster, len(found))}
	for _, r := range v.set.dictionaries[columnKind].all() {
		out.Kinds = append(out.Kinds, r.Kind)
	}
	for i, c := range found {
		out.Clusters[i] = store.Cluster{X: c.X, Y: c.Y, Count: c.Count, Sum: c.Sum, Known: c.Known, Split: c.Split,
			Records: c.Values}
	}
	return out, ctx.Err()
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
