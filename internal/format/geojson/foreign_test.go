package geojson

import (
	"slices"
	"strings"
	"testing"
)

// Members beside the properties of a feature are read as properties are, however the file is read.
func TestForeignMembers(t *testing.T) {
	one := `{"type":"Feature","id":"a","killed":2,"links":[],"date":"2023-05-01","geometry":null,"properties":{"date":"2024"}}`
	for text, want := range map[string]string{
		one: "id date killed",
		`{"type":"FeatureCollection","features":[` + one + `]}`:                              "id date killed",
		`{"type":"FeatureCollection","features":[` + one + `],"type":"FeatureCollection"}`:   "id date killed",
		`{"results":[{"type":"Feature","id":"a","date":"2023","killed":2,"geometry":null}]}`: "id date killed",
		one + "\n" + one: "id date killed",
	} {
		table, err := Read("a.geojson", text)
		if err != nil || !slices.Equal(table.Header, strings.Fields(want)) {
			t.Errorf("%s: %v, %v", text, err, table)
			continue
		}
		if got := table.Rows[0].Text(2); got != "2" {
			t.Errorf("%s: killed is %q", text, got)
		}
	}
}
