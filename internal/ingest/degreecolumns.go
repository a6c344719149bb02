package ingest

import (
	"regexp"
	"slices"
	"strings"

	"incidentmap/internal/degrees"
)

// Coordinates that several columns say together: degrees, minutes and seconds, and the
// letters of hemispheres.

// axes are the roles of the two coordinates with the words of their names and the letters of
// their hemispheres.
var axes = [2]struct {
	role          role
	words         string
	plus, minus   byte
	letters       string // names of columns of both letters
	named, letter *cellTest
}{
	{role: roleLat, words: setLatitude, plus: 'n', minus: 's', letters: "ns", named: testLatitude, letter: testNorthSouth},
	{role: roleLon, words: setLongitude, plus: 'e', minus: 'w', letters: "ew", named: testLongitude, letter: testEastWest},
}

// The words of columns of parts of a coordinate, in the languages that columns are known in.
var (
	degreeWords     = wordsOf("deg degs degree degrees d dd grados grado grad degres degre graus gradi")
	minuteWords     = wordsOf("min mins minute minutes m mm minutos minuto minuten minuti")
	secondWords     = wordsOf("sec secs second seconds s ss segundos segundo sekunden secondes secondi")
	hemisphereNames = wordsOf("dir direction hemisphere hem hemi ref letter quadrant cardinal ns ew hemisferio " +
		"hemisfero emisfero hemispharen richtung полушарие")
)

func wordsOf(list string) wordSet {
	set := wordSet{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

var (
	testNorthSouth = &cellTest{"north or south", func(_ *sample, v string) bool {
		return strings.IndexByte("ns", degrees.Hemisphere(v)) >= 0
	}}
	testEastWest = &cellTest{"east or west", func(_ *sample, v string) bool {
		return strings.IndexByte("ew", degrees.Hemisphere(v)) >= 0
	}}
	testSixty = &cellTest{"minutes or seconds", func(_ *sample, v string) bool {
		n, _, ok := degrees.Parse(v)
		return ok && n >= 0 && n < 60
	}}
)

// applyDegreeParts takes columns of degrees, minutes and seconds for one coordinate. Degrees
// alone would be a point up to a hundred kilometres away.
func (a *assignment) applyDegreeParts() {
	if a.preset != nil {
		return
	}
	for i := range axes {
		if a.columns[axes[i].role] >= 0 {
			continue
		}
		deg := a.partOf(i, degreeWords, axes[i].named)
		minute, second := a.partOf(i, minuteWords, testSixty), a.partOf(i, secondWords, testSixty)
		if deg < 0 && second >= 0 {
			deg = a.partOf(i, nil, axes[i].named) // Latitude beside lat_min and lat_sec
		}
		if deg < 0 || minute < 0 {
			continue // lat_min alone may be the least latitude of an area
		}
		parts := []int{deg, minute}
		a.units[minute] = "'"
		if second >= 0 {
			parts = append(parts, second)
			a.units[second] = `"`
		}
		a.takeAll(axes[i].role, parts)
	}
}

// partOf is the free column whose name is one of the words beside that of an axis, or that of
// the axis alone where there are no words; -1 if there is none.
func (a *assignment) partOf(axis int, words wordSet, test *cellTest) int {
	for i, h := range a.header {
		if a.used[i] || a.known[i] {
			continue
		}
		name := a.vocab.segmented(nameWords(h))
		rest := without(name, a.vocab.sets[axes[axis].words])
		bare := without(rest, words)
		if len(rest) < len(name) && len(bare) == 0 && len(rest) == min(1, len(words)) &&
			a.sample.holds(i, test).mostly() {
			return i
		}
	}
	return -1
}

// applyHemispheres adds a column with the letters of hemispheres to that of its coordinate.
func (a *assignment) applyHemispheres() {
	for i := range axes {
		ax := &axes[i]
		if a.columns[ax.role] < 0 || a.inMetres(a.columns[ax.role]) { // of metres, the zone's
			continue
		}
		for j := range a.header {
			if !a.used[j] && !a.known[j] && a.saysHemisphere(j, i) && a.sample.holds(j, ax.letter).mostly() {
				a.plus[ax.role], a.used[j] = append(a.plus[ax.role], j), true
				break
			}
		}
	}
}

// saysHemisphere reports whether the name of a column is one of letters of hemispheres:
// Lat dir, lat_hemisphere, N/S. A second column of one name has no other than the first.
func (a *assignment) saysHemisphere(column, axis int) bool {
	words := a.vocab.segmented(nameWords(a.header[column]))
	if joined := joinedKey(words); joined == axes[axis].letters || joined == "eo" && axis == 1 {
		return true
	}
	return len(without(words, hemisphereNames)) < len(words)
}

// hemisphereInName is the hemisphere at the end of a column's name: Latitude (S), Lon °W,
// Latitude South.
var hemisphereInName = regexp.MustCompile(`(?:[\s_(\[,/]+°?|°)\s*([NSEWO]|(?i:north|south|east|west|norte|sur|este|oeste|nord|sud|est|ouest))` +
	`[)\]]*\s*$`)

// cutHemisphere cuts the hemisphere off the name of a column of one coordinate; letter is 0
// for other names.
func (v *nameVocabulary) cutHemisphere(header string) (name string, letter byte) {
	at := hemisphereInName.FindStringSubmatchIndex(header)
	if at == nil || at[0] == 0 {
		return header, 0
	}
	name, letter = header[:at[0]], degrees.Hemisphere(header[at[2]:at[3]])
	words := v.segmented(nameWords(name))
	for _, ax := range axes {
		if (letter == ax.plus || letter == ax.minus) && len(without(words, v.sets[ax.words])) < len(words) {
			return name, letter
		}
	}
	return header, 0
}

// findNegated finds the coordinates that are south or west by the name of their column and
// have no sign in their cells: Latitude (S), 12.05.
func (l *layout) findNegated() {
	a := l.assigned
	for i, ax := range axes {
		column := l.columns[ax.role]
		if column < 0 || a.hemispheres[column] != ax.minus {
			continue
		}
		l.negated[i] = !slices.ContainsFunc(a.sample.rows, func(r Row) bool {
			n, _, ok := degrees.Parse(r.at(column))
			return ok && n < 0
		})
	}
}

// joinedDegrees is a coordinate of several columns as people write it.
func (l *layout) joinedDegrees(r *Row, ro role, v string) string {
	if v == "" {
		return ""
	}
	v = strings.TrimSuffix(v, ".0")
	for _, i := range l.assigned.plus[ro] {
		part := strings.TrimSuffix(r.at(i), ".0")
		unit := l.assigned.units[i]
		if unit != "" && !strings.Contains(v, "°") {
			v += "°"
		}
		switch {
		case part == "" && unit == "'":
			v += " 0'" // seconds may follow
		case part != "":
			v += " " + part + unit
		}
	}
	return v
}

// degree reads a coordinate of its own column, with the sign that the column's name gives it.
func (l *layout) degree(ro role, text string) (value float64, axis degrees.Axis, ok bool) {
	value, axis, ok = degrees.Parse(l.western(text))
	i := 0
	if ro == roleLon {
		i = 1
	}
	if ok && l.negated[i] && axis == degrees.Unknown {
		return -value, degrees.Latitude + degrees.Axis(i), true //nolint:gosec // it is 0 or 1
	}
	return value, axis, ok
}
