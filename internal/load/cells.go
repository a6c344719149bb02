package load

import (
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/dialect"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
)

// cellsOf estimates from above how many cells the table of a text has: a text of some
// megabytes can be one of billions. Of other formats it is 0: they bound their own.
func cellsOf(s source) int {
	ending := strings.ToLower(filepath.Ext(s.name))
	switch {
	case slices.Contains(csv.Format.Endings, ending):
		return widest(s.text) * (1 + strings.Count(s.text, "\n"))
	case slices.Contains(slices.Concat(geojson.Format.Endings, geojson.Sequence.Endings), ending):
		text := s.text
		e, err := dialect.Detect(text[:min(len(text), headBytes)])
		if err == nil && strings.HasPrefix(e.Name, "utf-16") {
			if text, err = e.Text(text); err != nil {
				return 0 // it is refused when it is read
			}
		}
		return differentKeys(text) * (1 + strings.Count(text, "{"))
	}
	return 0
}

// headBytes is how much of a text tells whether it is UTF-16.
const headBytes = 64 << 10

// headLines is among how many lines the header of a table is.
const headLines = 20

// widest is the most cells that one of the first lines can have.
func widest(text string) int {
	most, n := 1, 0
	for line := range strings.Lines(text) {
		if n++; n > headLines {
			break
		}
		for _, delimiter := range []string{",", ";", "\t", "|"} {
			most = max(most, 1+strings.Count(line, delimiter))
		}
	}
	return most
}

// differentKeys counts the different texts before colons in JSON. More than can be allowed
// at all are not told apart.
func differentKeys(text string) int {
	seen := map[string]bool{}
	for at := 0; len(seen) < maxCells/100; {
		i := strings.IndexByte(text[at:], '"')
		if i < 0 {
			break
		}
		from := at + i + 1
		end := textEnd(text, from)
		at = min(end+1, len(text))
		if rest := strings.TrimLeft(text[at:min(at+64, len(text))], " \t\r\n"); strings.HasPrefix(rest, ":") {
			seen[text[from:end]] = true
		}
	}
	return len(seen)
}

// textEnd is where the text of JSON that begins at from is closed, or the end.
func textEnd(text string, from int) int {
	for at := from; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at
		}
	}
	return len(text)
}
