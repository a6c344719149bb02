package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"incidentmap/internal/report"
)

// TestFindingSaysWhere: a finding reads as people look for its place, with what is
// left out, and nothing that a terminal would obey.
func TestFindingSaysWhere(t *testing.T) {
	row := report.RuleDate.InTable(report.Where{File: "a.csv", Unit: "row", Row: 3, Column: "when"},
		"it is \x1b[31mempty")
	row.Dropped = true
	if got := row.String(); got != "a.csv: row 3, column when: it is \\x1b[31mempty (left out)" &&
		!strings.HasPrefix(got, "a.csv: row 3, column when: it is ") || strings.Contains(got, "\x1b") {
		t.Errorf("%q", got)
	}
	line := report.RuleFile.At(report.Where{File: "a.yaml", Unit: "line", Row: 2, Column: "killed"},
		"there is no key of this name here")
	if got := line.String(); got != "a.yaml:2: killed: there is no key of this name here" {
		t.Errorf("%q", got)
	}
	if raw, err := json.Marshal(line); err != nil || !strings.HasPrefix(string(raw),
		`{"file":"a.yaml","unit":"line","row":2,"column":"killed","severity":"error","rule":"file"`) {
		t.Errorf("%s, %v", raw, err)
	}
}

// TestSeverities: what our own data must say is at most as grave in a table of
// somebody else's, and every rule has a name of its own and says what it asks for.
func TestSeverities(t *testing.T) {
	grave := map[report.Severity]int{report.Error: 2, report.Warning: 1, report.Hint: 0}
	seen := map[string]bool{}
	for _, r := range report.Rules() {
		if grave[r.InTables()] > grave[r.Severity] || r.Asks == "" || seen[r.Name] {
			t.Errorf("%+v in tables: %s", r, r.InTables())
		}
		seen[r.Name] = true
	}
}

// TestReportCounts: findings are in the order of the file, summed by rule with the
// gravest first, and those beyond the bound are counted.
func TestReportCounts(t *testing.T) {
	r := report.New("a.csv")
	at := func(row int) report.Where { return report.Where{File: "a.csv", Unit: "row", Row: row} }
	r.Add(report.RuleLong.At(at(9), "long"))
	for range report.MaxFindings + 2 {
		r.Add(report.RuleDate.At(at(2), "no date"))
	}
	r.Finish()
	if r.Errors != report.MaxFindings+2 || r.Warnings != 1 || r.Omitted["date"] != 2 ||
		len(r.Findings) != report.MaxFindings+1 {
		t.Errorf("%d errors, %d warnings, %v omitted, %d findings", r.Errors, r.Warnings, r.Omitted, len(r.Findings))
	}
	if r.Summary[0].Rule != "date" || r.Findings[len(r.Findings)-1].Rule != "long" {
		t.Errorf("%v", r.Summary)
	}
	for _, format := range report.Formats {
		var b strings.Builder
		if err := r.Write(&b, format); err != nil || !strings.Contains(b.String(), "no date") {
			t.Errorf("%s: %v", format, err)
		}
	}
	if err := r.Write(&strings.Builder{}, "xml"); err == nil || !strings.Contains(err.Error(), "text, json, github") {
		t.Errorf("%v", err)
	}
}
