package store

import (
	"context"
	"iter"
)

// Row is a revision as a log keeps it, without its Incident.
type Row struct {
	Revision
	// Content is the whole incident as JSON; empty for none.
	Content string
	// Target is the number of the revision that was redacted or restored, else 0.
	Target int
}

// KeptDataset is a dataset as a log keeps it, also one that was dropped, of which only the
// version is left.
type KeptDataset struct {
	ID string
	// Version is the newest, and Base the one before the first change of those that are kept.
	Version, Base int64
	Dropped       bool
	// About is what describes it, as JSON.
	About string
}

// Archive is all that a log has, at one moment.
type Archive interface {
	// KeptDatasets lists all datasets by ID.
	KeptDatasets(ctx context.Context) ([]KeptDataset, error)
	// Rows yields all revisions by Seq.
	Rows(ctx context.Context) iter.Seq2[Row, error]
	// Grants lists all, the oldest first.
	Grants(ctx context.Context) ([]Grant, error)
	// AuditRows yields the audit by Seq.
	AuditRows(ctx context.Context) iter.Seq2[AuditEntry, error]
}

// Archived is a Log that can be moved into another one, whatever each is kept in.
type Archived interface {
	// Archive is all that the log has now. It is to be released, and nobody writes to it.
	Archive(ctx context.Context) (all Archive, release func(), err error)
	// Fill takes over all of an archive, whole or not at all. Conflict: the log has
	// something already.
	Fill(ctx context.Context, all Archive) error
}
