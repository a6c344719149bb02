package validate

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
)

// Options are what the checks need besides the dataset.
type Options struct {
	// Gazetteer, if not nil, is what places are compared with.
	Gazetteer *gazetteer.Gazetteer
	// Outlines, if not nil, are what points are compared with.
	Outlines Outlines
	// Today is the day that incidents must not be after.
	Today geo.Day
}

// Outlines are the outlines of countries.
type Outlines interface {
	// Away is how many metres a point lies outside of a country, given by its
	// ISO 3166-1 alpha-2 code; ok is false if its outline is not known.
	Away(country string, p orb.Point) (metres float64, ok bool)
}

// subject is the dataset that is checked.
type subject struct {
	opt     Options
	dataset *incident.Dataset
	records []record
	report  *Report
	// closed says that the dataset's vocabularies are written down, so that
	// any other word is wrong; loose that rows came from a table, which has
	// no keys for everything that a record has.
	closed, loose bool
	// milder are the severities of rules where rows came from a table.
	milder map[string]Severity
	// repeated are the rows of a table that repeat others.
	repeated map[int]bool
	// untimed counts the times of a table without an offset.
	untimed int
}

// severity is how severe a finding of a rule is.
func (s *subject) severity(rule Rule) Severity {
	if milder, ok := s.milder[rule.Name]; ok {
		return milder
	}
	return rule.Severity
}

// record is an incident with where it stands.
type record struct {
	*incident.Incident
	file, unit string
	// position is the row and the column of a path of keys.
	position func(path ...any) (row int, column string)
	// distinct are the IDs of records that it is known not to be the same as.
	distinct []string
}

// at makes a path of keys.
func at(path ...any) []any { return path }

// find reports a finding about a key of a record.
func (s *subject) find(rule Rule, r *record, path []any, allowed, format string, args ...any) {
	row, column := r.position(path...)
	s.report.add(Finding{File: r.file, Unit: r.unit, Row: row, Column: column, ID: r.ID, Severity: s.severity(rule), Rule: rule.Name,
		Message: fmt.Sprintf(format, args...), Allowed: allowed})
}

// check runs every rule over every record.
func (s *subject) check() {
	s.report.Incidents += len(s.records)
	for i := range s.records {
		r := &s.records[i]
		for _, rules := range []func(*record){s.checkID, s.checkNeeded, s.checkTexts, s.checkWords, s.checkWhen, s.checkWhere,
			s.checkFigures, s.checkStatements, s.checkSources} {
			rules(r)
		}
	}
	s.checkIDs()
	s.checkGroups()
	s.checkShared()
	s.checkDuplicates()
}

func list(words []string) string { return strings.Join(words, ", ") }

func termIDs(terms []incident.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.ID
	}
	return out
}
