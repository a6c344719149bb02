package csv_test

import (
	"strings"
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// TestTablesAreTold: that a table has no rows, and columns of one name.
func TestTablesAreTold(t *testing.T) {
	res := readCase(t, "header-only.csv", ingest.Options{})
	if len(res.Findings) != 1 || res.Findings[0].Rule != report.RuleFile.Name {
		t.Errorf("%v", res.Findings)
	}
	res = readCase(t, "columns-twice.csv", ingest.Options{})
	if len(res.Findings) != 2 || !strings.Contains(res.Findings[0].String(), "column title: columns 2 and 3") ||
		!strings.Contains(res.Findings[0].Message, "kept as x_title") {
		t.Errorf("%v", res.Findings)
	}
	if inc := res.Incidents[0]; inc.Title != "first" || inc.Date.Text != "2023-01-01" {
		t.Errorf("%+v", inc)
	}
}

// TestManyNames: a cell has a bound of names, which is told, and the facets'
// names of an incident take time in proportion to them.
func TestManyNames(t *testing.T) {
	res := read(t, "date,actor\n2020,\""+strings.Repeat("g;", 2500)+"\"\n2021,a; b\n")
	if n := len(res.Incidents[0].Actors); n != 1000 || len(res.Findings) != 1 || res.Findings[0].Row != 2 ||
		!strings.Contains(res.Findings[0].Message, "2501 names") {
		t.Errorf("%d names, %v", n, res.Findings)
	}
	facet, _ := incident.FacetByName("actor")
	var many []incident.Party
	for i := range 400_000 {
		many = append(many, incident.Party{Name: strings.Repeat("g", i%7) + string(rune('a'+i%26)) +
			time.Duration(i).String()})
	}
	start := time.Now()
	facet.Values(&incident.Record{Incident: &incident.Incident{Actors: many}})
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("%s for %d names", took, len(many))
	}
}
