package revise

import (
	"context"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// State is what an incident is before a change.
type State struct {
	// Number is that of its newest revision; 0 where it never was.
	Number int
	// Content is what it is, as package whole writes it; empty where it is deleted.
	Content string
	Deleted bool
}

// Row is a revision on its way into the log.
type Row struct {
	store.Revision
	// Content is the whole incident as JSON; empty for none.
	Content string
	// Target is the number of the revision that is redacted or restored, else 0.
	Target int
}

// Tx is one dataset of a log within a transaction, which one change set is made in. What
// was appended can be read by the calls that follow. It is used by one goroutine.
type Tx interface {
	// Expect is told of which incidents the next edits are, so that a store may read what
	// there is of all of them at once. An ID may come twice.
	Expect(ids []string) error
	// Before is what an incident is that was expected. One that is to be put and never
	// was may be noted at once: Append with its first revision always follows.
	Before(op store.Operation, id string) (State, error)
	// Content is that of a revision; empty where it has none. NotFound: there is no such
	// revision.
	Content(id string, number int) (content string, blanked bool, err error)
	// Contents are those of all revisions of an incident that have one, by number.
	Contents(id string) (map[int]string, error)
	// Blank takes away the content of a revision, for good.
	Blank(id string, number int) error
	// Append adds a revision to the log and gives it its Seq. It is its incident's newest.
	Append(r *Row) error
	// SetVersion gives the dataset its new version.
	SetVersion(version int64) error
	// Describe changes the description of the dataset.
	Describe(d *incident.Dataset) error
	// Audit writes down who does what.
	Audit(e store.AuditEntry) error
	// Answer is what became of the change set that was remembered under a key after a
	// time; nil where there is none.
	Answer(key string, after time.Time) (*Answer, error)
	// Remember keeps what became of a change set, and forgets those of before a time.
	Remember(key string, a *Answer, before time.Time) error
}

// applier makes a change set.
type applier struct {
	ctx     context.Context
	tx      Tx
	set     *store.ChangeSet
	at      time.Time
	dataset *incident.Dataset
	version int64 // that the set leads to
	out     store.Applied
	tally   tally
}

// Apply makes a change set in a dataset that has a version, at a time. Its errors are those
// of store.Log.Apply; after one, the transaction is to be rolled back.
func Apply(ctx context.Context, tx Tx, d *incident.Dataset, version int64, set *store.ChangeSet,
	at time.Time) (store.Applied, error) {
	if before, err := Again(tx, set.Once, at); err != nil || before != nil {
		if err != nil {
			return store.Applied{}, err
		}
		return *before, nil
	}
	if b := set.Base; b != nil && *b != version {
		return store.Applied{}, incident.Errorf(incident.Conflict,
			"the changes are based on version %d of %s, which has version %d now; try again", *b, d.ID, version)
	}
	a := &applier{ctx: ctx, tx: tx, set: set, at: at.UTC().Round(0), dataset: d, version: version + 1}
	a.out.Version = version
	for _, step := range []func() error{a.changeAll, a.describe, a.conclude} {
		if err := step(); err != nil {
			return store.Applied{}, err
		}
	}
	return a.out, nil
}

// changeAll makes all edits.
func (a *applier) changeAll() error {
	var ids []string
	for l := range writtenAhead(a.set, a.dataset.Columns) {
		ids = ids[:0]
		for i := range l.edits {
			ids = append(ids, l.edits[i].id())
		}
		if len(ids) > 0 {
			if err := a.tx.Expect(ids); err != nil {
				return err
			}
		}
		for i := range l.edits {
			if err := a.ctx.Err(); err != nil {
				return err
			}
			if err := a.change(&l.edits[i]); err != nil {
				return err
			}
		}
		if l.err != nil {
			return l.err
		}
	}
	return nil
}

// describe has the dataset know the words that came with the set.
func (a *applier) describe() error {
	if a.set.Words == nil {
		return nil
	}
	words, now := a.set.Words(), *a.dataset
	now.Kinds = incident.JoinTerms(now.Kinds, words.Kinds)
	now.EventTypes = incident.JoinTerms(now.EventTypes, words.EventTypes)
	if len(now.Kinds) == len(a.dataset.Kinds) && len(now.EventTypes) == len(a.dataset.EventTypes) {
		return nil
	}
	a.out.Described = true
	return a.tx.Describe(&now)
}

// conclude gives the dataset its new version, if anything has changed, and writes down who
// has done it.
func (a *applier) conclude() error {
	if a.out.Count > 0 {
		a.out.Version = a.version
		if err := a.tx.SetVersion(a.version); err != nil {
			return err
		}
		detail := a.tally.String()
		if a.set.Batch != "" {
			detail += "; batch " + a.set.Batch
		}
		err := a.tx.Audit(store.AuditEntry{Actor: store.Actor{Name: a.set.Author}, Action: "change",
			Dataset: a.dataset.ID, Version: a.version, Detail: detail})
		if err != nil {
			return err
		}
	}
	return a.remember()
}
