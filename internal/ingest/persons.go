package ingest

import (
	"fmt"

	"incidentmap/internal/report"
)

// A table whose rows share their days and places by at least so many is one
// that may have a row for each person.
const personsTogether = 3

// tablePersons tells of a table that looks as if its rows were people: it counts nobody, has
// no ID of its own in each row, and most rows share their day and place with others. Rows of
// one event are next to each other, so that a sample shows them.
func (b *builder) tablePersons() []report.Finding {
	if column := b.assigned.ageColumn(); column >= 0 {
		where := report.Where{File: b.table.File, Unit: b.table.Unit, Column: b.table.Header[column]}
		return []report.Finding{report.RulePersons.InTable(where, fmt.Sprintf(
			"it tells of a person; where several %ss are of one event, each is an incident here", b.table.Unit))}
	}
	if b.has(roleFatalitiesBest) || b.has(roleFatalitiesLow) || b.has(roleInjuriesBest) ||
		b.has(roleID) && b.assigned.sample.distinct(b.columns[roleID]) {
		return nil
	}
	rows := b.assigned.sample.rows
	together := map[string]int{}
	for i := range rows {
		if key := b.dayAndPlace(&rows[i]); key != "" {
			together[key]++
		}
	}
	shared, groups := 0, 0
	for _, n := range together {
		if n >= personsTogether {
			shared, groups = shared+n, groups+1
		}
	}
	if groups < 2 || 2*shared < len(rows) {
		return nil
	}
	unit := b.table.Unit
	return []report.Finding{report.RulePersons.InTable(report.Where{File: b.table.File, Unit: unit},
		fmt.Sprintf("%d of %d %ss share %d days and places; they look like one %s a person, "+
			"and each is an incident here where %d may be meant", shared, len(rows), unit, groups, unit, groups))}
}

// ageColumn is the column of an age in a table that has one of a sex too, -1 in others:
// its rows tell of people.
func (a *assignment) ageColumn() int {
	age, sex := -1, false
	for i, words := range a.words {
		bare := without(without(words, a.vocab.sets[setFiller]), a.vocab.sets[setPeople])
		if len(bare) != 1 {
			continue
		}
		if a.vocab.sets[setAge][bare[0]] && age < 0 {
			age = i
		}
		sex = sex || a.vocab.sets[setSex][bare[0]]
	}
	if !sex {
		return -1
	}
	return age
}

// dayAndPlace are the date and the place as a row has them; empty without either.
func (b *builder) dayAndPlace(r *Row) string {
	date, place := b.cell(r, roleDate), b.placeText(r)+b.cell(r, roleLat)+b.cell(r, roleLon)+b.cell(r, roleLatlon)
	if date == "" || place == "" {
		return ""
	}
	return date + "\x00" + place + "\x00" + b.cell(r, roleEventType)
}
