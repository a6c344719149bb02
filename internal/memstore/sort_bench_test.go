package memstore_test

import (
	"context"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// BenchmarkExport reads everything of a packed dataset, in the default order
// and in another.
func BenchmarkExport(b *testing.B) {
	d, all := ownDataset(200_000)
	s := &memstore.Store{}
	if err := s.Put(d, "v1", all); err != nil {
		b.Fatal(err)
	}
	for name, sort := range map[string][]incident.SortKey{"default": nil, "title": {{Name: "title", Desc: true}},
		"number": {{Name: "number", Desc: true}}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				res, err := viewOf(b, s, "own").Query(context.Background(), incident.Filter{Dataset: "own"},
					store.Page{Sort: sort})
				if err != nil {
					b.Fatal(err)
				}
				for range res.Records {
				}
			}
		})
	}
}
