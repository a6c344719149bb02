package geojson_test

import (
	"strings"
	"testing"
)

// TestBrokenLines: of a file of a record a line, a broken line costs itself alone.
func TestBrokenLines(t *testing.T) {
	good, other := `{"date":"2024-05-03","title":"A"}`, `{"date":"2024-05-04","title":"B"}`
	feature := `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"date":"2024","title":"x"}}`
	for text, want := range map[string]struct{ read, line int }{
		good + "\n" + `{"date":"2024"` + "\n" + other:          {2, 2},
		`{"date":` + "\n\n" + feature + "\n" + good:            {2, 1},
		good + "\n" + feature + "\n[1,2]\n":                    {2, 3},
		good + "\n" + other + "\n" + good[:len(good)-4] + "\n": {2, 3},
	} {
		res := readText(t, text)
		if len(res.Incidents) != want.read || len(res.Findings) != 1 || !res.Findings[0].Dropped ||
			res.Findings[0].Row != want.line || len(res.LeftOut.Rows) != 1 {
			t.Errorf("%s: %d read, %v, %+v", text, len(res.Incidents), res.Findings, res.LeftOut)
			continue
		}
		if line := strings.Split(strings.TrimSpace(text), "\n")[want.line-1]; res.LeftOut.Rows[0].Cells[0] != line {
			t.Errorf("left out is %q", res.LeftOut.Rows[0].Cells)
		}
	}
}
