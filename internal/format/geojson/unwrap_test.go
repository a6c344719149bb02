package geojson

import (
	"slices"
	"strings"
	"testing"
)

// Columns go by the names that they have in their records, not by those of what wraps these.
func TestWrappers(t *testing.T) {
	for text, want := range map[string]string{
		`[{"_id":"a","_source":{"date":"2023","title":"x","killed":1}},{"_id":"b","_source":{"date":"2023"}}]`: "_id date title killed",
		`{"took":5,"hits":{"hits":[{"_index":"i","_id":"a","_score":1,"_source":{"date":"2023","killed":1}}]}}`: "_index _id _score " +
			"date killed",
		`[{"record":{"timestamp":"t","fields":{"date":"2023","city":"Gao"}}}]`: "record.timestamp date city",
		`{"edges":[{"node":{"date":"2023","city":"Gao"}}]}`:                    "date city",
		`[{"id":1,"type":"incident","attributes":{"type":"bomb","date":"2023","id":7}},` +
			`{"id":2,"type":"incident","attributes":{"type":"raid","date":"2024","id":8}}]`: "id record.type type date attributes.id",
		`[{"date":"2023","city":"Gao","casualties":{"killed":1,"injured":2,"missing":3,"abducted":4}}]`: "date city " +
			"casualties.killed casualties.injured casualties.missing casualties.abducted",
		`[{"date":"2023","coordinates":null},{"date":"2024","coordinates":{"lat":1,"lon":2}}]`: "date coordinates.lat coordinates.lon",
		`{"results":{"bindings":[{"date":{"type":"literal","value":"2023"},"itemLabel":` +
			`{"xml:lang":"en","type":"literal","value":"x"}}]}}`: "date itemLabel",
	} {
		table, err := Read("a.json", text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := slices.Sorted(slices.Values(table.Header))
		if expected := slices.Sorted(strings.FieldsSeq(want)); !slices.Equal(got, expected) {
			t.Errorf("%s: %q", text, table.Header)
		}
		for _, row := range table.Rows {
			if len(row.Cells) > len(table.Header) || len(row.Cells) != len(row.Kinds) {
				t.Errorf("%s: %q", text, row.Cells)
			}
		}
	}
}

// The system of coordinates beside Esri's features is that of all.
func TestSystemOfEsri(t *testing.T) {
	const features = `,"features":[{"attributes":{"EVENT_DATE":1682899200000,"KIA":3},"geometry":{"x":4120000.5,"y":4210000.2}}]}`
	for text, want := range map[string]string{`{"spatialReference":{"wkid":102100,"latestWkid":3857}`: "3857",
		`{"spatialReference":{"wkid":32637}`: "32637", `{"spatialReference":{"wkid":4326}`: ""} {
		table, err := Read("a.json", text+features)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if i := slices.Index(table.Header, systemColumn); i >= 0 {
			got = table.Rows[0].Text(i)
		}
		if got != want || len(table.Findings) > 0 {
			t.Errorf("%s: %q, %v", text, got, table.Findings)
		}
	}
}
