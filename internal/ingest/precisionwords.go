package ingest

import (
	_ "embed" // the words
	"regexp"
	"strconv"
	"strings"
	"sync"

	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

//go:embed precisionwords.txt
var precisionText string

// precisionWords are the folded words for precisions of places.
var precisionWords = sync.OnceValue(func() map[string]incident.PlacePrecision {
	words := map[string]incident.PlacePrecision{}
	for line := range strings.Lines(precisionText) {
		precision, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(precision, "#") {
			continue
		}
		for word := range strings.SplitSeq(list, ",") {
			words[fold.Text(word)] = incident.PlacePrecision(precision)
		}
	}
	return words
})

// distanceWords is a distance: 5km, within 100 m, 2.5 miles.
var distanceWords = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?)\s*(m|km|metres?|meters?|kilometres?|kilometers?|mi|miles?)\b`)

// exactM is up to which radius in metres a place is exact.
const exactM = 100

// placePrecision is what a text says of the precision of a place: the radius is in metres,
// 0 where none is stated.
type placePrecision struct {
	incident.PlacePrecision
	radius float64
	ok     bool
}

// precision remembers precisionOf.
func (m *memo) precision(text string) placePrecision {
	p, ok := m.precisions[text]
	if !ok {
		p.PlacePrecision, p.radius, p.ok = precisionOf(text)
		m.precisions.Put(strings.Clone(text), p)
	}
	return p
}

// precisionOf reads what a text says of the precision of a place, and the radius in
// metres that it states, 0 for none.
func precisionOf(text string) (p incident.PlacePrecision, radius float64, ok bool) {
	if m := distanceWords.FindStringSubmatch(text); m != nil {
		n, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		switch unit := strings.ToLower(m[2]); {
		case strings.HasPrefix(unit, "k"):
			n *= 1000
		case strings.HasPrefix(unit, "mi"):
			n *= 1609.344
		}
		if err == nil && n > 0 && n < maxRadiusM {
			if n <= exactM {
				return incident.PlaceExact, n, true
			}
			return incident.PlaceVicinity, n, true
		}
	}
	before, _, _ := strings.Cut(text, "(")
	parts := append([]string{before}, strings.FieldsFunc(before,
		func(r rune) bool { return strings.ContainsRune("/,;-–", r) })...)
	for _, part := range parts {
		if p, ok = precisionWords()[fold.Text(part)]; ok {
			return p, 0, true
		}
	}
	return "", 0, false
}

// maxRadiusM is above the radius of any place on Earth, in metres.
const maxRadiusM = 2e7
