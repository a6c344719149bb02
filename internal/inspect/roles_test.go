package inspect_test

import (
	"slices"
	"testing"

	"incidentmap/internal/ingest"
	"incidentmap/internal/inspect"
)

const entries = "Reported,Happened,Town,lat,lon,Note\n" +
	"2020-01-02,2020-01-01,Kabul,34.5,69.2,one\n2020-02-03,2020-02-02,Kabul,34.5,69.2,two\n"

func roleOf(d *inspect.Document, column string) string {
	for _, r := range d.Roles {
		if slices.Contains(r.Columns, column) {
			return r.Role
		}
	}
	for _, k := range d.Kept {
		if k.Column == column {
			return "kept"
		}
	}
	return "unused"
}

// TestWithoutRole: a column that the user keeps as it is, or leaves out, gets no role by its
// name or its cells; the role goes to the next one.
func TestWithoutRole(t *testing.T) {
	for _, c := range []struct {
		given []ingest.Given
		want  map[string]string
	}{
		{nil, map[string]string{"Town": "place", "lat": "lat"}},
		{[]ingest.Given{{Role: ingest.RoleKept, Column: "Town"}}, map[string]string{"Town": "kept", "lat": "lat"}},
		{[]ingest.Given{{Role: ingest.RoleUnused, Column: "Town"}, {Role: ingest.RoleUnused, Column: "lat"},
			{Role: ingest.RoleKept,
				Column: "lon"}}, map[string]string{"Town": "unused", "lat": "unused", "lon": "kept"}},
		{[]ingest.Given{{Role: ingest.RoleUnused, Column: "Note"}, {Role: "date", Column: "Reported"}},
			map[string]string{"Note": "unused", "Reported": "date", "Happened": "kept"}},
	} {
		d := inspected(t, entries, ingest.Options{Given: c.given})
		for column, want := range c.want {
			if got := roleOf(d, column); got != want {
				t.Errorf("%v: %s is %s, not %s", c.given, column, got, want)
			}
		}
		if len(d.First) != 2 || d.First[1][5] != "two" {
			t.Errorf("the first rows are %v", d.First)
		}
		if len(d.Sketch.Years) != 1 || d.Sketch.Years[0] != (inspect.YearCount{Year: 2020, Count: 2}) {
			t.Errorf("the sketch is %v", d.Sketch)
		}
	}
	for _, text := range []string{"kept=Town", "unused=Town"} {
		if _, err := ingest.ParseGiven(text); err != nil {
			t.Error(err)
		}
	}
}
