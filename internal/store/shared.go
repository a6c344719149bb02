package store

import (
	"context"
	"iter"

	"incidentmap/internal/incident"
)

// Head says where a dataset of a log stands.
type Head struct {
	// Version is the newest.
	Version int64
	// Described is another one whenever what describes the dataset has changed.
	Described int64
	// Mark identifies what led to a version: a log that lost its end, and went on another
	// way, has another one for the same number.
	Mark string
}

// Heads say where a log stands at one moment.
type Heads struct {
	Datasets map[string]Head // by ID
	// Grants is another one whenever a token was given, changed or revoked.
	Grants int64
}

// Shared is a Log that other processes change too.
type Shared interface {
	Log
	// Heads tells where the log stands.
	Heads(ctx context.Context) (Heads, error)
	// At is the head of a dataset, with the mark of one of its versions instead of that of
	// the newest; an empty one where the log has no such version. NotFound: the dataset.
	At(ctx context.Context, dataset string, version int64) (Head, error)
	// Snapshot is the log at one moment, whatever others write meanwhile.
	Snapshot(ctx context.Context) (Snapshot, error)
}

// Snapshot is a log at one moment. It is to be released, and used by one goroutine.
type Snapshot interface {
	// Dataset describes a dataset, and says where it stands. NotFound: there is none.
	Dataset(ctx context.Context, id string) (*incident.Dataset, Head, error)
	// Current yields the incidents of a dataset.
	Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error]
	// Release ends it.
	Release()
}
