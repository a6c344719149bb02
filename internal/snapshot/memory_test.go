package snapshot

import (
	"context"
	"fmt"
	"testing"

	"incidentmap/internal/incident"
)

// TestMemory: records that were packed are found by row and by ID, whatever
// their IDs have in common, also where they are enough for room to be made.
func TestMemory(t *testing.T) {
	var many []*incident.Record
	for i := range 3 * checkEvery {
		many = append(many, full(fmt.Sprintf("row-%d-of-a-long-name-%d", i%7, i), i))
	}
	for name, records := range map[string][]*incident.Record{
		"none": nil, "many": many, "nested": {full("a", 1), full("aaaaaaaaa", 2), full("aa", 3), full("aaaaaaaaab", 4)},
		"apart": testRecords(),
	} {
		into := &Memory{}
		if err := WriteRecords(context.Background(), into, records); err != nil {
			t.Fatal(name, err)
		}
		got, err := into.File().Records()
		if err != nil || got.Len() != len(records) {
			t.Fatalf("%s: %v; %d records, want %d", name, err, got.Len(), len(records))
		}
		for row, want := range records {
			if r := got.At(uint32(row)); r.ID != want.ID || r.Title != want.Title || len(r.Claims) != len(want.Claims) {
				t.Fatalf("%s: row %d is %q, want %q", name, row, r.ID, want.ID)
			}
			if r, ok := got.Find(want.ID); !ok || r.ID != want.ID {
				t.Fatalf("%s: %q is not found", name, want.ID)
			}
		}
		if _, ok := got.Find("row-"); ok {
			t.Errorf("%s: an ID is found that nothing has", name)
		}
	}
}
