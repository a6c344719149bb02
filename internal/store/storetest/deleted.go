package storetest

import (
	"fmt"
	"slices"
	"testing"

	"incidentmap/internal/store"
)

// deletedAre compares the revisions that deleted incidents.
func deletedAre(t *testing.T, l Log, want ...string) {
	t.Helper()
	var got []string
	for r, err := range l.Deleted(t.Context(), "d") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %s %d", r.ID, r.Op, r.Number))
	}
	if !slices.Equal(got, want) {
		t.Errorf("deleted are %q, want %q", got, want)
	}
}

// checkRedactedTombstones: an incident that was deleted and then redacted stays deleted, by
// whom it was.
func checkRedactedTombstones(t *testing.T, l Log) {
	apply(t, l, putOf(inc("a", "A")), putOf(inc("b", "B")), putOf(inc("c", "C")))
	remove := func(id string) { apply(t, l, store.Edit{Op: store.OpDelete, ID: id}) }
	remove("a")
	apply(t, l, store.Edit{Op: store.OpRestore, ID: "a", Revision: 1})
	remove("a")
	remove("b")
	apply(t, l, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	apply(t, l, store.Edit{Op: store.OpRedact, ID: "a", Revision: 2})
	deletedAre(t, l, "a delete 4", "b delete 2")
}
