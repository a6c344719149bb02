package geojson

import (
	"encoding/json"
	"slices"

	"incidentmap/internal/ingest"
)

// Records are JSON without geometries: objects with a value a column, as programming
// interfaces answer them. They come as a list, as an object that holds one list of them or
// has them by their IDs, as rows under a row of names, or one a line.

// formsRead ends the errors about JSON of another form.
const formsRead = "; a FeatureCollection, a Feature, a list of records [{…}, …], an object that holds one such list " +
	"or the records by their IDs, a list of rows [[…], …] of which the first names the columns, " +
	"and a feature or record a line are read"

// readRecords reads a file of records. It reports false for a file that is none, which may
// be GeoJSON.
func readRecords(t *tabler, data []byte) (bool, error) {
	records, ok, err := t.cutRecords(data)
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
			return true, whyNoRecord(i+1, records[i], data)
		}
		t.addRow(&rows[i])
	}
	t.fillBeside()
	return true, nil
}

// record reads a record of its own text. What it cannot read it marks.
func (p *parser) record(into *parsed, raw []byte) bool {
	if raw[0] != '{' || !json.Valid(raw) || p.feature(into, &feature{Properties: raw}) != nil {
		into.failed = true
	}
	return true
}

// cutRecords finds the records of a text; ok is false where it is GeoJSON or none.
func (t *tabler) cutRecords(data []byte) (records [][]byte, ok bool, err error) {
	c := cutter{data: data}
	if !c.space() {
		return nil, false, nil
	}
	if data[c.at] == '[' {
		records, ok = c.elements()
		if !ok || c.space() {
			return nil, false, nil
		}
		if areRows(records) {
			return t.named(nil, records), true, nil
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
	return t.heldList(values[0])
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
