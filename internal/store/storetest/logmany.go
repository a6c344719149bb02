package storetest

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// manyRows is how many incidents a stream of the suite has: several lots.
const manyRows = 2_500

// streamOf puts n incidents, then ends with an error if it is not nil.
func streamOf(n int, end error) iter.Seq2[store.Edit, error] {
	return func(yield func(store.Edit, error) bool) {
		for i := range n {
			if !yield(putOf(inc(fmt.Sprintf("row-%04d", i), "A")), nil) {
				return
			}
		}
		if end != nil {
			yield(store.Edit{}, end)
		}
	}
}

// checkStream: a stream is made whole, or leaves nothing; words come with it.
func checkStream(t *testing.T, l Log) {
	broken := errors.New("the file ended early")
	set := store.ChangeSet{Dataset: "d", Brief: true, Stream: streamOf(manyRows, broken)}
	if _, err := l.Apply(t.Context(), set); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if v, err := l.Version(t.Context(), "d"); v != 0 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	set.Stream, set.Words = streamOf(manyRows, nil), func() store.Words {
		return store.Words{Kinds: []incident.Term{{ID: "theft", Label: "Theft"}}}
	}
	got, err := l.Apply(t.Context(), set)
	if err != nil || got.Version != 1 || got.Count != manyRows || !got.Described || got.Revisions != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	all, err := l.Datasets(t.Context())
	if err != nil || !slices.ContainsFunc(all[0].Kinds, func(k incident.Term) bool { return k.ID == "theft" }) {
		t.Errorf("%+v, %v", all, err)
	}
	apply(t, l, store.Edit{Op: store.OpDelete, ID: "row-0007"})
	set.Stream = streamOf(manyRows, nil)
	if _, err := l.Apply(t.Context(), set); CodeOf(err) != incident.Gone {
		t.Errorf("a deleted one was among them: %v", err)
	}
	count := 0
	for i, err := range l.Current(t.Context(), "d") {
		if err != nil || i.Title != "A" {
			t.Fatalf("%+v, %v", i, err)
		}
		count++
	}
	if count != manyRows-1 {
		t.Errorf("%d are there", count)
	}
	count = 0
	for r, err := range l.Since(t.Context(), "d", 0) {
		if err != nil || r.Version < 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		count++
	}
	if count != manyRows+1 {
		t.Errorf("%d revisions", count)
	}
}

// checkBatch: a batch is told with what it changed, in its order.
func checkBatch(t *testing.T, l Log) {
	set := store.ChangeSet{Dataset: "d", Author: "ann", Reason: "first", Batch: "b1", Stream: streamOf(3, nil)}
	if _, err := l.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	set.Stream, set.Changes = nil, []store.Edit{putOf(inc("row-0001", "B")), {Op: store.OpDelete, ID: "row-0002"}}
	if _, err := l.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	apply(t, l, putOf(inc("row-0001", "C")))
	all, err := l.Batch(t.Context(), "d", "b1")
	if err != nil || len(all) != 5 || all[3].ID != "row-0001" || all[3].Number != 2 || all[4].Op != store.OpDelete ||
		all[0].Author != "ann" || all[0].Reason != "first" || all[0].At.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}
