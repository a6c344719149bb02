package geojson_test

import (
	"strings"
	"testing"

	"incidentmap/internal/format/geojson"
)

// TestWordsOfOthers: what stands where JSON has no such word is named, with its line.
func TestWordsOfOthers(t *testing.T) {
	const sound = `{"id":"a","date":"2020-01-01"}`
	for _, word := range []string{"NaN", "-Infinity", "Infinity", "None", "True", "nan", "undefined"} {
		broken := `{"id":"b","n":` + word + `}`
		for text, where := range map[string]string{"[" + sound + ",\n" + broken + "]": "record 2, line 2: ",
			`{"type":"FeatureCollection",` + "\n" + `"features":[` + broken + `]}`: "line 2: ",
			sound + "\n" + broken: "line 2: "} {
			_, err := geojson.Read("a.json", text)
			if err == nil || !strings.Contains(err.Error(), where) ||
				!strings.Contains(err.Error(), word+" stands where a value is") {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}
