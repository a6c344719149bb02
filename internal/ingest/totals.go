package ingest

import (
	"regexp"
	"strings"

	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// total is a folded text that names a sum of rows, and at most the year or month that it
// is of.
var total = regexp.MustCompile(`^(?:(?:grand|sub|sous|over ?all|year|annual|yearly|monthly) ?)?` +
	`(?:totals?|total general|sum|summe|gesamt|gesamtsumme|insgesamt|suma|soma|итого|всего|разом|усього|المجموع|مجموع|` +
	`المجموع الكلي|جمع|toplam|jumlah|total keseluruhan)(?: (?:for|of|de|pour|за|in|von))?(?: \p{L}+)?(?: \d{4})?$`)

// titledRoles are the columns that say what a row is, or where.
var titledRoles = []role{roleTitle, roleDate, rolePlace, roleAdmin1}

// checkTotal is the error of a row that sums others up: read as an incident, it would
// count them twice.
func (b *builder) checkTotal(r *Row, _ *incident.Incident) error {
	for _, ro := range titledRoles {
		if i := b.columns[ro]; i >= 0 && isTotal(r.Text(i)) {
			return totalError(b.name(ro))
		}
	}
	if len(r.Cells) > 0 && isTotal(r.Text(0)) {
		return totalError(b.table.Header[0])
	}
	return nil
}

func totalError(column string) error {
	return &columnError{rule: report.RuleShape, column: column, message: "it says that the row is a total of others",
		none: true}
}

// maxTotal is how long the text of a total is, in bytes; most cells are told by it.
const maxTotal = 60

func isTotal(v string) bool {
	if len(v) < len("sum") || len(v) > maxTotal || !mayBeTotal(v) {
		return false
	}
	return total.MatchString(strings.Join(strings.FieldsFunc(fold.Text(v), isMark), " "))
}

// beginnings are those of texts that name a total, in ASCII.
var beginnings = []string{"total", "grand", "sub", "sous", "over", "year", "annual", "month", "sum", "gesamt", "insges",
	"soma", "toplam", "jumlah"}

// mayBeTotal tells most texts that name no total by how they begin.
func mayBeTotal(v string) bool {
	if v[0] >= 0x80 {
		return true
	}
	if v[0] >= '0' && v[0] <= '9' {
		return false
	}
	for _, word := range beginnings {
		if len(v) >= len(word) && v[0]|0x20 == word[0] && strings.EqualFold(v[:len(word)], word) {
			return true
		}
	}
	return false
}

func isMark(r rune) bool {
	return r == ' ' || r == ':' || r == '(' || r == ')' || r == '=' || r == '-' || r == '.'
}

// filled counts the cells of a row that have a text.
func (r *Row) filled() (n int) {
	for i := range r.Cells {
		if r.Text(i) != "" {
			n++
		}
	}
	return n
}
