// Package fold brings text into the form in which it is compared, the same for places
// and for search: lower case, without diacritics, words apart by single spaces.
package fold

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text folds texts and joins them by spaces: compatibility decomposed (Unicode NFKD)
// without marks, in lower case, with the letters that Arabic, Persian and Pashto
// keyboards write differently made one, apostrophes and full stops gone and any other
// run of punctuation one space. "Sar-e Pol" and "SAR E POL" fold alike, as do Ma'rib
// and Marib. Folding a folded text changes nothing.
func Text(parts ...string) string {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	return string(Append(make([]byte, 0, n+len(parts)), parts...))
}

// Append is Text, appended to dst; it is a text of its own there.
func Append(dst []byte, parts ...string) []byte {
	start := len(dst)
	for _, part := range parts {
		dst = appendPart(appendGap(dst, start), start, part)
	}
	if len(dst) > start && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// appendPart appends a folded text to what begins at start, and a space where it ends
// with a gap.
func appendPart(b []byte, start int, s string) []byte {
	for _, r := range s {
		if r < 0x80 {
			b = appendASCII(b, start, byte(r))
			continue
		}
		for _, c := range []byte(foldRune(r)) {
			if c == ' ' {
				b = appendGap(b, start)
			} else {
				b = append(b, c)
			}
		}
	}
	return b
}

// appendASCII appends a folded character of ASCII, which most texts consist of.
func appendASCII(b []byte, start int, c byte) []byte {
	switch {
	case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		return append(b, c)
	case 'A' <= c && c <= 'Z':
		return append(b, c+'a'-'A')
	case c == '\'' || c == '.' || c == '`':
		return b
	}
	return appendGap(b, start)
}

// appendGap appends one space, except at the start or after another.
func appendGap(b []byte, start int) []byte {
	if len(b) > start && b[len(b)-1] != ' ' {
		return append(b, ' ')
	}
	return b
}

// gap is what punctuation folds to.
const gap = " "

// tabled is the first rune that is folded anew at each use. Latin, Cyrillic and
// Arabic with their extensions lie below it or in the table's sparse part.
const tabled = 0x2100

// folded holds foldSlow of every rune below tabled. It is made at first use, as
// the server's start does not need it.
var folded = sync.OnceValue(func() *[tabled]string {
	t := new([tabled]string)
	for r := range t {
		t[r] = foldSlow(rune(r))
	}
	return t
})

// foldRune folds one rune outside ASCII.
func foldRune(r rune) string {
	if r < tabled {
		return folded()[r]
	}
	return foldSlow(r)
}

// foldSlow folds one rune by its Unicode properties.
func foldSlow(r rune) string {
	if s, ok := letters[r]; ok {
		return s
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		b.WriteString(foldPart(unicode.ToLower(d)))
	}
	return b.String()
}

// foldPart folds one lower-case rune of a decomposition.
func foldPart(d rune) string {
	if s, ok := letters[d]; ok {
		return s
	}
	switch {
	case unicode.Is(unicode.Mn, d), 0x02B0 <= d && d <= 0x02FF, strings.ContainsRune(silent, d):
		return ""
	case unicode.IsLetter(d) || unicode.IsDigit(d) || unicode.Is(unicode.Mc, d):
		return string(d)
	}
	return gap
}

// silent are apostrophes, the Arabic lengthening stroke and invisible marks.
const silent = "‘’′ـ\u00ad\u200b\u200d\u200e\u200f\ufeff"

// letters are those that Unicode does not decompose, or that are written
// interchangeably: the forms of yeh, kaf and heh of the Arabic script.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ə': "e",
	'Æ': "ae", 'Œ': "oe", 'Ø': "o", 'Ł': "l", 'Đ': "d", 'Ð': "d", 'Þ': "th", 'İ': "i", 'Ħ': "h", 'Ə': "e",
	'ي': "ی", 'ى': "ی", 'ې': "ی", 'ۍ': "ی", 'ے': "ی",
	'ك': "ک", 'ګ': "گ",
	'ة': "ه", 'ہ': "ه", 'ھ': "ه", 'ە': "ه", 'ۀ': "ه", 'ۂ': "ه", 'ۃ': "ه",
}
