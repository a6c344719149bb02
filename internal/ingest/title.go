package ingest

import (
	"strings"

	"incidentmap/internal/incident"
)

// titleColumn is the column without a role whose texts say most of what happened, -1 if
// there is none: where rows have neither a title nor a type or a summary, they are called
// after that.
func (a *assignment) titleColumn() int {
	for _, ro := range []role{roleTitle, roleEventType, roleSummary} {
		if a.columns[ro] >= 0 {
			return -1
		}
	}
	best, most := -1, 0
	for i := range a.header {
		if a.used[i] || !a.sample.holds(i, testText).mostly() {
			continue
		}
		if n := a.sample.saying(i) * a.nameWeight(i); n > most {
			best, most = i, n
		}
	}
	return best
}

// nameWeight is more for a column whose name has a word for a description or a type.
func (a *assignment) nameWeight(column int) int {
	if len(without(a.split[column], a.vocab.triggers(roleTitle, roleSummary, roleEventType))) < len(a.split[column]) {
		return describedWeight
	}
	return 1
}

// describedWeight is how much longer texts must be that are not said to describe.
const describedWeight = 5

// Texts that are shorter are codes, and longer ones do not say more in a title.
const shortTitle, longTitle = 3, 80

// saying is how much the texts of a column say: their length by percent of the rows. Few
// different ones in many rows are answers to a question.
func (s *sample) saying(column int) int {
	different := map[string]bool{}
	length := 0
	for i := range s.rows {
		v := s.rows[i].at(column)
		n := len([]rune(v))
		if n < shortTitle || strings.Contains(v, "://") {
			continue
		}
		different[v] = true
		length += min(n, longTitle)
	}
	if len(s.rows) == 0 || len(different) < fewCells && len(s.rows) > 2*fewCells {
		return 0
	}
	return 100 * length / len(s.rows)
}

// textOf is what the column that titles are made of says of an incident.
func (b *builder) textOf(inc *incident.Incident) string {
	for i := range b.extras {
		if b.extras[i].index == b.titled && i < len(inc.Extra) {
			text, _ := inc.Extra[i].(string)
			return text
		}
	}
	return ""
}
