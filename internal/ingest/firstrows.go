package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"incidentmap/internal/report"
)

// SetHead gives a table the header that its first rows make, and returns how many of them
// are no data. Rows number them as the file does. A row that is plainly data is none, and
// one of merged cells goes on in the next.
func (t *Table) SetHead(first []Row) (used int) {
	cells := make([][]string, len(first))
	for i, r := range first {
		cells[i] = trimmed(r.Cells)
	}
	if known := KnownHeader(cells[0]); known != nil {
		t.Header = known
		return 0
	}
	if isData(cells) {
		t.Header, t.Unnamed = numbered(len(cells[0])), true
		t.noteHead(first[0].Number, fmt.Sprintf("the first row names no columns, it is one of data; the columns are called "+
			"column_1 to column_%d and are known by their cells; --column place=column_2 would say what one is", len(cells[0])))
		return 0
	}
	if joined := twoRows(cells); joined != nil {
		t.Header = joined
		t.noteHead(first[1].Number, "the header goes on in this row, as one of merged cells; the columns are called by both rows: “"+
			strings.Join(differing(joined, cells[0]), "”, “")+"”")
		return 2
	}
	t.Header = cells[0]
	return 1
}

// HeadRows is how many rows SetHead looks at.
const HeadRows = 3

func (t *Table) noteHead(row int, message string) {
	t.Findings = append(t.Findings, report.RuleHeader.InTable(report.Where{File: t.File, Unit: t.Unit, Row: row},
		message))
}

// trimmed are cells without the blanks around them. They outlive the text of the file.
func trimmed(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.Clone(strings.TrimSpace(c))
	}
	return out
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "column_" + strconv.Itoa(i+1)
	}
	return out
}

// isData reports whether the first of some rows is one of data: it has a date, or two numbers
// with decimals, and the next row has the same there. Dates that name columns of counts are
// followed by counts.
func isData(rows [][]string) bool {
	s := newSample(&Table{})
	fractions, dates, numbers := 0, 0, 0
	for i, v := range rows[0] {
		below := ""
		if len(rows) > 1 && i < len(rows[1]) {
			below = rows[1][i]
		}
		if len(v) > maxHeadCell {
			continue
		}
		if isNumber(v) {
			numbers++
		}
		switch {
		case v == "":
		case s.isFullDate(v) && (len(rows) == 1 || s.isFullDate(below)):
			dates++
		case isFraction(v) && (len(rows) == 1 || isFraction(below)):
			fractions++
		}
	}
	if len(rows) == 1 { // nothing but itself says that it is no header
		return dates == 1 && numbers > 0
	}
	return len(rows[0]) > 1 && dates > 0 || fractions > 1
}

// maxHeadCell bounds the cells that are tried as dates, in bytes.
const maxHeadCell = 60

func isFraction(v string) bool { return isNumber(v) && strings.ContainsAny(v, ".,") }

// twoRows are the names of columns that a header of two rows gives: what a merged cell says
// stands before each of the names below it. nil where the first row is the whole header: a
// second one fills its gaps with words, and has no digit, as each row of data has.
func twoRows(rows [][]string) []string {
	if len(rows) < HeadRows || !slices.ContainsFunc(rows[2], hasDigit) || slices.ContainsFunc(rows[1], hasDigit) ||
		slices.ContainsFunc(rows[0], hasDigit) {
		return nil
	}
	out := make([]string, max(len(rows[0]), len(rows[1])))
	above, gaps, names := "", 0, 0
	for i := range out {
		upper, lower := cellAt(rows[0], i), cellAt(rows[1], i)
		if upper != "" {
			above, names = upper, names+1
		} else if lower != "" && above != "" {
			gaps++
		}
		switch {
		case upper == "" && lower == "":
		case lower == "":
			out[i] = upper
		case strings.EqualFold(upper, lower): // one cell, merged downwards
			out[i] = upper
		default:
			out[i] = strings.TrimSpace(above + " " + lower)
		}
		if len(out[i]) > maxHeadName {
			return nil
		}
	}
	if gaps == 0 || names < 2 {
		return nil
	}
	return out
}

// maxHeadName bounds the names of columns that two rows make, in bytes: longer ones are texts.
const maxHeadName = 120

func cellAt(cells []string, i int) string {
	if i >= len(cells) {
		return ""
	}
	return cells[i]
}

func hasDigit(v string) bool { return strings.ContainsFunc(v, unicode.IsDigit) }

// differing are the first few names that are not those of the first row alone.
func differing(names, first []string) (out []string) {
	for i, name := range names {
		if name != cellAt(first, i) && len(out) < maxExamples {
			out = append(out, name)
		}
	}
	return out
}
