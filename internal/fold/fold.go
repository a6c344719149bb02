// Package fold brings text into the form in which it is compared: lower case,
// without diacritics, words apart by single spaces.
package fold

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text folds and joins texts: compatibility-decomposed (Unicode UAX #15,
// NFKD), combining marks dropped, lower-cased, every run of what is neither
// letter nor digit one space. "Sar-e Pol" and "SAR E POL" fold alike.
func Text(parts ...string) string { return string(Append(nil, parts...)) }

// Append is Text, appended to dst; it is a text of its own there.
func Append(dst []byte, parts ...string) []byte {
	w := writer{dst, len(dst), false}
	for _, part := range parts {
		if isASCII(part) {
			w.ascii(part)
		} else {
			w.any(part)
		}
		w.space = true
	}
	return w.dst
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// writer folds from a place in dst on; space says that what comes next is
// another word.
type writer struct {
	dst   []byte
	from  int
	space bool
}

// word makes room between words.
func (w *writer) word() {
	if w.space && len(w.dst) > w.from {
		w.dst = append(w.dst, ' ')
	}
	w.space = false
}

func (w *writer) any(part string) {
	for _, r := range norm.NFKD.String(part) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			w.word()
			w.dst = utf8.AppendRune(w.dst, unicode.ToLower(r))
		default:
			w.space = true
		}
	}
}

// ascii is any for a text without other characters, as most are.
func (w *writer) ascii(part string) {
	for i := range len(part) {
		c := part[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			w.space = true
			continue
		}
		w.word()
		w.dst = append(w.dst, c)
	}
}
