package ingest

import (
	"strings"
	"testing"
)

// TestIranianColumns: the name of a column says it, an unnamed one is told and not guessed.
func TestIranianColumns(t *testing.T) {
	for header, want := range map[string]string{
		"date_jalali": "2024-03-03", "تاریخ شمسی": "2024-03-03", "Persian date": "2024-03-03", "date": "1402-12-13",
	} {
		table := &Table{File: "x", Unit: "row", Header: []string{"title", header},
			Rows: []Row{{Number: 2, Cells: []string{"A", "1402/12/13"}}}}
		res, err := Read(table, Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 || res.Incidents[0].Date.Text != want {
			t.Errorf("%s: %+v, %v, want %s", header, res, err, want)
			continue
		}
		told := len(res.Findings) == 1 && strings.Contains(res.Findings[0].Message, "as the Iranian calendar and")
		if told != (header == "date") || len(res.Findings) > 1 {
			t.Errorf("%s: it is told %v", header, res.Findings)
		}
	}
	mixed := &Table{File: "x", Unit: "row", Header: []string{"title", "تاریخ"}, Rows: []Row{
		{Number: 2, Cells: []string{"A", "۱۴۰۲/۱۲/۱۳"}}, {Number: 3, Cells: []string{"B", "۱۵ آبان ۱۴۰۱"}}}}
	if res, err := Read(mixed, Options{Year: 2026}); err != nil || len(res.Incidents) != 2 || len(res.Findings) > 0 ||
		res.Incidents[0].Date.Text != "2024-03-03" || res.Incidents[1].Date.Text != "2022-11-06" {
		t.Errorf("%+v, %v", res, err)
	}
	both := &Table{File: "x", Unit: "row", Header: []string{"title", "date_shamsi"}, Rows: []Row{
		{Number: 2, Cells: []string{"A", "1402/12/13"}}, {Number: 3, Cells: []string{"B", "2024-03-04"}},
		{Number: 4, Cells: []string{"C", "02/12/13"}}}}
	res, err := Read(both, Options{Year: 2026})
	if err != nil || len(res.Incidents) != 2 || res.Incidents[1].Date.Text != "2024-03-04" || len(res.Findings) != 1 ||
		!strings.Contains(res.Findings[0].Message, "is not a date of the Iranian calendar") {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestCalendarsAreNotMixed: a column of the calendar beside one of the other is kept, and
// decides nothing about that.
func TestCalendarsAreNotMixed(t *testing.T) {
	table := &Table{File: "x", Unit: "row", Header: []string{"title", "date", "date_jalali"}, Rows: []Row{
		{Number: 2, Cells: []string{"A", "13/04/20", "1399/01/25"}},
		{Number: 3, Cells: []string{"B", "03/05/20", "1399/02/14"}}}}
	res, err := Read(table, Options{Year: 2026})
	if err != nil || len(res.Incidents) != 2 || res.Incidents[0].Date.Text != "2020-04-13" ||
		res.Incidents[1].Date.Text != "2020-05-03" || res.Incidents[1].Extra[0] != "1399/02/14" {
		t.Errorf("%+v, %v", res, err)
	}
}
