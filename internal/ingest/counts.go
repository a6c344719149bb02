package ingest

import (
	_ "embed" // the words of counts
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"incidentmap/internal/incident"
)

//go:embed countwords.txt
var countWordsText string

// countWord is a word of a count and where it stands: before or after a number, joining
// two, as the whole cell, or for a number.
type countWord struct{ place, word string }

// countWords are the words of counts with their meanings.
var countWords = sync.OnceValue(func() map[countWord]string {
	words := map[countWord]string{}
	for line := range strings.Lines(countWordsText) {
		head, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(head, "#") {
			continue
		}
		place, meaning, _ := strings.Cut(head, " ")
		for word := range strings.SplitSeq(list, ",") {
			words[countWord{place, strings.TrimSpace(word)}] = meaning
		}
	}
	return words
})

// maxCount is above all counts that are read.
const maxCount = 1_000_000_000

var (
	// thousands are numbers with a blank between their thousands.
	thousands = regexp.MustCompile(`^(.*?)(\d{1,3}(?:[ \x{a0}\x{2009}\x{202f}'’]\d{3})+)$`)
	// commas are numbers with commas between their thousands, as in "1,024" and "1,00,000":
	// in "1,5" it is a decimal's.
	commas = regexp.MustCompile(`\b\d{1,3}(?:[,٬]\d{2,3})*[,٬]\d{3}\b`)
	// points are numbers with points between their thousands, where a file has them.
	points = regexp.MustCompile(`\b\d{1,3}(?:\.\d{3})+\b`)
	marks  = strings.NewReplacer(" ", "", "\u00a0", "", "\u2009", "", "\u202f", "", "'", "", "’", "", ",", "", "٬", "",
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

// maxCountWords is how long the words of a count are kept, in bytes.
const maxCountWords = 200

// plainCount is a count as it is compared: in lower case and digits of ASCII, without what
// stands between thousands.
func plainCount(v string) string {
	v = commas.ReplaceAllStringFunc(strings.ToLower(asciiDigits(v)), marks.Replace)
	if m := thousands.FindStringSubmatch(v); m != nil {
		v = m[1] + marks.Replace(m[2])
	}
	return v
}

// pointsOfThousands reports whether points stand between thousands: 1.204 people are none.
func pointsOfThousands(v string) bool {
	n := points.FindString(v)
	return n == v && v != "" && (strings.Count(v, ".") > 1 || strings.Trim(v[strings.IndexByte(v, '.'):], ".0") != "")
}

// count reads a number, "at least n", "more than n", "up to n", "about n", a range, or
// words without a number. Codes below zero stand for unknown (GTD, UCDP).
func count(v string) (f cellFigure, ok bool) {
	if v == "" {
		return f, true
	}
	if n, err := strconv.ParseFloat(v, 64); err == nil && n == math.Trunc(n) && math.Abs(n) < maxCount {
		if n < 0 {
			return f, true
		}
		f.Figure = incident.Exactly(int(n))
		return f, true
	}
	if meaning := countWords()[countWord{"whole", v}]; meaning != "" {
		return wordedCount(v, meaning), true
	}
	if first, rest, ok := strings.Cut(v, " "); ok && countWords()[countWord{"before", first}] == "about" {
		if meaning := countWords()[countWord{"whole", rest}]; strings.HasSuffix(meaning, "~") { // about a dozen
			return wordedCount(v, meaning), true
		}
	}
	if m := remarked.FindStringSubmatch(v); m != nil {
		f, ok = count(m[1])
		if f.words = ""; f.Known() && len(v) <= maxCountWords {
			f.words = strings.Clone(v)
		}
		return f, ok && f.Known()
	}
	m := counted.FindStringSubmatch(inDigits(v))
	if m == nil {
		return f, false
	}
	if m[4] != "" {
		return countRange(m)
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n >= maxCount {
		return f, false
	}
	return boundedCount(v, n, m[1], m[5])
}

// inDigits writes words for small numbers in digits.
func inDigits(v string) string {
	words, numbers, found := strings.Fields(v), countWords(), false
	for i, word := range words {
		parts := strings.Split(word, "-")
		for k, part := range parts {
			if n := numbers[countWord{"number", part}]; n != "" {
				parts[k], found = n, true
			}
		}
		words[i] = strings.Join(parts, "-")
	}
	if v = strings.Join(words, " "); found {
		v = tens.ReplaceAllString(v, "$1$2")
	}
	return v
}

// wordedCount is what a cell of words alone means: nothing that is known, a number of
// people that nobody gives, about so many ("10~"), or at least so many ("24+").
func wordedCount(v, meaning string) cellFigure {
	f := cellFigure{words: strings.Clone(v)}
	n, err := strconv.Atoi(meaning[:len(meaning)-1])
	switch {
	case meaning == "unknown":
		return cellFigure{}
	case err != nil:
	case strings.HasSuffix(meaning, "="):
		return cellFigure{Figure: incident.Exactly(n)}
	case strings.HasSuffix(meaning, "~"):
		f.Best = &n
	default:
		f.Figure = incident.AtLeast(n)
	}
	return f
}

// countRange reads two numbers with a word between them.
func countRange(m []string) (f cellFigure, ok bool) {
	words := countWords()
	_, joined := words[countWord{"joining", m[3]}]
	low, errLow := strconv.Atoi(m[2])
	high, errHigh := strconv.Atoi(m[4])
	ok = joined && m[5] == "" && (m[1] == "" || words[countWord{"before", m[1]}] == "between") && errLow == nil &&
		errHigh == nil && low <= high && high < maxCount
	if ok {
		f.Figure = incident.Figure{Low: &low, High: &high}
	}
	return f, ok
}

// boundedCount is a number with a word before or after it.
func boundedCount(v string, n int, before, after string) (f cellFigure, ok bool) {
	var meaning string
	switch words := countWords(); {
	case before != "" && after != "":
		return f, false
	case before != "":
		meaning = words[countWord{"before", before}]
	case after != "":
		meaning = words[countWord{"after", after}]
	default:
		meaning = "exact"
	}
	f.words = strings.Clone(v)
	below := n - 1
	switch {
	case meaning == "people":
		f = cellFigure{Figure: incident.Exactly(n)}
	case meaning == "exact":
		f = cellFigure{Figure: incident.Exactly(n), words: f.words}
	case meaning == "least":
		f = cellFigure{Figure: incident.AtLeast(n)}
	case meaning == "over":
		f.Figure, f.over = incident.Over(n), true
	case meaning == "most":
		f.High = &n
	case meaning == "under" && n > 0:
		f.High = &below
	case meaning == "about", meaning == "doubt":
		f.Best = &n
	default:
		return cellFigure{}, false
	}
	return f, true
}
