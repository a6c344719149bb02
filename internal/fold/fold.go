// Package fold brings text into the form in which it is compared: lower case,
// without diacritics, words apart by single spaces.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text folds and joins texts: compatibility-decomposed (Unicode UAX #15,
// NFKD), combining marks dropped, lower-cased, every run of what is neither
// letter nor digit one space. "Sar-e Pol" and "SAR E POL" fold alike.
func Text(parts ...string) string {
	var b strings.Builder
	space := false
	for _, part := range parts {
		for _, r := range norm.NFKD.String(part) {
			switch {
			case unicode.Is(unicode.Mn, r):
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				if space && b.Len() > 0 {
					b.WriteByte(' ')
				}
				space = false
				b.WriteRune(unicode.ToLower(r))
			default:
				space = true
			}
		}
		space = true
	}
	return b.String()
}
