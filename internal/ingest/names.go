package ingest

import (
	"slices"
	"strings"
	"unicode"

	"incidentmap/internal/fold"
)

// maxNameWords bounds how much of a column's name is looked at.
const maxNameWords = 24

// nameWords splits the name of a column into folded words: at anything that is neither
// a letter nor a digit, where lower case turns to upper, and between letters and digits.
func nameWords(name string) []string {
	var words []string
	runes := []rune(name)
	from := 0
	for i := 0; i <= len(runes) && len(words) < maxNameWords; i++ {
		if i < len(runes) && i > from && !splitsBefore(runes, i) {
			continue
		}
		words = appendWord(words, string(runes[from:i]))
		from = i
	}
	return words
}

// splitsBefore reports whether a word of a name begins at i.
func splitsBefore(name []rune, i int) bool {
	before, at := name[i-1], name[i]
	switch {
	case isWordRune(before) != isWordRune(at), unicode.IsDigit(before) != unicode.IsDigit(at):
		return true
	case unicode.IsLower(before) && unicode.IsUpper(at):
		return true
	}
	// The last capital of GPSLatitude begins a word.
	return unicode.IsUpper(before) && unicode.IsUpper(at) && i+1 < len(name) && unicode.IsLower(name[i+1])
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// appendWord appends a word as it is compared. The article of an Arabic word is no part
// of it.
func appendWord(words []string, word string) []string {
	folded := strings.ReplaceAll(fold.Text(word), " ", "")
	if bare := strings.TrimPrefix(folded, "ال"); bare != folded && len([]rune(bare)) > 2 {
		folded = bare
	}
	if folded == "" {
		return words
	}
	return append(words, folded)
}

// phraseKey is equal for names of the same words in any order.
func phraseKey(words []string) string {
	sorted := slices.Sorted(slices.Values(words))
	return strings.Join(sorted, " ")
}

// joinedKey is equal for names of the same words in the same order, however they are
// joined: country code, countryCode and country_code.
func joinedKey(words []string) string { return strings.Join(words, "") }

// without returns the words that are not in a set, nil if none is left.
func without(words []string, set map[string]bool) []string {
	var out []string
	for _, w := range words {
		if !set[w] {
			out = append(out, w)
		}
	}
	return out
}

// shortestPart is the shortest word that is looked for in one that several may have been
// joined to.
const shortestPart = 3

// segmented splits words that the vocabulary does not know into those that it does:
// countryname, totaldeaths.
func (v *nameVocabulary) segmented(words []string) []string {
	var out []string
	for _, w := range words {
		if parts := v.parts(w); parts != nil {
			out = append(out, parts...)
		} else {
			out = append(out, w)
		}
	}
	return out
}

// parts are the known words that a word consists of; nil if it is known itself, or not
// made of such words.
func (v *nameVocabulary) parts(word string) []string {
	if v.words[word] || len(word) < 2*shortestPart || len(word) > maxJoined {
		return nil
	}
	// best[i] is the last part of the split of word[:i] that has the fewest parts.
	best, count := make([]string, len(word)+1), make([]int, len(word)+1)
	for end := shortestPart; end <= len(word); end++ {
		for from := 0; from <= end-shortestPart; from++ {
			part := word[from:end]
			if (from > 0 && count[from] == 0) || !v.words[part] {
				continue
			}
			if n := count[from] + 1; count[end] == 0 || n < count[end] {
				best[end], count[end] = part, n
			}
		}
	}
	if count[len(word)] == 0 {
		return nil
	}
	var out []string
	for end := len(word); end > 0; end -= len(best[end]) {
		out = append(out, best[end])
	}
	slices.Reverse(out)
	return out
}

// maxJoined bounds the length of a word that is split, in bytes.
const maxJoined = 48
