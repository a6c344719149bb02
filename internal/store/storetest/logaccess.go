package storetest

import (
	"fmt"
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// checkGrants: grants come back as they were put, and the last use of one changes nothing
// else of it.
func checkGrants(t *testing.T, l Log) {
	at := time.Date(2026, 11, 27, 8, 0, 0, 5_000, time.UTC)
	g := store.Grant{ID: "one", Hash: [32]byte{1, 2, 3}, Name: "Ann '; DROP TABLE token; --", Role: store.RoleEditor,
		Dataset: "d", Created: at, Expires: at.Add(time.Hour)}
	if err := l.PutGrant(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	g.Revoked = at.Add(time.Minute)
	if err := l.PutGrant(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	g.Used = at.Add(time.Second)
	if err := l.GrantUsed(t.Context(), "one", g.Used); err != nil {
		t.Fatal(err)
	}
	got, err := l.Grants(t.Context())
	if err != nil || len(got) != 1 || got[0] != g {
		t.Errorf("%+v, %v; want %+v", got, err, g)
	}
}

// checkAudit: the audit tells who did what from where, the newest first; what failed is
// not in it.
func checkAudit(t *testing.T, l Log) {
	ctx := store.By(t.Context(), store.Actor{Name: "Ann", Grant: "g1", Address: "192.0.2.7"})
	set := store.ChangeSet{Dataset: "d", Author: "Ann", Batch: "b1", Changes: []store.Edit{putOf(inc("a", "A"))}}
	for range 2 { // the second changes nothing
		if _, err := l.Apply(ctx, set); err != nil {
			t.Fatal(err)
		}
	}
	zero := int64(0)
	set.Base = &zero
	if _, err := l.Apply(ctx, set); CodeOf(err) != incident.Conflict {
		t.Fatal(err)
	}
	all, err := l.Audit(t.Context(), 10)
	if err != nil || len(all) != 2 || all[0].Action != "change" || all[0].Actor != store.ActorOf(ctx) ||
		all[0].Version != 1 || all[0].Detail != "put 1: a; batch b1" || all[1].Action != "dataset" {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := l.Audit(t.Context(), 1); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}

// checkDescribed: the audit tells how a dataset is described otherwise.
func checkDescribed(t *testing.T, l Log) {
	describe(t, l, &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Private, Licence: "CC0",
		Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnNumber},
			{Name: "weapon", Type: incident.ColumnString}}})
	all, err := l.Audit(t.Context(), 1)
	const want = `described anew: visibility from "public" to "private"; licence from "" to "CC0"; ` +
		"columns added: weapon (string); columns widened: rounds from integer to number"
	if err != nil || all[0].Detail != want {
		t.Errorf("%+v, %v; want %s", all, err, want)
	}
}

// checkOnce: a change set that comes again under its key is made once; another one under
// that key is refused.
func checkOnce(t *testing.T, l Log) {
	once := store.Once{Key: "k", Body: "x", Answer: func(a store.Applied) ([]byte, error) {
		return fmt.Appendf(nil, "%d made", a.Count), nil
	}}
	set := store.ChangeSet{Dataset: "d", Once: &once,
		Changes: []store.Edit{putOf(inc("a", "A")), putOf(inc("b", "B"))}}
	if before, err := l.Answered(t.Context(), "d", once); err != nil || before != nil {
		t.Errorf("%+v, %v", before, err)
	}
	first, err := l.Apply(t.Context(), set)
	if err != nil || first.Again {
		t.Fatalf("%+v, %v", first, err)
	}
	apply(t, l, putOf(inc("a", "A2")))
	again, err := l.Apply(t.Context(), set)
	if err != nil || !again.Again || again.Version != 1 || again.Count != 2 || len(again.Revisions) != 2 ||
		again.Revisions[0].Incident.Title != "A" || again.Revisions[1].ID != "b" {
		t.Errorf("%+v, %v", again, err)
	}
	if before, err := l.Answered(t.Context(), "d", once); err != nil || before == nil || !before.Again ||
		before.Version != 1 || len(before.Revisions) != 2 || before.Revisions[0].Incident.Title != "A" ||
		string(before.Answer) != "2 made" {
		t.Errorf("%+v, %v; want %+v", before, err, again)
	}
	set.Once = &store.Once{Key: "k", Body: "y"}
	if _, err := l.Apply(t.Context(), set); CodeOf(err) != incident.Mismatch {
		t.Errorf("%v", err)
	}
}

// checkMake: a dataset is made once by one request, and not in the place of another.
func checkMake(t *testing.T, l Log) {
	ctx := t.Context()
	made := func(id, title, body string) (string, error) {
		return l.MakeDataset(ctx, &incident.Dataset{ID: id, Title: title}, &store.Once{Key: "make", Body: body})
	}
	if id, err := made("e", "E", "x"); err != nil || id != "e" {
		t.Fatalf("%q, %v", id, err)
	}
	if id, err := made("e-2", "E", "x"); err != nil || id != "e" {
		t.Errorf("the same once more: %q, %v", id, err)
	}
	if before, err := l.Answered(ctx, "", store.Once{Key: "make", Body: "x"}); err != nil || before == nil ||
		before.Dataset != "e" {
		t.Errorf("%+v, %v", before, err)
	}
	if id, err := made("f", "F", "y"); CodeOf(err) != incident.Mismatch {
		t.Errorf("another body: %q, %v", id, err)
	}
	if id, err := l.MakeDataset(ctx, &incident.Dataset{ID: "d", Title: "D2"}, nil); CodeOf(err) != incident.Conflict {
		t.Errorf("one that is there: %q, %v", id, err)
	}
	if all, err := l.Datasets(ctx); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
}

// checkDrop: a dropped dataset is gone with its history, and one that is made anew goes on
// from its version.
func checkDrop(t *testing.T, l Log) {
	ctx := t.Context()
	apply(t, l, putOf(inc("a", "A")))
	for i, of := range []string{"d", "other", ""} {
		g := store.Grant{ID: "of " + of, Hash: [32]byte{byte(i + 1)}, Name: "Ann", Role: store.RoleEditor, Dataset: of,
			Created: time.Date(2026, 11, 27, 8, 0, i, 0, time.UTC)}
		if err := l.PutGrant(ctx, g); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.DropDataset(ctx, "d"); err != nil {
		t.Fatal(err)
	}
	grants, err := l.Grants(ctx)
	if err != nil || len(grants) != 3 {
		t.Fatalf("%+v, %v", grants, err)
	}
	for _, g := range grants {
		if g.Revoked.IsZero() != (g.Dataset != "d") {
			t.Errorf("after the dataset d was dropped: %+v", g)
		}
	}
	if _, err := l.Version(ctx, "d"); CodeOf(err) != incident.NotFound {
		t.Errorf("it has a version: %v", err)
	}
	if err := l.DropDataset(ctx, "d"); CodeOf(err) != incident.NotFound {
		t.Errorf("it was dropped twice: %v", err)
	}
	if all, err := l.Datasets(ctx); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	describe(t, l, &incident.Dataset{ID: "d", Title: "Anew"})
	if got := apply(t, l, putOf(inc("a", "other"))); got.Version != 3 || got.Revisions[0].Number != 1 {
		t.Errorf("%+v", got)
	}
	if all, err := l.Datasets(ctx); err != nil || len(all) != 1 || all[0].Base != 2 {
		t.Errorf("made anew it is %+v, %v", all, err)
	}
}
