package geojson

import (
	"encoding/json"
	"fmt"

	"incidentmap/internal/ingest"
)

// The form of timemap (https://github.com/forensic-architecture/timemap), in which several
// lists stand side by side: events name their sources and associations, which are filters,
// categories and narratives, by ID.

// timemapParts are the lists of which one stands beside the events.
var timemapParts = []string{"associations", "sources", "categories", "filters", "narratives", "sites"}

// timemap is a file of that form.
type timemap struct {
	events       [][]byte
	sources      map[string]json.RawMessage // as our own files have sources, without a key
	associations map[string]association
	left         int // bytes that its events may still grow by
}

type association struct{ Title, Mode string }

// maxGrowth is how many times a file's size its events may grow by when each has its
// sources with it.
const maxGrowth = 16

// timemapEvents are the events of such a file, with what they name put in; ok is false
// where the file has another form.
func timemapEvents(raw []byte) (events [][]byte, ok bool, err error) {
	m := timemap{left: maxGrowth*len(raw) + 1<<20}
	parts := map[string][]byte{}
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		parts[ingest.Unquote(key)] = value
		return value != nil
	})
	if m.events = objectsIn(parts["events"]); m.events == nil || !hasPart(parts) || !json.Valid(raw) {
		return nil, false, nil
	}
	m.readSources(parts["sources"])
	m.readAssociations(parts)
	for _, event := range m.events {
		joined := m.joined(event)
		if m.left -= len(joined) - len(event); m.left < 0 {
			return nil, true, fmt.Errorf("its events are more than %d times as large with their sources as the file, which is too much",
				maxGrowth)
		}
		events = append(events, joined)
	}
	return events, true, nil
}

func hasPart(parts map[string][]byte) bool {
	for _, name := range timemapParts {
		if isNested(parts[name]) {
			return true
		}
	}
	return false
}

// objectsIn are the values of a list of objects, nil where it is none.
func objectsIn(raw []byte) [][]byte {
	if len(raw) == 0 || raw[0] != '[' {
		return nil
	}
	in := cutter{data: raw}
	values, ok := in.elements()
	if !ok || len(values) == 0 || values[0][0] != '{' {
		return nil
	}
	return values
}

// readAssociations reads what events are associated with. Older files have a list for each
// mode.
func (m *timemap) readAssociations(parts map[string][]byte) {
	m.associations = map[string]association{}
	for _, list := range []struct{ name, mode string }{{"associations", ""}, {"filters", "FILTER"},
		{"categories", "CATEGORY"}, {"narratives", "NARRATIVE"}} {
		for _, raw := range objectsIn(parts[list.name]) {
			var a struct{ ID, Title, Mode string }
			if json.Unmarshal(raw, &a) != nil || a.ID == "" {
				continue
			}
			m.associations[a.ID] = association{shortened(firstOf(a.Title, a.ID)), firstOf(a.Mode, list.mode)}
		}
	}
}

// joined is an event with its sources, and with the titles of its associations.
func (m *timemap) joined(event []byte) []byte {
	out := make([]byte, 0, len(event)+len(event)/2)
	out = append(out, '{')
	add := func(key, value []byte) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, key...), ':'), value...)
	}
	c := cutter{data: event}
	c.members(func(key []byte) bool {
		value := c.value()
		switch ingest.Unquote(key) {
		case "sources":
			add(key, m.sourcesOf(value))
		case "associations":
			for _, by := range m.associated(value) {
				add([]byte(by.key), by.list)
			}
		default:
			add(key, value)
		}
		return value != nil
	})
	return append(out, '}')
}

// associated are the titles of the associations that a list names, by the column that
// they are values of: categories and narratives have their own. One that the file does not
// have is called as it is named.
func (m *timemap) associated(list []byte) []titles {
	ids, ok := ingest.Items(string(list))
	if !ok {
		return []titles{{`"associations"`, list}}
	}
	columns := []struct{ mode, key string }{{"FILTER", `"associations"`}, {"CATEGORY", `"event_category"`},
		{"NARRATIVE", `"narratives"`}}
	var out []titles
	for _, column := range columns {
		var of []string
		for _, id := range ids {
			a, known := m.associations[id]
			if !known {
				a = association{Title: id}
			}
			if a.Mode == column.mode || column.mode == "FILTER" && a.Mode != "CATEGORY" && a.Mode != "NARRATIVE" {
				of = append(of, a.Title)
			}
		}
		if raw, err := json.Marshal(of); err == nil && len(of) > 0 {
			out = append(out, titles{column.key, raw})
		}
	}
	return out
}

// titles are values of a column, as JSON.
type titles struct {
	key  string
	list []byte
}
