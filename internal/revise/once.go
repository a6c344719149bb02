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
		Revisions: before.Revisions}, nil
}

// remember keeps what became of a change set that may come again.
func (a *applier) remember() error {
	once := a.set.Once
	if once == nil {
		return nil
	}
	return a.tx.Remember(once.Key, &Answer{Body: once.Body, Version: a.out.Version, Revisions: a.out.Revisions},
		a.at.Add(-onceFor))
}
