package geojson

import (
	"slices"
	"strings"

	"incidentmap/internal/ingest"
)

// detailPart is the form of a nested property of our own files.
type detailPart struct {
	list bool // of objects, not one
	// members are those of which an object has one.
	members []string
}

// detailParts are the nested properties of our own files.
var detailParts = map[string]detailPart{
	"actors": {true, []string{"name"}}, "targets": {true, []string{"name"}},
	"claims": {true, []string{"measure"}}, "statements": {true, []string{"about"}},
	"sources":        {true, slices.Concat([]string{"title", "key"}, sourceTitles, sourceURLs)},
	"geocoding":      {true, []string{"query"}},
	"origin":         {false, []string{"place", "geometry", "place_precision"}},
	"place_reviewed": {false, []string{"state", "by"}}, "record_reviewed": {false, []string{"state", "by"}},
	"group_detail": {false, []string{"members"}},
}

// isDetail reports whether a nested value has the form that our own files give a
// property of that name, or a part of it has: what is wrong with the rest is told. One
// of another form is the table's.
func isDetail(name string, value []byte) bool {
	part, ok := detailParts[name]
	if !ok || part.list != (value[0] == '[') {
		return false
	}
	objects := [][]byte{value}
	if part.list {
		in := cutter{data: value}
		objects, _ = in.elements()
	}
	if len(objects) == 0 || slices.ContainsFunc(objects, func(o []byte) bool { return hasOneOf(o, part.members) }) {
		return true
	}
	titles, plain := ingest.Items(string(value))
	return name == "sources" && plain && len(titles) > 0
}

// hasOneOf reports whether a value is an object that has one of the members. As
// encoding/json, it does not look at case.
func hasOneOf(value []byte, members []string) bool {
	c, found := cutter{data: value}, false
	c.members(func(key []byte) bool {
		name := ingest.Unquote(key)
		found = found || slices.ContainsFunc(members, func(m string) bool { return strings.EqualFold(m, name) })
		return !found && c.value() != nil
	})
	return found
}
