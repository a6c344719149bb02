package server

import (
	"slices"
	"strings"

	"incidentmap/internal/country"
	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

// parameter is one parameter of the query string: how it is read and how the
// API description tells it.
type parameter struct {
	name        string
	group       group
	description string
	schema      schema
	read        func(r *reader, value string) error
}

// group says which endpoints take a parameter.
type group int

const (
	groupFilter group = iota // everything that answers over a set of incidents
	groupPage                // pages of items
	groupOrder               // items and exports
	groupFormat
	groupBin
	groupBy
	groupItem  // one item
	groupSince // changes
)

// schema is a JSON schema, as the API description has it.
type schema map[string]any

var stringList = schema{"type": "array", "items": schema{"type": "string"}}

func enumList(values []string) schema {
	return schema{"type": "array", "items": schema{"type": "string", "enum": values}}
}

// parameters are all of them; a dataset's own columns are parameters too.
var parameters = slices.Concat(spaceTimeParameters(), propertyParameters(), filterParameters(), pageParameters())

func spaceTimeParameters() []parameter {
	return []parameter{
		{"bbox", groupFilter,
			"Box of west, south, east, north (or with heights, which are ignored). West above east crosses the antimeridian. Incidents without a place match every box.",
			schema{"type": "array", "items": schema{"type": "number"}, "minItems": 4, "maxItems": 6}, readBBox},
		{"bbox-crs", groupFilter, "Coordinate reference system of bbox.",
			schema{"type": "string", "format": "uri", "enum": crsURIs()},
			func(_ *reader, v string) error { _, err := parseCRS("bbox-crs", v); return err }},
		{"datetime", groupFilter,
			"A day or an instant, or an interval start/end, with .. or nothing for an open end, or start/duration. " +
				"An instant stands for its UTC day; days of incidents are local to their place and may differ by one.",
			schema{"type": "string"}, readDatetime},
		{"datetime-mode", groupFilter, "overlap: may overlap the interval; inside: certainly inside it.",
			schema{"type": "string", "enum": []string{"overlap", "inside"}, "default": "overlap"}, readDatetimeMode},
		{"within", groupFilter, "WKT POLYGON or MULTIPOLYGON in longitude and latitude.", schema{"type": "string"},
			readWithin},
	}
}

func propertyParameters() []parameter {
	var out []parameter
	for _, f := range incident.Facets {
		p := parameter{name: f.Name, group: groupFilter, schema: stringList, description: f.Question,
			read: func(r *reader, v string) error { return readFacet(r, f, v) }}
		if f.Allowed != nil {
			p.schema = enumList(f.Allowed)
		}
		out = append(out, p)
	}
	integer := schema{"type": "integer", "minimum": 0}
	return append(out,
		parameter{"fatalities_min", groupFilter, "Fewest people killed.", integer,
			readCount(func(f *incident.Filter) **int { return &f.Fatalities.Min })},
		parameter{"fatalities_max", groupFilter, "Most people killed.", integer,
			readCount(func(f *incident.Filter) **int { return &f.Fatalities.Max })},
		parameter{"injuries_min", groupFilter, "Fewest people injured.", integer,
			readCount(func(f *incident.Filter) **int { return &f.Injuries.Min })},
		parameter{"injuries_max", groupFilter, "Most people injured.", integer,
			readCount(func(f *incident.Filter) **int { return &f.Injuries.Max })},
		parameter{"q", groupFilter,
			"Words that must all occur in the title, summary, names, places or the dataset's own columns; commas between " +
				"alternatives. Where nothing is found, places that are called so in another script or spelling are looked for.",
			schema{"type": "string", "maxLength": maxText}, readWords},
	)
}

func pageParameters() []parameter {
	return []parameter{
		{"limit", groupPage, "Largest number of incidents in the answer.",
			schema{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}, readLimit},
		{"cursor", groupPage, "Where the page starts: taken from the next link of the page before.",
			schema{"type": "string"},
			func(r *reader, v string) error { r.page.Cursor = v; return nil }},
		{"sortby", groupOrder, "Properties to sort by, each with - before it for descending.", stringList, readSort},
		{"properties", groupOrder, "Properties to return.", stringList, readProperties},
		{"detail", groupOrder, "true adds claims, statements, sources and the audit of the places.",
			schema{"type": "boolean", "default": false}, readDetail},
		{"crs", groupOrder, "Coordinate reference system of the answer.",
			schema{"type": "string", "format": "uri", "enum": crsURIs()},
			func(r *reader, v string) (err error) { r.crs, err = parseCRS("crs", v); return err }},
		{"version", groupItem,
			"Version of the dataset at which the incident is told as it was then; of datasets that have a history. " +
				"What an incident is no more is told to editors.",
			schema{"type": "integer", "minimum": 0}, readVersion},
		{"since", groupSince, "Version of the dataset that is known already; what was changed after it is told.",
			schema{"type": "integer", "minimum": 0}, readSince},
		{"f", groupFormat, "Format of the answer.", schema{"type": "string"}, readFormat},
		{"bin", groupBin, "Width of the bins; without it one that fits.",
			schema{"type": "string", "enum": incident.Bins}, readBin},
		{"sums", groupBy, "true adds the fatalities of each value, as for a map of provinces.",
			schema{"type": "boolean", "default": false}, readSums},
		{"by", groupBy, "Properties to count by: those that can be chosen from, and the dataset's own columns of no " +
			"more than 1,024 different values.", stringList, readBy},
	}
}

func facetNames(d *incident.Dataset) []string {
	var out []string
	for _, f := range incident.Facets {
		out = append(out, f.Name)
	}
	for _, c := range d.Columns {
		out = append(out, c.Name)
	}
	return out
}

func parameterByName(name string) (parameter, bool) {
	i := slices.IndexFunc(parameters, func(p parameter) bool { return p.name == name })
	if i < 0 {
		return parameter{}, false
	}
	return parameters[i], true
}

// readFacet reads the chosen values of a facet. Closed vocabularies and the
// dataset's own refuse words that they lack; names are free.
func readFacet(r *reader, f incident.Facet, value string) error {
	choose := func(to *incident.Filter, values []string) { to.Choose(f.Name, values) }
	allowed := f.Allowed
	switch f.Name {
	case "kind":
		allowed = termIDs(r.collection.Dataset.Kinds)
	case "event_type":
		allowed = termIDs(r.collection.Dataset.EventTypes)
	}
	switch {
	case slices.Contains(allowed, value): // commas included
		choose(&r.filter, []string{value})
		return nil
	case f.Name == "country":
		return readCountries(r, value, choose)
	case allowed == nil:
		return readNames(r, f.Name, value, choose)
	}
	values, err := splitValues(f.Name, value)
	if err != nil {
		return err
	}
	for _, v := range values {
		if !slices.Contains(allowed, v) {
			return &incident.Error{Code: incident.Invalid, Parameter: f.Name, Message: notAllowed(v), Allowed: allowed}
		}
	}
	choose(&r.filter, values)
	return nil
}

func readCountries(r *reader, value string, choose func(*incident.Filter, []string)) error {
	codes, err := splitValues("country", value)
	if err != nil {
		return err
	}
	if err := countryCodes(codes); err != nil {
		return err
	}
	choose(&r.filter, codes)
	return nil
}

func readNames(r *reader, name, value string, choose func(*incident.Filter, []string)) error {
	if err := r.splitChoice(name, value, choose); err != nil {
		return err
	}
	for _, v := range splitCommas(value) {
		if fold.Text(v) == "" {
			return incident.BadParameter(name, "a value has neither a letter nor a digit")
		}
	}
	return nil
}

func termIDs(terms []incident.Term) []string {
	ids := make([]string, len(terms))
	for i, t := range terms {
		ids[i] = t.ID
	}
	return ids
}

// countryCodes makes of each country, given by its name or code, its alpha-2 code,
// in place. Two letters that are no country's are kept: data may have codes of
// their own.
func countryCodes(texts []string) error {
	for i, text := range texts {
		code, err := country.Code(text)
		switch {
		case err == nil:
			texts[i] = code
		case len(text) == 2 && isLetter(text[0]) && isLetter(text[1]):
			texts[i] = strings.ToUpper(text)
		default:
			return incident.BadParameter("country", "it is %s", err)
		}
	}
	return nil
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func readSums(r *reader, value string) error {
	if value != "true" && value != "false" {
		return &incident.Error{Code: incident.Invalid, Parameter: "sums", Message: notAllowed(value),
			Allowed: []string{"true", "false"}}
	}
	r.facetSums = value == "true"
	return nil
}

func readDetail(r *reader, value string) error {
	if value != "true" && value != "false" {
		return &incident.Error{Code: incident.Invalid, Parameter: "detail", Message: notAllowed(value),
			Allowed: []string{"true", "false"}}
	}
	r.detail = value == "true"
	return nil
}
