package ingest

import (
	"slices"

	"incidentmap/internal/incident"
)

// ownMarks are columns that our own exports have together, by joinedKey.
var ownMarks = []string{"datecertain", "dateuncertain", "recordreview"}

// keepOwnColumns leaves the columns of a dataset in our own export of it without a role,
// whatever they are called: it had its figures and its point from others.
func (a *assignment) keepOwnColumns(byName map[string]int) {
	if slices.ContainsFunc(ownMarks, func(mark string) bool { _, ok := byName[mark]; return !ok }) {
		return
	}
	for i, name := range a.header {
		derived := slices.ContainsFunc(a.vocab.phrases, func(p phrase) bool {
			return p.role == roleDerived && p.joined == joinedKey(a.words[i])
		})
		if !a.used[i] && !derived && !incident.ReservedColumn(name) {
			a.known[i] = true
		}
	}
}
