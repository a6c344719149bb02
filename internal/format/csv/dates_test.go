package csv_test

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// datesOf lists the dates and the times of day of incidents.
func datesOf(res *ingest.Result) (dates, times []string) {
	for _, inc := range res.Incidents {
		dates, times = append(dates, inc.Date.Text), append(times, inc.Time)
	}
	return dates, times
}

// TestWhatFollowsADate is a time, a second date, a doubt, or told.
func TestWhatFollowsADate(t *testing.T) {
	res := readCase(t, "date-rest.csv", ingest.Options{})
	want := []string{"2023-03-21/2023-03-27", "2023-03-21/2023-03-27", "[2023-03-21..2023-03-22]", "2023-03-21~",
		"2023-03-21/2023-03-27", "2023-03-21", "2023-03-27/2023-03-28"}
	dates, times := datesOf(res)
	if !slices.Equal(dates, want) || times[6] != "16:00/08:00" {
		t.Errorf("%v at %v", dates, times)
	}
	if len(res.Findings) != 1 || res.Findings[0].Row != 7 || !strings.Contains(res.Findings[0].Message,
		`"and nine days later"`) {
		t.Errorf("%v", res.Findings)
	}
}

func TestTimesInDates(t *testing.T) {
	res := readCase(t, "time-in-date.csv", ingest.Options{})
	dates, times := datesOf(res)
	if want := []string{"05:10:20", "15:45:00", "23:30:00+05:30", "23:30:00Z", "18:00:16"}; !slices.Equal(times, want) {
		t.Errorf("%q, want %q", times, want)
	}
	if slices.ContainsFunc(dates, func(d string) bool { return d != "2022-09-14" }) {
		t.Errorf("%q", dates)
	}
	if len(res.Findings) != 1 || !strings.Contains(res.Findings[0].Message, "1 row with the name of a time zone") {
		t.Errorf("%v", res.Findings)
	}
}

func TestYearsOfTwoDigits(t *testing.T) {
	res := readCase(t, "two-digit-year.csv", ingest.Options{})
	dates, _ := datesOf(res)
	if want := []string{"1943-03-22", "1944-11-30", "1945-06-17"}; !slices.Equal(dates, want) ||
		len(res.Findings) != 1 {
		t.Errorf("%q, %v", dates, res.Findings)
	}
}

func TestYearsBeforeTheFirst(t *testing.T) {
	res := readCase(t, "bc-year.csv", ingest.Options{})
	if dates, _ := datesOf(res); !slices.Equal(dates, []string{"0480-09-29"}) {
		t.Errorf("%q", dates)
	}
	if len(res.Findings) != 1 || !res.Findings[0].Dropped || !strings.Contains(res.Findings[0].Message,
		"the year -480 is before the year 1") {
		t.Errorf("%v", res.Findings)
	}
}

// TestYearsThatNobodyMeans: 1 and 9999 stand for dates that are not known.
func TestYearsThatNobodyMeans(t *testing.T) {
	res := readCase(t, "far-years.csv", ingest.Options{Year: 2026})
	if len(res.Incidents) != 10 || len(res.Findings) != 2 {
		t.Fatalf("%d incidents, %v", len(res.Incidents), res.Findings)
	}
	for i, want := range []string{"row 2 is the first", "row 3 is the first"} {
		if f := res.Findings[i]; f.Dropped || f.Rule != report.RuleFarYear.Name || !strings.Contains(f.Message, want) {
			t.Errorf("%s", f)
		}
	}
}

// TestShortYearsFollowTheFile: a year of two digits is one of the file's years,
// wherever it stands, and no placeholder draws it away.
func TestShortYearsFollowTheFile(t *testing.T) {
	for name, c := range map[string]struct{ rows, want string }{
		"year first": {"2023-03-21\n2022-12-05\n23-03-11\n22-12-05\n",
			"2023-03-21 2022-12-05 2023-03-11 2022-12-05"},
		"placeholder":   {"1943-01-01\n9999-12-31\n23/03/44\n", "1943-01-01 9999-12-31 1944-03-23"},
		"of this time":  {"2023-01-01\n9999-12-31\n13/03/23\n", "2023-01-01 9999-12-31 2023-03-13"},
		"day of months": {"2023-01-01\n2022-01-01\n13-03-23\n", "2023-01-01 2022-01-01 2023-03-13"},
	} {
		dates, _ := datesOf(read(t, "date\n"+c.rows))
		if got := strings.Join(dates, " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestTimesOfManyForms are kept, and the name of a time zone is no doubt.
func TestTimesOfManyForms(t *testing.T) {
	for cell, want := range map[string][2]string{
		"2023-03-21 14:30-16:00": {"2023-03-21", "14:30/16:00"}, "2023-03-21 10:00 – 23:00": {"2023-03-21",
			"10:00/23:00"},
		"2023-03-21 20h30": {"2023-03-21", "20:30"}, "2023-03-21 8pm": {"2023-03-21",
			"20:00"}, "2023-03-21 8 a.m.": {"2023-03-21", "08:00"},
		"2023-03-21 EST": {"2023-03-21", ""}, "2023-03-21 est.": {"2023-03-21~",
			""}, "2023-03-21 to 27": {"2023-03-21/2023-03-27", ""},
		"2023-03-21 or 22": {"[2023-03-21..2023-03-22]", ""},
	} {
		dates, times := datesOf(read(t, "date\n"+cell+"\n"))
		if len(dates) != 1 || dates[0] != want[0] || times[0] != want[1] {
			t.Errorf("%q: %v at %v, want %v", cell, dates, times, want)
		}
	}
	if res := read(t, "date\n2023-03-21 EST\n"); len(res.Findings) != 1 {
		t.Errorf("the zone is not told: %v", res.Findings)
	}
}
