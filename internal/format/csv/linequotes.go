package csv

import "strings"

// Some programs take each line of a table for one cell, and put it in quotes:
//
//	"date,place,killed"
//	"2021-02-01,""Gao, Mali"",2"

// withoutLineQuotes takes such quotes off; ok is false where the first two lines have none.
func withoutLineQuotes(text string) (bare string, ok bool) {
	first, rest, _ := strings.Cut(text, "\n")
	second, _, _ := strings.Cut(rest, "\n")
	head, isFirst := lineInQuotes(first)
	row, isSecond := lineInQuotes(second)
	if !isFirst || !isSecond || !sameDelimiters(head, row) {
		return text, false
	}
	var out strings.Builder
	out.Grow(len(text))
	for line := range strings.Lines(text) {
		if inside, is := lineInQuotes(strings.TrimSuffix(line, "\n")); is {
			line = inside + "\n"
		}
		out.WriteString(line)
	}
	return out.String(), true
}

// lineInQuotes is what is between the quotes that a line begins and ends with, if those within
// are doubled.
func lineInQuotes(line string) (inside string, ok bool) {
	line = strings.TrimRight(line, "\r")
	if len(line) < len(`""`) || line[0] != '"' || line[len(line)-1] != '"' {
		return "", false
	}
	inside = line[1 : len(line)-1]
	if strings.Contains(strings.ReplaceAll(inside, `""`, ""), `"`) {
		return "", false
	}
	return strings.ReplaceAll(inside, `""`, `"`), true
}

// sameDelimiters reports whether a header has a delimiter, and the line below at least as many.
func sameDelimiters(head, row string) bool {
	for _, delimiter := range []string{",", ";", "\t", "|"} {
		if n := strings.Count(head, delimiter); n > 0 && strings.Count(row, delimiter) >= n {
			return true
		}
	}
	return false
}
