package load

import (
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/format/gpkg"
	"incidentmap/internal/format/gpx"
	"incidentmap/internal/format/kml"
)

// cellsOf estimates from above how many cells the table of a text has: a text of some
// megabytes can be one of billions. Of other formats it is 0: they bound their own.
func cellsOf(s source) int {
	ending := strings.ToLower(filepath.Ext(s.name))
	switch {
	case slices.Contains(csv.Format.Endings, ending):
		return widest(s.text) * (1 + strings.Count(s.text, "\n"))
	case slices.Contains(slices.Concat(geojson.Format.Endings, geojson.Sequence.Endings), ending):
		return differentKeys(s.text) * (1 + strings.Count(s.text, "{"))
	case slices.Contains(slices.Concat(kml.Format.Endings, gpx.Format.Endings), ending):
		return differentNames(s.text) * (strings.Count(s.text, "Placemark") + strings.Count(s.text, "wpt"))
	}
	return 0
}

// isHidden reports whether a file is of a format of which it does not show before it is
// read how many cells it has: a row of a few bytes may be one of thousands.
func isHidden(name string) bool {
	return slices.Contains(slices.Concat(kml.Packed.Endings, gpkg.Format.Endings), strings.ToLower(filepath.Ext(name)))
}

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

// differentNames counts the different elements of XML, and the different names that
// attributes give, which may all be columns. As differentKeys, it stops at what is too many.
func differentNames(text string) int {
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, "<") {
		if len(seen) >= maxCells/100 {
			break
		}
		seen[part[:indexAny(part, " \t\r\n/>")]] = true
		for _, after := range strings.Split(part, "name")[1:] {
			after = strings.TrimLeft(after, " \t\r\n=")
			if after != "" && (after[0] == '"' || after[0] == '\'') {
				value := after[1:]
				seen[value[:indexAny(value, after[:1])]] = true
			}
		}
	}
	return len(seen)
}

// indexAny is where the first of some characters is, or the end.
func indexAny(text, characters string) int {
	if i := strings.IndexAny(text, characters); i >= 0 {
		return i
	}
	return len(text)
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
