package cql2

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scan cuts an expression into tokens, the last of which is its end.
func scan(text string) ([]token, error) {
	s := &scanner{rest: text, at: 1}
	var out []token
	for {
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		if out = append(out, t); t.kind == end {
			return out, nil
		}
	}
}

type scanner struct {
	rest string
	at   int
}

// take takes n bytes off.
func (s *scanner) take(n int) string {
	taken := s.rest[:n]
	s.rest, s.at = s.rest[n:], s.at+utf8.RuneCountInString(taken)
	return taken
}

func (s *scanner) token() (token, error) {
	trimmed := strings.TrimLeftFunc(s.rest, unicode.IsSpace)
	s.take(len(s.rest) - len(trimmed))
	t := token{at: s.at}
	if s.rest == "" {
		return t, nil
	}
	var err error
	switch r, _ := utf8.DecodeRuneInString(s.rest); {
	case r == '\'':
		t.kind = literal
		t.text, err = s.quoted('\'')
	case r == '"':
		t.kind, t.quoted = identifier, true
		t.text, err = s.quoted('"')
	case unicode.IsLetter(r) || r == '_':
		t.kind, t.text = identifier, s.take(span(s.rest, func(r rune) bool {
			return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("_.:", r)
		}))
	case r >= '0' && r <= '9' || r == '-' || r == '+' || r == '.':
		t.kind, t.text = number, s.take(numberSpan(s.rest))
	default:
		t.kind, t.text = symbol, s.take(symbolSpan(s.rest))
	}
	return t, err
}

// quoted reads a text in quotes, which stand twice within it.
func (s *scanner) quoted(quote byte) (string, error) {
	from := s.at
	var b strings.Builder
	s.take(1)
	for {
		i := strings.IndexByte(s.rest, quote)
		if i < 0 {
			return "", fmt.Errorf("at character %d: the quote that opens here is not closed", from)
		}
		b.WriteString(s.take(i))
		s.take(1)
		if !strings.HasPrefix(s.rest, string(quote)) {
			return b.String(), nil
		}
		b.WriteByte(quote)
		s.take(1)
	}
}

func span(text string, is func(rune) bool) int {
	if i := strings.IndexFunc(text, func(r rune) bool { return !is(r) }); i >= 0 {
		return i
	}
	return len(text)
}

// numberSpan is the length of a number such as -1.5e+3, or of what looks like
// one.
func numberSpan(text string) int {
	exponent := false
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9' || r == '.' && !exponent:
		case (r == 'e' || r == 'E') && !exponent && i > 0:
			exponent = true
		case (r == '-' || r == '+') && (i == 0 || exponent && strings.ContainsRune("eE", rune(text[i-1]))):
		default:
			return max(i, 1)
		}
	}
	return len(text)
}

func symbolSpan(text string) int {
	for _, s := range []string{"<>", "<=", ">=", "!="} {
		if strings.HasPrefix(text, s) {
			return len(s)
		}
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
}
