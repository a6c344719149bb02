// Package validate finds what is wrong with a dataset: words that no
// vocabulary has, dates, figures that do not add up or have no source, places
// that drifted or lie outside their country, incidents that stand twice. Each
// finding says where it is, what is wrong and what is allowed.
package validate

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
)

// Severity says what a finding means for the dataset.
type Severity string

// An Error must be mended: something is wrong, or was left out. A Warning may
// be right as it is, but somebody should look. A Hint is something that could
// be told better.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Hint    Severity = "hint"
)

// severities are from the gravest to the mildest.
var severities = []Severity{Error, Warning, Hint}

// Finding is one thing that is wrong.
type Finding struct {
	File string `json:"file"`
	// Unit is what Row counts: line, row or feature.
	Unit string `json:"unit,omitempty"`
	// Row counts from 1; 0 is the whole file.
	Row int `json:"row,omitempty"`
	// Column is the column or key, empty for the whole row.
	Column   string   `json:"column,omitempty"`
	ID       string   `json:"id,omitempty"` // of the incident
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"`
	Message  string   `json:"message"`
	Allowed  string   `json:"allowed,omitempty"`
}

// MaxFindings bounds the findings of one rule; more are counted.
const MaxFindings = 10_000

// Report is what came of a validation.
type Report struct {
	// Path is what was validated, Incidents how many records it has.
	Path      string `json:"path"`
	Incidents int    `json:"incidents"`
	Errors    int    `json:"errors"`
	Warnings  int    `json:"warnings"`
	Hints     int    `json:"hints"`
	// Summary counts the findings by severity and rule, the gravest first.
	Summary  []Count   `json:"summary"`
	Findings []Finding `json:"findings"`
	// Omitted counts the findings beyond MaxFindings, by rule.
	Omitted map[string]int `json:"omitted,omitempty"`

	perRule map[string]int
	counts  map[Count]int
}

// Count is how many findings of a rule and a severity there are.
type Count struct {
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"`
	Findings int      `json:"findings"`
}

func newReport(path string) *Report {
	return &Report{Path: path, Findings: []Finding{}, perRule: map[string]int{}, counts: map[Count]int{}}
}

// Unreadable is the report of a file that could not be read at all.
func Unreadable(path string, err error) *Report {
	r := newReport(path)
	message := strings.TrimPrefix(err.Error(), filepath.ToSlash(path)+": ")
	r.add(Finding{File: path, Severity: Error, Rule: ruleFile.Name, Message: message})
	r.finish()
	return r
}

func (r *Report) add(f Finding) {
	switch f.Severity {
	case Error:
		r.Errors++
	case Warning:
		r.Warnings++
	default:
		r.Hints++
	}
	r.counts[Count{Severity: f.Severity, Rule: f.Rule}]++
	if r.perRule[f.Rule]++; r.perRule[f.Rule] > MaxFindings {
		if r.Omitted == nil {
			r.Omitted = map[string]int{}
		}
		r.Omitted[f.Rule]++
		return
	}
	r.Findings = append(r.Findings, f)
}

// finish orders the findings by file and row, as a reader goes through them,
// and sums them up.
func (r *Report) finish() {
	r.Summary = make([]Count, 0, len(r.counts))
	for c, n := range r.counts {
		c.Findings = n
		r.Summary = append(r.Summary, c)
	}
	slices.SortFunc(r.Summary, func(a, b Count) int {
		return cmp.Or(cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity)),
			cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Rule, b.Rule))
	})
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
}
