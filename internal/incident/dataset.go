package incident

import (
	"slices"
	"strings"
)

// Dataset is a body of incidents with one licence and one vocabulary.
type Dataset struct {
	ID, Title, Description string
	Licence, Attribution   string
	Visibility             Visibility
	// Kinds and EventTypes are the dataset's vocabularies, in the order in
	// which they are shown.
	Kinds, EventTypes []Term
	// Columns are the dataset's own columns beside the shared ones.
	Columns []Column
	// Views are named selections, each a collection of its own.
	Views []View
	// Groups own the claims that incidents share.
	Groups []Group
	// Default marks the dataset that the program ships with.
	Default bool
	// ContextOf is the ID of the dataset that this one is a context layer of
	// (areas, terms of office, …), or empty. A context layer is no body of
	// incidents: it is never counted with them, and has no figures.
	ContextOf string
	// Release and Citation are the version of the dataset's frozen copy and
	// how to cite it, or empty.
	Release, Citation string
	// Base is the version at which the dataset was made: above 0 where another one of its ID
	// was deleted before, whose versions it goes on from.
	Base int64 `json:",omitzero"`
}

// Visibility says who may read a dataset.
type Visibility string

// Public is for everyone, Private for nobody without leave.
const (
	Public  Visibility = "public"
	Private Visibility = "private"
)

// Term is a word of a vocabulary.
type Term struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// View is a named selection of a dataset. No Kinds means all of them.
type View struct {
	ID, Title, Description string
	Kinds                  []string
}

// Column is a typed column that only this dataset has.
type Column struct {
	Name        string     `json:"name"`
	Type        ColumnType `json:"type"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	// Separator parts the values of a cell of texts that has several; empty where a
	// cell is one value. Each value is filtered by and counted by itself.
	Separator string `json:"separator,omitempty"`
}

// Values are those of a cell of the column, as they are filtered by; none for no value.
func (c *Column) Values(cell any) []string {
	switch text, isText := cell.(string); {
	case cell == nil:
		return nil
	case !isText:
		return []string{FormatValue(cell)}
	case c.Separator == "" || !strings.Contains(text, c.Separator):
		return []string{text}
	default:
		return listed(text, c.Separator)
	}
}

// listed lists each value of a list once, without blanks around it.
func listed(text, separator string) []string {
	var out []string
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// ColumnType is the type of a column's values.
type ColumnType string

// The types of columns; the Go type of a value in Incident.Extra is string,
// int64, float64, bool, and string (YYYY-MM-DD) in that order.
const (
	ColumnString  ColumnType = "string"
	ColumnInteger ColumnType = "integer"
	ColumnNumber  ColumnType = "number"
	ColumnBoolean ColumnType = "boolean"
	ColumnDate    ColumnType = "date"
)

// Label returns the label of a term, or the ID itself where it has none.
func Label(terms []Term, id string) string {
	for _, t := range terms {
		if t.ID == id && t.Label != "" {
			return t.Label
		}
	}
	return id
}

// Group returns a group of the dataset, or nil.
func (d *Dataset) Group(id string) *Group {
	for i := range d.Groups {
		if d.Groups[i].ID == id {
			return &d.Groups[i]
		}
	}
	return nil
}
