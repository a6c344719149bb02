package incident

import "strings"

// Record is a published incident with what is derived from it, worked out
// once. It is immutable.
type Record struct {
	*Incident
	Fatalities, Injuries    Figure
	Occurrence, Attribution string
	// Actor and Target are the names of the parties, joined with "; ".
	Actor, Target string
	// Text is the folded text that the word search looks in. It says once what
	// the title, the place and others of its parts may each say.
	Text string
}

// NewRecord publishes an incident and derives its record.
func NewRecord(p Profile, inc Incident, d *Dataset) *Record {
	r := &Record{}
	r.derive(p, &inc)
	r.Text = searchText(&inc, r, d, false)
	return r
}

// Published publishes an incident and derives its record, but for the text that the word
// search looks in.
func Published(p Profile, inc Incident) *Record {
	r := &Record{}
	r.derive(p, &inc)
	return r
}

// Derive publishes the incident that inc points to, in its place, and makes r
// its record. It is for many at once: neither is allocated anew, and what is
// derived lies together in memory.
func (r *Record) Derive(p Profile, inc *Incident, d *Dataset) {
	r.derive(p, inc)
	r.Text = searchText(inc, r, d, true)
}

func (r *Record) derive(p Profile, inc *Incident) {
	*inc = Publish(p, *inc)
	inc.PlaceReview.State = stateOf(inc.PlaceReview)
	inc.RecordReview.State = stateOf(inc.RecordReview)
	*r = Record{
		Incident:    inc,
		Fatalities:  FigureOf(inc.Claims, Killed),
		Injuries:    FigureOf(inc.Claims, Injured),
		Occurrence:  Occurrence(inc.Statements),
		Attribution: Attribution(inc.Statements),
		Actor:       joinNames(inc.Actors),
		Target:      joinNames(inc.Targets),
	}
}

// stateOf makes the unwritten state, unreviewed, explicit.
func stateOf(r Review) ReviewState {
	if r.State == "" {
		return Unreviewed
	}
	return r.State
}

func joinNames(parties []Party) string {
	switch len(parties) {
	case 0:
		return ""
	case 1:
		return parties[0].Name
	}
	names := make([]string, len(parties))
	for i, p := range parties {
		names[i] = p.Name
	}
	return strings.Join(names, "; ")
}

// Figure returns the incident's own flat figure of a measure; it is unknown
// where the figure belongs to its group.
func (r *Record) Figure(measure string) Figure {
	switch measure {
	case Killed:
		return r.Fatalities
	case Injured:
		return r.Injuries
	}
	return FigureOf(r.Claims, measure)
}
