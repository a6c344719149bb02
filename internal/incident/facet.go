package incident

import (
	"slices"
	"strings"
)

// Facet says how the values of a property are counted and chosen.
type Facet struct {
	// Name is the property's.
	Name string
	// Question says what may be chosen, in a sentence.
	Question string
	// Key is equal for records that have the same values.
	Key func(*Record) string
	// Values are the values that a record counts for: several actors, or
	// none where the property is unknown.
	Values func(*Record) []string
	// Match reports whether a record has any of the values; nil asks nothing.
	Match func(values []string, r *Record) bool
	// Label names a record's value for people where the record knows a name
	// for it; nil where it does not.
	Label func(*Record) string
	// Allowed lists the values of a closed vocabulary that every dataset
	// shares; nil where values are the dataset's or free.
	Allowed []string
}

// Facets are those of all properties, in their order.
var Facets = facetsOf(Properties)

func facetsOf(properties []Property) []Facet {
	var out []Facet
	for _, p := range properties {
		if p.Facet != nil {
			out = append(out, *p.Facet)
		}
	}
	return out
}

// FacetByName finds a facet.
func FacetByName(name string) (Facet, bool) {
	i := slices.IndexFunc(Facets, func(f Facet) bool { return f.Name == name })
	if i < 0 {
		return Facet{}, false
	}
	return Facets[i], true
}

// Facet finds a facet of a dataset: one of all datasets', or that of a column of its own.
func (d *Dataset) Facet(name string) (Facet, bool) {
	if f, ok := FacetByName(name); ok {
		return f, ok
	}
	i := slices.IndexFunc(d.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Facet{}, false
	}
	return ownFacet(i, &d.Columns[i]), true
}

// ownFacet counts the values of a dataset's own column as they are filtered by.
func ownFacet(column int, c *Column) Facet {
	values := func(r *Record) []string {
		if column >= len(r.Extra) {
			return nil
		}
		return c.Values(r.Extra[column])
	}
	return Facet{Name: c.Name, Question: "Values of a column of this dataset.",
		Key:    func(r *Record) string { return strings.Join(values(r), "\x00") },
		Values: values,
		Match: func(asked []string, r *Record) bool {
			isAsked := func(v string) bool { return slices.Contains(asked, v) }
			return asked == nil || slices.ContainsFunc(values(r), isAsked)
		}}
}

// oneOrMore is the question of a closed vocabulary.
const oneOrMore = "One or more of the values."

// chosen makes a facet of a property of texts; a record counts for none where it is
// unknown. match compares the values that are asked for with the record's.
func (p Property) chosen(question string, match func(asked []string, value string) bool) Property {
	get := p.Text
	p.Facet = &Facet{Name: p.Name, Question: question, Key: get, Allowed: p.Allowed,
		Values: func(r *Record) []string {
			if v := get(r); v != "" {
				return []string{v}
			}
			return nil
		},
		Match: func(values []string, r *Record) bool { return match(values, get(r)) }}
	return p
}

// labelled has the facet's values be called by what the record calls them.
func (p Property) labelled(label func(*Record) string) Property {
	p.Facet.Label = label
	return p
}

// parties makes a facet of names, which are compared folded.
func (p Property) parties(question string, get func(*Record) []Party) Property {
	p.Facet = &Facet{Name: p.Name, Question: question,
		Key:    func(r *Record) string { return partyKey(get(r)) },
		Values: func(r *Record) []string { return partyNames(get(r)) },
		Match:  func(values []string, r *Record) bool { return anyParty(values, get(r)) }}
	return p
}

func partyKey(parties []Party) string {
	switch len(parties) {
	case 0:
		return ""
	case 1:
		return parties[0].Name
	}
	return strings.Join(partyNames(parties), "\x00")
}

// fewNames is up to how many names comparing all of them is faster than a map.
const fewNames = 16

// partyNames lists each name once.
func partyNames(parties []Party) []string {
	names := make([]string, 0, len(parties))
	if len(parties) <= fewNames {
		for _, p := range parties {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
		return names
	}
	seen := make(map[string]bool, len(parties))
	for _, p := range parties {
		if !seen[p.Name] {
			seen[p.Name] = true
			names = append(names, p.Name)
		}
	}
	return names
}
