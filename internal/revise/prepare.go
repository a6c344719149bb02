package revise

import (
	"iter"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/inorder"
	"incidentmap/internal/store"
)

// lotEdits is how many edits are prepared and expected together.
const lotEdits = 512

// prepared is an edit on its way into the log.
type prepared struct {
	store.Edit
	// content is what is put, as the first revision of its incident, which most are where
	// they are many; nil where it is not written yet.
	content []byte
}

// id is the ID of the incident that is changed.
func (e *prepared) id() string {
	if e.Op == store.OpPut && e.Incident != nil {
		return e.Incident.ID
	}
	return e.ID
}

// lot are edits that follow each other, and why no more come.
type lot struct {
	edits []prepared
	err   error
}

// writtenAhead yields the edits of a set. Those of a stream are written as JSON by other
// goroutines than the one that changes the log.
func writtenAhead(set *store.ChangeSet, columns []incident.Column) iter.Seq[*lot] {
	lots := lotsOf(set.Edits())
	if set.Stream == nil {
		return lots
	}
	return inorder.Ahead(lots, func(l *lot) { l.write(columns) })
}

// lotsOf gathers edits in lots; an error is the last one's.
func lotsOf(edits iter.Seq2[store.Edit, error]) iter.Seq[*lot] {
	return func(yield func(*lot) bool) {
		l := &lot{}
		for e, err := range edits {
			if err != nil {
				l.err = err
				break
			}
			l.edits = append(l.edits, prepared{Edit: e})
			if len(l.edits) == lotEdits {
				if !yield(l) {
					return
				}
				l = &lot{edits: make([]prepared, 0, lotEdits)}
			}
		}
		yield(l)
	}
}

// write writes the contents of what is put. What cannot be written is told when its turn
// comes.
func (l *lot) write(columns []incident.Column) {
	for i := range l.edits {
		e := &l.edits[i]
		if e.Op != store.OpPut || e.Incident == nil {
			continue
		}
		first := *e.Incident
		first.Revision = 1
		if content, err := whole.Marshal(&first, columns); err == nil {
			e.content = content
		}
	}
}
