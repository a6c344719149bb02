package csv

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

func parseText(t *testing.T, text string) *ingest.Table {
	t.Helper()
	table, err := Read("x.csv", text)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestQuotesThatAreNotClosed: every line is a row, and the line and the column
// of the quote are named.
func TestQuotesThatAreNotClosed(t *testing.T) {
	for name, want := range map[string]struct {
		rows, line int
		column     string
		cell       string
	}{
		"quote-never-closed.csv":    {40, 11, "notes", `"note 10`},
		"smart-quote-end.csv":       {3, 2, "notes", `"ends with a typographic quote”`},
		"quote-in-first-column.csv": {3, 3, "title", `"opened and not closed`},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		table := parseText(t, string(text))
		if len(table.All()) != want.rows || len(table.Findings) != 1 {
			t.Errorf("%s: %d rows, %v", name, len(table.All()), table.Findings)
			continue
		}
		f := table.Findings[0]
		if f.Row != want.line || f.Column != want.column || f.Rule != report.RuleQuote.Name {
			t.Errorf("%s: %+v", name, f)
		}
		for _, r := range table.All() {
			if at := columnOf(table, want.column); r.Number == want.line && r.Cells[at] != want.cell {
				t.Errorf("%s: the cell is %q, want %q", name, r.Cells[at], want.cell)
			}
		}
	}
}

func columnOf(t *ingest.Table, name string) int {
	for i, h := range t.Header {
		if h == name {
			return i
		}
	}
	return -1
}

// TestDoubledQuotesHideNoRows: a quote that is never meant to go on takes no rows,
// whatever else is quoted in its line.
func TestDoubledQuotesHideNoRows(t *testing.T) {
	table := parseText(t,
		"id,title,date,notes\n1,a,2023-01-01,ok\n2,b,2023-01-02,\"see \"\"x\"\", and\n3,c,2023-01-03,y\n4,d,2023-01-04,z\"\n5,e,2023-01-05,w\n")
	if len(table.All()) != 5 || len(table.Findings) != 1 || table.Findings[0].Row != 3 ||
		table.Findings[0].Column != "notes" {
		t.Errorf("%d rows, %v", len(table.All()), table.Findings)
	}
}

// lines makes rows of four cells, of which some are replaced.
func lines(n int, replace map[int]string) string {
	var b strings.Builder
	b.WriteString("id,date,place,notes\n")
	for i := 1; i <= n; i++ {
		line, ok := replace[i]
		if !ok {
			line = fmt.Sprintf("%d,2020-01-01,Town,note", i)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// TestQuotesThatTakeInRows: a cell that a quote far below closes by chance does
// not hide the rows between.
func TestQuotesThatTakeInRows(t *testing.T) {
	open := `5,2020-01-01,Town,"note`
	for name, replace := range map[string]map[int]string{
		"closed by a quoted cell at the end":     {5: open, 30: `30,2020-01-01,Town,"quoted"`},
		"closed by a quoted cell in the middle":  {5: open, 30: `30,2020-01-01,"Town",note`},
		"closed by a quote at the end of a text": {5: open, 30: `30,2020-01-01,Town,“note"`},
		"opened in the first column":             {5: `"5,2020-01-01,Town,note`, 30: `30,2020-01-01,"Town, West",note`},
		"closed in the next line":                {5: open, 6: `6,2020-01-01,Town,"quoted"`},
		"closed after more lines than are read":  {5: open, 90: `90,2020-01-01,Town,"quoted"`},
		"with commas after the quote":            {5: open + ", with, commas", 30: `30,2020-01-01,Town,"quoted"`},
		"several": {5: open, 7: `7,2020-01-01,Town,"note`,
			30: `30,2020-01-01,Town,"quoted"`},
	} {
		table := parseText(t, lines(100, replace))
		if len(table.All()) != 100 || len(table.Findings) == 0 || table.Findings[0].Row != 6 {
			t.Errorf("%s: %d rows, %v", name, len(table.All()), table.Findings)
		}
	}
}

// TestTextsOfSeveralLines: what is quoted as it should be stays one cell.
func TestTextsOfSeveralLines(t *testing.T) {
	for name, cell := range map[string]string{
		"two lines": "first\nsecond",
		"commas":    "first, second, third, fourth\nfirst, second, third, fourth\nfirst, second, third, fourth",
		"quotes":    "he said \"no\",\nand \"yes\"", "an address": "12 Main St,\nTown,\nCountry",
		"blank lines": "a\n\n\nb",
		"a list":      strings.Repeat("- an item\n", 200), "JSON": "{\n  \"a\": 1,\n  \"b\": [1,2,3]\n}",
		"CRLF":  "a\r\nb",
		"names": "Victims:\nA, B, C, D", "a quoted list": "\"a\",\"b\",\"c\",\"d\"\n\"e\",\"f\",\"g\",\"h\"\n",
	} {
		for column := range 4 {
			cells := []string{"5", "2020-01-01", "Town", "note"}
			cells[column] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			table := parseText(t, lines(20, map[int]string{5: strings.Join(cells, ",")}))
			if len(table.All()) != 20 || len(table.Findings) != 0 {
				t.Errorf("%s in column %d: %d rows, %v", name, column, len(table.All()), table.Findings)
				continue
			}
			if got := table.All()[4].Cells[column]; got != strings.ReplaceAll(cell, "\r\n", "\n") {
				t.Errorf("%s in column %d: %q", name, column, got)
			}
		}
	}
}

// TestQuotedRowsAreToldWhereDoubtful: a table within a cell stays there, and is
// told.
func TestQuotedRowsAreToldWhereDoubtful(t *testing.T) {
	table := parseText(t, "id,date,notes\n1,2020-01-01,\"see\na,b,c\"\n2,2020-01-02,x\n")
	if len(table.All()) != 2 || len(table.Findings) != 1 || table.Findings[0].Rule != report.RuleQuotedRows.Name ||
		table.Findings[0].Row != 2 {
		t.Errorf("%d rows, %v", len(table.All()), table.Findings)
	}
}

// BenchmarkStrayQuotes: a quote in every line, of which none is closed or only
// the last, takes time in proportion to the lines.
func BenchmarkStrayQuotes(b *testing.B) {
	for _, end := range []string{"", "x,y,z,\"q\"\n"} {
		for _, n := range []int{10_000, 100_000} {
			text := "id,date,place,notes\n" + strings.Repeat("5,2020-01-01,Town,\"note\n", n) + end
			b.Run(fmt.Sprintf("lines=%d/closed=%v", n, end != ""), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if _, err := Read("x", text); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
