package check_test

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/report"
)

// defect is one seeded defect: in the file, old becomes new, and the rule must
// tell of it at the row and the column.
type defect struct {
	name, file, old, new string
	rule                 string
	row                  int
	column               string
}

const (
	kabul     = "incidents/kabul-2020-05-12.yaml"
	jalalabad = "incidents/jalalabad-2020-05-12.yaml"
	raid      = "incidents/jalalabad-2021-03-04.yaml"
	dataset   = "dataset.yaml"
	terms     = "layers/terms.yaml"
	lock      = "places.lock.csv"
)

var directoryDefects = []defect{
	{"an unknown key", kabul, "kind: attack", "kid: attack", "file", 3, "kid"},
	{"a key that stands twice", kabul, "kind: attack", "kind: attack\nkind: operation", "file", 4, ""},
	{"a list where a text is allowed", kabul, "title: An attack in Kabul", "title: [a, b]", "file", 1, ""},
	{"no YAML at all", kabul, "title: An attack in Kabul", "title: \"An attack", "file", 0, ""},
	{"a word for a number", raid, "exactly: 10", "exactly: ten", "file", 9, ""},
	{"no kind", kabul, "kind: attack\n", "", "missing", 1, "kind"},
	{"a kind that is misspelt", kabul, "kind: attack", "kind: atack", "vocabulary", 3, "kind"},
	{"an event type that is misspelt", kabul, "event_type: bombing", "event_type: bomb", "vocabulary", 4, "event_type"},
	{"a scope that is none", raid, "scope: subset", "scope: some", "vocabulary", 10, "claims[2].scope"},
	{"a measure without a name", raid, "measure: injured, scope: total", "measure: hurt, scope: total", "new-word", 12,
		"claims[4].measure"},
	{"a grade that is none", kabul, "grade: claimed", "grade: certain", "vocabulary", 13, "statements[1].grade"},
	{"a grade of the other question", kabul, "about: attribution", "about: occurrence", "vocabulary", 13,
		"statements[1].grade"},
	{"a statement about nothing", kabul, "about: attribution", "about: weather", "vocabulary", 13,
		"statements[1].grade"},
	{"a date that is none", kabul, `date: "2020-05-12"`, `date: "12 May 2020"`, "date", 5, "date"},
	{"a day that is not in the calendar", kabul, `date: "2020-05-12"`, `date: "2021-02-29"`, "date", 5, "date"},
	{"a date without a start", kabul, `date: "2020-05-12"`, `date: "../2020-05-12"`, "date", 5, "date"},
	{"no date", kabul, "date: \"2020-05-12\"\n", "", "date", 1, "date"},
	{"a date in the future", kabul, `date: "2020-05-12"`, `date: "2030-05-12"`, "future", 5, "date"},
	{"a year that is misspelt", kabul, `date: "2020-05-12"`, `date: "0202-05-12"`, "old", 5, "date"},
	{"an interval of forty years", kabul, `date: "2020-05-12"`, `date: "1980/2020"`, "long", 5, "date"},
	{"an ID with another date", kabul, `date: "2020-05-12"`, `date: "2020-05-13"`, "id-date", 5, "date"},
	{"a time without its offset", kabul, "10:15+04:30", "10:15", "time", 6, "time"},
	{"no title", kabul, "title: An attack in Kabul\n", "", "missing", 1, "title"},
	{"a title that is too long", kabul, "An attack in Kabul", "An " + strings.Repeat("a", 220), "text-length", 1,
		"title"},
	{"a summary that is too long", kabul, "One of two of that day.", strings.Repeat("a ", 1100), "text-length", 2,
		"summary"},
	{"a broken encoding", kabul, "An attack in Kabul", "An attack in DÃ¼sseldorf", "text-form", 1, "title"},
	{"a control character", kabul, "title: An attack in Kabul", `title: "An attack\x07 in Kabul"`, "text-form", 1,
		"title"},
	{"a character that turns the text around", kabul, "title: An attack in Kabul", `title: "An attack\u202e in Kabul"`,
		"text-form", 1, "title"},
	{"markup", kabul, "One of two", "<b>One</b> of two", "markup", 2, "summary"},
	{"a title of two lines", kabul, "title: An attack in Kabul", `title: "An attack\nin Kabul"`, "line-break", 1,
		"title"},
	{"an actor that nobody names", kabul,
		"statements:\n  - {about: attribution, grade: claimed, by: A group, source: paper}\n", "", "unsaid", 1,
		"statements"},
	{"a statement of nobody", kabul, "by: A group, source: paper}", "source: paper}", "statement", 13,
		"statements[1].by"},
	{"a statement without a source", kabul, "by: A group, source: paper}", "by: A group}", "statement", 13,
		"statements[1].source"},
	{"a party that contradicts itself", kabul, "source: paper}\ngroup",
		"source: paper}\n  - {about: attribution, grade: denied, by: A group, source: paper}\ngroup", "contradiction",
		14, "statements[2].grade"},
	{"no source", kabul, "sources: [paper]\n", "", "source", 1, "sources"},
	{"a source that the dataset does not have", kabul, "sources: [paper]", "sources: [paper, magazine]", "file", 15,
		"sources[2]"},
	{"a source that stands twice", kabul, "sources: [paper]", "sources: [paper, paper]", "source", 15, "sources[2]"},
	{"an address that leads nowhere", dataset, "https://example.org/report", "javascript:alert(1)", "url", 15,
		"sources[2]"},
	{"a source that nothing uses", dataset, "groups:", "  - {key: other, title: Another}\ngroups:", "unneeded", 10,
		"sources[3].key"},
	{"a dataset without a licence", dataset, "licence: CC0-1.0\n", "", "missing", 1, "licence"},

	{"counts out of order", raid, "exactly: 10,", "low: 10, best: 8, high: 12,", "figure-order", 9, "claims[1].low"},
	{"a count above all", raid, "exactly: 10,", "exactly: 1000000000,", "figure-order", 9, "claims[1].low"},
	{"a count below zero", raid, "exactly: 10,", "exactly: -10,", "figure-order", 9, "claims[1].low"},
	{"two forms of one figure", raid, "exactly: 10,", "exactly: 10, at_least: 9,", "file", 9, "claims[1]"},
	{"a figure without a source", raid, `exactly: 4, words: "4", source: paper`, `exactly: 4, words: "4"`,
		"figure-source", 10, "claims[2].source"},
	{"a figure of a source that the record does not have", raid, "sources: [paper, report]", "sources: [report]",
		"figure-source", 9, "claims[1].source"},
	{"parts that are more than the total", raid, `exactly: 3, words: "3", source: report`,
		`exactly: 9, words: "9", source: report`, "figure-parts", 12, "claims[4]"},
	{"parts that are less than the total", raid, `exactly: 3, words: "3", source: report`,
		`exactly: 1, words: "1", source: report`, "figure-parts", 12, "claims[4]"},
	{"two preferred totals", raid, "words: at least 12, source: report",
		"words: at least 12, source: report, preferred: true", "figure-preferred", 11, "claims[3].preferred"},
	{"totals that differ and none is preferred", raid, ", preferred: true", "", "figure-preferred", 11,
		"claims[3].preferred"},
	{"a figure that is not that of its words", raid, `exactly: 10, words: "10"`, `exactly: 100, words: "10"`,
		"figure-words", 9, "claims[1].words"},
	{"an upper bound that the words do not give", raid, "at_least: 12", "exactly: 12", "figure-words", 11,
		"claims[3].words"},
	{"a figure above a million", raid, `exactly: 10, words: "10"`, `exactly: 10000000, words: "10000000"`,
		"figure-large", 9, "claims[1].high"},
	{"a claim that stands twice", raid, "sources: [paper, report]",
		`  - {measure: injured, scope: part, exactly: 3, words: "3", source: report}` +
			"\nsources: [paper, report]", "figure-twice", 15, "claims[7].words"},

	{"a group that is not there", kabul, "group: both", "group: all", "group", 14, "group"},
	{"a group with one member", kabul, "group: both\n", "", "group", 9, "group"},
	{"a group without figures", dataset, "exactly: 56, words: 56 people, ", "words: 56 people, ", "group", 11,
		"groups[1]"},
	{"a total beside that of the group", kabul, "group: both",
		"claims: [{measure: killed, scope: total, exactly: 30, words: \"30\", source: paper}]\ngroup: both", "group",
		14, "claims[1]"},
	{"a group that stands twice", dataset, "groups:",
		"groups:\n  - {id: both, title: Again, sources: [paper], claims: [{measure: killed, scope: total, exactly: 5, words: \"5\", source: paper}]}", "duplicate-id", 12, "groups[2].id"},
	{"a group's figure without a source", dataset, "words: 56 people, source: paper}", "words: 56 people}",
		"figure-source", 15, "groups[1].claims[1].source"},

	{"a place without a text", kabul, "  text: Kabul\n", "", "file", 7, "place"},
	{"a place that is not in the lock", kabul, "Kabul, Afghanistan", "Herat, Afghanistan", "unlocked", 9, "find"},
	{"a place that drifted", lock, "34.52813", "34.52814", "drift", 3, "gazetteer_id"},
	{"a place that became another", lock, "gn:1138958", "gn:1", "drift", 3, "gazetteer_id"},
	{"a place that nobody checked", lock, "a reviewer,2026-11-23,a map", ",,", "unreviewed", 2, "checked_against"},
	{"a review in the future", lock, "2026-11-23", "2027-11-23", "date", 2, "reviewed_at"},
	{"a line of the lock that nothing needs", kabul, "Kabul, Afghanistan", "Jalalabad, Afghanistan", "unneeded", 3,
		"text"},
	{"a class of place that is none", lock, ",locality,", ",town,", "vocabulary", 2, "class"},
	{"a point of unknown precision", lock, ",locality,", ",unknown,", "precision", 6, "place"},
	{"a longitude beyond the world", lock, "69.17233", "469.17233", "file", 3, "lon"},
	{"a lock with other columns", lock, "gazetteer_id,matched", "matched,gazetteer_id", "file", 1, ""},

	{"a column of a layer that is not described", terms, "number: 1}", "number: 1, rank: 2}", "file", 12, "extra.rank"},
	{"a value of another type", terms, "number: 1}", "number: first}", "file", 12, "extra.number"},
	{"a type of column that is none", terms, "type: integer", "type: decimal", "file", 5, "columns[1].type"},
	{"an ID with other characters", terms, "id: first", "id: First Term", "id", 7, "id"},
}

func TestDefectsOfDirectories(t *testing.T) {
	for _, d := range directoryDefects {
		files := sound(t)
		if !strings.Contains(files[d.file], d.old) {
			t.Errorf("%s: %s has no %q", d.name, d.file, d.old)
			continue
		}
		files[d.file] = strings.Replace(files[d.file], d.old, d.new, 1)
		if r := checkDirectory(t, files); !told(r, d) {
			t.Errorf("%s: no finding of %q in line %d, %q among %+v", d.name, d.rule, d.row, d.column, r.Findings)
		}
	}
}

// told reports whether a finding tells of the defect where it is. A row of 0
// leaves the line open.
func told(r *report.Report, d defect) bool {
	return slices.ContainsFunc(r.Findings, func(f report.Finding) bool {
		return f.Rule == d.rule && f.Message != "" && f.Column == d.column && (f.Row == d.row || d.row == 0)
	})
}
