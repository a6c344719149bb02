// Package mapping is the file that says which column of a table has which role: written
// once, it reads every table with the same header alike, and refuses one with another.
package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"incidentmap/internal/ingest"
	"incidentmap/internal/printable"
)

// Mapping says how tables with one header are read.
type Mapping struct {
	// Name is the file that it was read from, for messages.
	Name string
	// Columns are the columns of each role; several are added or joined. Fills are those
	// that fill in where they are empty.
	Columns, Fills map[string][]string
	// Encoding is that of files of text, DateOrder dmy or mdy, and Country the alpha-2
	// code of rows that name none. Each is empty where it is not known.
	Encoding, DateOrder, Country string
	// Header names the columns of the tables that it is for, in any order.
	Header []string
}

// fingerprintDigits is how much of a header's sum is its fingerprint.
const fingerprintDigits = 16

// Fingerprint is equal for headers with the same columns, in whatever order.
func Fingerprint(header []string) string {
	h := sha256.New()
	for _, name := range names(header) {
		fmt.Fprintf(h, "%d %s\n", len(name), name)
	}
	return hex.EncodeToString(h.Sum(nil))[:fingerprintDigits]
}

// names are the names of columns as they are compared, in order.
func names(header []string) []string {
	out := make([]string, len(header))
	for i, name := range header {
		out[i] = clean(name)
	}
	slices.Sort(out)
	return out
}

// clean is a name of a column as the file can hold it.
func clean(name string) string { return strings.TrimSpace(strings.ToValidUTF8(name, "\ufffd")) }

// Fits reports whether a table has the header that the mapping is for.
func (m *Mapping) Fits(header []string) bool { return Fingerprint(header) == Fingerprint(m.Header) }

// Distance is how many columns of a header and of the mapping's are not in the other.
func (m *Mapping) Distance(header []string) int {
	lacks, has := difference(names(m.Header), names(header))
	return len(lacks) + len(has)
}

// Refuse is the error of a table that the mapping is not for: it tells how the headers
// differ.
func (m *Mapping) Refuse(file string, header []string) error {
	lacks, has := difference(names(m.Header), names(header))
	var parts []string
	if len(lacks) > 0 {
		parts = append(parts, "it lacks "+list(lacks))
	}
	if len(has) > 0 {
		parts = append(parts, "it has "+list(has)+", which the mapping does not know")
	}
	return fmt.Errorf("%s: its header is not the one that %s was written for: %s; "+
		"read it without a mapping, or write one for it: incidentmap inspect %s --write-mapping FILE.yaml",
		file, m.Name, strings.Join(parts, "; "), file)
}

// difference is what only the first, and only the second of two ordered lists has.
func difference(a, b []string) (onlyA, onlyB []string) {
	for len(a) > 0 && len(b) > 0 {
		switch strings.Compare(a[0], b[0]) {
		case 0:
			a, b = a[1:], b[1:]
		case -1:
			onlyA, a = append(onlyA, a[0]), a[1:]
		default:
			onlyB, b = append(onlyB, b[0]), b[1:]
		}
	}
	return append(onlyA, a...), append(onlyB, b...)
}

// namedColumns is how many columns a message names.
const namedColumns = 12

// list names columns in words: “a”, “b” and “c”.
func list(columns []string) string {
	quoted := make([]string, 0, namedColumns)
	for _, c := range columns[:min(len(columns), namedColumns)] {
		quoted = append(quoted, "“"+printable.Text(c)+"”")
	}
	if more := len(columns) - namedColumns; more > 0 {
		quoted = append(quoted, fmt.Sprintf("%d more", more))
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " and " + quoted[last]
}

// Given are the roles of columns as a table is read with them.
func (m *Mapping) Given() (out []ingest.Given) {
	roles := map[string]bool{}
	for role := range m.Columns {
		roles[role] = true
	}
	for role := range m.Fills {
		roles[role] = true
	}
	for _, role := range slices.Sorted(maps.Keys(roles)) {
		parts := m.Columns[role]
		out = append(out, ingest.Given{Role: role, Column: strings.Join(parts, "+"),
			Parts: append([]string{}, parts...), Fills: m.Fills[role]})
	}
	return out
}
