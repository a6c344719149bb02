package dates

import (
	"regexp"
	"strings"
)

// Dates of what began and has no end yet, or none that is told: from 3 March 2024,
// since May, 2019 to present, 3 March 2024 –. EDTF writes them 2024-03-03/..

const openInterval = "/.."

// openStart is a word for a start. What follows may have an end of its own.
var openStart = regexp.MustCompile(`(?i)^(?:(?:still |and )?onwards )?from(?: the)? `)

// openEnd is what stands for an end that is not told, in English as it is translated.
// Turkish puts a case ending between the date and its word.
var openEnd = regexp.MustCompile(`(?i)(?:['’]?[dt][ae]n)?[ ,(]*(?:(?:to|[-–—/]) ?)?\(?(?:and |still )?onwards ?\)?$` +
	`| ?(?:to|[-–—/]) ?(?:\.{2,3}|…|\?)$| ?[–—]$| -$`)

// readOpen reads a date without an end. from says that a word for a start was before it.
func (r *Reader) readOpen(v string, from bool) (Cell, bool) {
	if at := openEnd.FindStringIndex(v); at != nil && at[0] > 0 {
		if c, ok := r.readOne(v[:at[0]]); ok && c.Rest == "" && r.Open(&c) {
			return c, true
		}
	}
	if !from {
		return Cell{}, false
	}
	c, ok := r.readOne(v)
	return c, ok && (strings.Contains(c.Text, "/") || r.Open(&c))
}

// Open takes the end off a date: of several days of which one is meant, the first is
// about its start.
func (r *Reader) Open(c *Cell) bool {
	if set, isSet := strings.CutPrefix(c.Text, "["); isSet {
		first, _, _ := strings.Cut(set, "..")
		c.Text = strings.TrimSuffix(first, "~") + "~"
	}
	c.Text += openInterval
	_, err := r.Date(c.Text)
	return err == nil
}

// IsOpenEnd reports whether a cell of a column of ends says that there is none yet.
// Databases write the last day that they have for that.
func IsOpenEnd(v string) bool {
	switch v {
	case "..", "…", "infinity", "9999-12-31":
		return true
	}
	word := strings.TrimPrefix(translated(v), "to ")
	return strings.EqualFold(word, wordOnwards) || strings.EqualFold(word, "still "+wordOnwards)
}
