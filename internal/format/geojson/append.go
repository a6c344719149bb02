// Package geojson writes and reads incidents as GeoJSON (RFC 7946). The
// writer appends to a byte slice without a detour through maps, since it is
// what every export and page of items goes through.
package geojson

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
)

// AppendGeometry appends the geometry of a place: null for no point, a Point
// for one, a MultiPoint for several.
func AppendGeometry(dst []byte, points orb.MultiPoint) []byte {
	switch len(points) {
	case 0:
		return append(dst, "null"...)
	case 1:
		dst = append(dst, `{"type":"Point","coordinates":`...)
		return append(appendPoint(dst, points[0]), '}')
	}
	dst = append(dst, `{"type":"MultiPoint","coordinates":[`...)
	for i, p := range points {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendPoint(dst, p)
	}
	return append(dst, "]}"...)
}

func appendPoint(dst []byte, p orb.Point) []byte {
	dst = appendFloat(append(dst, '['), p[0])
	dst = appendFloat(append(dst, ','), p[1])
	return append(dst, ']')
}

// appendFloat appends the shortest decimal that reads back as v. A number
// with up to seven decimals, as coordinates are written, is put together from
// whole ones: with so few digits no other decimal reads back as it.
func appendFloat(dst []byte, v float64) []byte {
	const e7, most = 1e7, 1e7
	scaled := math.Round(v * e7)
	if math.Abs(v) >= most || scaled/e7 != v || scaled == 0 {
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	}
	if scaled < 0 {
		dst, scaled = append(dst, '-'), -scaled
	}
	whole, decimals := uint64(scaled)/e7, uint64(scaled)%e7
	dst = strconv.AppendUint(dst, whole, 10)
	if decimals == 0 {
		return dst
	}
	dst = append(dst, '.')
	for at := uint64(e7 / 10); decimals > 0; at /= 10 {
		dst = append(dst, byte('0'+decimals/at))
		decimals %= at
	}
	return dst
}

// AppendValue appends a cell as JSON.
func AppendValue(dst []byte, v incident.Value) []byte {
	if v.Null {
		return append(dst, "null"...)
	}
	switch v.Type {
	case incident.ColumnInteger:
		return strconv.AppendInt(dst, v.Int, 10)
	case incident.ColumnNumber:
		return appendFloat(dst, v.Num)
	case incident.ColumnBoolean:
		return strconv.AppendBool(dst, v.Bool)
	}
	return AppendString(dst, v.Str)
}

const hexDigits = "0123456789abcdef"

// AppendString appends s as a JSON string (RFC 8259 section 7). Bytes that
// are no UTF-8 become U+FFFD; <, > and & are escaped too, so that the text
// stays inert inside a script element.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := plainRun(s); i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			dst = appendEscape(append(dst, s[from:i]...), c)
			i++
			from = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = append(append(dst, s[from:i]...), "\ufffd"...)
			from = i + size
		}
		i += size
	}
	return append(append(dst, s[from:]...), '"')
}

// plainRun is how many bytes at the start of s, eight at a time, stand for
// themselves. In each eight, it looks for one that is above 127, below a space,
// or becomes zero when what it must not be is taken off (Hacker's Delight,
// section 6-1); < and >, " and & differ in one bit, which is set beforehand.
func plainRun(s string) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		b := s[i : i+8]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		angle, quote, slash := (w|2*ones)^('>'*ones), (w|4*ones)^('&'*ones), w^('\\'*ones)
		odd := w | (w-' '*ones)&^w | (angle-ones)&^angle | (quote-ones)&^quote | (slash-ones)&^slash
		if odd&high != 0 {
			break
		}
	}
	return i
}

// plain are the bytes that stand for themselves.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		t[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return t
}()

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// appendJSON appends the nested parts of a record, which only single items
// and detailed exports have.
func appendJSON(dst []byte, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs of the domain always marshal
	}
	return append(dst, b...)
}
