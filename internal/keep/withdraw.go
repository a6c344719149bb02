package keep

import (
	"maps"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Unread is a row of a file that was left out.
type Unread struct {
	// Where names it in words, such as "row 3".
	Where string
	// IDs are those that its incident may have.
	IDs []string
	// Named says that the source gives the row its ID. Else it is a hash of the cells, which
	// an earlier edition of the row has only if they were the same.
	Named bool
}

// withdraw deletes what was not brought. What the file has and could not be read stays;
// where nobody can tell which incidents these are, nothing may be withdrawn.
func (p *plan) withdraw(yield func(store.Edit, error) bool) {
	if out := &p.outcome; out.Added+out.Changed+out.Same+out.Returned+len(out.Gone) == 0 && len(p.now) > 0 {
		yield(store.Edit{}, errWithoutIncidents(len(p.now)))
		return
	}
	unknown := p.keepUnread()
	for _, id := range slices.Sorted(maps.Keys(p.now)) {
		if p.now[id].brought {
			continue
		}
		if len(unknown) > 0 {
			yield(store.Edit{}, errUnknown(unknown))
			return
		}
		p.outcome.Withdrawn++
		if !yield(store.Edit{Op: store.OpDelete, ID: id}, nil) {
			return
		}
	}
}

// keepUnread has the incidents of rows that were left out stay, and returns the rows whose
// incidents are not known.
func (p *plan) keepUnread() (unknown []Unread) {
	for _, row := range p.unread {
		known := row.Named
		for _, id := range row.IDs {
			before, there := p.now[id]
			if known = known || there; there && !before.brought {
				before.brought = true
				p.now[id] = before
				p.outcome.Unread++
			}
		}
		if !known {
			unknown = append(unknown, row)
		}
	}
	return unknown
}

// errWithoutIncidents is of a file that is more likely to be the wrong one, or broken, than
// to say that nothing of the dataset was true.
func errWithoutIncidents(there int) error {
	return incident.Errorf(incident.Invalid, "nothing is withdrawn: the file has no incident that could be read, and all "+
		"that the dataset has (%d) would go. Delete the dataset if that is meant", there)
}

func errUnknown(rows []Unread) error {
	return incident.Errorf(incident.Invalid, "nothing can be withdrawn, because the file has rows that were left out and "+
		"have no ID: nobody can tell which incidents they are (%d of them, first %s). Mend them or give them IDs, or "+
		"import without withdrawing", len(rows), rows[0].Where)
}
