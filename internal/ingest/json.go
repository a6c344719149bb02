package ingest

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// plainJSON joins a list of plain values with "; ", as columns of ours join several
// names. Anything else stays JSON.
func plainJSON(text string) string {
	if items, ok := Items(text); ok {
		return strings.Join(items, "; ")
	}
	var b bytes.Buffer
	if json.Compact(&b, []byte(text)) != nil {
		return text
	}
	return b.String()
}

// Items are the values of a list, given as JSON, that holds no lists, no objects and
// no texts with semicolons.
func Items(list string) (items []string, ok bool) {
	var values []json.RawMessage
	if json.Unmarshal([]byte(list), &values) != nil {
		return nil, false
	}
	for _, raw := range values {
		text, kind := JSONCell(raw)
		text = plainly(text, kind)
		if kind == KindList || kind == KindObject || strings.Contains(text, ";") {
			return nil, false
		}
		if text != "" {
			items = append(items, text)
		}
	}
	return items, true
}

// JSONCell is the cell of a value of JSON.
func JSONCell(raw []byte) (text string, kind Kind) {
	if len(raw) == 0 {
		return "", KindAbsent
	}
	switch raw[0] {
	case 'n':
		return "", KindAbsent
	case '"':
		return Unquote(raw), KindText
	case 't', 'f':
		return string(raw), KindBoolean
	case '[':
		return string(raw), KindList
	case '{':
		return string(raw), KindObject
	}
	return string(raw), KindNumber
}

// Unquote is the text of a JSON string.
func Unquote(raw []byte) string {
	if bare := raw[1 : len(raw)-1]; bytes.IndexByte(bare, '\\') < 0 && utf8.Valid(bare) {
		return string(bare)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return s
}
