package dialect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Short texts, and code pages of DOS, which the detector does not know, are told by whether
// their words are such as people write.

// pages are the code pages that are tried where the words of a guess are none.
var pages = []*charmap.Charmap{charmap.Windows1252, charmap.Windows1251, charmap.KOI8R, charmap.CodePage866,
	charmap.Windows1250, charmap.Windows1256, charmap.ISO8859_6, charmap.CodePage850, charmap.ISO8859_5,
	charmap.Windows1253,
	charmap.CodePage852, charmap.Windows1254, charmap.Macintosh}

const (
	// judgedBytes is how much of a text is judged.
	judgedBytes = 8 << 10
	// fair is how many in a hundred words of a guess must be such as people write for it to
	// stay, and better how many more of another code page must be.
	fair, better = 80, 20
)

// judged is a guess, or the code page in which the words of a text are far more like those
// that people write.
func judged(text string, guess Encoding) Encoding {
	text = text[:min(len(text), judgedBytes)]
	if guess.coding == nil {
		return guess
	}
	decoded, err := guess.coding.NewDecoder().String(text)
	if err != nil {
		return guess
	}
	own := plausible(decoded)
	if own >= fair {
		return guess
	}
	best, most := guess, own+better
	for _, page := range pages {
		if decoded, err := page.NewDecoder().String(text); err == nil {
			if n := plausible(decoded); n > most {
				best, most = single(page), n
			}
		}
	}
	if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(text); err == nil && plausible(decoded) > most {
		return Encoding{Name: "gb18030", Guessed: true, coding: simplifiedchinese.GB18030}
	}
	return best
}

// plausible is how many in a hundred of the words with characters beyond ASCII are such as
// people write, weighed by how common their letters are.
func plausible(text string) int {
	words, good := 0, 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return unicode.IsSpace(r) || r < utf8.RuneSelf && !unicode.IsLetter(r) || isPunctuation(r)
	}) {
		if !strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) {
			continue
		}
		if words++; !isWord(word) {
			continue
		}
		if good += 100; word == strings.ToUpper(word) && word != strings.ToLower(word) {
			good -= capitals
		}
	}
	if words == 0 {
		return 0
	}
	return good / words * commonness(text) / 100
}

// capitals is how much less a word counts that has no small letters: in some code pages the
// capitals are where others have small letters.
const capitals = 10

// isPunctuation reports whether a character beyond ASCII stands between words.
func isPunctuation(r rune) bool {
	return r != utf8.RuneError && unicode.IsPunct(r) || strings.ContainsRune("°º€£®™©№", r)
}

// isWord reports whether a word is of one script, without signs, and in lower or upper case or
// with one capital in front.
func isWord(word string) bool {
	script, lower, upper, ascii, letters := "", 0, 0, 0, 0
	for _, r := range word {
		switch of := scriptOf(r); {
		case unicode.Is(unicode.Mn, r) || r == '\u0640':
			continue
		case of == "" || script != "" && of != script:
			return false
		default:
			script = of
		}
		switch {
		case unicode.IsUpper(r) && lower > 0:
			return false // as where capitals and small letters are swapped
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
		if letters++; r < utf8.RuneSelf {
			ascii++
		}
	}
	if script == "latin" && ascii == 0 && letters > fewAccented {
		return false
	}
	return lower == 0 || upper <= 1
}

// fewAccented is how many letters a word may have of which none is without an accent.
const fewAccented = 2

// scriptOf names the script of a letter; empty for what is none.
func scriptOf(r rune) string {
	for name, table := range map[string]*unicode.RangeTable{"latin": unicode.Latin, "cyrillic": unicode.Cyrillic,
		"arabic": unicode.Arabic, "greek": unicode.Greek, "hebrew": unicode.Hebrew, "han": unicode.Han} {
		if unicode.IsLetter(r) && unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// The letters that more than half of each text in languages of the script consists of, and
// those that hardly more than some in a hundred are.
const (
	rareCyrillic   = "юцщэфёхжшъйЮЦЩЭФЁХЖШЪЙ"
	commonCyrillic = "оаеинтсрвліОАЕИНТСРВЛІ"
	commonArabic   = "ايلمنوتربهةدفسكعى"
)

// half is the share of common letters, in percent, that any text has.
const half = 50

// mostRare is the share of rare letters, in percent, that a short text may have.
const mostRare = 15

// commonness is 100 for a text with as many common letters as the language has, and less for
// one with fewer, as where a text of one code page is read in another.
func commonness(text string) int {
	letters, common, rare := 0, 0, 0
	for _, r := range text {
		switch scriptOf(r) {
		case "cyrillic":
			letters++
			switch {
			case strings.ContainsRune(commonCyrillic, r):
				common++
			case strings.ContainsRune(rareCyrillic, r):
				rare++
			}
		case "arabic":
			letters++
			if strings.ContainsRune(commonArabic, r) {
				common++
			}
		}
	}
	if letters == 0 {
		return 100
	}
	return max(0, min(100, 100*100*common/letters/half)-2*max(0, 100*rare/letters-mostRare))
}
