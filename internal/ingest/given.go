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
}

// ParseGiven reads role=name, or role=a+b for columns that are added or joined. The error
// says which roles there are.
func ParseGiven(text string) (Given, error) {
	name, column, ok := strings.Cut(text, "=")
	g := Given{strings.TrimSpace(name), strings.TrimSpace(column)}
	if !ok || g.Column == "" {
		return g, fmt.Errorf("%.80q is not a role and a column, such as date=Reported or fatalities_best=soldiers+civilians", text)
	}
	if !slices.Contains(RoleNames(), g.Role) {
		return g, fmt.Errorf("there is no role %.40q; %s are", g.Role, strings.Join(RoleNames(), ", "))
	}
	return g, nil
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
		at := a.indexes([]string{g.Column})
		if len(at) == 0 {
			parts := strings.Split(g.Column, "+")
			if at = a.indexes(parts); len(at) != len(parts) {
				continue // another file has these columns
			}
		}
		a.given[i] = true
		a.takeAll(rolesByName[g.Role], at)
	}
}
