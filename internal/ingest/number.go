package ingest

import (
	"math/big"
	"strconv"
	"strings"
)

// plainNumber writes a number as it is, or without an exponent and zeros at the end
// where these say nothing: 1.0 and 1e5, but not the last digits of an ID.
func plainNumber(written string) string {
	if strings.ContainsAny(written, "eE") {
		return withoutExponent(written)
	}
	if strings.IndexByte(written, '.') < 0 {
		return written
	}
	short := strings.TrimRight(strings.TrimRight(written, "0"), ".")
	if len(short) > plainDigits {
		f, err := strconv.ParseFloat(short, 64)
		if err != nil || strconv.FormatFloat(f, 'f', -1, 64) != short {
			return written
		}
	}
	return short
}

// withoutExponent writes out a number that has an exponent, where no digit is
// lost by that.
func withoutExponent(written string) string {
	f, err := strconv.ParseFloat(written, 64)
	if err != nil || len(written) > maxNumber || len(written)-strings.IndexAny(written, "eE") > maxExponent {
		return written
	}
	plain := strconv.FormatFloat(f, 'f', -1, 64)
	was, okWas := new(big.Rat).SetString(written)
	is, okIs := new(big.Rat).SetString(plain)
	if len(plain) > maxNumber || !okWas || !okIs || was.Cmp(is) != 0 {
		return written
	}
	return plain
}

// plainDigits is how long a number may be for a float to have all its digits,
// of which there are at least 15.
const plainDigits = 15

// How long a number and its exponent may be to be written anew.
const (
	maxNumber   = 64
	maxExponent = len("e+99")
)

func isDigits(v string) bool { return strings.Trim(v, "0123456789") == "" }
