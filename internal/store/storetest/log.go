package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Log is a durable log with its tokens, as the suite tests it.
type Log interface {
	store.Log
	store.Access
	// Check says in sentences what is amiss.
	Check(ctx context.Context) ([]string, error)
}

// RunLog runs the suite of logs. Each call of open makes a new and empty one, which ends
// with its test.
func RunLog(t *testing.T, open func(t *testing.T) Log) {
	for name, test := range map[string]func(*testing.T, Log){
		"whole or not at all":                   checkWholeOrNotAtAll,
		"tombstones, restore, redact":           checkTombstones,
		"what is deleted and redacted":          checkRedactedTombstones,
		"redact blanks all that says the same":  checkRedactSame,
		"a new content resets the review":       checkReview,
		"rows of flat columns":                  checkFlat,
		"columns come and are widened":          checkLogColumns,
		"versions of many writers have no gaps": checkManyWriters,
		"streams":                               checkStream,
		"batches":                               checkBatch,
		"odd texts":                             checkOddTexts,
		"grants":                                checkGrants,
		"audit":                                 checkAudit,
		"audit of what is described anew":       checkDescribed,
		"sets that come again":                  checkOnce,
		"datasets that are made once":           checkMake,
		"a dropped dataset":                     checkDrop,
		"what is not there":                     checkMissing,
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t)
			describe(t, l, &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Public,
				Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger}}})
			test(t, l)
			if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("afterwards: %q, %v", problems, err)
			}
		})
	}
	t.Run("equals a model", func(t *testing.T) { checkModel(t, open(t)) })
}

func describe(t *testing.T, l Log, d *incident.Dataset) {
	t.Helper()
	if err := l.PutDataset(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

func inc(id, title string) incident.Incident {
	return incident.Incident{ID: id, Title: title, Kind: "attack", Date: edtf.MustParse("2020-05-12"),
		Extra: []any{int64(3)}}
}

func apply(t *testing.T, l Log, changes ...store.Edit) store.Applied {
	t.Helper()
	got, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Author: "me", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// refused applies changes that must fail with a code.
func refused(t *testing.T, l Log, want incident.Code, changes ...store.Edit) {
	t.Helper()
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: changes})
	if CodeOf(err) != want {
		t.Errorf("%+v: %v, want %s", changes, err, want)
	}
}

func putOf(i incident.Incident) store.Edit { return store.Edit{Op: store.OpPut, Incident: &i} }

// checkWholeOrNotAtAll: a set is made whole or not at all, and what changes nothing is no
// version.
func checkWholeOrNotAtAll(t *testing.T, l Log) {
	apply(t, l, putOf(inc("a", "A")))
	for want, e := range map[incident.Code]store.Edit{
		incident.NotFound: {Op: store.OpDelete, ID: "nobody"},
		incident.Conflict: {Op: store.OpPut, Incident: new(inc("a", "X")), Base: new(int)},
		incident.Invalid:  {Op: "paint", ID: "a"},
	} {
		refused(t, l, want, putOf(inc("c", "C")), e)
	}
	refused(t, l, incident.Invalid, putOf(inc("c", "C")), store.Edit{Op: store.OpPut})
	if v, err := l.Version(t.Context(), "d"); v != 1 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	if _, err := l.Revisions(t.Context(), "d", "c"); CodeOf(err) != incident.NotFound {
		t.Errorf("a set that failed left %v", err)
	}
	if got := apply(t, l, putOf(inc("a", "A"))); got.Version != 1 || len(got.Revisions) != 0 {
		t.Errorf("nothing was changed: %+v", got)
	}
	old := int64(0)
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Base: &old, Changes: []store.Edit{putOf(inc("z", "Z"))}})
	if CodeOf(err) != incident.Conflict {
		t.Errorf("a set based on an older version: %v", err)
	}
	got := apply(t, l, putOf(inc("e", "E")), putOf(inc("e", "E2")), store.Edit{Op: store.OpDelete, ID: "e"})
	if got.Count != 3 || got.Revisions[2].Number != 3 || got.Version != 2 {
		t.Errorf("one incident changed thrice in a set: %+v", got)
	}
}

