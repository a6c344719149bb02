package sqlitestore

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// What lies in memory of the newest revisions and of the datasets is what lies in the
// file, whatever was changed, and however.
func TestRecentIsWhatTheFileHas(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		l, err := Open(filepath.Join(dir, fmt.Sprint(n, ".db")))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		l.recent.most = 3
		for _, id := range []string{"d", "e"} {
			if err := l.PutDataset(t.Context(), &incident.Dataset{ID: id, Title: id}); err != nil {
				t.Fatal(err)
			}
		}
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			stepRecent(t, l)
			compareRecent(t, l)
		}
	})
}

// stepRecent changes something, which may fail.
func stepRecent(t *rapid.T, l *Log) {
	dataset := rapid.SampledFrom([]string{"d", "e"}).Draw(t, "dataset")
	id := fmt.Sprint("i", rapid.IntRange(0, 3).Draw(t, "id"))
	edits := []store.Edit{}
	steps := []string{"put", "put", "put", "delete", "redact", "many", "many", "describe", "drop"}
	switch rapid.SampledFrom(steps).Draw(t, "step") {
	case "put":
		edits = append(edits, putOf(inc(id, rapid.StringN(1, 4, -1).Draw(t, "title"))))
	case "delete":
		edits = append(edits, store.Edit{Op: store.OpDelete, ID: id})
	case "redact":
		edits = append(edits, store.Edit{Op: store.OpRedact, ID: id, Revision: 1})
	case "many":
		for i := range rapid.SampledFrom([]int{2, 3, 4, 9}).Draw(t, "many") {
			edits = append(edits, putOf(inc(fmt.Sprint("m", i), fmt.Sprint(time.Now().UnixNano()))))
		}
	case "describe":
		_ = l.PutDataset(t.Context(), &incident.Dataset{ID: dataset, Title: rapid.StringN(1, 4, -1).Draw(t, "title"),
			Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger}}})
		return
	case "drop":
		_ = l.DropDataset(t.Context(), dataset)
		return
	}
	_, _ = l.Apply(t.Context(), store.ChangeSet{Dataset: dataset, Author: "me", Changes: edits})
}

// compareRecent compares answers from memory with those of a log that has nothing there.
func compareRecent(t *rapid.T, l *Log) {
	known, err := l.Datasets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := l.Datasets(t.Context()); err != nil || !reflect.DeepEqual(known, again) {
		t.Fatalf("the datasets are %v and then %v (%v)", known, again, err)
	}
	for _, d := range known {
		newest, err := l.Version(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		for version := max(0, newest-4); version <= newest+1; version++ {
			got := listed(t, l, d.ID, version)
			held := l.recent.tails
			l.recent.tails = nil
			want := listed(t, l, d.ID, version)
			l.recent.tails = held
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("since version %d of %d: %d revisions, %d in the file", version, newest, len(got), len(want))
			}
		}
	}
	l.recent.mu.Lock()
	held := l.recent.datasets
	l.recent.datasets = nil
	l.recent.mu.Unlock()
	read, err := l.Datasets(t.Context())
	if err != nil || len(held) > 0 && !reflect.DeepEqual(held, read) {
		t.Fatalf("in memory are the datasets %v, and in the file %v (%v)", held, read, err)
	}
}

func listed(t *rapid.T, l *Log, dataset string, version int64) (out []store.Revision) {
	for r, err := range l.Since(t.Context(), dataset, version) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// While a flush goes on, what was committed before can be read.
func TestRecentDoesNotWaitForAFlush(t *testing.T) {
	l := testLog(t)
	done := apply(t, l, putOf(inc("a", "A")))
	if _, err := l.Datasets(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.mu.Lock() // as a commit does
	defer l.mu.Unlock()
	read := make(chan int)
	go func() {
		n := 0
		for _, err := range l.Since(t.Context(), "d", done.Version-1) {
			if err == nil {
				n++
			}
		}
		all, _ := l.Datasets(t.Context())
		read <- n + len(all)
	}()
	select {
	case n := <-read:
		if n != 2 {
			t.Errorf("%d revisions and datasets are read, not 1 and 1", n)
		}
	case <-time.After(10 * time.Second):
		t.Error("reading waits for the connection")
	}
}

// A change set that fails leaves nothing in memory.
func TestRecentHasNoFailedChanges(t *testing.T) {
	l := testLog(t)
	before := apply(t, l, putOf(inc("a", "A"))).Version
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Author: "me",
		Changes: []store.Edit{putOf(inc("b", "B")), {Op: store.OpDelete, ID: "nobody"}}})
	if codeOf(err) != incident.NotFound {
		t.Fatalf("got %v", err)
	}
	for r, err := range l.Since(t.Context(), "d", before) {
		t.Errorf("there is %v (%v)", r, err)
	}
}

// Closed, the log tells nothing from memory either.
func TestRecentIsClosed(t *testing.T) {
	l := testLog(t)
	apply(t, l, putOf(inc("a", "A")))
	if _, err := l.Datasets(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Datasets(t.Context()); codeOf(err) != incident.Unavailable {
		t.Errorf("Datasets: %v", err)
	}
	for _, err := range l.Since(t.Context(), "d", 0) {
		if codeOf(err) != incident.Unavailable {
			t.Errorf("Since: %v", err)
		}
	}
}

// Contents that are long are not kept, and what comes after them is.
func TestRecentIsBounded(t *testing.T) {
	d := &incident.Dataset{ID: "d"}
	r := &recent{most: 3}
	add := func(version int64, length int) {
		r.add(d, []row{{Revision: store.Revision{Version: version}, content: strings.Repeat("x", length)}}, false)
	}
	add(1, mostBytes-1)
	if p := r.since("d", 0); p == nil || len(p.rows) != 1 {
		t.Errorf("%+v", p)
	}
	add(2, 2)
	if p := r.since("d", 0); p != nil {
		t.Errorf("%d revisions are kept", len(p.rows))
	}
	add(3, 2)
	if p := r.since("d", 2); p == nil || len(p.rows) != 1 {
		t.Errorf("%+v", p)
	}
	if p := r.since("d", 1); p != nil {
		t.Errorf("version 2 is not there, and %d revisions are all", len(p.rows))
	}
}
