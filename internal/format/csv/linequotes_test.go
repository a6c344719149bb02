package csv

import (
	"slices"
	"testing"
)

// Quotes around each line as a whole are taken off, and nothing else is.
func TestLinesInQuotes(t *testing.T) {
	table, err := Read("a.csv", "\"date,place,killed\"\r\n\"2021-02-01,\"\"Gao, Mali\"\",2\"\n")
	if err != nil || !slices.Equal(table.Header, []string{"date", "place", "killed"}) || len(table.Findings) != 1 {
		t.Fatalf("%v, %+v", err, table)
	}
	if got := table.All()[0].Cells; !slices.Equal(got, []string{"2021-02-01", "Gao, Mali", "2"}) {
		t.Errorf("%q", got)
	}
	for _, text := range []string{"\"date\",\"place\"\n\"2021\",\"Gao\"\n", "\"a, b\"\n\"c\"\n", "\"a\"\n", ""} {
		if got, ok := withoutLineQuotes(text); ok || got != text {
			t.Errorf("%q: %q", text, got)
		}
	}
}
