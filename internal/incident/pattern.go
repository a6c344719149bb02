package incident

import (
	"strings"
	"unicode/utf8"
)

// pattern is a LIKE pattern: % is any text, _ any character, and a backslash
// takes the meaning from what follows.
type pattern struct {
	runes []rune // anyText and anyRune stand for % and _
	fold  bool
}

// No text has these runes.
const (
	anyText rune = -1
	anyRune rune = -2
)

func newPattern(text string, fold bool) pattern {
	p := pattern{fold: fold}
	if fold {
		text = strings.ToLower(text)
	}
	escaped := false
	for _, r := range text {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
			continue
		case r == '%':
			r = anyText
		case r == '_':
			r = anyRune
		}
		p.runes = append(p.runes, r)
	}
	return p
}

// match goes back to the last % where a text does not fit, so that it takes
// at most the product of both lengths.
func (p *pattern) match(text string) bool {
	if p.fold {
		text = strings.ToLower(text)
	}
	at, retryAt, retry := 0, -1, ""
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case at < len(p.runes) && p.runes[at] == anyText:
			at++
			retryAt, retry = at, text
			continue
		case at < len(p.runes) && (p.runes[at] == anyRune || p.runes[at] == r):
			at++
			text = text[size:]
			continue
		case retryAt < 0:
			return false
		}
		_, size = utf8.DecodeRuneInString(retry)
		retry = retry[size:]
		at, text = retryAt, retry
	}
	for at < len(p.runes) && p.runes[at] == anyText {
		at++
	}
	return at == len(p.runes)
}
