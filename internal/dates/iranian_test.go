package dates

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
		if c, ok := Iranian(cell, false); !ok || c.Text != want {
			t.Errorf("%s is %q, want %s", cell, c.Text, want)
		}
	}
	for cell, want := range map[string]string{
		"1402/12/13": "2024-03-03", "13-12-1402": "2024-03-03", "۱۴۰۲/۱۲/۱۳ ۱۴:۳۰": "2024-03-03",
		"1402": "[2023-03-21..2024-03-19]", "1402/12": "[2024-02-20..2024-03-19]",
	} {
		if c, ok := Iranian(cell, true); !ok || c.Text != want {
			t.Errorf("said, %s is %q, want %s", cell, c.Text, want)
		}
		if c, ok := Iranian(cell, false); ok {
			t.Errorf("unsaid, %s is %q", cell, c.Text)
		}
	}
	for _, cell := range []string{
		"", "30 Esfand 1402", "31 Mehr 1402", "1402/13/01", "1402/12/0", "13 Esfand 2024", "13 Esfand", "Esfand Mehr 1402",
		"1 2 3 1402", "1402/12/13 soon", "1402/12/13 25:99", "1 Esfand 14020",
	} {
		if c, ok := Iranian(cell, true); ok {
			t.Errorf("%q is %q", cell, c.Text)
		}
	}
}

// FuzzIranian holds: what is read is a day, or days, of the years that are read.
func FuzzIranian(f *testing.F) {
	for _, s := range []string{"13 Esfand 1402", "۱۴۰۲/۱۲/۱۳", "1402", "اسفند ۱۴۰۲"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		c, ok := Iranian(cell, true)
		if !ok {
			return
		}
		first, err := geo.ParseDay(strings.TrimPrefix(c.Text, "[")[:10])
		if err != nil || first < geo.NewDay(1821, 3, 20) || first > geo.NewDay(2121, 3, 21) {
			t.Fatalf("%q is read as %s", cell, c.Text)
		}
	})
}
