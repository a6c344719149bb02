package server

import (
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// check finds what is wrong with the description of a dataset.
func (b *datasetBody) check(d *incident.Dataset) (wrong edit.Problems) {
	tell := func(name string, allowed []string, format string, args ...any) {
		wrong = append(wrong, edit.Problem{Pointer: "/" + name, Detail: fmt.Sprintf(format, args...), Allowed: allowed})
	}
	for name, text := range map[string]*string{"title": b.Title, "description": b.Description, "license": b.Licence,
		"attribution": b.Attribution} {
		if text != nil && len(*text) > maxDatasetText {
			tell(name, nil, "it has %d bytes; at most %d are kept", len(*text), maxDatasetText)
		}
	}
	if b.Title != nil && strings.TrimSpace(*b.Title) == "" {
		tell("title", nil, "it is empty")
	}
	if b.ID != nil && (*b.ID == "" || ingest.Slug(*b.ID) != *b.ID) {
		tell("id", []string{"small letters, digits and hyphens, such as " + ingest.DatasetID(*b.ID)},
			"%.100q cannot be an ID",
			*b.ID)
	}
	if v := b.Visibility; v != nil && *v != incident.Public && *v != incident.Private {
		tell("visibility", []string{"public", "private"}, "%.40q is no visibility", *v)
	}
	if b.Vocabularies != nil {
		for name, terms := range *b.Vocabularies {
			if name != "kind" && name != "event_type" {
				tell("vocabularies", []string{"kind", "event_type"}, "there is no vocabulary of %.40q", name)
			}
			if slices.ContainsFunc(terms, func(t incident.Term) bool { return t.ID == "" || len(t.ID) > 100 }) {
				tell("vocabularies/"+name, nil, "a word has no id, or one of more than 100 bytes")
			}
		}
	}
	return append(wrong, b.checkColumns(d.Columns)...)
}

// columnTypes are those that a column may have.
var columnTypes = []string{string(incident.ColumnString), string(incident.ColumnInteger), string(incident.ColumnNumber),
	string(incident.ColumnBoolean), string(incident.ColumnDate)}

// checkColumns finds what is wrong with columns that come to those there are.
func (b *datasetBody) checkColumns(there []incident.Column) (wrong edit.Problems) {
	if b.Columns == nil {
		return nil
	}
	all := slices.Clone(there)
	for i, col := range *b.Columns {
		at := fmt.Sprintf("/columns/%d", i)
		if !slices.Contains(columnTypes, string(col.Type)) {
			wrong = append(wrong, edit.Problem{Pointer: at + "/type", Detail: fmt.Sprintf("%.40q is no type", col.Type),
				Allowed: columnTypes})
		}
		if err := incident.CheckColumnName(col.Name); err != nil {
			wrong = append(wrong, edit.Problem{Pointer: at + "/name", Detail: err.Error()})
		}
		if same := incident.ColumnNamed((*b.Columns)[:i], col.Name); same >= 0 {
			wrong = append(wrong, edit.Problem{Pointer: at + "/name", Detail: fmt.Sprintf(
				"the column %d is called %q already; names that differ in case alone are the same", same, (*b.Columns)[same].Name)})
		}
		switch k := incident.ColumnNamed(there, col.Name); {
		case k < 0:
			all = append(all, col)
		case there[k].Name != col.Name:
			wrong = append(wrong, edit.Problem{Pointer: at + "/name", Detail: fmt.Sprintf(
				"the column is called %q, and names that differ in case alone are the same", there[k].Name),
				Allowed: []string{there[k].Name}})
		}
	}
	if len(all) > incident.MaxColumns && len(all) > len(there) {
		wrong = append(wrong, edit.Problem{Pointer: "/columns", Detail: fmt.Sprintf(
			"the dataset would have %d columns of its own; at most %d are kept", len(all), incident.MaxColumns)})
	}
	return wrong
}
