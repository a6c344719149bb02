package ingest_test

import (
	"strings"
	"testing"

	"incidentmap/internal/ingest"
)

// TestLists: cells with several values are several values of one facet, for each way in
// which tables divide them; a comma within a name divides nothing.
func TestLists(t *testing.T) {
	for _, c := range []struct{ cells, want string }{
		{"A;B|A|B", "A+B/A/B"}, {"A, B|A|B", "A+B/A/B"}, {"A¦B|A|B", "A+B/A/B"}, {"Smith, John|Doe, Jane|Roe", "Smith, John/Doe, Jane/Roe"},
		{"A, B,|C,|D", "A+B/C/D"},
	} {
		table := tableOf("actor", strings.Split(c.cells, "|")...)
		table.Header = append(table.Header, "date")
		for i := range table.Rows {
			table.Rows[i].Cells[0] = strings.ReplaceAll(table.Rows[i].Cells[0], "¦", "|")
			table.Rows[i].Cells = append(table.Rows[i].Cells[:1], "2020-01-01")
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for i := range res.Incidents {
			var names []string
			for _, p := range res.Incidents[i].Actors {
				names = append(names, p.Name)
			}
			rows = append(rows, strings.Join(names, "+"))
		}
		if got := strings.Join(rows, "/"); got != c.want {
			t.Errorf("%s: %s, want %s", c.cells, got, c.want)
		}
	}
}

// TestTypesOfSeveralValues: the first type is the incident's, and the list is kept.
func TestTypesOfSeveralValues(t *testing.T) {
	res, err := one(t, ingest.Options{}, "date: 2020", "category: 1. Roads, 3. Health, ")
	if err != nil || res.Incidents[0].EventType != "1_roads" || len(res.Columns) != 1 ||
		res.Incidents[0].Extra[0] != "1. Roads, 3. Health," {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestTitles: an incident without a title is called after what is known of it, and never
// after nothing.
func TestTitles(t *testing.T) {
	for pairs, want := range map[string]string{
		"type: Raid|place: X":                           "Raid, X",
		"type: Other|description: A shell hit. Nobody.": "A shell hit",
		"description: " + strings.Repeat("word ", 40):   strings.TrimSpace(strings.Repeat("word ", 16)) + "…",
		"actor: A|place: X":                             "A, X", "place: X": "Incident, X", "place: X|offence_desc: ROBBERY|boro_nm: BROOKLYN": "ROBBERY",
		"weather: light rain|remark: a bridge was closed": "a bridge was closed", "actor: A|target: B": "A – B",
	} {
		res, err := one(t, ingest.Options{}, append([]string{"date: 2020"}, strings.Split(pairs, "|")...)...)
		if err != nil || res.Incidents[0].Title != want {
			t.Errorf("%s: %q, want %q, %v", pairs, res.Incidents[0].Title, want, err)
		}
	}
}

// Cells of an own column are lists where their parts come again, and no sentences.
func TestSeparators(t *testing.T) {
	for cells, want := range map[string]string{
		"x,y|y": ",", "fire; flood|flood|fire": ";", "a|b|c": "", "Kabul, Afghanistan|Herat, Afghanistan|Farah, Afghanistan": "",
		"one thing; then another|something else; and more": "", "red;blue|red|blue": ";",
	} {
		rows := strings.Split(cells, "|")
		table := &ingest.Table{File: "x.csv", Unit: "row", Header: []string{"date", "lat", "lon", "tags"}}
		for i, cell := range rows {
			table.Rows = append(table.Rows, ingest.Row{Number: i + 2, Cells: []string{"2020-01-01", "34", "69", cell}})
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Columns) != 1 || res.Columns[0].Separator != want {
			t.Errorf("%s: %+v, want %q", cells, res.Columns, want)
		}
	}
}
