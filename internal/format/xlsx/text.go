package xlsx

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescaped are characters as they are meant: references are read, line ends are those of
// Unix, and what is no character is U+FFFD.
func unescaped(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return unixLines(strings.ToValidUTF8(string(raw), "\ufffd"))
	}
	var out strings.Builder
	for len(raw) > 0 {
		n := bytes.IndexByte(raw, '&')
		if n < 0 {
			out.Write(raw)
			break
		}
		out.Write(raw[:n])
		raw = raw[n:]
		end := bytes.IndexByte(raw[:min(len(raw), maxReference)], ';')
		if r, ok := reference(raw[1:max(1, end)]); ok {
			out.WriteRune(r)
			raw = raw[end+1:]
			continue
		}
		out.WriteByte('&') // of people who forget that it must be escaped
		raw = raw[1:]
	}
	return unixLines(strings.ToValidUTF8(out.String(), "\ufffd"))
}

// maxReference is how long a reference is at most: &#x10FFFF; with zeros in front.
const maxReference = 16

var references = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// reference is the character that is meant by what stands between & and ;.
func reference(name []byte) (rune, bool) {
	if len(name) > 1 && name[0] == '#' {
		base, digits := 10, string(name[1:])
		if digits[0] == 'x' {
			base, digits = 16, digits[1:]
		}
		n, err := strconv.ParseUint(digits, base, 32)
		return character(n), err == nil
	}
	r, ok := references[string(name)]
	return r, ok
}

// character is the one with a number; U+FFFD where texts have none.
func character(n uint64) rune {
	if n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) { //nolint:gosec // it is no larger
		return utf8.RuneError
	}
	return rune(n) //nolint:gosec // likewise
}

func unixLines(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// escapeSize is the length of an escape such as _x000D_.
const escapeSize = 7

// plain is a cell's text without the escapes that workbooks have for what XML cannot hold
// (ECMA-376-1, 22.9.2.19, ST_Xstring): _x000D_ is a carriage return, and _x005F_ the _ of what
// would look like an escape.
func plain(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for {
		n := strings.Index(text, "_x")
		if n < 0 {
			out.WriteString(text)
			return unixLines(out.String())
		}
		out.WriteString(text[:n])
		if text = text[n:]; len(text) >= escapeSize && text[escapeSize-1] == '_' {
			if code, err := strconv.ParseUint(text[2:escapeSize-1], 16, 16); err == nil {
				out.WriteRune(character(code))
				text = text[escapeSize:]
				continue
			}
		}
		out.WriteByte('_')
		text = text[1:]
	}
}
