package server

import (
	"strings"
	"unicode/utf8"

	"incidentmap/internal/incident"
)

// Limits of what a request may ask.
const (
	defaultLimit = 10
	maxLimit     = 10_000 // a larger limit is lowered to it
	maxValues    = 1_000  // values in one parameter
	maxText      = 256    // bytes of a search text
	maxParameter = 400_000
)

// checkText refuses what no parameter may be: empty, too long, no UTF-8, or
// with control characters.
func checkText(name, value string) error { return checkLines(name, value, "") }

// lineCharacters are the control characters that a text of several lines has,
// as cells of a table and expressions may.
const lineCharacters = "\t\n\r"

// checkLines is checkText that lets some control characters pass.
func checkLines(name, value, except string) error {
	switch {
	case value == "":
		return incident.BadParameter(name, "it has no value")
	case len(value) > maxParameter:
		return incident.BadParameter(name, "it is longer than %d bytes", maxParameter)
	case !utf8.ValidString(value):
		return incident.BadParameter(name, "it is not valid UTF-8")
	case strings.ContainsFunc(value, func(r rune) bool {
		return (r < ' ' || r == 0x7f) &&
			!strings.ContainsRune(except, r)
	}):
		return incident.BadParameter(name, "it has control characters")
	}
	return nil
}

// maxColumnRows bounds the columns that one answer holds: they are for a
// page that keeps them all.
const maxColumnRows = 2_000_000
