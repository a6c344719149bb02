// Package counts reads numbers of people as tables have them: numbers with marks between
// their thousands, bounds and ranges in words, words for numbers, and words without a number.
package counts

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

// Count is a figure with the words that it is in, where they say more than a number:
// "dozens", "more than 5".
type Count struct {
	incident.Figure
	// Over says that the figure is one more than the text's: more than 5.
	Over bool
	// Words are at most maxWords bytes.
	Words string
}

// Bound is how the text words the figure.
func (c *Count) Bound() incident.Bound {
	if shown := c.Figure.Bound(); !c.Over || shown != incident.BoundLeast {
		return shown
	}
	return incident.BoundOver
}

// Limit is above all counts that are read.
const Limit = incident.CountLimit

var (
	// thousands are numbers with a blank between their thousands.
	thousands = regexp.MustCompile(`^(.*?)(\d{1,3}(?:[ \x{a0}\x{2009}\x{202f}'’]\d{3})+)$`)
	// commas are numbers with commas between their thousands, as in "1,024" and "1,00,000":
	// in "1,5" it is a decimal's.
	commas = regexp.MustCompile(`\b\d{1,3}(?:[,٬]\d{2,3})*[,٬]\d{3}\b`)
	// decimals are a number with a comma: of three digits behind it, only the table tells
	// whether they are thousands.
	decimals = regexp.MustCompile(`^(\d+),(\d+)$`)
	// pointed are numbers with points between their thousands, where a file has them.
	pointed = regexp.MustCompile(`\b\d{1,3}(?:\.\d{3})+\b`)
	marks   = strings.NewReplacer(" ", "", "\u00a0", "", "\u2009", "", "\u202f", "", "'", "", "’", "", ",", "", "٬", "",
		".", "")
	// counted is a text with one or two numbers in it, and what stands beside them.
	counted = regexp.MustCompile(`^([^\d]*?)\s*(\d+)\s*(?:([^\d]+?)\s*(\d+))?\s*([^\d]*)$`)
)

var (
	// remarked is a count with the mark of a note, or a remark in brackets: 5*, 6[1],
	// 5 (3 men, 2 women).
	remarked = regexp.MustCompile(`^(.*?\S)\s*(?:\*+|†|‡|\[\w{1,3}\]|\([^()]*\))$`)
	// tens are tens and ones that were words of a number: 20-1, 20 1.
	tens = regexp.MustCompile(`\b([2-9])0[- ]([1-9])\b`)
)

// maxWords is how long the words of a count are kept, in bytes.
const maxWords = 200

// Marks are what stands in the numbers of a table, which a single one may not tell.
type Marks struct {
	// Points stand between thousands, Commas before decimals.
	Points, Commas bool
}

// Parse reads the count in a cell of a column that counts a measure: 3 killed is one of
// people killed alone.
// Codes below zero stand for unknown (GTD, UCDP). ok is false for a text that is no count.
func Parse(cell, measure string, of Marks) (c Count, ok bool) {
	if m := decimals.FindStringSubmatch(cell); m != nil && (of.Commas || len(m[2]) != 3) {
		cell = m[1] + "." + m[2]
	}
	v := plain(cell)
	if of.Points {
		v = pointed.ReplaceAllStringFunc(v, marks.Replace)
	}
	return parse(withoutMeasure(v, measure))
}

// PointThousands reports whether points can only stand between thousands in a cell: 1.204
// people are none.
func PointThousands(cell string) bool {
	v := plain(cell)
	return v != "" && pointed.FindString(v) == v &&
		(strings.Count(v, ".") > 1 || strings.Trim(v[strings.IndexByte(v, '.'):], ".0") != "")
}

// plain is a count as it is compared: in lower case and digits of ASCII, without what
// stands between thousands.
func plain(v string) string {
	v = commas.ReplaceAllStringFunc(strings.ToLower(fold.Digits(v)), marks.Replace)
	if m := thousands.FindStringSubmatch(v); m != nil {
		v = m[1] + marks.Replace(m[2])
	}
	return v
}

