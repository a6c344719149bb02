package geojson

import (
	"encoding/json"
	"fmt"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// readSources reads a list of sources with their IDs, or an object of them by ID.
func (m *timemap) readSources(raw []byte) {
	m.sources = map[string]json.RawMessage{}
	for _, one := range objectsIn(raw) {
		m.addSource("", one)
	}
	if len(raw) > 0 && raw[0] == '{' {
		c := cutter{data: raw}
		c.members(func(key []byte) bool {
			value := c.value()
			m.addSource(ingest.Unquote(key), value)
			return value != nil
		})
	}
}

// maxSourceText bounds a text of a source, which many events may name.
const maxSourceText = 2000

func (m *timemap) addSource(id string, raw []byte) {
	var s struct {
		ID, Title, Description, Author, URL, Date string
		Paths                                     []string
	}
	if json.Unmarshal(raw, &s) != nil {
		return
	}
	if id == "" {
		id = s.ID
	}
	out := incident.Source{Title: shortened(firstOf(s.Title, s.Description, id)), Publisher: shortened(s.Author),
		Date: shortened(s.Date)}
	for _, address := range append([]string{s.URL}, s.Paths...) {
		if incident.WebURL(address) && len(address) <= maxSourceText {
			out.URL = address
			break
		}
	}
	m.sources[id] = source(out)
}

// source is a source as JSON.
func source(s incident.Source) json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts are always JSON
	}
	return raw
}

func shortened(text string) string {
	if len(text) <= maxSourceText {
		return text
	}
	return strings.ToValidUTF8(text[:maxSourceText], "") + "…"
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// sourcesOf are the sources that a list names. One that the file does not have is called
// as it is named.
func (m *timemap) sourcesOf(list []byte) []byte {
	ids, ok := ingest.Items(string(list))
	if !ok || len(ids) == 0 {
		return list
	}
	var all []json.RawMessage
	grown := 0
	for i, id := range ids {
		raw, known := m.sources[id]
		if !known {
			s := incident.Source{Title: id}
			if incident.WebURL(id) {
				s.URL = id
			}
			raw = source(s)
		}
		key := fmt.Sprintf(`{"key":"source-%d",`, i+1)
		all = append(all, append([]byte(key), strings.TrimPrefix(string(raw), `{"key":"",`)...))
		if grown += len(raw); grown > m.left { // whoever joins the event tells
			break
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return list
	}
	return raw
}
