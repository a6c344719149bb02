package incident

import (
	"fmt"
	"slices"
	"strings"
)

// ColumnChange is what became of a column of a dataset.
type ColumnChange struct {
	Name string     `json:"name"`
	Type ColumnType `json:"type"`
	// Was is the type of a column that was widened; empty for one that is new.
	Was ColumnType `json:"was,omitempty"`
}

// String tells the change in words.
func (c ColumnChange) String() string {
	if c.Was == "" {
		return fmt.Sprintf("%s (%s)", c.Name, c.Type)
	}
	return fmt.Sprintf("%s from %s to %s", c.Name, c.Was, c.Type)
}

// ColumnChanges tells which columns are new, and which have another type than before.
func ColumnChanges(before, now []Column) (added, widened []ColumnChange) {
	for _, c := range now {
		i := ColumnNamed(before, c.Name)
		switch {
		case i < 0:
			added = append(added, ColumnChange{Name: c.Name, Type: c.Type})
		case before[i].Type != c.Type:
			widened = append(widened, ColumnChange{c.Name, c.Type, before[i].Type})
		}
	}
	return added, widened
}

// JoinChanges tells changes in words.
func JoinChanges(changes []ColumnChange) string {
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = c.String()
	}
	return strings.Join(words, ", ")
}

// WidensTo reports whether a column of the type can become one of another.
func (t ColumnType) WidensTo(other ColumnType) bool { return t.Wider(other) == other }

// Wider is the type that values of both types have.
func (t ColumnType) Wider(other ColumnType) ColumnType {
	numbers := []ColumnType{ColumnInteger, ColumnNumber}
	switch {
	case t == other:
		return t
	case slices.Contains(numbers, t) && slices.Contains(numbers, other):
		return ColumnNumber
	}
	return ColumnString
}
