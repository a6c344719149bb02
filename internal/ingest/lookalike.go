package ingest

import (
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// looks are what columns look like by a word of their name.
var looks = []struct {
	role role
	like string
}{
	{roleFatalitiesBest, "a number of people killed"}, {roleInjuriesBest, "a number of people injured"},
	{roleDate, "a date"}, {roleActor, "an actor"}, {roleLat, "a latitude"}, {roleLon, "a longitude"},
}

// likeCasualties is what a column looks like that does not say who of them was killed.
const likeCasualties = "a number of people killed or injured"

// unusedColumns tells of columns that look like something that an incident has, and were
// not used as such.
func (b *builder) unusedColumns() (out []report.Finding) {
	a := b.assigned
	add := func(column int, format string, args ...any) {
		where := report.Where{File: b.table.File, Unit: b.table.Unit, Column: b.table.Header[column]}
		out = append(out, report.RuleUnused.InTable(where, fmt.Sprintf(format, args...)))
	}
	if a.guessed >= 0 {
		add(a.guessed, "no column is called a date, and its cells are dates; it is taken as the date of the incident")
	}
	if b.opt.Only {
		return nil // whoever named the columns has seen them
	}
	found := b.lookalikes()
	if finding, ok := b.nowhere(); ok {
		out = append(out, finding)
	}
	for _, l := range found {
		parts := partsOf(found, l)
		switch {
		case a.columns[l.role] >= 0 && b.table.Header[a.columns[l.role]] == b.table.Header[l.column]:
			continue // a second column of the name is told as such
		case a.columns[l.role] < 0 && len(parts) > 1:
			names := b.headersAt(parts)
			add(l.column, "it looks like %s and is not used as one, as its name says more than that; --column %s=%s would add "+
				"it to the others like it", l.like, roleNames[l.role], quotedColumn(strings.Join(names, "+")))
		case a.columns[l.role] < 0 && l.like == likeCasualties:
			add(l.column, "it looks like %s and is not used, as it does not say which; --column %s=%s would take all for %s",
				l.like, roleNames[l.role], quotedColumn(b.table.Header[l.column]), incident.Killed)
		default:
			add(l.column, "it looks like %s and is not used as one, as %s; --column %s=%s would use it", l.like,
				b.whyNot(l.role, l.column), roleNames[l.role], quotedColumn(b.table.Header[l.column]))
		}
	}
	return out
}

// whereRoles are the roles of columns that say where an incident was.
var whereRoles = []role{roleLat, roleLon, roleLatlon, roleWKT, rolePlace, roleAdmin1, roleAdmin2, roleCountry,
	roleCountryCode}

// fewRows are so few that nobody needs to be told that they are without places.
const fewRows = 10

// nowhere tells of a table that has no column for where its incidents were.
func (b *builder) nowhere() (report.Finding, bool) {
	somewhere := slices.ContainsFunc(whereRoles, func(ro role) bool { return b.has(ro) }) ||
		slices.ContainsFunc(b.places, func(p placeColumn) bool { return p.role == roleDerived }) ||
		b.table.Dated != "" || slices.ContainsFunc(b.assigned.sample.rows, func(r Row) bool { return r.Points != nil })
	where := report.Where{File: b.table.File, Unit: b.table.Unit}
	return report.RuleUnused.InTable(where, "no column says where the incidents were: none is called by a name of "+
		"coordinates or of a place that is known, with cells of such; --column lat=NAME --column lon=NAME, latlon=NAME, "+
		"wkt=NAME or place=NAME would say which does"), !somewhere && b.table.Total() >= fewRows
}

// lookalike is a column without a role that looks like something.
type lookalike struct {
	column int
	role   role
	like   string
}

func (b *builder) lookalikes() (out []lookalike) {
	a := b.assigned
	for _, i := range b.spare {
		if a.known[i] || a.used[i] || a.fills(i) || a.sample.empty(i) {
			continue
		}
		if ro, like, ok := a.looksLike(i); ok {
			out = append(out, lookalike{i, ro, like})
		}
	}
	return out
}

// partsOf are the columns of counts that look like the same as one of them: parts of one
// figure, such as those of soldiers and of civilians.
func partsOf(all []lookalike, of lookalike) (columns []int) {
	for _, l := range all {
		if figureRoles[l.role] && l.role == of.role && l.like == of.like {
			columns = append(columns, l.column)
		}
	}
	return columns
}

// quotedColumn is a column's name as a shell takes it.
func quotedColumn(name string) string { return fmt.Sprintf("%q", printable.Text(name)) }

func (a *assignment) fills(column int) bool {
	for ro := range a.others {
		for _, i := range a.others[ro] {
			if i == column {
				return true
			}
		}
	}
	return false
}

// looksLike tells what a column without a role looks like: by its name, else by its
// cells.
func (a *assignment) looksLike(column int) (ro role, like string, ok bool) {
	words := a.split[column]
	if len(without(words, a.vocab.sets[setBeside])) < len(words) {
		return 0, "", false // it says something of the figure, such as its source
	}
	if a.says(column, roleFatalitiesBest) && a.says(column, roleInjuriesBest) {
		return roleFatalitiesBest, likeCasualties, true
	}
	for _, l := range looks {
		if l.role == roleActor && a.sample.holds(column, testNumber).mostly() {
			continue // how many they were
		}
		degrees := l.role == roleLat || l.role == roleLon
		if len(without(words, a.vocab.triggers(l.role))) < len(words) &&
			(!degrees || a.columns[l.role] < 0 || a.sample.holds(column, testInDegrees).mostly()) {
			return a.boundedRole(l.role, words), l.like, true
		}
	}
	if len(without(words, a.vocab.sets[setCasualties])) < len(words) && a.sample.holds(column, testCount).mostly() {
		return roleFatalitiesBest, likeCasualties, true
	}
	for _, by := range []struct {
		role role
		like string
		test *cellTest
	}{{roleLatlon, "a pair of coordinates", testPair}, {roleDate, "a date", testFullDate}} {
		if h := a.sample.holds(column, by.test); h.mostly() && h.cells >= fewCells {
			return by.role, by.like, true
		}
	}
	return 0, "", false
}

// says reports whether a column's name has a word for a role.
func (a *assignment) says(column int, ro role) bool {
	words := a.split[column]
	return len(without(words, a.vocab.triggers(ro))) < len(words)
}

// boundedRole is the role of a figure's low or high, where a name says which.
func (a *assignment) boundedRole(ro role, words []string) role {
	roles, ok := bounded[ro]
	for i, set := range []string{setLow, setHigh} {
		if ok && len(without(words, a.vocab.sets[set])) < len(words) {
			return roles[i]
		}
	}
	return ro
}

// whyNot says why a column does not have a role.
func (b *builder) whyNot(ro role, column int) string {
	a := b.assigned
	if i := a.columns[ro]; i >= 0 {
		return fmt.Sprintf("that is read from %q", printable.Text(b.table.Header[i]))
	}
	if test := testOf(ro); test != nil {
		if h := a.sample.holds(column, test); !h.mostly() && h.row > 0 {
			return fmt.Sprintf("too few of its cells are %s (%s %d: %.40q is none)", test.name, b.table.Unit, h.row, h.bad)
		}
	}
	return "its name says more than that"
}
