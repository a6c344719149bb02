package geojson_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
)

const timemapEvents = `"events":[
 {"id":"E1","description":"A road was hit.","date":"2/24/2022","location":"Kharkiv","latitude":"49.99","longitude":"36.23",
  "associations":["f1","c1","n1","other"],"sources":["s1","s2","s9"]},
 {"id":"E2","description":"A bridge.","date":"3/1/2022","latitude":"50.45","longitude":"30.52","associations":[],
  "sources":["https://example.org/x"]}]`

// TestTimemap: events have the sources and the titles of the associations that they name,
// in a list or in an object by ID, and in the lists of older files.
func TestTimemap(t *testing.T) {
	const s1, s2 = `{"id":"s1","title":"Video","paths":["clip.mp4","https://example.org/1"],"author":"Paper","date":"2022-02-24"}`,
		`{"id":"s2","description":"A post","url":"https://example.org/2","paths":[]}`
	newer := `"associations":[{"id":"f1","title":"Roads","mode":"FILTER"},{"id":"c1","title":"Shelling","mode":"CATEGORY"},
	 {"id":"n1","title":"The first days","mode":"NARRATIVE"}]`
	older := `"filters":[{"id":"f1","title":"Roads"}],"categories":[{"id":"c1","title":"Shelling"}],
	 "narratives":[{"id":"n1","title":"The first days"}]`
	want := []incident.Source{
		{Key: "source-1", Title: "Video", Publisher: "Paper", URL: "https://example.org/1", Date: "2022-02-24"},
		{Key: "source-2", Title: "A post", URL: "https://example.org/2"}, {Key: "source-3", Title: "s9"}}
	for name, text := range map[string]string{
		"newer": "{" + timemapEvents + "," + newer + `,"sources":[` + s1 + "," + s2 + `],"sites":[],"shapes":[]}`,
		"older": `{"sources":{"s1":` + s1 + `,"s2":` + s2 + "}," + older + "," + timemapEvents + "}",
	} {
		res := readText(t, text)
		if len(res.Incidents) != 2 || len(res.Findings) > 0 {
			t.Fatalf("%s: %d incidents, %v", name, len(res.Incidents), res.Findings)
		}
		inc := res.Incidents[0]
		if !reflect.DeepEqual(inc.Sources, want) || inc.EventType != "shelling" || inc.Date.Text != "2022-02-24" ||
			inc.Place.Text != "Kharkiv" {
			t.Errorf("%s: %+v", name, inc)
		}
		if got := fmt.Sprintf("%v|%v", inc.Extra...); got != "Roads; other|The first days" {
			t.Errorf("%s: own columns hold %q", name, got)
		}
		if s := res.Incidents[1].Sources; len(s) != 1 || s[0].URL != "https://example.org/x" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestTimemapIsBounded: a source that every event names is not taken without end.
func TestTimemapIsBounded(t *testing.T) {
	source := `"sources":{"a":{"title":"` + strings.Repeat("x", 1<<20) + `"}}`
	table, err := geojson.Read("x.json", `{"events":[{"date":"2020","sources":["a"]}],`+source+"}")
	if err != nil || len(table.All()) != 1 {
		t.Errorf("%v", err)
	}
	ids := strings.Repeat(`"a",`, 200) + `"a"`
	events := strings.Repeat(`{"date":"2020","sources":[`+ids+`]},`, 2000) + `{"date":"2020"}`
	_, err = geojson.Read("x.json", `{"events":[`+events+`],`+source+"}")
	if err == nil || !strings.Contains(err.Error(), "16 times as large with their sources") {
		t.Errorf("%.200v", err)
	}
}

// FuzzTimemap holds: every event is a row.
func FuzzTimemap(f *testing.F) {
	f.Add(`{"a":["f1"],"sources":["s1",2]}`, `[{"id":"s1","paths":["x"]}]`, `[{"id":"f1","title":"F"}]`)
	f.Add(`{"sources":"s1","sources":["s1"],"associations":{"a":1}}`, `{"s1":{"title":"\u0000"}}`, `[{}]`)
	f.Fuzz(func(t *testing.T, event, sources, associations string) {
		text := `{"events":[{"id":1},` + event + `],"sources":` + sources + `,"associations":` + associations + "}"
		var doc struct{ Events []map[string]any }
		if json.Unmarshal([]byte(text), &doc) != nil || strings.Count(text, `"events"`) > 1 || strings.Contains(text, `"type"`) {
			return
		}
		table, err := geojson.Read("x.json", text)
		if err != nil {
			return
		}
		if len(table.All()) != len(doc.Events) {
			t.Fatalf("%q: %d rows of %d", text, len(table.All()), len(doc.Events))
		}
	})
}
