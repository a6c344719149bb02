package ingest

import (
	"slices"
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

// figure reads the count in a cell.
func (b *builder) figure(r *Row, ro role) cellFigure {
	cell := b.cell(r, ro)
	if cell == "" {
		b.tellNone(r, ro)
		return cellFigure{}
	}
	if strings.HasPrefix(cell, "-") {
		b.once.add(onceNegative, r.Number)
	}
	f, ok := b.memo.figures[cell]
	if ok {
		return f
	}
	v, kept := plainCount(cell), "it is taken as not reported"
	if b.pointThousands {
		v = points.ReplaceAllStringFunc(v, func(n string) string { return strings.ReplaceAll(n, ".", "") })
	}
	if f, ok = count(withoutMeasure(v, measureOf(ro))); !ok {
		if f = wordsAlone(cell); f.words != "" {
			kept = "its words are kept"
		}
		b.note(r, report.RuleCount, b.name(ro),
			`%q is no count; a whole number, "at least 5", "more than 5", "up to 5", "about 5", "5+", "5-8", "dozens" or `+
				`"several" is allowed; `+
				"%s", cell, kept)
		return f
	}
	b.memo.figures.put(cell, f)
	return f
}

// havePointThousands reports whether a count of the sample has a point that can only stand
// between thousands.
func (b *builder) havePointThousands() bool {
	for _, m := range measures {
		for _, ro := range []role{m.low, m.best, m.high} {
			if !b.has(ro) {
				continue
			}
			for i := range b.assigned.sample.rows {
				if pointsOfThousands(b.cell(&b.assigned.sample.rows[i], ro)) {
					return true
				}
			}
		}
	}
	return false
}

// wordsAlone is a figure of words that no number is made of. Errors of spreadsheets are
// none.
func wordsAlone(cell string) cellFigure {
	if len(cell) > maxCountWords || strings.HasPrefix(cell, "#") {
		return cellFigure{}
	}
	return cellFigure{words: strings.Clone(cell)}
}

// withoutMeasure is a count without a word at its end for what is counted: 3 killed.
func withoutMeasure(v, measure string) string {
	at := strings.LastIndexByte(v, ' ')
	if at > 0 && countWords()[countWord{"after", v[at+1:]}] == measure {
		return v[:at]
	}
	return v
}

// measureOf is what a column of a role counts.
func measureOf(ro role) string {
	for _, m := range measures {
		if ro == m.low || ro == m.best || ro == m.high {
			return m.measure
		}
	}
	return ""
}

// tellNone tells of a cell that says none, which may be nobody or no value.
func (b *builder) tellNone(r *Row, ro role) {
	if i := b.columns[ro]; i >= 0 && strings.EqualFold(r.Text(i), "none") {
		b.once.add(onceNone, r.Number)
	}
}
