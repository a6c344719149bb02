package geojson

import (
	"slices"
	"strings"
	"testing"
)

// Members beside the properties of a feature are read as properties are, however the file is read.
func TestForeignMembers(t *testing.T) {
	one := `{"type":"Feature","id":"a","killed":2,"links":[],"date":"2023-05-01","geometry":null,` +
		`"properties":{"date":"2024"}}`
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

// A height in coordinates is told once.
func TestHeights(t *testing.T) {
	for coordinates, want := range map[string]bool{"[-0.04, 16.27, 540]": true, "[-0.04, 16.27, 0.0]": false,
		"[-0.04, 16.27]": false} {
		one := `{"type":"Feature","properties":{"date":"2024"},"geometry":` +
			`{"type":"Point","coordinates":` + coordinates + `}}`
		table, err := Read("a.geojson", `{"type":"FeatureCollection","features":[`+one+","+one+`]}`)
		if err != nil {
			t.Fatal(err)
		}
		told := len(table.Findings) == 1 &&
			strings.HasPrefix(table.Findings[0].Message, "2 features with a third number")
		if told != want || len(table.Rows[0].Points) != 1 {
			t.Errorf("%s: %v", coordinates, table.Findings)
		}
	}
}
