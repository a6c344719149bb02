package geojson

import (
	"bytes"
	"slices"
)

// maxFlat is how deep objects in a record are taken apart.
const maxFlat = 4

// flattened is a record whose objects have become members of its own, called by the path
// to them: {"where": {"lat": 1}} has a member where.lat. Geometries, lists, objects without
// members and our own nested parts stay as they are.
func flattened(raw []byte) []byte {
	if bytes.IndexByte(raw[1:], '{') < 0 || !hasObject(raw) {
		return raw
	}
	out := append(make([]byte, 0, len(raw)+64), '{')
	out = appendFlat(out, raw, nil, maxFlat)
	return append(bytes.TrimSuffix(out, []byte{','}), '}')
}

// hasObject reports whether a member of a record is taken apart.
func hasObject(raw []byte) (found bool) {
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		found = value != nil && isPlainObject(key, value)
		return value != nil && !found
	})
	return found
}

// appendFlat appends the members of an object, each with a comma behind it.
func appendFlat(dst, raw, path []byte, depth int) []byte {
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		if value == nil {
			return false
		}
		name := key[1 : len(key)-1]
		if len(path) > 0 {
			name = append(append(append([]byte{}, path...), '.'), name...)
		}
		if bare := sparqlValue(value); bare != nil {
			value = bare
		} else if depth > 0 && isPlainObject(key, value) {
			dst = appendFlat(dst, value, name, depth-1)
			return true
		}
		dst = append(append(append(dst, '"'), name...), `":`...)
		dst = append(append(dst, value...), ',')
		return true
	})
	return dst
}

// termTypes are those of the terms in answers of SPARQL.
var termTypes = []string{"literal", "typed-literal", "uri", "bnode"}

// sparqlValue is the value of a term in an answer of SPARQL, which says its type and language
// too (https://www.w3.org/TR/sparql11-results-json/); nil for anything else.
func sparqlValue(raw []byte) (value []byte) {
	if raw[0] != '{' || !slices.Contains(termTypes, typeOf(raw)) {
		return nil
	}
	c := cutter{data: raw}
	if !c.members(func(key []byte) bool {
		member := c.value()
		if string(key) == `"value"` {
			value = member
		}
		return member != nil && slices.Contains([]string{`"type"`, `"value"`, `"xml:lang"`, `"datatype"`}, string(key))
	}) {
		return nil
	}
	return value
}

// whole are nested parts of our own, which others hardly have: one of another form is kept
// as it is.
var whole = []string{"claims", "statements", "geocoding", "place_reviewed", "record_reviewed"}

// isPlainObject reports whether a value is an object that is taken apart.
func isPlainObject(key, value []byte) bool {
	name := string(key[1 : len(key)-1])
	if value[0] != '{' || isTyped(value) || isDetail(name, value) || slices.Contains(whole, name) {
		return false
	}
	return len(bytes.TrimSpace(value[1:len(value)-1])) > 0
}
