package incident

import (
	"slices"
)

// Merge is a dataset as it was with what is new: columns come and are widened, words of
// vocabularies and groups come, descriptions change. Invalid: a column's name.
func Merge(before, now *Dataset) (*Dataset, error) {
	out := *now
	out.Base = before.Base
	out.Columns = slices.Clone(before.Columns)
	for _, c := range now.Columns {
		i := ColumnNamed(out.Columns, c.Name)
		if i < 0 {
			if err := CheckColumnName(c.Name); err != nil {
				return nil, err
			}
			out.Columns = append(out.Columns, c)
			continue
		}
		c.Name = out.Columns[i].Name
		c.Type = out.Columns[i].Type.Wider(c.Type)
		out.Columns[i] = c
	}
	if n := len(out.Columns); n > MaxColumns && n > len(before.Columns) {
		return nil, Errorf(Invalid, "%s would have %d columns of its own; at most %d are kept", before.ID, n, MaxColumns)
	}
	out.Kinds, out.EventTypes = JoinTerms(before.Kinds, now.Kinds), JoinTerms(before.EventTypes, now.EventTypes)
	out.Groups = slices.Clone(now.Groups)
	for _, g := range before.Groups {
		if now.Group(g.ID) == nil {
			out.Groups = append(out.Groups, g)
		}
	}
	return &out, nil
}

// JoinTerms are the words of a vocabulary as they are now, and after them those that it had.
func JoinTerms(before, now []Term) []Term {
	out := slices.Clone(now)
	for _, t := range before {
		if !slices.ContainsFunc(out, func(o Term) bool { return o.ID == t.ID }) {
			out = append(out, t)
		}
	}
	return out
}
