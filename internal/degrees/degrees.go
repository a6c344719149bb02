// Package degrees reads coordinates as people write them: decimal degrees with a point
// or a comma, degrees with minutes and seconds, letters or words for the hemisphere,
// and pairs of these in one text.
package degrees

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"incidentmap/internal/fold"
)

// maxLength bounds the text of a coordinate, in bytes.
const maxLength = 80

// Axis says which of the two coordinates a hemisphere makes a number.
type Axis uint8

// The axes. Unknown is that of a number without a hemisphere.
const (
	Unknown Axis = iota
	Latitude
	Longitude
)

// Parse reads a coordinate in degrees. Whether it is one that a place can have is for
// the caller to say: what stands for an unknown place is often beyond all degrees.
func Parse(text string) (value float64, axis Axis, ok bool) {
	if value, ok = plain(text); ok { // as most are
		return value, Unknown, true
	}
	if len(text) > maxLength {
		return 0, Unknown, false
	}
	rest, hemisphere := cutHemisphere(tidy(text))
	switch hemisphere {
	case 'n', 's':
		axis = Latitude
	case 'e', 'w':
		axis = Longitude
	}
	if axis != Unknown && isCompact(rest) {
		value, ok = compact(rest, axis)
	} else if value, ok = plain(rest); !ok {
		value, ok = sexagesimal(rest, axis != Unknown)
	}
	if !ok {
		return 0, Unknown, false
	}
	if hemisphere == 's' || hemisphere == 'w' {
		value = -max(value, -value)
	}
	return value, axis, true
}

// tidy writes signs and digits of other scripts as ASCII has them, and leaves out marks
// of an approximate value. An underscore before a number stands for minus in some exports.
func tidy(text string) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '\u2010' && r <= '\u2015', r == '\u2212', r == '\ufe63', r == '\uff0d':
			return '-'
		case unicode.IsSpace(r), r == '\u200e', r == '\u200f':
			return ' '
		case r > unicode.MaxASCII && unicode.IsDigit(r):
			return fold.Digit(r)
		case r == '٫':
			return '.'
		}
		return r
	}, text))
	text = strings.TrimLeft(text, "~≈ ")
	for _, word := range []string{"ca.", "c."} {
		text = strings.TrimSpace(strings.TrimPrefix(text, word))
	}
	if rest, ok := strings.CutPrefix(text, "_"); ok {
		text = "-" + rest
	}
	return text
}

// plain reads a decimal number, with or without the sign for degrees. A single comma is
// that of a decimal.
func plain(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxLength {
		return 0, false
	}
	if c := text[len(text)-1]; c < '0' || c > '9' {
		text = strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(text, "degrees"), "deg"), "°º ")
	}
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && strings.IndexByte("+-.,eE", c) < 0 {
			return 0, false // names of numbers and other bases, which Go has
		}
	}
	if before, after, ok := strings.Cut(text, ","); ok {
		if strings.ContainsAny(after, ",.") || strings.Contains(before, ".") || after == "" {
			return 0, false
		}
		text = before + "." + after
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil
}

var parts = regexp.MustCompile(`^([+-]?)(\d{1,3})\s*([°ºd:\s-]|deg)\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’´m:\s-]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”s]|''|’’|′′)?)?)?$`)

// sexagesimal reads degrees with minutes and seconds. Hyphens between them are read
// beside a hemisphere only: 33-30 may be a span of numbers.
func sexagesimal(text string, hemisphere bool) (float64, bool) {
	m := parts.FindStringSubmatch(text)
	if m == nil || m[3] == "-" && !hemisphere || m[5] != "" && strings.ContainsAny(m[4], ".,") {
		return 0, false
	}
	var value float64
	for i, unit := range map[int]float64{2: 1, 4: 60, 5: 3600} {
		if m[i] == "" {
			continue
		}
		part, err := strconv.ParseFloat(strings.Replace(m[i], ",", ".", 1), 64)
		if err != nil || i > 2 && part >= 60 {
			return 0, false
		}
		value += part / unit
	}
	if m[1] == "-" {
		value = -value
	}
	return value, true
}
