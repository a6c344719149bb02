package geojson

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/ingest"
)

// Records are JSON without geometries: objects with a value a column, as programming
// interfaces answer them. They come as a list, as an object that holds one list of them,
// or one a line.

// formsRead ends the errors about JSON of another form.
const formsRead = "; a FeatureCollection, a Feature, a list of records [{…}, …], an object that holds one such list, " +
	"and a feature or record a line are read"

// readRecords reads a file of records. It reports false for a file that is none, which may
// be GeoJSON.
func readRecords(t *tabler, data []byte) (bool, error) {
	records, ok, err := cutRecords(data)
	if !ok || err != nil {
		return ok, err
	}
	if features := slices.IndexFunc(records, isFeature); features == 0 {
		rows, ok := parseAll(records, (*parser).typedPiece, nil)
		for i := range rows {
			t.addRow(&rows[i])
		}
		return ok, nil
	}
	t.table.Unit = "record"
	rows, _ := parseAll(records, (*parser).record, nil)
	for i := range rows {
		if rows[i].failed {
			return true, fmt.Errorf("record %d: %.60q is not an object of JSON", i+1, records[i])
		}
		t.addRow(&rows[i])
	}
	return true, nil
}

// record reads a record of its own text. What it cannot read it marks.
func (p *parser) record(into *parsed, raw []byte) bool {
	if raw[0] != '{' || !json.Valid(raw) || p.feature(into, &feature{Properties: flattened(raw)}) != nil {
		into.failed = true
	}
	return true
}

// cutRecords finds the records of a text; ok is false where it is GeoJSON or none.
func cutRecords(data []byte) (records [][]byte, ok bool, err error) {
	c := cutter{data: data}
	if !c.space() {
		return nil, false, nil
	}
	if data[c.at] == '[' {
		records, ok = c.elements()
		if !ok || c.space() {
			return nil, false, nil
		}
		return records, true, nil
	}
	values, several := cutSequence(data)
	switch {
	case several && !slices.ContainsFunc(values, isTyped):
		return values, true, nil
	case several || len(values) != 1 || isTyped(values[0]):
		return nil, false, nil
	}
	if events, ok, err := timemapEvents(values[0]); ok {
		return events, ok, err
	}
	return heldList(values[0])
}

// isFeature reports whether a value is an object of the type Feature, isTyped whether it
// has a type of GeoJSON.
func isFeature(raw []byte) bool { return typeOf(raw) == typeFeature }

func isTyped(raw []byte) bool {
	return slices.Contains([]string{typeFeature, typeCollection, typePoint, typeMultiPoint, "LineString",
		"MultiLineString",
		"Polygon", "MultiPolygon", "GeometryCollection", "Topology"}, typeOf(raw))
}

func typeOf(raw []byte) (name string) {
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		if string(key) == `"type"` && len(value) > 0 && value[0] == '"' {
			name = ingest.Unquote(value)
		}
		return value != nil && name == ""
	})
	return name
}

// isRecord reports whether a value is an object with several members that are texts or
// numbers, as what tells of an incident has.
func isRecord(raw []byte) bool {
	c, scalars := cutter{data: raw}, 0
	c.members(func([]byte) bool {
		value := c.value()
		if len(value) > 0 && (value[0] == '"' || value[0] == '-' || value[0] >= '0' && value[0] <= '9') {
			scalars++
		}
		return value != nil
	})
	return scalars > 1
}

// held is a list of objects in an object.
type held struct {
	name   string
	values [][]byte
}

// heldList is the only list of objects that an object holds, at whatever depth down to
// maxHeld.
func heldList(raw []byte) ([][]byte, bool, error) {
	found := listsIn(raw, "", maxHeld)
	switch len(found) {
	case 0:
		if isRecord(raw) { // one record alone, as a file of one a line may have
			return [][]byte{raw}, true, nil
		}
		return nil, false, nil
	case 1:
		return found[0].values, true, nil
	}
	var names []string
	for _, l := range found {
		names = append(names, l.name)
	}
	return nil, true, fmt.Errorf("it holds several lists of records: %s; write the one that is meant to a file of its own%s",
		strings.Join(names, ", "), formsRead)
}

// maxHeld is how deep lists are looked for: {"result": {"records": [ is two deep.
const maxHeld = 3

func listsIn(raw []byte, path string, depth int) (out []held) {
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		if len(value) == 0 {
			return false
		}
		name := strings.TrimPrefix(path+"."+ingest.Unquote(key), ".")
		switch {
		case value[0] == '[':
			in := cutter{data: value}
			if values, ok := in.elements(); ok && len(values) > 0 && values[0][0] == '{' {
				out = append(out, held{name, values})
			}
		case value[0] == '{' && depth > 1:
			out = append(out, listsIn(value, name, depth-1)...)
		}
		return true
	})
	return out
}
