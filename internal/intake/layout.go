package intake

import (
	"strings"
	"unicode"
)

// layout is where a table has which columns, worked out once: a row asks for
// dozens of them.
type layout struct {
	columns [roleCount]int    // -1 for a role that no column has
	names   [roleCount]string // the header's own names, for findings
	spare   []int             // the columns without a role
	// titleList says that titles are lists with an entry a source, typeCodes
	// that types of events may be UCDP's codes, ownCountries that a number of
	// a country is a code of the table's own.
	titleList, typeCodes, ownCountries bool
}

func newLayout(header []string) *layout {
	l := &layout{}
	l.columns, l.spare = assignRoles(header)
	for _, a := range aliases {
		l.names[a.role] = a.name
		if i := l.columns[a.role]; i >= 0 {
			l.names[a.role] = header[i]
		}
	}
	l.titleList = columnKey(l.names[roleTitle]) == "source_headline"
	l.typeCodes = columnKey(l.names[roleEventType]) == "type_of_violence"
	l.ownCountries = columnKey(l.names[roleCountryCode]) == "country"
	return l
}

func (l *layout) has(ro role) bool { return l.columns[ro] >= 0 }

// headers are the table's names of the columns that have a role, by the
// role's name.
func (l *layout) headers() map[string]string {
	out := map[string]string{}
	for _, a := range aliases {
		if l.has(a.role) {
			out[a.name] = l.names[a.role]
		}
	}
	return out
}

// assignRoles maps each role to its column; spare are the columns without one.
func assignRoles(header []string) (columns [roleCount]int, spare []int) {
	byName := map[string]int{}
	for i, h := range header {
		if name := columnKey(h); name != "" {
			if _, taken := byName[name]; !taken {
				byName[name] = i
			}
		}
	}
	for ro := range columns {
		columns[ro] = -1
	}
	used := map[int]bool{}
	for _, a := range aliases {
		for _, name := range a.names {
			if i, ok := byName[name]; ok && !used[i] {
				columns[a.role] = i
				used[i] = true
				break
			}
		}
	}
	columns[roleDerived] = -1
	for i := range header {
		if !used[i] {
			spare = append(spare, i)
		}
	}
	return columns, spare
}

// columnKey brings a column's name into the form of the aliases: lower case,
// words joined by one underscore.
func columnKey(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "_")
}