// withoutMeasure is a count without a word at its end for what is counted: 3 killed.
func withoutMeasure(v, measure string) string {
	if at := strings.LastIndexByte(v, ' '); at > 0 && meaning("after", v[at+1:]) == measure {
		return v[:at]
	}
	return v
}

// parse reads a number, "at least n", "more than n", "up to n", "about n", a range, or
// words without a number.
func parse(v string) (c Count, ok bool) {
	if v == "" {
		return c, true
	}
	if n, err := strconv.ParseFloat(v, 64); err == nil && n == math.Trunc(n) && math.Abs(n) < Limit {
		if n < 0 {
			return c, true
		}
		c.Figure = incident.Exactly(int(n))
		return c, true
	}
	if said := meaning("whole", v); said != "" {
		return worded(v, said), true
	}
	if first, rest, ok := strings.Cut(v, " "); ok && meaning("before", first) == "about" {
		if said := meaning("whole", rest); strings.HasSuffix(said, "~") { // about a dozen
			return worded(v, said), true
		}
	}
	if m := remarked.FindStringSubmatch(v); m != nil {
		c, ok = parse(m[1])
		if c.Words = ""; c.Known() && len(v) <= maxWords {
			c.Words = strings.Clone(v)
		}
		return c, ok && c.Known()
	}
	m := counted.FindStringSubmatch(inDigits(v))
	if m == nil {
		return c, false
	}
	if m[4] != "" {
		return ranged(m)
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n >= Limit {
		return c, false
	}
	return bounded(v, n, m[1], m[5])
}

// inDigits writes words for small numbers in digits.
func inDigits(v string) string {
	fields, found := strings.Fields(v), false
	for i, field := range fields {
		parts := strings.Split(field, "-")
		for k, part := range parts {
			if n := meaning("number", part); n != "" {
				parts[k], found = n, true
			}
		}
		fields[i] = strings.Join(parts, "-")
	}
	if v = strings.Join(fields, " "); found {
		v = tens.ReplaceAllString(v, "$1$2")
	}
	return v
}

// worded is what a cell of words alone means: nothing that is known, a number of
// people that nobody gives, about so many ("10~"), or at least so many ("24+").
func worded(v, said string) Count {
	c := Count{Words: strings.Clone(v)}
	n, err := strconv.Atoi(said[:len(said)-1])
	switch {
	case said == "unknown":
		return Count{}
	case err != nil:
	case strings.HasSuffix(said, "="):
		return Count{Figure: incident.Exactly(n)}
	case strings.HasSuffix(said, "~"):
		c.Best = &n
	default:
		c.Figure = incident.AtLeast(n)
	}
	return c
}

// ranged reads two numbers with a word between them.
func ranged(m []string) (c Count, ok bool) {
	low, errLow := strconv.Atoi(m[2])
	high, errHigh := strconv.Atoi(m[4])
	ok = meaning("joining", m[3]) == "to" && (m[1] == "" || meaning("before", m[1]) == "between") && m[5] == "" &&
		errLow == nil && errHigh == nil && low <= high && high < Limit
	if ok {
		c.Figure = incident.Figure{Low: &low, High: &high}
	}
	return c, ok
}

// bounded is a number with a word before or after it.
func bounded(v string, n int, before, after string) (c Count, ok bool) {
	said := "exact"
	switch {
	case before != "" && after != "":
		return c, false
	case before != "":
		said = meaning("before", before)
	case after != "":
		said = meaning("after", after)
	}
	c.Words = strings.Clone(v)
	below := n - 1
	switch {
	case said == "people":
		c = Count{Figure: incident.Exactly(n)}
	case said == "exact":
		c = Count{Figure: incident.Exactly(n), Words: c.Words}
	case said == "least":
		c = Count{Figure: incident.AtLeast(n)}
	case said == "over":
		c.Figure, c.Over = incident.Over(n), true
	case said == "most":
		c.High = &n
	case said == "under" && n > 0:
		c.High = &below
	case said == "about", said == "doubt":
		c.Best = &n
	default:
		return Count{}, false
	}
	return c, true
}
