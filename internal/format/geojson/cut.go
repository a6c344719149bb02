package geojson

import "bytes"

// cutter finds where the values of a JSON text begin and end, without reading
// what is in them. Whether the text is JSON at all is for those who read the
// values to say.
type cutter struct {
	data []byte
	at   int
}

// space passes over white space and reports whether anything is left.
func (c *cutter) space() bool {
	for c.at < len(c.data) {
		switch c.data[c.at] {
		case ' ', '\t', '\n', '\r':
			c.at++
		default:
			return true
		}
	}
	return false
}

// is passes over a byte, after white space, if it is the next one.
func (c *cutter) is(b byte) bool {
	if !c.space() || c.data[c.at] != b {
		return false
	}
	c.at++
	return true
}

// value returns the next value, nil where there is none.
func (c *cutter) value() []byte {
	if !c.space() {
		return nil
	}
	from := c.at
	switch c.data[from] {
	case '"':
		return c.text(from)
	case '{', '[':
		return c.nest(from)
	}
	for c.at < len(c.data) && !ends[c.data[c.at]] {
		c.at++
	}
	if c.at == from {
		return nil
	}
	return c.data[from:c.at]
}

// ends are the bytes that end a number or a word.
var ends = [256]bool{',': true, ':': true, '}': true, ']': true, '"': true, ' ': true, '\t': true, '\n': true,
	'\r': true}

// text returns the string that begins here.
func (c *cutter) text(from int) []byte {
	for c.at++; ; {
		n := bytes.IndexByte(c.data[c.at:], '"')
		if n < 0 {
			c.at = len(c.data)
			return nil
		}
		quote := c.at + n
		c.at = quote + 1
		escapes := 0
		for c.data[quote-1-escapes] == '\\' { // the text begins with a quote
			escapes++
		}
		if escapes%2 == 0 {
			return c.data[from:c.at]
		}
	}
}

// nest returns the object or array that begins here.
func (c *cutter) nest(from int) []byte {
	for depth := 0; c.at < len(c.data); c.at++ {
		switch c.data[c.at] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				c.at++
				return c.data[from:c.at]
			}
		case '"':
			if c.text(c.at) == nil {
				return nil
			}
			c.at--
		}
	}
	return nil
}

// members calls do with the keys, still quoted, of the object that is next,
// until do returns false; do takes the values. It reports whether it came to
// the object's end.
func (c *cutter) members(do func(key []byte) bool) bool {
	if !c.is('{') {
		return false
	}
	if c.is('}') {
		return true
	}
	for {
		if !c.space() || c.data[c.at] != '"' {
			return false
		}
		key := c.value()
		if key == nil || !c.is(':') || !do(key) {
			return false
		}
		if c.is('}') {
			return true
		}
		if !c.is(',') {
			return false
		}
	}
}

// elements returns the values of the array that is next; ok is false where it
// is not cut cleanly.
func (c *cutter) elements() (values [][]byte, ok bool) {
	if !c.is('[') {
		return nil, false
	}
	if c.is(']') {
		return nil, true
	}
	for {
		value := c.value()
		if value == nil {
			return nil, false
		}
		values = append(values, value)
		if c.is(']') {
			return values, true
		}
		if !c.is(',') {
			return nil, false
		}
	}
}
