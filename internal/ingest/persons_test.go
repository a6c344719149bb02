package ingest_test

import (
	"fmt"
	"testing"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// A row a person is told, also where each row has the ID of its incident; rows with IDs of
// their own are incidents.
func TestRowsOfPersons(t *testing.T) {
	for name, c := range map[string]struct {
		id   func(event, person int) string
		told bool
	}{
		"the incident's ID": {func(event, _ int) string { return fmt.Sprint("e", event) }, true},
		"IDs of their own":  {func(event, person int) string { return fmt.Sprint("e", event, "p", person) }, false},
	} {
		var rows []string
		for event := range 4 {
			for person := range 4 {
				rows = append(rows, fmt.Sprintf("%s|2020-01-0%d|Place %d|Person %d", c.id(event, person), event+1,
					event, 4*event+person))
			}
		}
		res, err := ingest.Read(tableOf("incident_id|date|place|victim_name", rows...), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for _, f := range res.Findings {
			told = told || f.Rule == report.RulePersons.Name
		}
		if told != c.told {
			t.Errorf("%s: told is %t: %v", name, told, res.Findings)
		}
	}
}

// Which rows were left out is noted for whoever asks.
func TestUnreadIsNotedWhereAsked(t *testing.T) {
	for _, asked := range []bool{false, true} {
		res, err := ingest.Read(tableOf("id|date", "a|2020-01-01", "b|2020-13-01"), ingest.Options{Unread: asked})
		if err != nil || len(res.Incidents) != 1 || len(res.Unread) > 0 != asked {
			t.Errorf("asked %t: %+v, %v", asked, res, err)
		}
	}
}
