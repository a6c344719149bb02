package incident_test

import (
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/incident"
)

// TestIDs: it is a map of strings to the order in which they came.
func TestIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := incident.NewIDs(rapid.IntRange(0, 20).Draw(t, "room"))
		twin := map[string]int{}
		for _, id := range rapid.SliceOf(rapid.StringMatching(`[ab]{0,5}`)).Draw(t, "ids") {
			want, there := twin[id]
			if !there {
				want = len(twin)
				twin[id] = want
			}
			if row, added := table.Add(id); row != want || added == there {
				t.Fatalf("%q is row %d (added: %v), want %d", id, row, added, want)
			}
		}
		for id, want := range twin {
			if row, added := table.Add(id); added || row != want {
				t.Fatalf("%q is found as %d (added: %v), want %d", id, row, added, want)
			}
		}
		if row, added := table.Add("c"); !added || row != len(twin) {
			t.Fatalf("an ID that nobody added is row %d (added: %v), want %d", row, added, len(twin))
		}
	})
}

func BenchmarkIDs(b *testing.B) {
	ids := make([]string, 1_000_000)
	for i := range ids {
		ids[i] = string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) +
			string(rune('a'+i/17576%26)) + string(rune('a'+i/456976))
	}
	b.Run("table", func(b *testing.B) {
		for b.Loop() {
			t := incident.NewIDs(len(ids))
			for _, id := range ids {
				t.Add(id)
			}
		}
	})
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			t := make(map[string]int, len(ids))
			for i, id := range ids {
				t[id] = i
			}
		}
	})
}
