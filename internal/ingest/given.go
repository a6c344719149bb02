package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Given is a role that a user gives to a column of that name.
type Given struct {
	Role, Column string
	// Parts, if not nil, are the names of columns that are added or joined, instead of
	// Column.
	Parts []string
	// Fills are further columns, each for the rows in which those before it are empty.
	Fills []string
}

// ParseGiven reads role=name, or role=a+b for columns that are added or joined. The error
// says which roles there are.
func ParseGiven(text string) (Given, error) {
	name, column, ok := strings.Cut(text, "=")
	g := Given{Role: strings.TrimSpace(name), Column: strings.TrimSpace(column)}
	if !ok || g.Column == "" {
		return g, fmt.Errorf("%.80q is not a role and a column, such as date=Reported or fatalities_best=soldiers+civilians", text)
	}
	if g.Role == RoleKept || g.Role == RoleUnused {
		return g, nil
	}
	return g, CheckRole(g.Role)
}

// What a user may say of a column instead of a role: that it is kept as it is, whatever its
// name and its cells look like, or that it is not read.
const (
	RoleKept   = "kept"
	RoleUnused = "unused"
)

// CheckRole tells that there is no role of a name, and which there are.
func CheckRole(name string) error {
	if !slices.Contains(RoleNames(), name) {
		return fmt.Errorf("there is no role %.40q; %s are", name, strings.Join(RoleNames(), ", "))
	}
	return nil
}

// RoleNames are the names of the roles that columns can have.
func RoleNames() []string {
	names := slices.Sorted(maps.Keys(rolesByName))
	return slices.DeleteFunc(names, func(name string) bool { return rolesByName[name] == roleDerived })
}

// give takes over what the user says, and notes which of it the table has columns for. A
// name with a plus may be that of one column.
func (a *assignment) give(given []Given) {
	a.given = make([]bool, len(given))
	for i, g := range given {
		at := a.columnsOf(g)
		a.given[i] = len(at) > 0 // else another file has these columns
		switch g.Role {
		case RoleKept:
			a.withoutRole(at, a.known, a.kept)
		case RoleUnused:
			a.withoutRole(at, a.used, a.derived)
		default:
			ro := rolesByName[g.Role]
			a.others[ro] = a.indexes(g.Fills)
			if len(at) > 0 {
				a.takeAll(ro, at)
			}
		}
	}
}

// withoutRole notes of columns that no role is to be looked for.
func (a *assignment) withoutRole(columns []int, notes ...map[int]bool) {
	for _, i := range columns {
		for _, note := range notes {
			note[i] = true
		}
	}
}

// columnsOf are the columns that have a given role; none if the table lacks one of them.
func (a *assignment) columnsOf(g Given) []int {
	parts := g.Parts
	if parts == nil {
		if at := a.indexes([]string{g.Column}); len(at) > 0 {
			return at
		}
		parts = strings.Split(g.Column, "+")
	}
	at := a.indexes(parts)
	if len(at) != len(parts) {
		return nil
	}
	return at
}
