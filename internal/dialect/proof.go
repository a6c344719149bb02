package dialect

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Doubt says, for whoever knows better, in which encoding a text was read that shows by its
// own bytes alone, and which of its characters were damaged; empty where there is no doubt.
// The text is decoded.
func (e Encoding) Doubt(text string) string {
	if !e.Guessed && !e.Damaged {
		return ""
	}
	if n := strings.Count(text, "\ufffd"); n > 0 {
		return fmt.Sprintf("it is read as %s, which has no character for %d of its bytes; they are shown as \ufffd; "+
			"--encoding says another", e.Name, n)
	}
	if words := Proof(text); e.Guessed && len(words) > 0 {
		return fmt.Sprintf("it is read as %s, in which its words are “%s”; if these are wrong, --encoding says another", e.Name,
			strings.Join(words, "”, “"))
	}
	return ""
}

// proofWords is how many words show how a text was decoded.
const proofWords = 3

// Proof are some different words of a decoded text that have characters beyond ASCII.
func Proof(text string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return !unicode.IsLetter(r) &&
			!unicode.Is(unicode.Mn, r)
	}) {
		if len(out) == proofWords {
			break
		}
		if strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) && !contains(out, word) {
			out = append(out, strings.Clone(word))
		}
	}
	return out
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}
