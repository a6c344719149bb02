package report_test

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/report"
)

// told is a report of so many rows, of which those with the numbers were left out.
func told(rows, unplaced int, rule report.Rule, leftOut ...int) *report.Report {
	r := report.New("cases.csv")
	r.Rows, r.Unit, r.WithoutPlace, r.Incidents = rows, "row", unplaced, rows-len(leftOut)
	for _, row := range leftOut {
		f := rule.InTable(report.Where{File: "cases.csv", Unit: "row", Row: row}, "wrong")
		f.Dropped = true
		r.Add(f)
	}
	r.Finish()
	return r
}

// TestOutcome: what became of the rows is one sentence, with the rows by reason.
func TestOutcome(t *testing.T) {
	many := []int{7, 19}
	for row := 100; row < 126; row++ {
		many = append(many, row)
	}
	for want, r := range map[string]*report.Report{
		"12,480 rows: 12,452 incidents, 61 of them without a place; " +
			"28 left out: rows 7, 19 and 26 more, because their date cannot be read": told(12480, 61, report.RuleDate, many...),
		"1 row: 1 incident, none left out":                                        told(1, 0, report.RuleDate),
		"1 row: 1 incident without a place, none left out":                        told(1, 1, report.RuleDate),
		"2 rows: 2 incidents, all of them without a place, none left out":         told(2, 2, report.RuleDate),
		"3 rows: 2 incidents; 1 left out: row 4, because its date cannot be read": told(3, 0, report.RuleDate, 4),
		"5 rows: 2 incidents; 3 left out: rows 4, 5 and 6, because their nested parts are not of the documented form": told(5,
			0, report.RuleDetail, 4, 5, 6),
	} {
		if r.Words[0] != want {
			t.Errorf("%q, want %q", r.Words[0], want)
		}
	}
}

// TestWordsByKind: several reasons are told apart, the most frequent first, and the
// findings are counted by kind before any row is named.
func TestWordsByKind(t *testing.T) {
	r := told(9, 0, report.RuleDate, 2, 3)
	f := report.RuleDetail.InTable(report.Where{Row: 8}, "wrong")
	f.Dropped = true
	r.Add(f)
	r.Incidents--
	r.Finish()
	want := "9 rows: 6 incidents; 3 left out: rows 2 and 3, because their date cannot be read; " +
		"row 8, because its nested parts are not of the documented form"
	if r.Words[0] != want || len(r.Words) != 3 ||
		!strings.HasPrefix(r.Words[1], "2 errors of the rule date: a date is") {
		t.Errorf("%q, want %q", r.Words, want)
	}
}

// TestLeftOutTable: the rows keep all their cells, and what an earlier table told of them
// is not told again.
func TestLeftOutTable(t *testing.T) {
	var l report.LeftOut
	why := report.RuleDate.InTable(report.Where{File: "a.csv", Row: 3, Column: "date"}, "no date")
	l.Add([]string{"a", "x"}, "", why)
	l.Add([]string{"b"}, "POINT(1 2)", why)
	l.Finish([]string{"title", "left_out_because", "date"})
	got := l.Table()
	if !slices.Equal(got[0][:3], []string{"title", "date", "wkt"}) || got[0][7] != "left_out_because" ||
		got[1][7] != "no date" || got[2][0] != "b" || got[2][2] != "POINT(1 2)" || len(got[2]) != len(got[0]) {
		t.Errorf("%q", got)
	}
}

// TestLeftOutIsBounded: a table of a million bad rows keeps the first, and counts the rest.
func TestLeftOutIsBounded(t *testing.T) {
	var l report.LeftOut
	for range 10_005 {
		l.Add([]string{"x"}, "", report.Finding{})
	}
	var all report.LeftOut
	all.Merge(l)
	all.Add([]string{strings.Repeat("x", 9<<20)}, "", report.Finding{})
	if len(all.Rows) != 10_000 || all.More != 6 {
		t.Errorf("%d rows, and %d more", len(all.Rows), all.More)
	}
	r := report.New("a")
	r.Originals = &all
	r.Finish()
	if !strings.Contains(strings.Join(r.Words, "\n"), "the table of them has 10,000, and 6 more are not kept") {
		t.Errorf("%q", r.Words)
	}
}

func TestQuoted(t *testing.T) {
	for want, names := range map[string][]string{"": nil, `"a"`: {"a"}, `"a" and "b \"c\""`: {"a", `b "c"`},
		`"a", "b" and "c"`: {"a", "b", "c"}} {
		if got := report.Quoted(names); got != want {
			t.Errorf("%v: %s, want %s", names, got, want)
		}
	}
}
