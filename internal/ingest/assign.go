package ingest

import (
	"cmp"
	"slices"
)

// assignment says which column of a table is what. A column has one role at most.
type assignment struct {
	header []string
	words  [][]string // of the columns' names
	split  [][]string // the same, with joined words apart
	sample *sample
	preset *preset
	vocab  *nameVocabulary

	columns [roleCount]int   // -1 for a role that no column has
	plus    [roleCount][]int // columns that are added to it or joined with it
	// numbered are the columns of several sources, in the order of their numbers.
	numbered []numberedSource
	others   [roleCount][]int // columns that fill in where it is empty
	firm     [roleCount]bool  // its name leaves no doubt
	used     map[int]bool
	// derived are the columns that follow from others.
	derived map[int]bool
	// why says how a role came to its column, and now how one does that is given next.
	why [roleCount]Why
	now Why
	// known are columns of which it is known that they have no role.
	known map[int]bool
	// kept are the columns of which the user says so.
	kept map[int]bool
	// filling are the columns about filling in a form.
	filling map[int]bool
	// given says which roles that the user gives have columns.
	given []bool
	// described is what a file beside the table says of its columns.
	described []Described
	// units are the marks of minutes and seconds after columns that are added to degrees.
	units map[int]string
	// hemispheres are the letters, in lower case, that the names of columns end with:
	// Latitude (S).
	hemispheres map[int]byte
	// system is the system of coordinates that a column's name has: X (UTM 37N).
	system string
	// unnamed says that the table has no names of columns.
	unnamed bool
	// keepID says that the column of IDs stays one of the table's own.
	keepID bool
	// tailPairs says that coordinates stand behind the place in one cell.
	tailPairs bool
	// guessed is the column whose cells alone say that it is the date.
	guessed int
}

// assignRoles finds the role of each column: as the user says, as a well-known export or
// a file beside it or HXL tags have it, by its name, or by a name that is less plain if its cells agree. only
// says that the user has named all columns with a role.
func assignRoles(t *Table, given []Given, only bool) *assignment {
	a := &assignment{header: t.Header, sample: newSample(t), vocab: columnVocabulary(), used: map[int]bool{},
		known: map[int]bool{}, derived: map[int]bool{}, kept: map[int]bool{}, filling: map[int]bool{},
		units:       map[int]string{},
		hemispheres: map[int]byte{}, unnamed: t.Unnamed, guessed: -1}
	for ro := range a.columns {
		a.columns[ro] = -1
	}
	byName, form := map[string]int{}, isForm(t.Header)
	for i, h := range t.Header {
		if form {
			h = questionOf(h)
		}
		name, system := cutSystem(questionNumber.ReplaceAllString(h, ""))
		if a.system == "" {
			a.system = system
		}
		name, letter := a.vocab.cutHemisphere(name)
		if letter != 0 {
			a.hemispheres[i] = letter
		}
		a.words = append(a.words, nameWords(name))
		a.split = append(a.split, a.vocab.segmented(a.words[i]))
		if name := joinedKey(a.words[i]); name != "" {
			if _, taken := byName[name]; !taken {
				byName[name] = i
			}
		}
	}
	a.now = WhyGiven
	a.give(given)
	if form {
		a.keepFormColumns()
	}
	if only {
		a.keepToGiven(byName)
		return a
	}
	a.now = WhyPreset
	a.applyPreset(byName)
	a.now = WhyBeside
	a.applyDescribed(t.Described)
	a.now = WhyHXL
	a.applyTags(t.Tags)
	a.now = WhyName
	a.applyDegreeParts()
	a.keepOwnColumns(byName)
	a.keepSiteKinds()
	a.applyEventDate()
	a.applyFirmNames(byName)
	a.applyNames()
	a.applyNumbered()
	a.applyPairs()
	a.applyTailPairs()
	a.applyZone()
	a.applyHemispheres()
	a.applyDates()
	a.fill()
	return a
}

