package ingest

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// tableSource is the key of the source that a row's own columns name.
const tableSource = "table"

// measures are what a table counts and the columns that it does so in.
var measures = [2]struct {
	measure         string
	low, best, high role
}{
	{incident.Killed, roleFatalitiesLow, roleFatalitiesBest, roleFatalitiesHigh},
	{incident.Injured, roleInjuriesLow, roleInjuriesBest, roleInjuriesHigh},
}

// readFigures reads the casualties into claims, so that they pass the same
// arithmetic as every other.
func (b *builder) readFigures(r *Row, inc *incident.Incident) error {
	var figures [len(measures)]cellFigure
	for i, m := range measures {
		f := b.figure(r, m.best)
		low, high := b.figure(r, m.low), b.figure(r, m.high)
		// A column of its own says what the best figure alone would imply.
		if b.has(m.low) {
			f.Low = low.Best
		}
		if b.has(m.high) {
			f.High = high.Best
		}
		f.Figure = b.ordered(r, m.best, f.Figure)
		figures[i] = f
	}
	inc.Claims = b.memo.claimsOf(figures)
	return nil
}

// claimsOf makes claims of the figures of all measures, as far as they are
// known.
func (m *memo) claimsOf(figures [len(measures)]cellFigure) []incident.Claim {
	key := [len(measures)]figureKey{keyOf(figures[0]), keyOf(figures[1])}
	return m.claims.of(key, func() (claims []incident.Claim) {
		for i, f := range figures {
			if f.Known() || f.words != "" {
				claims = append(claims, incident.Claim{Measure: measures[i].measure, Scope: incident.Total,
					Bound: f.claimBound(), Figure: f.Figure, Words: f.words, Source: tableSource})
			}
		}
		return slices.Clip(claims)
	})
}

// cellFigure is the figure of a cell, with the words that it is in where they say
// more than a number: "dozens", "more than 5".
type cellFigure struct {
	incident.Figure
	over  bool
	words string
}

// claimBound is how the cell words the figure.
func (f *cellFigure) claimBound() incident.Bound {
	if f.over && f.Bound() == incident.BoundLeast {
		return incident.BoundOver
	}
	return f.Bound()
}

// figureKey is a figure's low, best and high, -1 for what is not known, and its
// words.
type figureKey struct {
	numbers [3]int
	words   string
}

func keyOf(f cellFigure) (key figureKey) {
	key.words = f.words
	for i, n := range []*int{f.Low, f.Best, f.High} {
		key.numbers[i] = -1
		if n != nil {
			key.numbers[i] = *n
		}
	}
	return key
}

// ordered keeps figures that are out of order, widening the range to hold
// them all, and says so.
func (b *builder) ordered(r *Row, column role, f incident.Figure) incident.Figure {
	var all [3]int
	known := all[:0]
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n != nil {
			known = append(known, *n)
		}
	}
	if slices.IsSorted(known) {
		return f
	}
	b.note(r, report.RuleOrder, b.name(column),
		"low, best and high are out of order; the range was widened to hold them all")
	return widen(f, known)
}

func widen(f incident.Figure, known []int) incident.Figure {
	low, high := known[0], known[0]
	for _, n := range known {
		low, high = min(low, n), max(high, n)
	}
	if f.Low != nil {
		f.Low = &low
	}
	if f.High != nil {
		f.High = &high
	}
	return f
}

// maxCount is above all counts that are read.
const maxCount = 1_000_000_000

// The words of counts, in the languages that columns are known in.
const (
	leastWords = `at least|minimum(?: of)?|au moins|al menos|por lo menos|pelo menos|mindestens|не менее|щонайменше|` +
		`не менше|على الأقل|حداقل|en az|sedikitnya|setidaknya`
	overWords = `more than|over|above|plus de|más de|mas de|mais de|mehr als|über|более|больше|понад|більше|أكثر من|` +
		`بیش از|lebih dari`
	severalWords = `several|some|many|multiple|numerous|a number|an? unknown number|an? unspecified number|a few|various|` +
		`plusieurs|quelques|de nombreux|varios|varias|algunos|numerosos|vários|várias|alguns|mehrere|einige|viele|` +
		`несколько|много|кілька|декілька|багато|عدة|عدد من|چند|چندین|birkaç|çok sayıda|beberapa|banyak`
)

