package memstore

import (
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// hasFigure reports whether any incident or group of the dataset has a known figure
// of a measure. The column's dictionary holds every figure that occurs, so that no
// record is read.
func (s *set) hasFigure(measure string, column int) bool {
	ofRecord := func(r *incident.Record) bool { return r.Figure(measure).Known() }
	ofGroup := func(g incident.Group) bool { return incident.FigureOf(g.Claims, measure).Known() }
	return slices.ContainsFunc(s.dictionaries[column].all(), ofRecord) || slices.ContainsFunc(s.dataset.Groups, ofGroup)
}

// describeFigures brings what the stats say of figures up to date.
func (s *set) describeFigures(st *store.Stats) {
	st.CountsKilled = s.hasFigure(incident.Killed, columnKilled)
	st.CountsInjured = s.hasFigure(incident.Injured, columnInjured)
}
