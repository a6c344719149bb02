package check_test

import (
	"bytes"
	"strings"
	"testing"

	"incidentmap/internal/check"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// FuzzTable: whatever is in a table, every record is checked, each finding has
// a rule that there is and a severity that is its rule's or milder, the counts
// add up, and each form of the report is one line a finding.
func FuzzTable(f *testing.F) {
	f.Add(soundCSV)
	for _, d := range tableDefects {
		if d.file == "a.csv" {
			f.Add(strings.Replace(soundCSV, d.old, d.new, 1))
		}
	}
	rules := map[string]bool{}
	for _, r := range report.Rules() {
		rules[r.Name] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := csv.Read("a.csv", text)
		if err != nil {
			return
		}
		r, err := check.Table(table, &incident.Dataset{ID: "dataset"}, ingest.Options{}, options())
		if err != nil {
			return
		}
		errors := 0
		for _, found := range r.Findings {
			if !rules[found.Rule] || found.Message == "" || found.File != "a.csv" {
				t.Fatalf("%+v", found)
			}
			if found.Severity == report.Error {
				errors++
			}
		}
		if errors != r.Errors || errors+r.Warnings+r.Hints != len(r.Findings) {
			t.Fatalf("%d errors, %d warnings and %d hints of %d findings", r.Errors, r.Warnings, r.Hints,
				len(r.Findings))
		}
		var b bytes.Buffer
		if err := r.Write(&b, "github"); err != nil || strings.Count(b.String(), "\n::") > len(r.Findings) {
			t.Fatalf("%v: %s", err, b.String())
		}
	})
}
