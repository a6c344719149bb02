package edit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// feature is a GeoJSON feature (RFC 7946).
type feature struct {
	Type       string                     `json:"type"`
	ID         json.RawMessage            `json:"id"`
	Geometry   json.RawMessage            `json:"geometry"`
	Properties map[string]json.RawMessage `json:"properties"`
	CRS        json.RawMessage            `json:"crs"`

	foreign []string // its other members
	nulled  bool     // its properties are null
	// pinned says that the request itself tells points: in a patch that it names them.
	pinned bool
	// patched says that it was patched, so that what is given was named on purpose.
	patched bool
}

// names are those of the properties that it has.
func (f *feature) names() map[string]bool {
	out := map[string]bool{}
	for name := range f.Properties {
		out[name] = true
	}
	return out
}

// id is the feature's ID, a text or a number; false for none.
func (f *feature) id() (string, bool) {
	text := string(bytes.TrimSpace(f.ID))
	if text == "" || text == "null" {
		return "", false
	}
	var s string
	if json.Unmarshal(f.ID, &s) == nil {
		return s, true
	}
	return text, true
}

func parse(raw json.RawMessage) (*feature, error) {
	f, err := parsePatch(raw)
	if err != nil {
		return nil, err
	}
	if f.Type != "Feature" {
		return nil, Problems{{"/type", fmt.Sprintf("%.40q is no feature", f.Type), []string{"Feature"}}}
	}
	if f.Properties == nil {
		f.Properties = map[string]json.RawMessage{}
	}
	f.pinned = !isNull(f.Geometry)
	return f, nil
}

// parsePatch reads a feature of which any part may be missing.
func parsePatch(raw json.RawMessage) (*feature, error) {
	if isNull(raw) {
		return nil, Problems{{"", "it is not a feature of GeoJSON: it is null", []string{"an object"}}}
	}
	var f feature
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, Problems{{"", "it is not a feature of GeoJSON: " + JSONWords(err), nil}}
	}
	var members map[string]json.RawMessage
	_ = json.Unmarshal(raw, &members) // it was read once
	properties, ok := members["properties"]
	f.nulled = ok && isNull(properties)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(featureMembers, name) {
			f.foreign = append(f.foreign, name)
		}
	}
	if _, ok := members["type"]; ok && f.Type != "Feature" {
		return nil, Problems{{"/type", fmt.Sprintf("%.40q is no feature", f.Type), []string{"Feature"}}}
	}
	if text := bytes.TrimSpace(f.ID); len(text) > 0 && !isNull(text) && !bytes.ContainsAny(text[:1], `"-0123456789`) {
		return nil, Problems{{"/id", fmt.Sprintf("%.60s is no ID", text), []string{"a text", "a number"}}}
	}
	return &f, nil
}

// featureMembers are those that features have here: as GeoJSON has them, and the links that
// answers tell.
var featureMembers = []string{"type", "id", "geometry", "properties", "crs", "links", "bbox"}

// members tells of members that nothing is made of. GeoJSON lets a feature have any, but a
// property that stands beside properties would be lost, and so would all that a patch names.
func (d *draft) members() {
	writable := d.writable()
	for _, name := range d.feature.foreign {
		switch {
		case slices.Contains(writable, name) || slices.Contains(flatFigures, name):
			d.problems = append(d.problems, Problem{"/" + escaped(name), "it is a property, and stands beside properties",
				[]string{"/properties/" + escaped(name)}})
		case d.feature.patched:
			d.problems = append(d.problems, Problem{"/" + escaped(name), "a feature has no such member",
				featureMembers})
		}
	}
}

// JSONWords says what is wrong with JSON without the words of Go's decoder.
func JSONWords(err error) string {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Sprintf("%s is %s", wrong.Field, withArticle(wrong.Value))
	case errors.As(err, &wrong):
		return "it is " + withArticle(wrong.Value)
	case errors.As(err, &syntax):
		return fmt.Sprintf("no JSON at byte %d", syntax.Offset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends before it is complete"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// withArticle is what JSON calls a value, such as “an array” and “number 1.5”.
func withArticle(value string) string {
	switch {
	case strings.HasPrefix(value, "number "):
		return "the " + value
	case value != "" && strings.ContainsAny(value[:1], "aeiou"):
		return "an " + value
	}
	return "a " + value
}
