package fold

import (
	"strings"
	"unicode"
)

// Digit is a decimal digit of any script as ASCII has it, and any other rune as it is.
// Digits of every script come in runs of ten.
func Digit(r rune) rune {
	if r <= unicode.MaxASCII || !unicode.IsDigit(r) {
		return r
	}
	n := rune(0)
	for n < 9 && unicode.IsDigit(r-n-1) {
		n++
	}
	return '0' + n
}

// Digits writes the digits of a text as ASCII has them.
func Digits(s string) string { return strings.Map(Digit, s) }
