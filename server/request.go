package server

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// request is what the query string of a request asks for, with every string
// already read: nothing behind it looks at the URL again.
type request struct {
	collection catalog.Collection
	view       store.View // the data that all of the answer comes from
	filter     incident.Filter
	page       store.Page
	columns    []incident.Property
	format     format.Format
	crs        crs
	detail     bool
	bin        incident.Bin
	facets     []string
	facetSums  bool
	version    *int64 // of the dataset that an item is asked of; nil for the newest
	since      *int64 // the version after which changes are asked for; nil where nothing is said
	scope      catalog.Scope
	// wholes are values with commas that may be one value as they stand.
	wholes []wholeValue
	// words are the alternatives of q as they were asked for.
	words []string
}

// wholeValue is a parameter's value before it was split at its commas.
type wholeValue struct {
	value string
	// choose has a filter ask for the given values of the parameter.
	choose func(f *incident.Filter, values []string)
}

// splitChoice chooses the values of a property, split at the commas. Whether
// the text is one value as it stands is for resolveWholes to find out.
func (r *reader) splitChoice(name, value string, choose func(*incident.Filter, []string)) error {
	values, err := splitValues(name, value)
	if err != nil {
		return err
	}
	if len(values) > 1 {
		r.wholes = append(r.wholes, wholeValue{value, choose})
	}
	choose(&r.filter, values)
	return nil
}

// resolveWholes has a value with commas mean itself where the dataset has it:
// clients that push an equality down, as GDAL does, escape nothing.
func (r *request) resolveWholes(ctx context.Context) error {
	for _, w := range r.wholes {
		only := incident.Filter{Dataset: r.filter.Dataset}
		w.choose(&only, []string{w.value})
		agg, err := r.view.Aggregate(ctx, only, incident.Aggregation{})
		if err != nil {
			return err
		}
		if agg.Matched > 0 {
			w.choose(&r.filter, []string{w.value})
		}
	}
	return nil
}

// parseRequest reads the query string for an endpoint. Every parameter must
// be one that the endpoint knows, be given once and have a value.
func parseRequest(c catalog.Collection, ep endpoint, query url.Values) (*request, error) {
	r := &request{collection: c, filter: c.Filter(), format: ep.formats[0], crs: crs84,
		page: store.Page{Limit: defaultLimit}, columns: incident.PropertiesOf(c.Dataset)}
	read := reader{request: r, endpoint: ep, raw: query}
	for _, name := range sortedKeys(query) {
		values := query[name]
		if len(values) != 1 {
			hint := "give it once"
			if p, ok := parameterByName(name); !ok || p.schema["type"] == "array" {
				hint += ", with commas between the values"
			}
			return nil, incident.BadParameter(name, "it is given %d times; %s", len(values), hint)
		}
		if err := read.parameter(name, values[0]); err != nil {
			return nil, err
		}
	}
	return r, read.finish()
}

// reader reads parameters into a request.
type reader struct {
	*request
	endpoint endpoint
	raw      url.Values
}

func (r *reader) parameter(name, value string) error {
	p, known := parameterByName(name)
	known = known && r.endpoint.takes(p)
	column := -1
	if !known && r.endpoint.filters {
		column = slices.IndexFunc(r.collection.Dataset.Columns, func(c incident.Column) bool { return c.Name == name })
	}
	property, isProperty := r.property(name)
	if !known && column < 0 && !isProperty {
		if c, op, ok := r.bound(name); ok {
			return named(name, r.ownRange(c, op, value))
		}
		return &incident.Error{Code: incident.Invalid, Parameter: cut(name),
			Message: "there is no such parameter here", Allowed: r.endpoint.parameterNames(r.collection.Dataset)}
	}
	lines := ""
	if !known || name == "filter" {
		lines = lineCharacters
	}
	if err := checkLines(name, value, lines); err != nil {
		return err
	}
	if column >= 0 {
		return r.extra(name, column, value)
	}
	if !known {
		return named(name, r.equal(property, value))
	}
	return named(name, p.read(r, value))
}

// finish makes the checks that need several parameters.
func (r *reader) finish() error {
	if w := r.filter.Window; w != nil && r.raw.Get("datetime") == "" {
		return incident.BadParameter("datetime-mode", "it needs a datetime beside it")
	}
	for name, rg := range map[string]incident.Range{"fatalities_max": r.filter.Fatalities,
		"injuries_max": r.filter.Injuries} {
		if rg.Min != nil && rg.Max != nil && *rg.Min > *rg.Max {
			return incident.BadParameter(name, "%d lies below the minimum of %d", *rg.Max, *rg.Min)
		}
	}
	if r.raw.Has("bbox-crs") && !r.raw.Has("bbox") {
		return incident.BadParameter("bbox-crs", "it needs a bbox beside it")
	}
	return nil
}

func (r *reader) extra(name string, column int, value string) error {
	if err := checkColumnValues(r.collection.Dataset.Columns[column], value); err != nil {
		return err
	}
	return r.splitChoice(name, value, func(f *incident.Filter, values []string) {
		values = columnValues(r.collection.Dataset.Columns[column], values)
		if f.Extra == nil {
			f.Extra = map[int][]string{}
		}
		f.Extra[column] = values
		if by := r.collection.Dataset.Columns[column].Separator; by != "" {
			if f.Separators == nil {
				f.Separators = map[int]string{}
			}
			f.Separators[column] = by
		}
	})
}

// splitValues splits at commas; `\,` is a comma inside a value.
func splitValues(name, value string) ([]string, error) {
	out := splitCommas(value)
	if slices.Contains(out, "") {
		return nil, incident.BadParameter(name, "one of its values is empty")
	}
	if len(out) > maxValues {
		return nil, incident.BadParameter(name, "it has %d values, at most %d are allowed", len(out), maxValues)
	}
	return out, nil
}

// splitCommas splits at commas that no backslash stands before.
func splitCommas(value string) []string {
	var out []string
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\' && i+1 < len(value) && (value[i+1] == ',' || value[i+1] == '\\'):
			i++
			b.WriteByte(value[i])
		case value[i] == ',':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteByte(value[i])
		}
	}
	return append(out, b.String())
}

// named puts the parameter's name on an error that lacks it.
func named(name string, err error) error {
	var e *incident.Error
	if errors.As(err, &e) && e.Parameter == "" {
		e.Parameter = name
	}
	return err
}
