package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/report"
)

func checkFixture(t *testing.T, name string) *report.Report {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return checkFile(t, name, string(text))
}

// TestFilesOfOthers: what is no fault is no error, and what is told is told
// once, as what it is.
func TestFilesOfOthers(t *testing.T) {
	for name, want := range map[string][]report.Finding{
		"far-capital.csv": {},
		"figures-without-source.csv": {{Rule: "figure-source", Severity: report.Warning,
			Message: "its figures have no source"}},
		"rows-that-repeat.csv": {{Rule: "repeated-row", Severity: report.Warning, Where: report.Where{Row: 3},
			Message: "it repeats row 2"},
			{Rule: "duplicate", Severity: report.Hint, Where: report.Where{Row: 4}}},
		"one-row-a-person.csv": {{Rule: "row-a-person", Severity: report.Hint,
			Message: "8 of 8 rows share 2 days and places"}},
		"time-without-offset.csv": {{Rule: "time", Severity: report.Hint, Message: "1 time without an offset"},
			{Rule: "duplicate", Severity: report.Hint, Where: report.Where{Row: 3}}, {Rule: "time",
				Severity: report.Warning, Where: report.Where{Row: 3}, Message: `"night" is no time`}},
		"zero-zero.csv": {{Rule: "coordinates", Severity: report.Warning, Message: "2 rows with 0, 0"}},
	} {
		r := checkFixture(t, name)
		var got []report.Finding
		for _, f := range r.Findings {
			if f.Rule != "unplaced" { // the test has no geocoder for some
				got = append(got, f)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, w := range want {
			if f := got[i]; f.Rule != w.Rule || f.Severity != w.Severity || f.Row != w.Row ||
				!strings.Contains(f.Message, w.Message) {
				t.Errorf("%s: %+v, want %+v", name, f, w)
			}
		}
	}
}

// TestPersonsAreNotSeenEverywhere: several incidents of a day and place are no
// table of people where figures say so, or where they are the fewer.
func TestPersonsAreNotSeenEverywhere(t *testing.T) {
	rows := "title,date,lat,lon,deaths\n" + strings.Repeat("A,2023-06-01,16.3,-0.05,3\n", 8)
	if f := find(checkFile(t, "a.csv", rows), "row-a-person"); f != nil {
		t.Errorf("%+v", f)
	}
	rows = "title,date,lat,lon\n" + strings.Repeat("A,2023-06-01,16.3,-0.05\n", 3) +
		"B,2023-06-02,1,2\nC,2023-07-02,3,2\nD,2023-08-02,4,2\nE,2023-08-02,5,2\n"
	if f := find(checkFile(t, "a.csv", rows), "row-a-person"); f != nil {
		t.Errorf("%+v", f)
	}
}

// TestSummary: findings are counted by rule before they are listed.
func TestSummary(t *testing.T) {
	r := checkFile(t, "a.csv",
		"title,date,lat,lon,country\nA,2023-13-01,1,2,\nB,soon,1,2,\nC,2020-01-01,34.5,69.2,FR\n")
	if len(r.Summary) == 0 || r.Summary[0] != (report.Count{Severity: report.Error, Rule: "date", Findings: 2}) {
		t.Errorf("%+v", r.Summary)
	}
	var b bytes.Buffer
	if err := r.Write(&b, "text"); err != nil {
		t.Fatal(err)
	}
	summary, list, _ := strings.Cut(b.String(), "\n\n")
	if !strings.Contains(summary, "2 × error   date") || !strings.Contains(summary, "1 × warning outside-country") ||
		!strings.Contains(list, "a.csv:2: error: ") {
		t.Errorf("%s", b.String())
	}
	if !strings.HasSuffix(b.String(), "a.csv: 1 record, 2 errors, 1 warning, 0 hints\n") {
		t.Errorf("%s", b.String())
	}
}
