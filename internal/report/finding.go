// Package report tells people what is amiss in what they brought: where, by
// which rule, how grave it is, what is wrong and what is allowed. All that reads
// or checks data tells it with the same findings.
package report

import (
	"fmt"

	"incidentmap/internal/printable"
)

// Severity says what a finding means for the data.
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

// Where is the place that a finding is about.
type Where struct {
	File string `json:"file"`
	// Unit is what Row counts: line, row or feature.
	Unit string `json:"unit,omitempty"`
	// Row counts from 1; 0 is the whole file.
	Row int `json:"row,omitempty"`
	// Column is the column or key, empty for the whole row.
	Column string `json:"column,omitempty"`
	ID     string `json:"id,omitempty"` // of the incident
}

// String is a place as people look for it: "a.csv: row 3, column date"; where lines
// are counted, "a.yaml:3: date", which editors and terminals know.
func (w Where) String() string {
	row, column := ": "+w.Unit+" %d", ", column "
	if w.Unit == "line" {
		row, column = ":%d", ": "
	}
	s := w.File
	if w.Row > 0 {
		s += fmt.Sprintf(row, w.Row)
	}
	if w.Column != "" {
		s += column + w.Column
	}
	return s
}

// Finding is one thing that is amiss.
type Finding struct {
	Where
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"` // Name of the rule
	Message  string   `json:"message"`
	Allowed  string   `json:"allowed,omitempty"`
	// Dropped says that the row could not be taken in.
	Dropped bool `json:"dropped,omitempty"`
}

// String tells the finding in one line that is safe to print: where, and what.
func (f Finding) String() string {
	s := f.Where.String() + ": " + f.Message
	if f.Dropped {
		s += " (left out)"
	}
	return printable.Text(s)
}
