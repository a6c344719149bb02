package ingest

import (
	"strings"
	"testing"
)

// A month or a year alone in its row is a heading.
func TestHeadingsOfDates(t *testing.T) {
	res, err := Read(tableOf("Date|Town|Dead|Details", "January 2023|||", "2023-01-01|Gao|1|Ambush", "2023||",
		"2023-02-01|||", "March 2023|Gao||"), Options{})
	if err != nil || res.Count != 3 || len(res.LeftOut.Rows) != 2 {
		t.Fatalf("%v, %+v", err, res)
	}
	if !strings.Contains(res.Findings[0].Message, `"January 2023" stands alone in the row, as a heading`) {
		t.Errorf("%v", res.Findings)
	}
	records := tableOf("Date|Town|Dead", "2023||", "2023-01-01|Gao|1")
	records.Unit = "record"
	if res, err = Read(records, Options{}); err != nil || res.Count != 2 {
		t.Errorf("of records: %v, %v", err, res)
	}
	if res, err = Read(tableOf("Date|Town", "2023|"), Options{}); err != nil || res.Count != 1 {
		t.Errorf("of two columns: %v, %v", err, res)
	}
}

// 12:00 AM in all rows is no time of day, as 00:00 is none.
func TestMidnightOfTwelveHours(t *testing.T) {
	for cell, want := range map[string]string{"03/20/2020 12:00:00 AM": "", "03/20/2020 12:00 a.m.": "",
		"03/20/2020 12AM":     "",
		"03/20/2020 12:00 PM": "12:00", "03/20/2020 12:30 AM": "00:30", "03/20/2020 1:00 AM": "01:00"} {
		res, err := Read(tableOf("Date|Place", cell+"|Gao"), Options{})
		if err != nil || res.Incidents[0].Time != want {
			t.Errorf("%s: %v, %v", cell, err, res)
		}
	}
}

// A description of the location beside places is a kind of site.
func TestKindsOfSites(t *testing.T) {
	got := rolesOf(tableOf("Date|Block|Location Description", "2018-09-13|082XX S INGLESIDE|ALLEY"))
	if got["place"]+got["summary"] != "" {
		t.Errorf("%v", got)
	}
	if got = rolesOf(tableOf("Date|Location Description", "2018-09-13|north of Gao")); got["place"] == "" {
		t.Errorf("%v", got)
	}
}