// keepToGiven leaves all columns without a role that the user gave none: what the header
// of a well-known export says of codes still holds, and columns that follow from others
// are still none of their own.
func (a *assignment) keepToGiven(byName map[string]int) {
	a.notePreset(byName)
	for _, p := range a.vocab.phrases {
		if i, ok := byName[p.joined]; ok && p.role == roleDerived && a.free(p.role, i) {
			a.take(p.role, i)
		}
	}
}

// take gives a column a role.
func (a *assignment) take(ro role, column int) {
	a.columns[ro], a.used[column], a.why[ro] = column, true, a.now
	if ro == roleDerived {
		a.derived[column] = true
	}
}

// free reports whether a role has no column yet, and a column no role.
func (a *assignment) free(ro role, column int) bool {
	return (a.columns[ro] < 0 || ro == roleDerived) && !a.used[column] && !a.known[column]
}

// takeAll gives columns a role together.
func (a *assignment) takeAll(ro role, columns []int) {
	a.take(ro, columns[0])
	a.plus[ro], a.firm[ro] = columns[1:], true
	for _, i := range columns[1:] {
		a.used[i] = true
	}
}

// indexes are where the table has columns of given names; fewer if it lacks any.
func (a *assignment) indexes(names []string) (out []int) {
	for _, name := range names {
		i := slices.Index(a.header, name)
		if i < 0 {
			key := nameKey(name)
			i = slices.IndexFunc(a.words, func(w []string) bool { return joinedKey(w) == key && key != "" })
		}
		if i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// notePreset finds the well-known export that the header is of, and its columns that have
// no role.
func (a *assignment) notePreset(byName map[string]int) {
	if a.preset = presetOf(byName); a.preset == nil {
		return
	}
	for i, h := range a.header {
		a.known[i] = a.kept[i] || a.preset.isPlain(h)
	}
}

// applyPreset gives the roles of a well-known export.
func (a *assignment) applyPreset(byName map[string]int) {
	a.notePreset(byName)
	if a.preset == nil {
		return
	}
	for _, r := range a.preset.roles {
		if a.columns[r.role] >= 0 {
			continue
		}
		for _, choice := range r.choices {
			columns := a.presentOf(choice, byName)
			if len(columns) > 0 {
				a.takeAll(r.role, columns)
				break
			}
		}
	}
}

// presentOf are the columns of a choice that the table has and nothing else uses.
func (a *assignment) presentOf(choice []string, byName map[string]int) (out []int) {
	for _, name := range choice {
		if i, ok := byName[name]; ok && !a.kept[i] && (!a.used[i] || len(choice) == 1 && a.sharable(i)) {
			out = append(out, i)
		}
	}
	return out
}

// sharable reports whether a column may have another role too: a grade of occurrence and
// attribution in one word.
func (a *assignment) sharable(column int) bool { return a.columns[roleOccurrence] == column }

// applyTags gives the roles that HXL tags under the header name.
func (a *assignment) applyTags(tags []string) {
	if len(tags) == 0 || a.preset != nil {
		return
	}
	for _, h := range hxlRoles() {
		for i := range min(len(tags), len(a.header)) {
			if tags[i] != "" && a.free(h.role, i) && parseTag(tags[i]).is(h.tag) {
				a.take(h.role, i)
				a.firm[h.role] = true
			}
		}
	}
}

// applyFirmNames gives the roles of columns that go by a plain name, whatever their cells
// are, unless these are plainly something else.
func (a *assignment) applyFirmNames(byName map[string]int) {
	for _, p := range a.vocab.phrases {
		if i, ok := byName[p.joined]; ok && !p.soft && a.free(p.role, i) && !a.contradicted(p.role, i) {
			a.take(p.role, i)
			a.firm[p.role] = true
		}
	}
}

// otherThan are what columns hold that their names alone would not tell.
var otherThan = map[role][]*cellTest{
	roleTime: {testFullDate}, roleMonth: {testFullDate}, roleYear: {testFullDate}, roleDay: {testFullDate},
	rolePlace: {testPair, testNumber, testGeometry, testURL}, roleTitle: {testPair, testNumber, testURL},
	roleActor: {testNumber, testURL}, roleTarget: {testNumber, testURL}, roleCountry: {testURL},
	roleAdmin1: {testPair, testNumber, testURL}, roleAdmin2: {testPair, testNumber, testURL},
	roleSummary: {testPair}, roleSource: {testNumber}, roleEventType: {testNumber, testURL},
}

// contradicted reports whether a column holds something that its name does not say.
func (a *assignment) contradicted(ro role, column int) bool {
	if ro == roleTime && a.columns[roleDate] >= 0 {
		return false // of a timestamp beside a date, the time is taken
	}
	if ro == roleEventType && joinedKey(a.words[column]) == joinedKey(nameWords(ucdpTypeColumn)) {
		return false // its numbers are known
	}
	return slices.ContainsFunc(otherThan[ro], func(t *cellTest) bool { return a.sample.holds(column, t).mostly() })
}

// fewCells is from how many cells on they alone tell what a column holds.
const fewCells = 5

// applyNames gives the roles of columns whose names are less plain, where their cells
// are what the role asks for.
func (a *assignment) applyNames() {
	var all []match
	for i := range a.words {
		if !a.used[i] && !a.known[i] {
			all = append(all, a.matchesOf(i)...)
		}
	}
	slices.SortStableFunc(all, func(x, y match) int {
		return cmp.Or(cmp.Compare(x.level, y.level), cmp.Compare(x.phrase.role, y.phrase.role),
			cmp.Compare(x.phrase.rank, y.phrase.rank))
	})
	for _, m := range all {
		if a.free(m.phrase.role, m.column) && a.agrees(m) {
			a.takeMatch(m)
		}
	}
}

// takeMatch gives a column the role of a name.
func (a *assignment) takeMatch(m match) {
	a.take(m.phrase.role, m.column)
	a.keepID = a.keepID || m.phrase.kept && m.phrase.role == roleID
}

// agrees reports whether the cells of a column are what a role asks for. A column without
// cells agrees with its name.
func (a *assignment) agrees(m match) bool {
	ro := m.phrase.role
	if ro == roleID {
		// What any list is numbered with tells rows apart, and not incidents.
		return a.sample.distinct(m.column) && (!m.phrase.exact || !a.sample.numbersRows(m.column))
	}
	test := testOf(ro)
	if test == nil {
		return m.level == 0
	}
	h := a.sample.holds(m.column, test)
	return h.cells == 0 || h.mostly() || h.butOne()
}

// filling are the roles that several columns of a table may say, of which each row fills
// in one or another.
var filling = []role{roleCountry, roleCountryCode, roleAdmin1, roleAdmin2, roleDate, roleTitle, roleSummary,
	roleEventType, roleActor, roleTarget, roleFatalitiesBest, roleInjuriesBest, roleURL, roleSource}

// named are the filling roles whose further columns go by any name of the role, with or
// without cells.
const namedFilling = 4

// fill finds the columns that fill in where that of a role is empty.
func (a *assignment) fill() {
	if a.preset != nil {
		a.fillFrom(filling[:namedFilling])
		return
	}
	a.fillFrom(filling)
}

func (a *assignment) fillFrom(roles []role) {
	var all []match
	for i := range a.words {
		if !a.used[i] && !a.known[i] {
			all = append(all, a.matchesOf(i)...)
		}
	}
	slices.SortStableFunc(all, func(x, y match) int {
		return cmp.Or(cmp.Compare(x.level, y.level), cmp.Compare(x.phrase.rank, y.phrase.rank))
	})
	for _, m := range all {
		ro, i := m.phrase.role, m.column
		at := slices.Index(roles, ro)
		if at < 0 || slices.Contains(a.others[ro], i) || a.firm[ro] && at >= namedFilling && m.phrase.soft {
			continue
		}
		named := m.level == 0 && at < namedFilling && !m.phrase.soft && !a.contradicted(ro, i)
		if named || a.columns[ro] >= 0 && a.agrees(m) {
			a.others[ro] = append(a.others[ro], i)
		}
	}
}
