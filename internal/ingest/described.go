package ingest

import "incidentmap/internal/incident"

// Described is what a file beside a table says of one of its columns.
type Described struct {
	// Names are what the column goes by there, and not in the header.
	Names []string
	// Role is what its values alone tell: date, latlon or wkt; empty for nothing.
	Role string
	// Type is that of a column that is kept as it is, Title what people call it, and
	// Separator what parts several values in a cell; each is empty where nothing is said.
	Type             incident.ColumnType
	Title, Separator string
	// Order is dmy or mdy where its dates are said to be written so.
	Order string
}

// describedOrder is the order in which the dates of a table are said to be written; empty
// where nothing is said, or different orders of different columns.
func (t *Table) describedOrder() string {
	order := ""
	for _, d := range t.Described {
		switch {
		case d.Order == "" || d.Order == order:
		case order == "":
			order = d.Order
		default:
			return ""
		}
	}
	return order
}

// applyDescribed gives the roles of columns that a file beside the table calls by a name
// of them, or whose values it says to be theirs.
func (a *assignment) applyDescribed(of []Described) {
	if a.preset != nil {
		return
	}
	a.described = of[:min(len(of), len(a.header))]
	a.applyDescribedNames()
	for _, ro := range []role{roleDate, roleLatlon, roleWKT} {
		a.applyDescribedValues(ro)
	}
}

// applyDescribedNames gives roles by plain names, as in the header, and by others if the
// cells agree.
func (a *assignment) applyDescribedNames() {
	for _, p := range a.vocab.phrases {
		for i := range a.described {
			if !p.soft && a.free(p.role, i) && a.isCalled(i, p.joined) && !a.contradicted(p.role, i) {
				a.take(p.role, i)
				a.firm[p.role] = true
			}
		}
	}
	for i, d := range a.described {
		for _, name := range d.Names {
			words := nameWords(name)
			for _, m := range a.vocab.matches(i, words, a.vocab.segmented(words)) {
				if a.free(m.phrase.role, i) && a.agrees(m) {
					a.takeMatch(m)
				}
			}
		}
	}
}

// isCalled reports whether a column is described by a name, as names are compared.
func (a *assignment) isCalled(column int, joined string) bool {
	for _, name := range a.described[column].Names {
		if joinedKey(nameWords(name)) == joined {
			return true
		}
	}
	return false
}

// applyDescribedValues gives a role to the only column whose values are said to be its.
// Of several, their names decide.
func (a *assignment) applyDescribedValues(ro role) {
	if a.isDatedAlready() && ro == roleDate || a.columns[ro] >= 0 {
		return
	}
	only := -1
	for i, d := range a.described {
		if d.Role != roleNames[ro] || ro == roleDate && a.saysOtherDate(i) {
			continue
		}
		if only >= 0 {
			return
		}
		only = i
	}
	if only >= 0 && a.free(ro, only) {
		a.take(ro, only)
	}
}

// isDatedAlready reports whether a column has a role of dates.
func (a *assignment) isDatedAlready() bool {
	for _, ro := range dateAndYear {
		if a.columns[ro] >= 0 {
			return true
		}
	}
	return false
}

// describedAt is what is said of a column; nothing where there is no file beside.
func (t *Table) describedAt(column int) Described {
	if column >= len(t.Described) {
		return Described{}
	}
	return t.Described[column]
}
