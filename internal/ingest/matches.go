package ingest

import (
	"cmp"
	"slices"
)

// match is a phrase that a column goes by.
type match struct {
	column int
	phrase phrase
	// level is how much of the name had to be left out: 0 nothing, then filling words,
	// then the word for an event.
	level int
}

// matches are the phrases that a column goes by, the nearest first.
func (v *nameVocabulary) matches(column int, words, split []string) (out []match) {
	for _, form := range [][]string{words, split} {
		for _, at := range v.joined[joinedKey(form)] {
			out = append(out, match{column, v.phrases[at], 0})
		}
		for level, rest := range v.reduced(form) {
			out = append(out, v.looseMatches(column, rest, level)...)
		}
		for level, rest := range v.reducedFigures(form) {
			out = append(out, v.figureMatches(column, rest, level)...)
		}
	}
	slices.SortStableFunc(out, func(x, y match) int { return cmp.Compare(x.level, y.level) })
	return out
}

// reduced are the words of a name with ever less that says nothing.
func (v *nameVocabulary) reduced(words []string) [][]string {
	bare := without(words, v.sets[setFiller])
	topic := without(bare, v.sets[setSubject])
	return [][]string{words, bare, topic, without(topic, v.sets[setContainer])}
}

// reducedFigures is reduced for names of figures.
func (v *nameVocabulary) reducedFigures(words []string) [][]string {
	var out [][]string
	for _, form := range v.reduced(words) {
		out = append(out, form, without(form, v.sets[setFigures]))
	}
	return out
}

func (v *nameVocabulary) looseMatches(column int, words []string, level int) (out []match) {
	if len(words) == 0 {
		return nil
	}
	for _, at := range v.loose[phraseKey(words)] {
		out = append(out, match{column, v.phrases[at], level})
	}
	return out
}

// bounded are the roles of a figure's low and high beside its best.
var bounded = map[role][2]role{
	roleFatalitiesBest: {roleFatalitiesLow, roleFatalitiesHigh},
	roleInjuriesBest:   {roleInjuriesLow, roleInjuriesHigh},
}

// figureMatches finds figures, by words for their low and high too.
func (v *nameVocabulary) figureMatches(column int, words []string, level int) (out []match) {
	for _, m := range v.looseMatches(column, words, level) {
		if _, ok := bounded[m.phrase.role]; ok {
			out = append(out, m)
		}
	}
	for i, set := range [2]wordSet{v.sets[setLow], v.sets[setHigh]} {
		rest := without(words, set)
		if len(rest) == len(words) {
			continue
		}
		for _, m := range v.looseMatches(column, rest, level) {
			if roles, ok := bounded[m.phrase.role]; ok {
				m.phrase.role = roles[i]
				out = append(out, m)
			}
		}
	}
	return out
}
