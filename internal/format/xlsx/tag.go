package xlsx

import (
	"bytes"
	"iter"
)

// tagOf reads what stands between < and >.
func tagOf(raw []byte) (t token, err error) {
	if len(raw) > 0 && raw[0] == '/' {
		t.kind, raw = endTag, raw[1:]
	} else if len(raw) > 0 && raw[len(raw)-1] == '/' {
		t.empty, raw = true, raw[:len(raw)-1]
	}
	n := 0
	for n < len(raw) && !isBlank(raw[n]) {
		n++
	}
	if n == 0 {
		return t, errXML
	}
	t.name, t.attributes = raw[:n], raw[n:]
	if colon := bytes.IndexByte(t.name, ':'); colon >= 0 {
		t.name = t.name[colon+1:]
	}
	return t, nil
}

// attributesOf yields attributes, without the prefixes of their names, up to one that is
// malformed.
func attributesOf(raw []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for {
			equals := bytes.IndexByte(raw, '=')
			if equals < 0 {
				return
			}
			name := bytes.TrimSpace(raw[:equals])
			if blank := bytes.LastIndexAny(name, " \t\r\n"); blank >= 0 {
				name = name[blank+1:]
			}
			if colon := bytes.LastIndexByte(name, ':'); colon >= 0 {
				name = name[colon+1:]
			}
			raw = bytes.TrimLeft(raw[equals+1:], " \t\r\n")
			if len(raw) == 0 || raw[0] != '"' && raw[0] != '\'' {
				return
			}
			n := bytes.IndexByte(raw[1:], raw[0])
			if n < 0 || !yield(name, raw[1:1+n]) {
				return
			}
			raw = raw[n+2:]
		}
	}
}

// attribute is the value of one attribute, unescaped; empty if there is none.
func (t *token) attribute(name string) string {
	for n, value := range attributesOf(t.attributes) {
		if string(n) == name {
			return unescaped(value)
		}
	}
	return ""
}

// starts reports whether a tag starts an element of a name.
func (t *token) starts(name string) bool { return t.kind == startTag && string(t.name) == name }

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
