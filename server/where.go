package server

import (
	"slices"
	"strings"

	"incidentmap/internal/cql2"
	"incidentmap/internal/incident"
)

// filterLanguage is the language of filter.
const filterLanguage = "cql-text"

func filterParameters() []parameter {
	return []parameter{
		{"filter", groupFilter, "Expression over the queryables, such as country = 'AF' AND start >= '2020-01-01': " +
			"comparisons, AND, OR, NOT, LIKE, ILIKE, IN, BETWEEN, IS NULL. " +
			"A comparison with a property that is null is false.", schema{"type": "string"}, readFilter},
		{"filter-lang", groupFilter, "Language of filter.",
			schema{"type": "string", "enum": []string{filterLanguage}, "default": filterLanguage}, readFilterLanguage},
	}
}

func readFilter(r *reader, value string) error {
	e, err := cql2.Parse(value)
	if err != nil {
		return incident.BadParameter("filter", "%v", err)
	}
	return r.where(e)
}

func (r *reader) where(e cql2.Expr) error {
	w, err := incident.NewWhere(r.collection.Dataset, e)
	if err == nil {
		r.filter.Where = r.filter.Where.And(w)
	}
	return err
}

func readFilterLanguage(r *reader, value string) error {
	if value != filterLanguage {
		return &incident.Error{Code: incident.Invalid, Parameter: "filter-lang", Message: notAllowed(value),
			Allowed: []string{filterLanguage}}
	}
	if !r.raw.Has("filter") {
		return incident.BadParameter("filter-lang", "it needs a filter beside it")
	}
	return nil
}

// property is the property that a parameter asks for by its name, where the
// API has no parameter of its own for it.
func (r *reader) property(name string) (incident.Property, bool) {
	all := incident.PropertiesOf(r.collection.Dataset)
	i := slices.IndexFunc(all, func(p incident.Property) bool { return p.Name == name })
	if i < 0 || !r.endpoint.filters {
		return incident.Property{}, false
	}
	return all[i], true
}

// equal asks for values of a property; a text may hold commas.
func (r *reader) equal(p incident.Property, value string) error {
	values, err := splitValues(p.Name, value)
	if err != nil {
		return err
	}
	if p.Type == incident.ColumnString && len(values) > 1 {
		values = append(values, value)
	}
	in := cql2.In{Property: p.Name}
	for _, v := range values {
		constant, err := constantOf(p, v)
		if err != nil {
			return err
		}
		in.Values = append(in.Values, constant)
	}
	return r.where(in)
}

// bounds are the endings of parameters for the least and the greatest value of a
// dataset's own column, as fatalities_min is.
var bounds = map[string]cql2.Op{"_min": cql2.GreaterOrEqual, "_max": cql2.LessOrEqual}

// bound finds the own column of numbers or days that a parameter bounds.
func (r *reader) bound(name string) (incident.Column, cql2.Op, bool) {
	for ending, op := range bounds {
		of, isBound := strings.CutSuffix(name, ending)
		i := slices.IndexFunc(r.collection.Dataset.Columns, func(c incident.Column) bool { return c.Name == of })
		if isBound && i >= 0 && r.endpoint.filters && isOrdered(r.collection.Dataset.Columns[i]) {
			return r.collection.Dataset.Columns[i], op, true
		}
	}
	return incident.Column{}, "", false
}

func isOrdered(c incident.Column) bool {
	return c.Type == incident.ColumnInteger || c.Type == incident.ColumnNumber || c.Type == incident.ColumnDate
}

// boundNames lists the parameters that bound a dataset's own columns.
func boundNames(d *incident.Dataset) []string {
	var out []string
	for _, c := range d.Columns {
		if isOrdered(c) {
			out = append(out, c.Name+"_min", c.Name+"_max")
		}
	}
	return out
}

// ownRange asks for values of an own column from one on or up to one; a row without
// a value is in no range.
func (r *reader) ownRange(c incident.Column, op cql2.Op, value string) error {
	constant, err := constantOf(incident.Property{Name: c.Name, Type: c.Type}, value)
	if err != nil {
		return incident.BadParameter("", "%s is no %s", quote(value), c.Type)
	}
	return r.where(cql2.Comparison{Property: c.Name, Op: op, Value: constant})
}

func constantOf(p incident.Property, text string) (cql2.Value, error) {
	switch p.Type {
	case incident.ColumnInteger, incident.ColumnNumber, incident.ColumnBoolean:
		e, err := cql2.Parse("p = " + text)
		if c, ok := e.(cql2.Comparison); err == nil && ok && c.Value.Kind != cql2.Text {
			return c.Value, nil
		}
		return cql2.Value{}, incident.BadParameter(p.Name, "%s is no %s", quote(text), p.Type)
	}
	return cql2.Value{Kind: cql2.Text, Text: text}, nil
}

// checkColumnValues refuses values that a column of numbers or truths cannot
// have.
func checkColumnValues(c incident.Column, value string) error {
	for _, v := range splitCommas(value) {
		if _, err := constantOf(incident.Property{Name: c.Name, Type: c.Type}, v); err != nil {
			return err
		}
	}
	return nil
}

// columnValues writes values of a column as the column's own are written: 1.50
// is 1.5, and 1 is true.
func columnValues(c incident.Column, values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v
		constant, err := constantOf(incident.Property{Name: c.Name, Type: c.Type}, v)
		switch {
		case err != nil || constant.Kind == cql2.Text:
		case c.Type == incident.ColumnBoolean:
			out[i] = incident.FormatValue(constant.Bool || constant.Number != 0)
		default:
			out[i] = incident.FormatValue(constant.Number)
		}
	}
	return out
}
