package keep

import (
	"context"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Step is a revision of an incident with what it changed.
type Step struct {
	Revision int             `json:"revision"`
	Version  int64           `json:"version"`
	At       time.Time       `json:"at"`
	Author   string          `json:"author"`
	Reason   string          `json:"reason,omitempty"`
	Batch    string          `json:"batch,omitempty"`
	Op       store.Operation `json:"op"`
	Redacted bool            `json:"redacted,omitempty"`
	// Changes are the fields that differ from the revision before; of one that is
	// redacted none, because its content is no longer known.
	Changes []Difference `json:"changes"`
}

// Steps tells what each of an incident's revisions changed, which are all of its, the
// oldest first.
func Steps(revisions []store.Revision, columns []incident.Column) ([]Step, error) {
	var before *incident.Incident
	steps := make([]Step, len(revisions))
	for i, r := range revisions {
		changes, err := Diff(before, r.Incident, columns)
		if err != nil {
			return nil, err
		}
		if r.Redacted {
			changes = nil
		}
		steps[i] = Step{r.Number, r.Version, r.At, r.Author, r.Reason, r.Batch, r.Op, r.Redacted, changes}
		before = r.Incident
	}
	return steps, nil
}

// AtVersion is an incident as it was at a version of its dataset. NotFound: it was not
// there yet, or there never was one. Gone: it was deleted then, or what it was has been
// redacted. Invalid: the dataset has no such version yet.
func AtVersion(ctx context.Context, log store.Log, dataset, id string, version int64) (*incident.Incident, error) {
	newest, err := log.Version(ctx, dataset)
	if err != nil {
		return nil, err
	}
	if version < 0 || version > newest {
		return nil, incident.BadParameter("version", "%s has the versions 0 to %d", dataset, newest)
	}
	revisions, err := log.Revisions(ctx, dataset, id)
	if err != nil {
		return nil, err
	}
	var then *store.Revision
	for i := range revisions {
		if r := &revisions[i]; r.Version <= version {
			then = r
		}
	}
	switch {
	case then == nil:
		return nil, incident.Errorf(incident.NotFound, "%s had no incident %q at version %d", dataset, id, version)
	case then.Redacted:
		return nil, incident.Errorf(incident.Gone, "what the incident %q was at version %d has been redacted", id, version)
	case then.Incident == nil:
		return nil, incident.Errorf(incident.Gone, "the incident %q was deleted at version %d", id, version)
	}
	return then.Incident, nil
}
