package revise

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

func (a *applier) change(e *prepared) error {
	id := e.id()
	if e.Op == store.OpPut && e.Incident == nil {
		return incident.Errorf(incident.Invalid, "the change of %q puts nothing; it needs an incident", id)
	}
	before, err := a.tx.Before(e.Op, id)
	if err != nil {
		return err
	}
	if e.Base != nil && *e.Base != before.Number {
		return incident.Errorf(incident.Conflict, "the change of %q is based on revision %d, and it has revision %d now",
			id, *e.Base, before.Number)
	}
	if e.Op != store.OpPut && before.Number == 0 {
		return incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, a.dataset.ID)
	}
	switch e.Op {
	case store.OpPut:
		return a.put(e, before)
	case store.OpDelete:
		return a.delete(id, before)
	case store.OpRestore:
		return a.restore(id, e.Revision, before)
	case store.OpRedact:
		return a.redact(id, e.Revision, before)
	}
	return incident.Errorf(incident.Invalid, "the change of %q is %q; put, delete, redact and restore are allowed", id,
		e.Op)
}

// put makes the given content the incident's. What changes nothing is no revision. A
// change of the content resets what was reviewed, unless the review is of that change; a
// review alone is kept.
func (a *applier) put(e *prepared, before State) error {
	inc := e.Incident
	if before.Deleted && !e.Revive {
		return incident.Errorf(incident.Gone, "the incident %q was deleted; its ID is not used again", inc.ID)
	}
	next := *inc
	if before.Number > 0 && !before.Deleted {
		old, err := a.unmarshal(before.Content)
		if err != nil {
			return err
		}
		e.Flat.Complete(&next, old)
		same, err := a.sameFacts(old, &next)
		switch {
		case err != nil:
			return err
		case same && sameReview(old.PlaceReview, next.PlaceReview) && sameReview(old.RecordReview, next.RecordReview):
			return nil
		case !same:
			next.PlaceReview = reviewOf(next.PlaceReview, before.Number+1)
			next.RecordReview = reviewOf(next.RecordReview, before.Number+1)
		}
	}
	next.Revision = before.Number + 1
	content := e.content
	if next.Revision > 1 || content == nil {
		var err error
		if content, err = whole.Marshal(&next, a.dataset.Columns); err != nil {
			return err
		}
	}
	next.Dataset = a.dataset.ID
	return a.append(store.Revision{ID: inc.ID, Number: next.Revision, Op: store.OpPut, Incident: &next},
		string(content), 0)
}

// reviewOf is a review if it is of a revision, else none.
func reviewOf(r incident.Review, revision int) incident.Review {
	if r.State == incident.Reviewed && r.Revision == revision {
		return r
	}
	return incident.Review{}
}

// sameReview compares reviews, of which an unreviewed one may not say so.
func sameReview(a, b incident.Review) bool {
	a.State, b.State = cmp.Or(a.State, incident.Unreviewed), cmp.Or(b.State, incident.Unreviewed)
	return a == b
}

// sameFacts compares all but revision and reviews.
func (a *applier) sameFacts(old, now *incident.Incident) (bool, error) {
	var texts [2][]byte
	for i, inc := range []*incident.Incident{old, now} {
		bare := *inc
		bare.Revision, bare.PlaceReview, bare.RecordReview = 0, incident.Review{}, incident.Review{}
		raw, err := whole.Marshal(&bare, a.dataset.Columns)
		if err != nil {
			return false, err
		}
		texts[i] = raw
	}
	return bytes.Equal(texts[0], texts[1]), nil
}

func (a *applier) delete(id string, before State) error {
	if before.Deleted {
		return nil
	}
	return a.append(store.Revision{ID: id, Number: before.Number + 1, Op: store.OpDelete}, "", 0)
}

func (a *applier) restore(id string, number int, before State) error {
	content, blanked, err := a.tx.Content(id, number)
	switch {
	case err != nil:
		return err
	case blanked:
		return incident.Errorf(incident.Gone, "revision %d of %q was redacted", number, id)
	case content == "":
		return incident.Errorf(incident.Invalid, "revision %d of %q has no content: it is a deletion", number, id)
	}
	inc, err := a.unmarshal(content)
	if err != nil {
		return err
	}
	inc.PlaceReview, inc.RecordReview = incident.Review{}, incident.Review{}
	return a.appendAs(store.OpRestore, inc, before.Number+1, number)
}

// redact blanks an earlier revision, and with it all others that say the same, such as
// one that restored it. What the incident is now stays.
func (a *applier) redact(id string, number int, before State) error {
	content, blanked, err := a.tx.Content(id, number)
	if err != nil || blanked {
		return err
	}
	numbers := []int{number}
	if content != "" {
		if numbers, err = a.sameAs(id, content); err != nil {
			return err
		}
	}
	if before.Content != "" && slices.Contains(numbers, before.Number) {
		return incident.Errorf(incident.Conflict, "revision %d of %q is what it is now; put another content first, "+
			"or delete it", number, id)
	}
	for _, n := range numbers {
		if err := a.tx.Blank(id, n); err != nil {
			return err
		}
	}
	if before.Content == "" {
		return a.append(store.Revision{ID: id, Number: before.Number + 1, Op: store.OpRedact}, "", number)
	}
	inc, err := a.unmarshal(before.Content)
	if err != nil {
		return err
	}
	return a.appendAs(store.OpRedact, inc, before.Number+1, number)
}

// sameAs are the numbers of an incident's revisions whose facts are those of a content.
func (a *applier) sameAs(id, content string) (numbers []int, err error) {
	facts, err := a.unmarshal(content)
	if err != nil {
		return nil, err
	}
	all, err := a.tx.Contents(id)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Sorted(maps.Keys(all)) {
		other, err := a.unmarshal(all[n])
		if err != nil {
			return nil, err
		}
		same, err := a.sameFacts(facts, other)
		if err != nil {
			return nil, err
		}
		if same {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}

func (a *applier) unmarshal(content string) (*incident.Incident, error) {
	inc, err := whole.Unmarshal([]byte(content), a.dataset.ID, a.dataset.Columns)
	return &inc, err
}

// appendAs adds a revision of an earlier content.
func (a *applier) appendAs(op store.Operation, inc *incident.Incident, number, target int) error {
	inc.Revision = number
	raw, err := whole.Marshal(inc, a.dataset.Columns)
	if err != nil {
		return err
	}
	return a.append(store.Revision{ID: inc.ID, Number: number, Op: op, Incident: inc}, string(raw), target)
}

// append adds a revision to the log.
func (a *applier) append(r store.Revision, content string, target int) error {
	r.Dataset, r.Version, r.Author, r.Reason, r.Batch = a.dataset.ID, a.version, a.set.Author, a.set.Reason, a.set.Batch
	r.At = a.at
	row := Row{Revision: r, Content: content, Target: target}
	if err := a.tx.Append(&row); err != nil {
		return err
	}
	a.out.Count++
	a.tally.add(r.Op, r.ID)
	if !a.set.Brief {
		a.out.Revisions = append(a.out.Revisions, row.Revision)
	}
	return nil
}
