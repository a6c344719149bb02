package lexicon

import (
	"strings"
	"unicode"

	"incidentmap/geo/gazetteer/spell"
)

// Word is a word of a text.
type Word struct {
	Text, Key string
	Capital   bool // starts with a capital, while others of the text don't
}

// Split divides a piece into words. Dashes that join names are words of their own.
func Split(piece string) []Word {
	var words []Word
	lower := false
	for text := range strings.FieldsSeq(dashes.Replace(piece)) {
		r := []rune(text)[0]
		lower = lower || unicode.IsLower(r)
		words = append(words, Word{text, spell.Key(text), unicode.IsUpper(r)})
		if len(words) > mostWords {
			break
		}
	}
	for i := range words {
		words[i].Capital = words[i].Capital && lower
	}
	return words
}

// dashes sets dashes between names apart, and writes out "&". A hyphen may belong to a
// name.
var dashes = strings.NewReplacer("–", " – ", "—", " — ", " - ", " – ", " & ", " and ")

// TextOf joins words again.
func TextOf(words []Word) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	return strings.Join(texts, " ")
}

// KeyOf joins the folded words.
func KeyOf(words []Word) string { return spell.Key(TextOf(words)) }

// mostWords bounds the words of one piece.
const mostWords = 96

// Fillers are words that stand between the words of a phrase and say nothing.
var Fillers = Set(`the a an of from in at to on to's area areas along somewhere linking connecting joining main its is in's midway halfway
		about around away some approximately roughly nearly just located situated from's از له د سے на в от от's към к`)