func checkTombstones(t *testing.T, l Log) {
	apply(t, l, putOf(inc("a", "with a name")))
	apply(t, l, putOf(inc("a", "without")))
	refused(t, l, incident.Conflict, store.Edit{Op: store.OpRedact, ID: "a", Revision: 2})
	refused(t, l, incident.NotFound, store.Edit{Op: store.OpRedact, ID: "a", Revision: 9})
	apply(t, l, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	history, err := l.Revisions(t.Context(), "d", "a")
	if err != nil || len(history) != 3 || !history[0].Redacted || history[0].Incident != nil ||
		history[2].Incident.Title != "without" {
		t.Fatalf("%+v, %v", history, err)
	}
	refused(t, l, incident.Gone, store.Edit{Op: store.OpRestore, ID: "a", Revision: 1})
	apply(t, l, store.Edit{Op: store.OpDelete, ID: "a"})
	refused(t, l, incident.Gone, putOf(inc("a", "anew")))
	deletedAre(t, l, "a delete 4")
	got := apply(t, l, store.Edit{Op: store.OpRestore, ID: "a", Revision: 2})
	if got.Revisions[0].Incident.Title != "without" || got.Revisions[0].Number != 5 {
		t.Errorf("%+v", got)
	}
	apply(t, l, store.Edit{Op: store.OpDelete, ID: "a"})
	if again := inc("a", "again"); apply(t, l, store.Edit{Op: store.OpPut, Incident: &again, Revive: true}).Count != 1 {
		t.Error("it was not revived")
	}
}

// checkRedactSame: what says the same in other revisions, as one that restored it does, is
// blanked too, also within one set.
func checkRedactSame(t *testing.T, l Log) {
	apply(t, l, putOf(inc("a", "with a name")))
	apply(t, l, putOf(inc("a", "without")), store.Edit{Op: store.OpRestore, ID: "a", Revision: 1},
		putOf(inc("a", "without")), store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	history, err := l.Revisions(t.Context(), "d", "a")
	if err != nil || len(history) != 5 || !history[0].Redacted || !history[2].Redacted || history[1].Redacted {
		t.Fatalf("%+v, %v", history, err)
	}
}

// checkReview: a new content resets the review, a review alone is a revision.
func checkReview(t *testing.T, l Log) {
	apply(t, l, putOf(inc("a", "A")))
	reviewed := inc("a", "A")
	reviewed.PlaceReview = incident.Review{State: incident.Reviewed, By: "ann"}
	if got := apply(t, l, putOf(reviewed)); got.Revisions[0].Incident.PlaceReview.State != incident.Reviewed {
		t.Errorf("%+v", got)
	}
	reviewed.Title = "B"
	if got := apply(t, l, putOf(reviewed)); got.Revisions[0].Incident.PlaceReview.State == incident.Reviewed {
		t.Errorf("%+v", got)
	}
}

// checkLogColumns: columns come and are widened, and what was kept before stays.
func checkLogColumns(t *testing.T, l Log) {
	apply(t, l, putOf(inc("a", "A")))
	describe(t, l, &incident.Dataset{ID: "d", Title: "New title", Columns: []incident.Column{
		{Name: "Rounds", Type: incident.ColumnString}, {Name: "weapon", Type: incident.ColumnString}}})
	all, err := l.Datasets(t.Context())
	if err != nil || len(all) != 1 || all[0].Title != "New title" || len(all[0].Columns) != 2 ||
		all[0].Columns[0] != (incident.Column{Name: "rounds", Type: incident.ColumnString}) {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, err := range l.Current(t.Context(), "d") {
		if err != nil || i.Extra[0] != "3" || i.Extra[1] != nil {
			t.Errorf("%+v, %v", i.Extra, err)
		}
	}
	for _, name := range []string{"", "fid", "GEOM", strings.Repeat("x", 64)} {
		err := l.PutDataset(t.Context(), &incident.Dataset{ID: "d", Columns: []incident.Column{{Name: name}}})
		if CodeOf(err) != incident.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// checkManyWriters: many write at once; versions have no gaps, and every one is
// acknowledged once.
func checkManyWriters(t *testing.T, l Log) {
	const writers, each = 8, 25
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{putOf(inc(fmt.Sprintf("%d-%d", w, i), "x"))}}
				if _, err := l.Apply(context.Background(), set); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	next := int64(1)
	for r, err := range l.Since(t.Context(), "d", 0) {
		if err != nil || r.Version != next {
			t.Fatalf("version %d, want %d, %v", r.Version, next, err)
		}
		next++
	}
	if next-1 != writers*each {
		t.Errorf("%d versions", next-1)
	}
}

// checkOddTexts: texts from outside come back as they were, or with what no text can have
// replaced; none is taken for SQL.
func checkOddTexts(t *testing.T, l Log) {
	odd := "'; DROP TABLE revision; -- \\ \" \u0001 \u202e 漢 $1"
	i := inc("a", odd)
	i.Extra = nil
	set := store.ChangeSet{Dataset: "d", Author: odd, Reason: odd, Batch: odd, Changes: []store.Edit{putOf(i)}}
	if _, err := l.Apply(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	all, err := l.Batch(t.Context(), "d", odd)
	if err != nil || len(all) != 1 || all[0].Incident.Title != odd || all[0].Author != odd || all[0].Reason != odd {
		t.Errorf("%+v, %v", all, err)
	}
	set.Author, set.Reason = "nul \x00", "no UTF-8 \xff"
	i.Title = "nul \x00"
	set.Changes = []store.Edit{putOf(i)}
	if _, err := l.Apply(t.Context(), set); err != nil {
		t.Errorf("%v", err)
	}
	if now, err := l.Revisions(t.Context(), "d", "a"); err != nil || len(now) != 2 ||
		!strings.HasPrefix(now[1].Author, "nul ") || !strings.HasPrefix(now[1].Incident.Title, "nul ") {
		t.Errorf("%+v, %v", now, err)
	}
}

// checkMissing: what is not there is told by its code.
func checkMissing(t *testing.T, l Log) {
	ctx := t.Context()
	_, version := l.Version(ctx, "e")
	_, history := l.Revisions(ctx, "d", "nobody")
	_, batch := l.Batch(ctx, "d", "none")
	_, set := l.Apply(ctx, store.ChangeSet{Dataset: "e", Changes: []store.Edit{putOf(inc("a", "A"))}})
	_, answered := l.Answered(ctx, "e", store.Once{Key: "k"})
	for i, err := range []error{version, history, batch, set, answered, l.DropDataset(ctx, "e")} {
		if CodeOf(err) != incident.NotFound {
			t.Errorf("%d: %v", i, err)
		}
	}
	for _, err := range l.Current(ctx, "e") {
		if CodeOf(err) != incident.NotFound {
			t.Errorf("%v", err)
		}
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	late := store.ChangeSet{Dataset: "d", Changes: []store.Edit{putOf(inc("a", "A"))}}
	if _, err := l.Apply(stopped, late); err == nil {
		t.Error("a set of somebody who has gone was made")
	}
}
