package revise

import (
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// onceFor is how long a change set that may come again is remembered.
const onceFor = 24 * time.Hour

// Answer is what became of a change set that may come again.
type Answer struct {
	// Body identifies what was asked.
	Body    string
	Version int64
	// Dataset is the one that was changed, or made.
	Dataset string
	// Text is what the sender was told; empty where that is not kept.
	Text []byte
	// Revisions are those that the set has made. To be remembered, their Seq suffice.
	Revisions []store.Revision
}

// Again is what became of a change set that came before; nil where it has not, and where
// once is nil. Mismatch: its key came with another one.
func Again(tx Tx, once *store.Once, now time.Time) (*store.Applied, error) {
	if once == nil {
		return nil, nil
	}
	before, err := tx.Answer(once.Key, now.Add(-onceFor))
	if err != nil || before == nil {
		return nil, err
	}
	if before.Body != once.Body {
		return nil, incident.Errorf(incident.Mismatch, "this Idempotency-Key came with another request before; "+
			"a key names one request")
	}
	return &store.Applied{Version: before.Version, Again: true, Count: len(before.Revisions),
		Revisions: before.Revisions, Dataset: before.Dataset, Answer: before.Text}, nil
}

// Make decides what becomes of a dataset that is to be made, where there is another one of
// its ID or none. It returns the ID of one that was made by the same request before; it is
// empty where this one is to be made.
func Make(tx Tx, there, d *incident.Dataset, once *store.Once, at time.Time) (id string, err error) {
	before, err := Again(tx, once, at)
	switch {
	case err != nil:
		return "", err
	case before != nil:
		return before.Dataset, nil
	case there != nil:
		return "", incident.Errorf(incident.Conflict, "there is a dataset with the ID %q already", d.ID)
	case once == nil:
		return "", nil
	}
	return "", tx.Remember(once.Key, &Answer{Body: once.Body, Dataset: d.ID}, at.Add(-onceFor))
}

// remember keeps what became of a change set that may come again.
func (a *applier) remember() error {
	once := a.set.Once
	if once == nil {
		return nil
	}
	answer := Answer{Body: once.Body, Version: a.out.Version, Revisions: a.out.Revisions}
	if once.Answer != nil {
		var err error
		if answer.Text, err = once.Answer(a.out); err != nil {
			return err
		}
	}
	return a.tx.Remember(once.Key, &answer, a.at.Add(-onceFor))
}
