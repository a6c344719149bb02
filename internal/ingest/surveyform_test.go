package ingest

import "testing"

// In the export of a form filled in on a phone, the times of filling it in are not the
// incident's, and groups of questions are no part of their names.
func TestForms(t *testing.T) {
	table := &Table{File: "x", Unit: "row", Header: []string{"start", "end", "today", "group_a/incident_date",
		"group_a/location", "_group_a/location_latitude", "_group_a/location_longitude", "_group_a/location_altitude",
		"_group_a/location_precision", "group_b/number_killed", "_id", "_uuid", "_submission_time", "group_b/notes", "_notes"}}
	for i, id := range []string{"17", "23", "99"} {
		table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{"2021-04-16T08:00:00.000+01:00",
			"2021-04-16T08:20:00.000+01:00", "2021-04-16", "2021-04-13", "11.8 13.1 0 5", "11.8", "13.1", "0", "5", "27", id,
			"u" + id, "2021-04-16T09:00:00", "what was seen", "of the office"}})
	}
	got := rolesOf(table)
	for role, want := range map[string]string{"date": "group_a/incident_date", "lat": "_group_a/location_latitude",
		"lon": "_group_a/location_longitude", "fatalities_best": "group_b/number_killed", "id": "_id", "start": "", "end": "",
		"place": "", "place_precision": "", "summary": "group_b/notes"} {
		if got[role] != want {
			t.Errorf("%s is %q, want %q", role, got[role], want)
		}
	}
}

// Marks of cases are no dates, though some begin like a month.
func TestReferencesAreNoDates(t *testing.T) {
	for _, v := range []string{"DE1000", "MAR2000", "ON1999", "IN2001"} {
		if s := newSample(&Table{}); s.isFullDate(v) {
			t.Errorf("%s is a date", v)
		}
	}
	if s := newSample(&Table{}); !s.isFullDate("Mar 2000") || !s.isFullDate("1.2.2000") {
		t.Error("dates are none")
	}
}

// In Microsoft Forms, Name is who filled in the form, and the times are those of filling in.
func TestMicrosoftForms(t *testing.T) {
	table := tableOf("ID|Start time|Completion time|Email|Name|Date of incident|Location|Killed",
		"1|2023-02-03 10:00|2023-02-03 10:05|anonymous|Jane Reporter|2023-01-28|Gao|1")
	got := rolesOf(table)
	if got["title"]+got["start"]+got["end"] != "" || got["date"] != "Date of incident" || got["id"] != "ID" {
		t.Errorf("%v", got)
	}
	res, err := Read(table, Options{})
	if err != nil || res.Incidents[0].Title != "Incident, Gao" {
		t.Errorf("%v, %v", err, res)
	}
}
