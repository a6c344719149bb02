package ingest

import "maps"

// applyPairs finds a latitude and a longitude that share the rest of their names:
// event_latitude and event_longitude, startLat and startLng. Where there are several
// pairs, the one that says least beside is the incident's.
func (a *assignment) applyPairs() {
	if a.columns[roleLat] >= 0 && a.columns[roleLon] >= 0 || a.columns[roleWKT] >= 0 {
		return
	}
	if a.applyNamedPairs(); a.columns[roleLatlon] >= 0 {
		return
	}
	longitudes := map[string]int{}
	for j := range a.header {
		if rest, ok := a.restOf(j, setLongitude); ok && a.sample.holds(j, testLongitude).mostly() {
			if _, taken := longitudes[phraseKey(rest)]; !taken {
				longitudes[phraseKey(rest)] = j
			}
		}
	}
	best, least := [2]int{}, maxNameWords
	for i := range a.header {
		rest, ok := a.restOf(i, setLatitude)
		if !ok || len(longitudes) == 0 || !a.sample.holds(i, testLatitude).mostly() {
			continue
		}
		j, ok := longitudes[phraseKey(rest)]
		if n := len(without(rest, a.vocab.sets[setSubject])); ok && n < least {
			best, least = [2]int{i, j}, n
		}
	}
	if least < maxNameWords {
		a.take(roleLat, best[0])
		a.take(roleLon, best[1])
		return
	}
	a.applyAxes()
	a.applyUnnamed()
	a.applyCoordinateCells()
}

// restOf are the words of a free column's name beside the one for a latitude or
// longitude.
func (a *assignment) restOf(column int, set string) ([]string, bool) {
	if a.known[column] || a.used[column] && a.columns[roleLat] != column && a.columns[roleLon] != column {
		return nil, false
	}
	words := a.split[column]
	rest := without(words, a.vocab.sets[set])
	return rest, len(rest) == len(words)-1
}

// applyCoordinateCells takes the only column whose cells are pairs of coordinates, or
// geometries, whatever it is called.
func (a *assignment) applyCoordinateCells() {
	if a.columns[roleLatlon] >= 0 || a.columns[roleLat] >= 0 {
		return
	}
	for _, by := range []struct {
		role role
		test *cellTest
	}{{roleWKT, testGeometry}, {roleLatlon, testPair}} {
		if i, ok := a.only(func(i int) bool { return a.sample.holds(i, by.test).mostly() }); ok {
			a.take(by.role, i)
			a.why[by.role] = WhyContent
			return
		}
	}
}

// only is the only free column of which something is so.
func (a *assignment) only(is func(column int) bool) (column int, ok bool) {
	column = -1
	for i := range a.header {
		if a.used[i] || a.known[i] || !is(i) {
			continue
		}
		if column >= 0 {
			return -1, false
		}
		column = i
	}
	return column, column >= 0
}

// applyDates finds the date of a table in which no name is one for it: a column that has
// the word in its name, or the only one whose cells are dates.
func (a *assignment) applyDates() {
	a.besideLoneEnd()
	if a.isDatedAlready() {
		return
	}
	for i := range a.header {
		if a.saysDate(i) && !a.saysOtherDate(i) && a.sample.holds(i, testDate).mostly() && a.free(roleDate, i) {
			a.take(roleDate, i)
			return
		}
	}
	i, ok := a.only(func(i int) bool { return !a.saysOtherDate(i) && a.sample.holds(i, testFullDate).mostly() })
	for _, set := range []string{setDeath, setReported, setCreated} {
		if !ok && !a.almostDated() {
			i, ok = a.onlyDay(func(i int) bool {
				return a.hasWordOf(i, set) && a.sample.holds(i, testFullDate).mostly()
			})
		}
	}
	if ok {
		a.take(roleDate, i)
		a.why[roleDate] = WhyContent
		if len(without(a.split[i], a.vocab.triggers(roleMonth, roleTime, roleYear, roleDay))) > 0 {
			a.guessed = i
		}
	}
}

func (a *assignment) saysDate(column int) bool {
	words := a.split[column]
	return len(without(words, a.vocab.triggers(roleDate))) < len(words)
}

func (a *assignment) saysOtherDate(column int) bool {
	words := a.split[column]
	return len(without(words, a.vocab.sets[setOtherDates])) < len(words)
}

// almostDated reports whether a column that may be the date of the incident has dates in
// half of its cells or more: then none of another day is taken in its place.
func (a *assignment) almostDated() bool {
	for i := range a.header {
		h := a.sample.holds(i, testFullDate)
		if !a.used[i] && !a.known[i] && !a.saysOtherDate(i) && h.fit > 0 && 2*h.fit >= h.cells {
			return true
		}
	}
	return false
}

func (a *assignment) hasWordOf(column int, set string) bool {
	words := a.split[column]
	return len(without(words, a.vocab.sets[set])) < len(words)
}

// triggers are the single words that columns of the roles go by.
func (v *nameVocabulary) triggers(roles ...role) map[string]bool {
	if len(roles) == 1 {
		return v.byRole[roles[0]]
	}
	out := map[string]bool{}
	for _, ro := range roles {
		maps.Copy(out, v.byRole[ro])
	}
	return out
}
