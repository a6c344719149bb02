package keep

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
)

// Difference is a field that two revisions of an incident do not have in common.
type Difference struct {
	// Field is the path of a member, such as place.country or extra.weapon.
	Field string `json:"field"`
	// Before and After are its values as JSON; nil for none.
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// Diff compares two revisions field by field, in the fields' order. Either may be nil:
// the incident was not there then.
func Diff(before, after *incident.Incident, columns []incident.Column) ([]Difference, error) {
	a, err := fieldsOf(before, columns)
	if err != nil {
		return nil, err
	}
	b, err := fieldsOf(after, columns)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(a)
	maps.Copy(all, b)
	var out []Difference
	for _, field := range slices.Sorted(maps.Keys(all)) {
		if field != "revision" && !bytes.Equal(a[field], b[field]) {
			out = append(out, Difference{field, a[field], b[field]})
		}
	}
	return out, nil
}

// nested are the members whose own members are fields.
var nested = []string{"place", "origin", "extra"}

func fieldsOf(inc *incident.Incident, columns []incident.Column) (map[string]json.RawMessage, error) {
	out := map[string]json.RawMessage{}
	if inc == nil {
		return out, nil
	}
	raw, err := whole.Marshal(inc, columns)
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, err
	}
	for name, value := range members {
		if !slices.Contains(nested, name) {
			out[name] = value
			continue
		}
		var inner map[string]json.RawMessage
		if err := json.Unmarshal(value, &inner); err != nil {
			return nil, err
		}
		for part, v := range inner {
			out[name+"."+part] = v
		}
	}
	return out, nil
}
