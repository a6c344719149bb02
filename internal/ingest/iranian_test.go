package ingest

import (
	"strings"
	"testing"

	"incidentmap/geo"
)

// TestNowruz: the year begins on the day that calendars of Iran have.
func TestNowruz(t *testing.T) {
	for year, want := range map[int]string{
		1300: "1921-03-21", 1350: "1971-03-21", 1358: "1979-03-21", 1371: "1992-03-21", 1375: "1996-03-20",
		1376: "1997-03-21", 1399: "2020-03-20", 1400: "2021-03-21", 1402: "2023-03-21", 1403: "2024-03-20",
		1404: "2025-03-21", 1408: "2029-03-20", 1409: "2030-03-21",
	} {
		if got := firstOfMonth(year, 1).String(); got != want {
			t.Errorf("%d begins on %s, want %s", year, got, want)
		}
	}
	leap := strings.Fields("1370 1375 1379 1383 1387 1391 1395 1399 1403 1408")
	n := 0
	for year := 1369; year <= 1408; year++ {
		if firstOfMonth(year+1, 1)-firstOfMonth(year, 1) == 366 {
			n++
		}
	}
	if n != len(leap) {
		t.Errorf("%d leap years, want %d", n, len(leap))
	}
}

// TestIranianDates: names of months say which calendar it is, numbers only what is said of
// them.
func TestIranianDates(t *testing.T) {
	for cell, want := range map[string]string{
		"13 Esfand 1402": "2024-03-03", "۱۳ اسفند ۱۴۰۲": "2024-03-03", "یکشنبه ۱۳ اسفند ۱۴۰۲": "2024-03-03",
		"سه شنبه، ۱ فروردین ۱۴۰۲": "2023-03-21", "اسفند ۱۴۰۲": "[2024-02-20..2024-03-19]", "15 Asad 1400": "2021-08-06",
		"۲۴ اسد ۱۴۰۰": "2021-08-15", "1402/12/13 شمسی": "2024-03-03", "30 Esfand 1403": "2025-03-20",
	} {
		if c, ok := iranian(cell, false); !ok || c.text != want {
			t.Errorf("%s is %q, want %s", cell, c.text, want)
		}
	}
	for cell, want := range map[string]string{
		"1402/12/13": "2024-03-03", "13-12-1402": "2024-03-03", "۱۴۰۲/۱۲/۱۳ ۱۴:۳۰": "2024-03-03",
		"1402": "[2023-03-21..2024-03-19]", "1402/12": "[2024-02-20..2024-03-19]",
	} {
		if c, ok := iranian(cell, true); !ok || c.text != want {
			t.Errorf("said, %s is %q, want %s", cell, c.text, want)
		}
		if c, ok := iranian(cell, false); ok {
			t.Errorf("unsaid, %s is %q", cell, c.text)
		}
	}
	for _, cell := range []string{
		"", "30 Esfand 1402", "31 Mehr 1402", "1402/13/01", "1402/12/0", "13 Esfand 2024", "13 Esfand", "Esfand Mehr 1402",
		"1 2 3 1402", "1402/12/13 soon", "1402/12/13 25:99", "1 Esfand 14020",
	} {
		if c, ok := iranian(cell, true); ok {
			t.Errorf("%q is %q", cell, c.text)
		}
	}
}

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

// FuzzIranian holds: what is read is a day, or days, of the years that are read.
func FuzzIranian(f *testing.F) {
	for _, s := range []string{"13 Esfand 1402", "۱۴۰۲/۱۲/۱۳", "1402", "اسفند ۱۴۰۲"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		c, ok := iranian(cell, true)
		if !ok {
			return
		}
		first, err := geo.ParseDay(strings.TrimPrefix(c.text, "[")[:10])
		if err != nil || first < geo.NewDay(1821, 3, 20) || first > geo.NewDay(2121, 3, 21) {
			t.Fatalf("%q is read as %s", cell, c.text)
		}
	})
}
