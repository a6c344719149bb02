package ingest

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"incidentmap/internal/counts"
)

// layout is where a table has which columns, worked out once: a row asks for
// dozens of them.
type layout struct {
	columns [roleCount]int    // -1 for a role that no column has
	names   [roleCount]string // the header's own names, for findings
	spare   []int             // the columns without a role
	others  [roleCount][]int  // spare columns that fill in where a role's own is empty
	places  []placeColumn     // the columns that say where, the finest first
	// special marks the roles of which cells alone do not tell the value: several
	// columns are added, codes stand for words, or all rows say the same.
	special  [roleCount]bool
	says     map[role]string
	codes    map[role]map[string]string
	assigned *assignment
	// titleList says that titles are lists with an entry a source, typeCodes
	// that types of events may be UCDP's codes, ownCountries that a number of
	// a country is a code of the table's own.
	titleList, typeCodes, ownCountries bool
	// titled is the column that titles are made of where nothing else gives one, -1 for none.
	titled int
	// pairOrder is which coordinate comes first in a column of both, by its name; negated
	// says which of latitude and longitude are south or west by their names, and eastO that
	// the letter O is east.
	pairOrder pairOrder
	negated   [2]bool
	eastO     bool
	// clockDigits says that times are hours and minutes in up to four digits: 930; hours,
	// that they are hours alone; clocks, that nearly all are times, so that 22.30 is one.
	clockDigits, hours, clocks bool
	// iranian says of which roles a column is called by the Iranian calendar.
	iranian [roleCount]bool
	// listMarks divide the actors, targets or types of events of a cell; empty where cells
	// have one.
	listMarks [roleCount]string
}

func newLayout(t *Table, given []Given, only bool) *layout {
	a := assignRoles(t, given, only)
	l := &layout{assigned: a, columns: a.columns, others: a.others, places: a.placeColumns()}
	l.columns[roleDerived] = -1
	for i := range t.Header {
		if !a.used[i] {
			l.spare = append(l.spare, i)
		}
	}
	for ro := range roleCount {
		l.names[ro] = roleNames[ro]
		if i := l.columns[ro]; i >= 0 {
			l.names[ro] = t.Header[i]
		}
	}
	for _, ro := range dateRoles {
		l.keepCalendar(t, ro)
	}
	l.titled = a.titleColumn(l.places)
	if i := l.columns[roleLatlon]; i >= 0 {
		l.pairOrder = a.vocab.orderOf(a.split[i])
	}
	l.findNegated()
	l.findEastLetter()
	l.markSpecial()
	l.readForms()
	l.titleList = columnKey(l.names[roleTitle]) == "source_headline"
	l.typeCodes = columnKey(l.names[roleEventType]) == ucdpTypeColumn
	l.ownCountries = columnKey(l.names[roleCountryCode]) == "country"
	return l
}

// markSpecial marks the roles of which cells alone do not tell the value.
func (l *layout) markSpecial() {
	for ro := range roleCount {
		l.special[ro] = len(l.assigned.plus[ro]) > 0
	}
	p := l.assigned.preset
	if p == nil {
		return
	}
	l.says, l.codes = p.says, p.codes
	for ro := range p.says {
		l.special[ro] = true
	}
	for ro := range p.codes {
		l.special[ro] = true
	}
}

// readForms finds out how the cells of some roles are to be read. A column of lists of
// types is kept as an extra one too: an incident has one type.
func (l *layout) readForms() {
	s := l.assigned.sample
	if i := l.columns[roleTime]; i >= 0 {
		l.clockDigits = s.holds(i, testClockDigits).mostly()
		l.hours, l.clocks = s.holds(i, testHour).mostly(), s.holds(i, testTime).mostly()
	}
	for _, ro := range []role{roleActor, roleTarget, roleEventType} {
		if i := l.columns[ro]; i >= 0 {
			l.listMarks[ro] = s.listMark(i)
		}
	}
	if l.assigned.keepID {
		l.spare = append(l.spare, l.columns[roleID])
	}
	if l.listMarks[roleEventType] != "" {
		l.spare = append(l.spare, l.columns[roleEventType])
		slices.Sort(l.spare)
	}
}

func (l *layout) has(ro role) bool { return l.columns[ro] >= 0 }

// headers are the table's names of the columns that have a role, by the
// role's name.
func (l *layout) headers() map[string]string {
	out := map[string]string{}
	for ro, name := range roleNames {
		if name != "" && l.columns[ro] >= 0 {
			out[name] = l.names[ro]
		}
	}
	return out
}

// besideGeometry keeps columns of coordinates as extra ones too: rows with a geometry
// are placed by that, and x and y may be anything. One without the other is none.
func (l *layout) besideGeometry() {
	for _, ro := range []role{roleLat, roleLon, roleLatlon, roleWKT, roleCRS} {
		if l.has(ro) {
			l.spare = append(l.spare, l.columns[ro])
		}
	}
	slices.Sort(l.spare)
	if l.has(roleLat) != l.has(roleLon) {
		l.columns[roleLat], l.columns[roleLon] = -1, -1
	}
}

// columnKey brings a column's name into the form of the aliases: lower case,
// words joined by one underscore.
func columnKey(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "_")
}

// combined is the value of a role that has more than a cell: of several columns, of
// codes, or of all rows.
func (l *layout) combined(r *Row, ro role, v string) string {
	if _, figures := figureRoles[ro]; figures {
		v = l.summed(r, ro, v)
	} else if ro == roleLat || ro == roleLon {
		v = l.joinedDegrees(r, ro, v)
	} else {
		between := " "
		if ro == roleSource { // one each
			between = "; "
		}
		for _, i := range l.assigned.plus[ro] {
			if further := r.at(i); further != "" {
				v = strings.TrimPrefix(v+between+further, between)
			}
		}
	}
	if word, ok := l.codes[ro][strings.ToLower(v)]; ok && v != "" {
		v = word
	}
	if v == "" {
		v = l.says[ro]
	}
	return v
}

// figureRoles are the roles whose columns are added.
var figureRoles = map[role]bool{roleFatalitiesLow: true, roleFatalitiesBest: true, roleFatalitiesHigh: true,
	roleInjuriesLow: true, roleInjuriesBest: true, roleInjuriesHigh: true}

// summed adds the counts of several columns, as far as they are known. One that is no
// whole number is told as the cell's own fault.
func (l *layout) summed(r *Row, ro role, v string) string {
	sum, known := 0, false
	for _, text := range append([]string{v}, cellsAt(r, l.assigned.plus[ro])...) {
		n, err := strconv.Atoi(strings.TrimSuffix(text, ".0"))
		switch {
		case text == "" || err == nil && n < 0:
		case err != nil:
			return text
		default:
			sum, known = min(sum+n, counts.Limit), true
		}
	}
	if !known {
		return ""
	}
	return strconv.Itoa(sum)
}

func cellsAt(r *Row, columns []int) (out []string) {
	for _, i := range columns {
		out = append(out, r.at(i))
	}
	return out
}
