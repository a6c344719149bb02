package ingest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Names that say the same twice, in two languages or in other words, and names with numbers.

// questionNumber is the number of a question before a name: 3. Latitude, Q4) Killed.
var questionNumber = regexp.MustCompile(`^\s*[Qq]?\d{1,3}[.)]\s+`)

// bracketedName is a name with something in brackets behind it: Latitude (Y).
var bracketedName = regexp.MustCompile(`^([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]\s*$`)

// neutralWords are words in brackets that make a name no narrower, as men and civilians do.
var neutralWords = wordsOf("x y wgs wgs84 84 dd decimal degrees deg persons people total number utc local")

// alternativesOf are the names that one is made of: Killed / Muertos.
func alternativesOf(name string) []string {
	for _, mark := range []string{" / ", " | "} {
		if strings.Contains(name, mark) {
			return strings.Split(name, mark)
		}
	}
	if m := bracketedName.FindStringSubmatch(name); m != nil && len(without(nameWords(m[2]), neutralWords)) == 0 {
		return m[1:2]
	}
	return nil
}

// farther is how much less near a name of several is than one alone.
const farther = 4

// matchesOf are the phrases that a column goes by; where its whole name is none, those of
// the names that it is made of.
func (a *assignment) matchesOf(column int) []match {
	out := a.vocab.matches(column, a.words[column], a.split[column])
	if len(out) > 0 {
		return out
	}
	if len(a.header[column]) == shapefileName {
		return a.completed(column)
	}
	for _, name := range alternativesOf(a.header[column]) {
		words := nameWords(questionNumber.ReplaceAllString(name, ""))
		for _, m := range a.vocab.matches(column, words, a.vocab.segmented(words)) {
			m.level += farther
			out = append(out, m)
		}
	}
	return out
}

// shapefileName is how long names of columns in shapefiles can be, in bytes: longer ones are cut.
const shapefileName = 10

// shortestCut is the shortest rest of a word that is completed.
const shortestCut = 4

// cutName are the rests of the word that names in shapefiles end in most: COUNTRY_NA.
var cutName = wordsOf("na nam")

// completed are the phrases of a name whose last word was cut, where all words that it may be
// say the same: DESCRIPTIO, TOTAL_KILL.
func (a *assignment) completed(column int) (out []match) {
	words := a.words[column]
	last := len(words) - 1
	if last < 0 || len(words[last]) < shortestCut && !cutName[words[last]] {
		return nil
	}
	for _, word := range slices.Sorted(maps.Keys(a.vocab.words)) {
		if !strings.HasPrefix(word, words[last]) || cutName[words[last]] && word != "name" {
			continue
		}
		whole := append(slices.Clone(words[:last]), word)
		for _, m := range a.vocab.matches(column, whole, a.vocab.segmented(whole)) {
			if len(out) > 0 && out[0].phrase.role != m.phrase.role && !cutName[words[last]] {
				return nil
			}
			m.phrase.soft = true
			m.level += farther
			out = append(out, m)
		}
	}
	return out
}
