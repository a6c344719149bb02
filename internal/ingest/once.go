package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// note is a finding that is told once a file, with the number of its rows: a
// finding for each row would hide all others.
type note struct {
	rule report.Rule
	// with is what the rows have, then what becomes of them.
	with, then string
}

// The notes about dates.
var (
	onceShortYear = note{report.RuleShortYear, "years of two digits",
		"these are taken as those nearest to the file's other years, or as the last that are not in the future"}
	onceEarly = note{report.RuleFarYear, "a year before 100", "is it a placeholder?"}
	onceLate  = note{report.RuleFarYear, "a year more than ten years from now", "is it a placeholder?"}
	// It is no guess: a chronicle of the Middle Ages has such years too.
	onceIranian = note{report.RuleFarYear, "a year from 1300 to 1449, as the Iranian calendar and the Islamic one have them",
		"they are read as they are written; of the Iranian calendar, a column name with jalali or shamsi in it says so, " +
			"and dates of the Islamic one are not read"}
	onceOtherYear = note{report.RuleDateRest, "a year in a column of its own that is not the date's",
		"the date is kept, and that year is not read"}
	onceZone = note{report.RuleDateRest, "the name of a time zone",
		"the time is kept as it is written, without the name"}
)

var onceShort = note{report.RuleShort, "fewer cells than the header",
	"those that are missing are taken as empty; has the file been cut off, or is a delimiter missing?"}

// The notes about figures.
var (
	onceNegative = note{report.RuleCount, "a count below zero", "it stands for one that is not known"}
	onceNone     = note{report.RuleCount, "none for a count, which may be nobody or no value",
		"it is taken as not reported; 0 says nobody"}
)

// The notes about places.
var (
	onceOutside = note{report.RuleOutside, "a point outside of the country named beside it",
		"both are kept as they are; the verb validate lists them"}
	onceOutsideText = note{report.RuleOutside, "a point outside of the country that the text of its place names",
		"both are kept as they are; are latitude and longitude right, with their signs?"}
	onceHemisphere = note{report.RuleCoordinates, "a latitude in the column of longitudes, by its letter",
		"both are read by their letters"}
	onceBracketed = note{report.RuleCoordinates, "a pair of coordinates in square brackets",
		"the latitude is read first, where GeoJSON has the longitude first"}
	onceArray = note{report.RuleCoordinates, "a pair of coordinates in an array",
		"the longitude is read first, as GeoJSON has it; the latitude would be one too"}
	onceFurther = note{report.RuleCoordinates, "a pair of coordinates with further numbers",
		"these are not read: they are taken for a height and how exact it is"}
	onceWest = note{report.RuleCoordinates, "the letter O for a hemisphere",
		"it is read as west, as in French and Spanish"}
	onceZoneNorth = note{report.RuleCoordinates, "a zone of UTM without a letter",
		"it is taken as one north of the equator; a letter S would make it one in the south"}
	onceSwapped = note{report.RuleCoordinates, "latitude and longitude swapped, as the country beside them shows",
		"they are turned"}
	onceMetres = note{report.RuleCoordinates, "coordinates beyond all degrees, such as metres of a projected system, or degrees, minutes and seconds without marks between",
		"placed by name, where there is one; a column epsg with the system's code, such as 32637, would have metres read, " +
			"and letters as in 345312N the others"}
	onceSpot = note{report.RulePlacedPart, "an address or site that is not known in its town",
		"they are placed in the town"}
)

// foreignNote is about a column that is called like one of ours and has something else.
func foreignNote(column, allowed string) note {
	return note{report.RuleWord,
		"something in " + printable.Text(column) + " that no column called so has: allowed are " + allowed,
		"it is not read; --column kept=" + quotedColumn(column) + " keeps it as it is"}
}

// otherNote is about a second column of one figure.
func otherNote(used, other string) note {
	return note{report.RuleUnused, "another count in " + printable.Text(other) + " than in " + printable.Text(used),
		"that in " + printable.Text(used) + " is used, and the other where it is empty"}
}

// otherDayNote is about a second column of dates.
func otherDayNote(used, other string) note {
	return note{report.RuleUnused, "another day in " + printable.Text(other) + " than in " + printable.Text(used),
		"that in " + printable.Text(used) + " is used, and the other where it is empty; --column date=" +
			quotedColumn(other) + " would use that"}
}

func placeholderNote(name string) note {
	return note{report.RuleCoordinates, name + " for coordinates, which is no place",
		"placed by name, where there is one"}
}

// wordNote is about a text that stands for no value in a column of another type.
func wordNote(word, column string, t incident.ColumnType) note {
	return note{report.RuleWord, fmt.Sprintf("%q in %s, a column of the type %s", word, column, t),
		"they have no value there"}
}

// once counts the rows of notes.
type once map[note]noted

type noted struct{ rows, first int }

func (o *once) add(n note, row int) { o.merge(n, noted{1, row}) }

func (o *once) merge(n note, more noted) {
	if *o == nil {
		*o = once{}
	}
	before, ok := (*o)[n]
	if !ok {
		before.first = more.first
	}
	(*o)[n] = noted{before.rows + more.rows, before.first}
}

// findings are one a note, in the order of the first rows.
func (o once) findings(t *Table) []report.Finding {
	notes := slices.SortedFunc(maps.Keys(o), func(a, b note) int {
		return cmp.Or(cmp.Compare(o[a].first, o[b].first), cmp.Compare(a.with, b.with))
	})
	out := make([]report.Finding, 0, len(notes))
	for _, n := range notes {
		rows := number(o[n].rows, t.Unit)
		if n == onceOutside && o[n].rows >= maxOutside {
			rows = fmt.Sprintf("%d %ss or more", maxOutside, t.Unit)
		}
		message := fmt.Sprintf("%s with %s (%s %d is the first); %s", rows, n.with, t.Unit, o[n].first, n.then)
		out = append(out, n.rule.InTable(report.Where{File: t.File, Unit: t.Unit}, message))
	}
	return out
}

func number(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
