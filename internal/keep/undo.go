package keep

import (
	"context"
	"fmt"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Undo takes a batch back: what it added is deleted, what it changed or deleted is as it
// was before. Conflict: an incident was changed since; the error names the first, and
// nothing is undone. The answer is brief.
func Undo(ctx context.Context, log store.Log, dataset, batch, author string) (store.Applied, error) {
	revisions, err := log.Batch(ctx, dataset, batch)
	if err != nil {
		return store.Applied{}, err
	}
	first, last := map[string]int{}, map[string]int{}
	var ids []string
	for _, r := range revisions {
		if _, known := first[r.ID]; !known {
			first[r.ID] = r.Number
			ids = append(ids, r.ID)
		}
		last[r.ID] = r.Number
	}
	d, _, err := existing(ctx, log, dataset)
	if err == nil && d == nil {
		err = incident.Errorf(incident.NotFound, "there is no dataset %q", dataset)
	}
	if err != nil {
		return store.Applied{}, err
	}
	set := store.ChangeSet{Dataset: dataset, Author: author, Batch: batch + undone,
		Reason: fmt.Sprintf("undoes the batch %s", batch), Brief: true}
	for _, id := range ids {
		e, err := undoing(ctx, log, d, batch, id, first[id], last[id])
		if err != nil {
			return store.Applied{}, err
		}
		set.Changes = append(set.Changes, e)
	}
	return log.Apply(ctx, set)
}

// undone follows the name of a batch in that of what takes it back.
const undone = "-undone"

// undoing is the change that takes an incident back to what it was before a batch, whose
// first and last revisions of it are given. What others changed after the batch and took back
// again is no change.
func undoing(ctx context.Context, log store.Log, d *incident.Dataset, batch, id string,
	first, last int) (store.Edit, error) {
	history, err := log.Revisions(ctx, d.ID, id)
	if err != nil {
		return store.Edit{}, err
	}
	now := history[len(history)-1]
	if now.Number != last && now.Batch == batch+undone {
		return store.Edit{}, incident.Errorf(incident.Conflict, "the batch %s was undone already, at %s; undo %s takes "+
			"that back", batch, now.At.Format(time.RFC3339), now.Batch)
	}
	same, err := sameState(&history[last-1], &now, d.Columns)
	if err != nil {
		return store.Edit{}, err
	}
	if now.Number != last && !same {
		return store.Edit{}, incident.Errorf(incident.Conflict,
			"the incident %q was changed after the batch (revision %d, and it has %d now); nothing was undone", id, last,
			now.Number)
	}
	before := first - 2 // its index among the revisions
	if before < 0 || history[before].Incident == nil {
		return store.Edit{Op: store.OpDelete, ID: id, Base: &now.Number}, nil
	}
	return store.Edit{Op: store.OpRestore, ID: id, Revision: history[before].Number, Base: &now.Number}, nil
}

// sameState reports whether an incident is now what it was at a revision, whoever has reviewed
// it. What was deleted is the same if an import or an undo deleted it again: what somebody
// deleted stays so. Of a content that was redacted nobody can tell.
func sameState(was, now *store.Revision, columns []incident.Column) (bool, error) {
	if was.Incident == nil || now.Incident == nil {
		return was.Op == store.OpDelete && now.Op == store.OpDelete && now.Batch != "", nil
	}
	x, y := *was.Incident, *now.Incident
	for _, i := range []*incident.Incident{&x, &y} {
		i.PlaceReview, i.RecordReview = incident.Review{}, incident.Review{}
	}
	differences, err := Diff(&x, &y, columns)
	return len(differences) == 0, err
}
