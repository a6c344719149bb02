package geojson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// TestRecords: the same two records in each of the forms in which they come.
func TestRecords(t *testing.T) {
	const one, two = `{"title":"A","date":"2023-03-21","lat":50,"lon":36,"tags":["x","y"]}`,
		`{"title":"B","date":"2023-03-22","lat":"50","lon":"36","tags":null}`
	for name, text := range map[string]string{
		"a list": "[" + one + "," + two + "]", "a line each": one + "\n" + two + "\n",
		"an object with a list":   `{"count":2,"incidents":[` + one + "," + two + `]}`,
		"a list two deep":         `{"help":"x","result":{"ok":true,"records":[` + one + "," + two + `]}}`,
		"a byte order mark":       "\ufeff[" + one + "," + two + "]",
		"a list of features":      `[{"type":"Feature","properties":` + one + `},{"type":"Feature","properties":` + two + `}]`,
		"an object in a record":   strings.ReplaceAll("["+one+","+two+"]", `"tags":`, `"extra":{"a":1},"tags":`),
		"a geometry in a record":  `[{"title":"A","date":"2023-03-21","geometry":{"type":"Point","coordinates":[36,50]}},{"title":"B","date":"2023-03-22","geometry":{"type":"Point","coordinates":[36,50]}}]`,
		"a position in an object": `[{"title":"A","date":"2023-03-21","position":{"lat":50,"lng":36}},{"title":"B","date":"2023-03-22","position":{"lat":50,"lng":36}}]`,
	} {
		res := readText(t, text)
		if len(res.Incidents) != 2 || len(res.Findings) > 0 {
			t.Errorf("%s: %d incidents, %v", name, len(res.Incidents), res.Findings)
			continue
		}
		for i, title := range []string{"A", "B"} {
			inc := res.Incidents[i]
			if inc.Title != title || len(inc.Place.Points) != 1 || inc.Place.Points[0] != [2]float64{36, 50} {
				t.Errorf("%s: %+v", name, inc)
			}
		}
	}
}

// TestOtherFormsOfRecords: rows under names, objects by their IDs or dates, and columns by rows.
func TestOtherFormsOfRecords(t *testing.T) {
	const one, two = `"date":"2023-03-21","place":"A"`, `"date":"2023-03-22","place":"B"`
	for name, text := range map[string]string{
		"rows":             `[["date","place"],["2023-03-21","A"],["2023-03-22","B"]]`,
		"columns and data": `{"columns":["date","place"],"index":[0,1],"data":[["2023-03-21","A"],["2023-03-22","B"]]}`,
		"fields and rows":  `{"fields":[{"name":"date"},{"name":"place"}],"rows":[["2023-03-21","A"],["2023-03-22","B"]]}`,
		"a table schema":   `{"schema":{"fields":[{"name":"date"},{"name":"place"}]},"data":[{` + one + `},{` + two + `}]}`,
		"by ID":            `{"e1":{` + one + `},"e2":{` + two + `}}`, "by ID, deeper": `{"events":{"e1":{` + one + `},"e2":{` + two + `}}}`,
		"by date":    `{"2023-03-21":[{"place":"A"}],"2023-03-22":[{"place":"B"}]}`,
		"by columns": `{"date":{"0":"2023-03-21","1":"2023-03-22"},"place":{"0":"A","1":"B"}}`,
	} {
		table, err := geojson.Read("x.json", text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil || len(res.Incidents) != 2 || res.Incidents[1].Date.Text != "2023-03-22" ||
			res.Incidents[1].Place.Text != "B" || strings.HasPrefix(name, "by ID") && res.Incidents[1].SourceID+res.Incidents[1].ID == "" {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
	}
	for _, text := range []string{`{}`, `{"a":1}`, `{"a":{"b":{}}}`} {
		if _, err := geojson.Read("x.json", text); err == nil || !strings.Contains(err.Error(), "a list of records") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestBesideRecords: what stands beside the list fills in, describes the dataset, or is told.
func TestBesideRecords(t *testing.T) {
	res := readText(t, `{"country":"Iraq","source":"AP","license":"CC0","currency":"EUR","next":"https://a.org/2",
		"incidents":[{"date":"2023-03-21","country":"Syria"},{"date":"2023-03-22","country":null}]}`)
	if a, b := res.Incidents[0], res.Incidents[1]; a.Place.Country != "SY" || b.Place.Country != "IQ" ||
		b.Sources[0].Title != "AP" {
		t.Errorf("%+v", res.Incidents)
	}
	told := fmt.Sprint(res.Findings)
	for _, want := range []string{"currency, which are not read", "one page of several", `country "Iraq" stands beside`} {
		if !strings.Contains(told, want) {
			t.Errorf("%s is not told: %s", want, told)
		}
	}
}

// TestCollectionOfOnePoint: a collection of one geometry is that geometry.
func TestCollectionOfOnePoint(t *testing.T) {
	res := readText(t, `{"type":"Feature","properties":{"date":"2023"},"geometry":{"type":"GeometryCollection",
		"geometries":[{"type":"Point","coordinates":[36,50]}]}}`)
	if p := res.Incidents[0].Place; p.Points[0] != [2]float64{36, 50} || p.Precision != incident.PlaceLocality {
		t.Errorf("%+v", p)
	}
}

// Objects in records are taken apart, and what they hold is known by its path; lists and
// geometries stay what they are.
func TestObjectsInRecords(t *testing.T) {
	res := readText(t, `[{"title":"A","date":"2024-05-03","where":{"lat":36,"lon":37,"name":"Aleppo","at":{"zone":"x"}},
		"killed":{"min":2,"max":4},"none":{},"tags":["x"]},{"title":"B","date":"2024-05","killed":{"min":1,"max":null}}]`)
	if len(res.Incidents) != 2 {
		t.Fatalf("%+v", res.Findings)
	}
	a := res.Incidents[0]
	f := incident.FigureOf(a.Claims, incident.Killed)
	if a.Place.Points[0] != [2]float64{37, 36} || a.Place.Text != "Aleppo" || *f.Low != 2 || *f.High != 4 {
		t.Errorf("%+v", a)
	}
	kept := map[string]any{}
	for i, c := range res.Columns {
		kept[c.Name] = a.Extra[i]
	}
	if kept["where_at_zone"] != "x" || kept["none"] != "{}" {
		t.Errorf("%v", kept)
	}
}

// A file of one record a line may have one line.
func TestOneRecord(t *testing.T) {
	res := readText(t, `{"title":"A","date":"2024-03-21","lat":36.2,"lon":37.1,"killed":3}`+"\n")
	if len(res.Incidents) != 1 || res.Incidents[0].Title != "A" || len(res.Incidents[0].Place.Points) != 1 {
		t.Errorf("%+v", res)
	}
}

// FuzzRecords holds: every element of a list of objects is a row of the table.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{`[{"a":1},{"b":[1,2]}]`, `{"x":{"y":[{"a":"b"}]}}`, "{\"a\":1}\n{\"a\":2}", `[[1]]`, `[{"type":"Feature"}]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := geojson.Read("x.json", text)
		if err != nil || table.Unit != "record" {
			return
		}
		var list []map[string]any
		if json.Unmarshal([]byte(text), &list) == nil && len(list) != len(table.All()) {
			t.Fatalf("%q: %d rows of %d", text, len(table.All()), len(list))
		}
	})
}
