package server

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"incidentmap/internal/incident"
)

// request is what the query string of a request asks for, with every string
// already read: nothing behind it looks at the URL again.
type request struct {
	collection collection
	filter     incident.Filter
	page       incident.Page
	columns    []incident.Property
	format     format
	crs        crs
	detail     bool
	bin        incident.Bin
	facets     []string
	facetSums  bool
}

// parseRequest reads the query string for an endpoint. Every parameter must
// be one that the endpoint knows, be given once and have a value.
func parseRequest(c collection, ep endpoint, query url.Values) (*request, error) {
	r := &request{collection: c, filter: c.filter(), format: ep.formats[0], crs: crs84,
		page: incident.Page{Limit: defaultLimit}, columns: incident.PropertiesOf(c.dataset)}
	read := reader{request: r, endpoint: ep, raw: query}
	for _, name := range sortedKeys(query) {
		values := query[name]
		if len(values) != 1 {
			return nil, incident.BadParameter(name, "it is given %d times; give it once, with commas between the values", len(values))
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
		column = slices.IndexFunc(r.collection.dataset.Columns, func(c incident.Column) bool { return c.Name == name })
	}
	if !known && column < 0 {
		return &incident.Error{Code: incident.Invalid, Parameter: cut(name),
			Message: "there is no such parameter here", Allowed: r.endpoint.parameterNames(r.collection.dataset)}
	}
	if err := checkText(name, value); err != nil {
		return err
	}
	if column >= 0 {
		return r.extra(name, column, value)
	}
	return named(name, p.read(r, value))
}

// finish makes the checks that need several parameters.
func (r *reader) finish() error {
	if w := r.filter.Window; w != nil && r.raw.Get("datetime") == "" {
		return incident.BadParameter("datetime-mode", "it needs a datetime beside it")
	}
	for name, rg := range map[string]incident.Range{"fatalities_max": r.filter.Fatalities, "injuries_max": r.filter.Injuries} {
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
	values, err := splitValues(name, value)
	if err != nil {
		return err
	}
	if r.filter.Extra == nil {
		r.filter.Extra = map[int][]string{}
	}
	r.filter.Extra[column] = values
	return nil
}

// splitValues splits at commas; `\,` is a comma inside a value.
func splitValues(name, value string) ([]string, error) {
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
	out = append(out, b.String())
	if slices.Contains(out, "") {
		return nil, incident.BadParameter(name, "one of its values is empty")
	}
	if len(out) > maxValues {
		return nil, incident.BadParameter(name, "it has %d values, at most %d are allowed", len(out), maxValues)
	}
	return out, nil
}

// named puts the parameter's name on an error that lacks it.
func named(name string, err error) error {
	var e *incident.Error
	if errors.As(err, &e) && e.Parameter == "" {
		e.Parameter = name
	}
	return err
}
