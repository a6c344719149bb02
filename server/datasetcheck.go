package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// check finds what is wrong with the description of a dataset.
func (b *datasetBody) check(d *incident.Dataset) (wrong edit.Problems) {
	wrong = edit.Unclean(json.RawMessage(b.raw))
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
	if b.ID != nil && !ingest.IsDatasetID(*b.ID) {
		tell("id", []string{ingest.DatasetIDs + ", such as " + ingest.DatasetID(*b.ID)},
			"%.100q cannot be an ID", *b.ID)
	}
	if v := b.Visibility; v != nil && *v != incident.Public && *v != incident.Private {
		tell("visibility", []string{"public", "private"}, "%.40q is no visibility", *v)
	}
	if d.ID != "" {
		wrong = append(wrong, b.checkTaken(d)...)
	}
	return slices.Concat(wrong, b.checkWords(d), b.checkColumns(d.Columns))
}

// nullsOf names the members of a body that are null.
func nullsOf(raw []byte) map[string]bool {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(raw, &members) // it was read once
	out := map[string]bool{}
	for name, value := range members {
		out[name] = string(value) == "null"
	}
	return out
}

// checkTaken refuses to take away from a dataset what does not go. A patch would be answered
// as if it had.
func (b *datasetBody) checkTaken(d *incident.Dataset) (wrong edit.Problems) {
	for name, detail := range map[string]string{"id": "an ID does not change", "title": "a collection needs a title",
		"visibility":   "a collection is public or private",
		"vocabularies": "words are not taken away: incidents have them, and had them; leave them out, or list those that come"} {
		if b.null[name] {
			wrong = append(wrong, edit.Problem{Pointer: "/" + name, Detail: detail,
				Allowed: []string{"another value, or none"}})
		}
	}
	if len(d.Columns) > 0 && (b.null["columns"] || b.Columns != nil && len(*b.Columns) == 0) {
		wrong = append(wrong, edit.Problem{Pointer: "/columns", Detail: "columns are not taken away, with what incidents " +
			"have in them; leave them out, or list those that come or are widened. An export without them makes another dataset",
			Allowed: []string{"columns that come or are widened"}})
	}
	return wrong
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
		case !there[k].Type.WidensTo(col.Type):
			wrong = append(wrong, edit.Problem{Pointer: at + "/type", Detail: fmt.Sprintf(
				"the column is one of %s, and a type only widens: %.20s does not hold all that is there", there[k].Type, col.Type),
				Allowed: widerTypes(there[k].Type)})
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

// widerTypes are those that a column of a type can be given.
func widerTypes(t incident.ColumnType) (out []string) {
	for _, other := range columnTypes {
		if t.WidensTo(incident.ColumnType(other)) {
			out = append(out, other)
		}
	}
	return out
}

// maxWord bounds the ID of a word of a vocabulary, in bytes.
const maxWord = 100

// checkWords finds what is wrong with vocabularies. New words are such as files make.
func (b *datasetBody) checkWords(d *incident.Dataset) (wrong edit.Problems) {
	if b.Vocabularies == nil {
		return nil
	}
	there := map[string][]incident.Term{"kind": d.Kinds, "event_type": d.EventTypes}
	for _, name := range slices.Sorted(maps.Keys(*b.Vocabularies)) {
		at, terms := "/vocabularies/"+name, (*b.Vocabularies)[name]
		known, ok := there[name]
		switch {
		case !ok:
			wrong = append(wrong, edit.Problem{Pointer: at,
				Detail:  fmt.Sprintf("there is no vocabulary of %.40q", name),
				Allowed: []string{"kind", "event_type"}})
			continue
		case len(terms) == 0 && len(known) > 0 && d.ID != "":
			wrong = append(wrong, edit.Problem{Pointer: at, Detail: "words are not taken away: incidents have them, and had them",
				Allowed: []string{"words that come"}})
		}
		for i, t := range terms {
			if detail, allowed := wrongWord(t, terms[:i], known); detail != "" {
				wrong = append(wrong, edit.Problem{Pointer: fmt.Sprintf("%s/%d/id", at, i), Detail: detail,
					Allowed: allowed})
			}
		}
	}
	return wrong
}

// wrongWord tells what is wrong with a word that follows others and comes to those that are
// known; empty for nothing.
func wrongWord(t incident.Term, others, known []incident.Term) (detail string, allowed []string) {
	is := func(o incident.Term) bool { return o.ID == t.ID }
	id := ingest.WordID(t.ID)
	switch {
	case slices.ContainsFunc(others, is):
		return fmt.Sprintf("the word %.100q stands twice", t.ID), []string{"each word once"}
	case slices.ContainsFunc(known, is):
		return "", nil
	case id == "" || len(t.ID) > maxWord:
		return "a word has no id of letters and digits, or a longer one", []string{fmt.Sprintf("1 to %d bytes, such as drone_strike", maxWord)}
	case id != t.ID:
		return fmt.Sprintf("%.100q cannot be the id of a word, which has small letters and digits with _ between; its label "+
			"is as you like", t.ID), []string{id}
	}
	return "", nil
}
