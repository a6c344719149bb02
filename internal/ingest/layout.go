package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// layout is where a table has which columns, worked out once: a row asks for
// dozens of them.
type layout struct {
	columns [roleCount]int    // -1 for a role that no column has
	names   [roleCount]string // the header's own names, for findings
	spare   []int             // the columns without a role
	others  [roleCount][]int  // spare columns that fill in where a role's own is empty
	places  []placeColumn     // the columns that say where, the finest first
	// titleList says that titles are lists with an entry a source, typeCodes
	// that types of events may be UCDP's codes, ownCountries that a number of
	// a country is a code of the table's own.
	titleList, typeCodes, ownCountries bool
}

func newLayout(header []string) *layout {
	l := &layout{}
	l.columns, l.spare = assignRoles(header)
	l.others = furtherColumns(header, l.spare)
	l.places = placeColumns(header)
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
		if name := aliasKey(h); name != "" {
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
			if i, ok := byName[aliasKey(name)]; ok && !used[i] {
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

// besideGeometry keeps columns of coordinates as extra ones too: rows with a geometry
// are placed by that, and x and y may be anything. One without the other is none.
func (l *layout) besideGeometry() {
	for _, ro := range []role{roleLat, roleLon, roleLatlon, roleWKT} {
		if l.has(ro) {
			l.spare = append(l.spare, l.columns[ro])
		}
	}
	slices.Sort(l.spare)
	if l.has(roleLat) != l.has(roleLon) {
		l.columns[roleLat], l.columns[roleLon] = -1, -1
	}
}

// filling are the roles that several columns of a table may say, of which each
// row fills in one or another.
var filling = []role{roleCountry, roleCountryCode, roleAdmin1, roleAdmin2}

// furtherColumns are the spare columns that go by a name of a filling role, in
// the order of the names.
func furtherColumns(header []string, spare []int) (others [roleCount][]int) {
	for _, a := range aliases {
		if !slices.Contains(filling, a.role) {
			continue
		}
		for _, name := range a.names {
			for _, i := range spare {
				if aliasKey(header[i]) == aliasKey(name) {
					others[a.role] = append(others[a.role], i)
				}
			}
		}
	}
	return others
}

// aliasKey is what two spellings of a column's name have in common: country
// code, countryCode and country_code.
func aliasKey(header string) string { return strings.ReplaceAll(columnKey(header), "_", "") }

// columnKey brings a column's name into the form of the aliases: lower case,
// words joined by one underscore.
func columnKey(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "_")
}
