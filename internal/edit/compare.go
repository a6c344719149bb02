package edit

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"incidentmap/internal/incident"
)

// derivedNames are the properties that follow from others, or are the server's: they may be
// sent as they are.
var derivedNames = []string{"start", "end", "date_precision", "date_certain", "date_uncertain", "source_id",
	"country_name", "actor", "target", "occurrence", "attribution", "dataset", "revision", "geocoding", "origin",
	"place_reviewed", "record_reviewed", "group_detail"}

func isDerived(name string) bool { return slices.Contains(derivedNames, name) }

// writtenAs says what is written instead of a property.
var writtenAs = map[string]string{"start": "date", "end": "date", "date_precision": "date", "date_certain": "date",
	"date_uncertain": "date", "country_name": "country", "actor": "the list actors", "target": "the list targets",
	"occurrence": "the list statements", "attribution": "the list statements", "place_reviewed": "place_review",
	"record_reviewed": "record_review"}

// compare refuses properties that follow from others and say something else: neither what
// they were nor what they are now.
func (d *draft) compare() {
	if len(d.derived) == 0 {
		return
	}
	now := d.properties(&d.inc)
	for _, name := range slices.Sorted(maps.Keys(d.derived)) {
		raw := d.derived[name]
		if name == "group_detail" || isNull(raw) && isNull(now[name]) || sameJSON(raw, now[name]) ||
			(d.before != nil && sameJSON(raw, d.was[name])) {
			continue
		}
		how := "it is the server's and cannot be written"
		if instead, ok := writtenAs[name]; ok {
			how = "it follows from others; write " + instead + " instead"
		}
		d.problem(name, nil, "%s", how)
	}
}

// properties are those of an incident's feature with all its detail.
func (d *draft) properties(inc *incident.Incident) map[string]json.RawMessage {
	f, err := parse(d.Feature(inc))
	if err != nil {
		return nil
	}
	return f.Properties
}

// sameJSON compares values and not how they are written.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(bytes.TrimSpace(a), bytes.TrimSpace(b)) {
		return true
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
