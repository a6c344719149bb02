package ingest

import (
	"strings"
	"unicode"

	"incidentmap/internal/incident"
)

// titleColumn is the column without a role whose texts say most of what happened, -1 if
// there is none: where rows have neither a title nor a type or a summary, they are called
// after that.
func (a *assignment) titleColumn(places []placeColumn) int {
	for _, ro := range []role{roleTitle, roleEventType, roleSummary} {
		if a.columns[ro] >= 0 {
			return -1
		}
	}
	says := map[int]bool{} // where, and so not what
	for _, p := range places {
		says[p.index] = says[p.index] || p.role == roleDerived
	}
	best, most := -1, 0
	for i := range a.header {
		if a.used[i] || a.filling[i] || says[i] || a.fills(i) || !a.sample.holds(i, testWhat).mostly() {
			continue
		}
		if n := a.sample.saying(i, a.nameTells(i)); n > most && !a.saysOther(i) {
			best, most = i, n
		}
	}
	return best
}

// testWhat is passed by texts that may say what happened.
var testWhat = &cellTest{"texts that say what happened", (*sample).saysWhat}

// saysWhat reports whether a text may say what happened. Times, numbers, identifiers,
// addresses, coordinates and JSON do not.
func (s *sample) saysWhat(v string) bool {
	if missing(v) || strings.Contains(v, "://") || strings.ContainsAny(v[:1], "{[") || !s.isText(v) {
		return false
	}
	letters, others := 0, 0
	for _, r := range v {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r):
			letters++
		case !unicode.IsSpace(r):
			others++
		}
	}
	return letters >= shortTitle && letters > others && !isHexID(v)
}

// isHexID reports whether a text is an identifier in hexadecimal digits, such as a UUID.
func isHexID(v string) bool {
	return len(v) >= len("0123456789abcdef") && strings.Trim(v, "0123456789abcdefABCDEF-{}") == ""
}

// nameTells reports whether the name of a column says that it is about what happened: by a
// word for a description or a type, or by no other than those for an incident.
func (a *assignment) nameTells(column int) bool {
	words := a.split[column]
	if len(without(words, a.vocab.triggers(roleTitle, roleSummary, roleEventType))) < len(words) ||
		len(without(words, a.vocab.sets[setTelling])) < len(words) {
		return true
	}
	return len(words) > 0 && len(without(without(words, a.vocab.sets[setSubject]), a.vocab.sets[setFiller])) == 0
}

// saysOther reports whether the name of a column has a word for something else, and none
// for what happened.
func (a *assignment) saysOther(column int) bool {
	if words := a.split[column]; len(without(words, a.vocab.sets[setNoTitles])) < len(words) {
		return true
	}
	if a.nameTells(column) {
		return false
	}
	_, _, looks := a.looksLike(column)
	words := a.split[column]
	return looks || len(without(words, a.vocab.triggers(roleSource, rolePublisher, roleURL, rolePlace, roleAdmin1,
		roleAdmin2, roleCountry, roleTarget, roleID, roleTime))) < len(words)
}

// Texts that are shorter are codes, and longer ones do not say more in a title.
const shortTitle, longTitle = 3, 80

// fewWords is how many words the texts of a column must have, on average, to say what
// happened where its name does not: names of places, people and states have fewer.
const fewWords = 4

// describedWeight is how much longer texts must be that are not said to describe.
const describedWeight = 5

// saying is how much the texts of a column say: their length by percent of the rows, more
// where its name tells that they describe. Few different ones in many rows are answers to a
// question.
func (s *sample) saying(column int, tells bool) int {
	different := map[string]bool{}
	length, words, cells := 0, 0, 0
	for i := range s.rows {
		v := s.rows[i].at(column)
		if v == "" || !s.saysWhat(v) {
			continue
		}
		different[v] = true
		cells++
		words += wordsIn(v)
		length += min(len([]rune(v)), longTitle)
	}
	switch {
	case cells == 0:
		return 0
	case tells:
		return max(1, 100*describedWeight*length/len(s.rows))
	case words < fewWords*cells || len(different) < fewCells && len(s.rows) > 2*fewCells:
		return 0
	}
	return 100 * length / len(s.rows)
}

// lettersAWord is how many characters of scripts without blanks between words make one.
const lettersAWord = 3

// wordsIn counts the words of a text.
func wordsIn(v string) int {
	unspaced := 0
	for _, r := range v {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
			unicode.Myanmar) {
			unspaced++
		}
	}
	return max(len(strings.Fields(v)), unspaced/lettersAWord)
}

// textOf is what the column that titles are made of says of an incident; empty where it
// does not say what happened.
func (b *builder) textOf(inc *incident.Incident) string {
	for i := range b.extras {
		if b.extras[i].index == b.titled && i < len(inc.Extra) {
			if text, _ := inc.Extra[i].(string); text != "" && b.assigned.sample.saysWhat(text) {
				return text
			}
		}
	}
	return ""
}

// titleParts are the columns that titles are made of where none holds titles, those that
// come first before the others; none where one does.
func (b *builder) titleParts() []string {
	if b.has(roleTitle) {
		return nil
	}
	var columns []int
	add := func(column int) {
		if column >= 0 {
			columns = append(columns, column)
		}
	}
	if b.has(roleActor) && b.has(roleTarget) {
		add(b.columns[roleActor])
		add(b.columns[roleTarget])
	}
	switch {
	case b.has(roleEventType):
		add(b.columns[roleEventType])
	case b.has(roleSummary):
		add(b.columns[roleSummary])
	case b.titled >= 0:
		add(b.titled)
	}
	if b.has(roleActor) && !b.has(roleTarget) && len(columns) == 0 {
		add(b.columns[roleActor])
	}
	return append(b.headersAt(columns), b.whereParts()...)
}

// whereParts is the column of the place that stands in titles.
func (b *builder) whereParts() []string {
	if b.has(rolePlace) {
		return []string{b.names[rolePlace]}
	}
	for _, p := range b.places {
		if p.role == roleDerived && p.level > spotLevel && p.level <= subdistrictLevel {
			return b.headersAt([]int{p.index})
		}
	}
	for _, ro := range []role{roleAdmin2, roleAdmin1, roleCountry} {
		if b.has(ro) {
			return []string{b.names[ro]}
		}
	}
	return nil
}
