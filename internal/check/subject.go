// Package check finds what is wrong with a dataset: words that no
// vocabulary has, dates, figures that do not add up or have no source, places
// that drifted or lie outside their country, incidents that stand twice. What
// reading the data found is in its report too.
package check

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
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
	report  *report.Report
	// closed says that the dataset's vocabularies are written down, so that
	// any other word is wrong; loose that rows came from a table, which has
	// no keys for everything that a record has.
	closed, loose bool
	// repeated are the rows of a table that repeat others.
	repeated map[int]bool
	// persons says that reading the table told that its rows look like people.
	persons bool
	// untimed counts the times of a table without an offset.
	untimed int
}

// finding is one by a rule, as grave as the rule is in such a dataset.
func (s *subject) finding(rule report.Rule, where report.Where, message string) report.Finding {
	if s.loose {
		return rule.InTable(where, message)
	}
	return rule.At(where, message)
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
func (s *subject) find(rule report.Rule, r *record, path []any, allowed, format string, args ...any) {
	row, column := r.position(path...)
	f := s.finding(rule, report.Where{File: r.file, Unit: r.unit, Row: row, Column: column, ID: r.ID},
		fmt.Sprintf(format, args...))
	f.Allowed = allowed
	s.report.Add(f)
}

// check runs every rule over every record, and those that compare records.
func (s *subject) check() {
	s.report.Incidents += len(s.records)
	for i := range s.records {
		s.checkRecord(&s.records[i])
	}
	s.checkIDs()
	s.checkGroups()
	s.checkShared()
	s.checkDuplicates()
}

// checkRecord runs the rules that are about one record.
func (s *subject) checkRecord(r *record) {
	for _, rules := range []func(*record){s.checkID, s.checkNeeded, s.checkTexts, s.checkWords, s.checkWhen,
		s.checkWhere,
		s.checkFigures, s.checkStatements, s.checkSources} {
		rules(r)
	}
}

func list(words []string) string { return strings.Join(words, ", ") }

func termIDs(terms []incident.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.ID
	}
	return out
}