var (
	atLeast  = regexp.MustCompile(`^(?:>=|≥|` + leastWords + `)\s*(\d+)$|^(\d+)\s*(?:\+|or more)$`)
	moreThan = regexp.MustCompile(`^(?:>|` + overWords + `)\s*(\d+)$`)
	interval = regexp.MustCompile(`^(\d+)\s*(?:-|–|to|à|a|bis|до)\s*(\d+)$`)
	// unnumbered are words for people whose number nobody gives.
	unnumbered = regexp.MustCompile(`^(?:` + severalWords + `)$`)
	// thousands are numbers with a blank between their thousands.
	thousands = regexp.MustCompile(`^(.*?)(\d{1,3}(?:[ \x{a0}\x{2009}\x{202f}'’]\d{3})+)$`)
	// commas are numbers with commas between their thousands, as in "1,024" and "1,00,000":
	// in "1,5" it is a decimal's.
	commas = regexp.MustCompile(`\b\d{1,3}(?:,\d{2,3})*,\d{3}\b`)
	blanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u2009", "", "\u202f", "", "'", "", "’", "")
)

// roundWords are words for numbers that are at least twice what they are of.
var roundWords = map[string]int{"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000,
	"des dizaines": 20, "dizaines": 20, "des centaines": 200, "centaines": 200, "decenas": 20, "cientos": 200,
	"centenares": 200, "dezenas": 20, "centenas": 200, "dutzende": 24, "hunderte": 200, "десятки": 20, "сотни": 200,
	"сотні": 200, "عشرات": 20, "العشرات": 20, "مئات": 200, "المئات": 200, "ده\u200cها": 20, "دهها": 20, "صدها": 200,
	"onlarca": 20, "yüzlerce": 200, "puluhan": 20, "ratusan": 200}

// figure reads the count in a cell.
func (b *builder) figure(r *Row, ro role) cellFigure {
	cell := b.cell(r, ro)
	if cell == "" {
		return cellFigure{}
	}
	if strings.HasPrefix(cell, "-") {
		b.once.add(onceNegative, r.Number)
	}
	f, ok := b.memo.figures[cell]
	if ok {
		return f
	}
	v := plainCount(cell)
	if f, ok = count(v); !ok {
		b.note(r, report.RuleCount, b.name(ro),
			`%q is no count; a whole number, "at least 5", "more than 5", "5+", "5-8", "dozens" or "several" is allowed; `+
				"it is taken as not reported", v)
		return f
	}
	b.memo.figures.put(cell, f)
	return f
}

// plainCount is a count as it is compared: in lower case and digits of ASCII, without what
// stands between thousands.
func plainCount(v string) string {
	v = commas.ReplaceAllStringFunc(strings.ToLower(asciiDigits(v)), func(n string) string {
		return strings.ReplaceAll(n, ",", "")
	})
	if m := thousands.FindStringSubmatch(v); m != nil {
		v = m[1] + blanks.Replace(m[2])
	}
	return v
}

// count reads a number, "at least n", "more than n", a range, or words without a
// number. Codes below zero stand for unknown (GTD, UCDP).
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
	if n, ok := roundWords[v]; ok {
		return cellFigure{Figure: incident.AtLeast(n), words: strings.Clone(v)}, true
	}
	if unnumbered.MatchString(v) {
		return cellFigure{words: strings.Clone(v)}, true
	}
	if n, ok := oneNumber(atLeast.FindStringSubmatch(v)); ok {
		return cellFigure{Figure: incident.AtLeast(n)}, true
	}
	if n, ok := oneNumber(moreThan.FindStringSubmatch(v)); ok {
		return cellFigure{Figure: incident.Over(n), over: true, words: strings.Clone(v)}, true
	}
	if m := interval.FindStringSubmatch(v); m != nil {
		low, errLow := strconv.Atoi(m[1])
		high, errHigh := strconv.Atoi(m[2])
		if errLow == nil && errHigh == nil && low <= high && high < maxCount {
			return cellFigure{Figure: incident.Figure{Low: &low, High: &high}}, true
		}
	}
	return f, false
}

// oneNumber is the number in the groups of a match, of which one is set.
func oneNumber(groups []string) (int, bool) {
	if groups == nil {
		return 0, false
	}
	n, err := strconv.Atoi(strings.Join(groups[1:], ""))
	return n, err == nil && n < maxCount
}
