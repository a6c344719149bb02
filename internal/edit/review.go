package edit

import (
	"encoding/json"
	"reflect"
	"slices"

	"incidentmap/internal/incident"
)

// review reads whether somebody has checked something. What is newly marked is marked by
// the author, today, and so is what a patch marks again; a change of anything else takes
// other marks off, as the log does it.
func review(at func(*incident.Incident) *incident.Review) func(*draft, string, json.RawMessage) {
	return func(d *draft, name string, raw json.RawMessage) {
		var s incident.ReviewState
		if isNull(raw) || !d.decode(name, raw, &s, "reviewed, unreviewed or null") {
			return
		}
		r := at(&d.inc)
		switch {
		case !slices.Contains(incident.ReviewStates, s):
			d.problem(name, []string{string(incident.Unreviewed), string(incident.Reviewed)},
				"%.60q is no state of a review", s)
		case s == incident.Unreviewed:
			*r = incident.Review{}
		case r.State != incident.Reviewed, d.feature.patched && d.given[name]:
			d.marked = append(d.marked, r)
		}
	}
}

// reviews writes down who has marked what. A mark that comes with a change is of the revision
// that the change makes, else of the one that there is. What is marked already and does not
// change is not marked again.
func (d *draft) reviews() {
	revision := d.inc.Revision
	if d.changed() {
		revision++
	}
	for _, r := range d.marked {
		if r.State != incident.Reviewed || revision > d.inc.Revision {
			*r = incident.Review{State: incident.Reviewed, By: d.Author, At: d.Today, Revision: revision}
		}
	}
}

// changed reports whether anything but reviews is other than it was.
func (d *draft) changed() bool {
	if d.before == nil {
		return true
	}
	was, now := *d.before, d.inc
	for _, inc := range []*incident.Incident{&was, &now} {
		inc.PlaceReview, inc.RecordReview, inc.Dataset = incident.Review{}, incident.Review{}, d.Dataset.ID
	}
	return !reflect.DeepEqual(was, now)
}
