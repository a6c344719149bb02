package store

import (
	"context"
	"iter"
	"time"

	"incidentmap/internal/incident"
)

// Operation is what a revision did to its incident.
type Operation string

// The operations. Delete leaves a tombstone: the ID is not used again. Redact blanks the
// content of one earlier revision and keeps that it was there. Restore puts the content
// of an earlier revision again.
const (
	OpPut     Operation = "put"
	OpDelete  Operation = "delete"
	OpRedact  Operation = "redact"
	OpRestore Operation = "restore"
)

// Revision is one entry of a log: what an incident became at a version of its dataset.
type Revision struct {
	// Seq orders all revisions of a log, from 1.
	Seq     int64
	Dataset string
	ID      string
	// Number counts the revisions of the incident, from 1.
	Number int
	// Version is the dataset's that it led to.
	Version int64
	// At is when it was written, in UTC. It is told, and decides nothing: clocks go
	// backwards.
	At                    time.Time
	Author, Reason, Batch string
	Op                    Operation
	// Incident is the content; nil after a delete, and where it was redacted.
	Incident *incident.Incident
	// Redacted says that the content was blanked later.
	Redacted bool
}

// ChangeSet is one or many changes that are made whole or not at all.
type ChangeSet struct {
	Dataset string
	// Author, Reason and Batch are told by the history.
	Author, Reason, Batch string
	// Base, if not nil, is the version of the dataset that the changes are based on.
	// Conflict: it has another one.
	Base    *int64
	Changes []Edit
	// Stream, if not nil, are further changes that are made while they come, so that
	// nobody holds all of them. An error of it ends the set, of which nothing is left. It
	// is read once, while others wait for the log: it must not ask the log anything.
	Stream iter.Seq2[Edit, error]
	// Words, if not nil, is asked when all changes have come: the dataset is to know these
	// kinds and event types too. They come with the change, whole or not at all.
	Words func() Words
	// Brief spares the revisions in the answer, where there are many.
	Brief bool
	// Once, if not nil, has the set be made once, however often it comes.
	Once *Once
}

// Once names a change set that may come again, because whoever sent it does not know what
// became of it. It is remembered for a day.
type Once struct {
	// Key is the sender's name for it, with what tells senders apart.
	Key string
	// Body identifies what is asked. Mismatch: the key came with another one.
	Body string
	// Answer, if not nil, makes what the sender is told, which is remembered too. It is
	// asked when all changes have been made.
	Answer func(Applied) ([]byte, error)
}

// Words are words of a dataset's vocabularies.
type Words struct{ Kinds, EventTypes []incident.Term }

// Edits yields all changes of the set: those of Changes, then those of Stream.
func (s *ChangeSet) Edits() iter.Seq2[Edit, error] {
	return func(yield func(Edit, error) bool) {
		for _, e := range s.Changes {
			if !yield(e, nil) {
				return
			}
		}
		if s.Stream != nil {
			s.Stream(yield)
		}
	}
}

// Edit is one change of a set.
type Edit struct {
	Op Operation
	// Incident is what is put; its Revision does not matter. It is not changed.
	Incident *incident.Incident
	// ID is the incident's that is deleted, redacted or restored.
	ID string
	// Base, if not nil, is the number of the revision that the change is based on, 0
	// for an incident that must not be there. Conflict: it has another one.
	Base *int
	// Revision is the number of the revision that is redacted or restored.
	Revision int
	// Revive lets a put bring back an incident that was deleted: the same one has come
	// again from its source.
	Revive bool
	// Flat says what the incident that is put was made of: what that cannot tell stays as
	// it was.
	Flat incident.Flat
}

// Applied says what became of a change set.
type Applied struct {
	// Version is the dataset's after it. A set that changes nothing leaves it.
	Version int64
	// Count is how many revisions were made: changes that change nothing make none.
	Count int
	// Described says that the dataset knows words that it did not know before.
	Described bool
	// Revisions are these, in the order of the changes; none where the set is brief.
	Revisions []Revision
	// Again says that this is the answer to the same set that came before (Once), and
	// Answer is what its sender was told then; nil where nothing was remembered.
	Again  bool
	Answer []byte
	// Dataset is what was made, of an answer to MakeDataset.
	Dataset string
}

// Log is a durable history of datasets. What Apply has acknowledged is there after the
// process was killed. Implementations are safe for concurrent use.
type Log interface {
	// Datasets lists the datasets of the log by title.
	Datasets(ctx context.Context) ([]*incident.Dataset, error)
	// PutDataset adds a dataset, or changes its description. Columns are added and
	// widened, never taken away. Invalid: a column's name, or what no log keeps
	// (views, layers of other datasets).
	PutDataset(ctx context.Context, d *incident.Dataset) error

	// MakeDataset adds a dataset that is not there. Conflict: it is. Where the same came
	// before (Once, which may be nil), nothing is made, and the ID is that of the dataset
	// that was made then. Mismatch: the key came with another one.
	MakeDataset(ctx context.Context, d *incident.Dataset, once *Once) (id string, err error)

	// Apply makes a change set. Versions of a dataset have no gaps. NotFound: the
	// dataset, or an incident that is deleted, redacted or restored. Gone: an
	// incident that was deleted is put, and not to be revived. Conflict: a base that is not the newest, or a
	// revision to be redacted whose content is still the incident's.
	Apply(ctx context.Context, set ChangeSet) (Applied, error)

	// DropDataset deletes a dataset with its history, and revokes the tokens that are for it
	// alone. Its version is kept: a new dataset of that ID goes on from it, so that nobody
	// takes one for the other. NotFound: there is none.
	DropDataset(ctx context.Context, dataset string) error

	// Answered is what became of a change set that came before, or of a dataset that was
	// made, where none is named; nil where it has not.
	// Mismatch: its key came with another one.
	Answered(ctx context.Context, dataset string, once Once) (*Applied, error)

	// Version is the newest of a dataset.
	Version(ctx context.Context, dataset string) (int64, error)
	// Current yields the incidents of a dataset as they are. Changes that are made
	// meanwhile may be among them or not: Since, of the version before, tells them.
	Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error]
	// Deleted yields the revisions that deleted the incidents of a dataset that are deleted.
	Deleted(ctx context.Context, dataset string) iter.Seq2[Revision, error]
	// Revisions lists those of an incident, the oldest first.
	Revisions(ctx context.Context, dataset, id string) ([]Revision, error)
	// Batch lists the revisions of a batch, in their order.
	Batch(ctx context.Context, dataset, batch string) ([]Revision, error)
	// Since yields the revisions after a version of a dataset, in their order.
	Since(ctx context.Context, dataset string, version int64) iter.Seq2[Revision, error]

	// Close ends it. Nothing may be asked of it afterwards.
	Close() error
}
