package ingest

import (
	"strings"

	"incidentmap/internal/degrees"
)

// pairOrder is which coordinate comes first in the cells of a column of both.
type pairOrder uint8

// The orders. One that the name does not say is that of the cells' form.
const (
	orderUnsaid pairOrder = iota
	orderLatitude
	orderLongitude
)

// orderOf is the order that the name of a column has: lon_lat, Longitude/Latitude, XY.
func (v *nameVocabulary) orderOf(words []string) pairOrder {
	lat, lon := -1, -1
	for i, w := range words {
		switch {
		case w == "xy":
			return orderLongitude
		case w == "yx":
			return orderLatitude
		case lat < 0 && (v.sets[setLatitude][w] || w == "y"):
			lat = i
		case lon < 0 && (v.sets[setLongitude][w] || w == "x"):
			lon = i
		}
	}
	switch {
	case lat < 0 || lon < 0:
		return orderUnsaid
	case lon < lat:
		return orderLongitude
	}
	return orderLatitude
}

// applyNamedPairs takes a column whose name has words for both coordinates and whose cells
// are pairs.
func (a *assignment) applyNamedPairs() {
	if a.columns[roleLatlon] >= 0 || a.columns[roleLat] >= 0 || a.columns[roleWKT] >= 0 {
		return
	}
	for i := range a.header {
		if a.vocab.orderOf(a.split[i]) != orderUnsaid && a.free(roleLatlon, i) &&
			a.sample.holds(i, testNamedPair).mostly() {
			a.take(roleLatlon, i)
			return
		}
	}
}

// readPair reads a cell of both coordinates, in the order that the column's name has. An
// array of JSON has that of GeoJSON, if the name says nothing.
func (l *layout) readPair(r *Row, v string) (degrees.Place, bool) {
	v = l.western(v)
	switch {
	case l.pairOrder == orderLongitude, l.pairOrder == orderUnsaid && l.isArray(r):
		return degrees.LongitudeFirst(v)
	}
	return degrees.Pair(v)
}

// isArray reports whether a row has its pair as an array of JSON.
func (l *layout) isArray(r *Row) bool {
	i := l.columns[roleLatlon]
	if i < 0 {
		return false
	}
	_, kind := r.Cell(i)
	return kind == KindList
}

// notePair tells once how pairs were read that may mean something else.
func (b *builder) notePair(r *Row, v string, p *degrees.Place) {
	if p.Further {
		b.once.add(onceFurther, r.Number)
	}
	if p.Ordered || len(p.Points) != 1 || b.swapped || b.pairOrder != orderUnsaid {
		return
	}
	lat, lon := p.Points[0][1], p.Points[0][0]
	bothFit := -90 <= lat && lat <= 90 && -90 <= lon && lon <= 90
	switch {
	case b.isArray(r) && bothFit:
		b.once.add(onceArray, r.Number)
	case p.Bracketed && bothFit && strings.HasPrefix(v, "["):
		b.once.add(onceBracketed, r.Number)
	}
}

// german are the words of names of coordinates by which O is east.
var german = wordsOf("breite lange laenge breitengrad langengrad laengengrad koordinaten koordinate geografische " +
	"geographische standort")

// findEastLetter finds out whether O stands for east: Ost. In French, Spanish, Italian and
// Portuguese it is west.
func (l *layout) findEastLetter() {
	for _, ro := range []role{roleLon, roleLat, roleLatlon} {
		if i := l.columns[ro]; i >= 0 && len(without(l.assigned.split[i], german)) < len(l.assigned.split[i]) {
			l.eastO = true
		}
	}
}

// western writes O for east as E.
func (l *layout) western(v string) string {
	if !l.eastO || !loneLetter(v, 'O') {
		return v
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case 'O':
			return 'E'
		case 'o':
			return 'e'
		}
		return r
	}, v)
}

// loneLetter reports whether a text has a letter that stands alone, in either case.
func loneLetter(v string, letter byte) bool {
	for i := range len(v) {
		if v[i]|0x20 == letter|0x20 && !isASCIILetterAt(v, i-1) && !isASCIILetterAt(v, i+1) {
			return true
		}
	}
	return false
}

func isASCIILetterAt(v string, i int) bool {
	return i >= 0 && i < len(v) && v[i]|0x20 >= 'a' && v[i]|0x20 <= 'z'
}
