package geojson

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// detailNames are the nested properties of our own files.
var detailNames = []string{"actors", "targets", "claims", "statements", "sources", "geocoding", "origin",
	"place_reviewed", "record_reviewed", "group_detail"}

// flat turns a nested value into the text of a cell: a list of plain values is
// joined with "; ", as our own columns join several names; anything else is
// kept as JSON. It is not for the nested properties of our own files.
func flat(key, value []byte) (text string, ok bool) {
	items, list := plainItems(value)
	switch {
	case string(key) == `"sources"`, slices.Contains(detailNames, unquote(key)) && (!list || len(items) == 0):
		return "", false
	case list:
		return strings.Join(items, "; "), true
	}
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value), true
	}
	return b.String(), true
}

// plainItems are the values of a list that holds no lists, no objects and no
// texts with semicolons.
func plainItems(value []byte) (items []string, ok bool) {
	in := cutter{data: value}
	values, ok := in.elements()
	if !ok {
		return nil, false
	}
	for _, v := range values {
		text := scalar(v)
		if isNested(v) || strings.Contains(text, ";") {
			return nil, false
		}
		if text != "" {
			items = append(items, text)
		}
	}
	return items, true
}
