package ingest

import (
	"slices"
	"strings"

	"incidentmap/internal/counts"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

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
	var figures [len(measures)]counts.Count
	for i, m := range measures {
		f := b.figure(r, i, m.best)
		low, high := b.figure(r, i, m.low), b.figure(r, i, m.high)
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
func (m *memo) claimsOf(figures [len(measures)]counts.Count) []incident.Claim {
	key := [len(measures)]figureKey{keyOf(figures[0]), keyOf(figures[1])}
	return m.claims.Of(key, func() (claims []incident.Claim) {
		for i, f := range figures {
			if f.Known() || f.Words != "" {
				claims = append(claims, incident.Claim{Measure: measures[i].measure, Scope: incident.Total,
					Bound: f.Bound(), Figure: f.Figure, Words: f.Words, Source: incident.TableSource})
			}
		}
		return slices.Clip(claims)
	})
}

// figureKey is a figure's low, best and high, -1 for what is not known, and its
// words.
type figureKey struct {
	numbers [3]int
	words   string
}

func keyOf(f counts.Count) (key figureKey) {
	key.words = f.Words
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

// figure reads the count in a cell of a column of one of the measures.
func (b *builder) figure(r *Row, of int, ro role) counts.Count {
	cell := b.cell(r, ro)
	if cell == "" {
		b.tellNone(r, ro)
		return counts.Count{}
	}
	b.tellOther(r, ro, cell)
	if strings.HasPrefix(cell, "-") {
		b.once.add(onceNegative, r.Number)
	}
	known := &b.memo.figures[of]
	c, ok := (*known)[cell]
	if ok {
		return c
	}
	if c, ok = counts.Parse(cell, measures[of].measure, b.marks); !ok {
		return b.notACount(r, ro, ro == measures[of].best, cell)
	}
	known.Put(cell, c)
	return c
}

// tellOther tells of a second column of the same figure that has another count.
func (b *builder) tellOther(r *Row, ro role, cell string) {
	for _, i := range b.others[ro] {
		v := r.at(i)
		isOther := strings.TrimSuffix(v, ".0") != strings.TrimSuffix(cell, ".0")
		if isOther && i != b.columns[ro] && isWhole(v, 0, counts.Limit) {
			b.once.add(otherNote(b.name(ro), b.table.Header[i]), r.Number)
		}
	}
}

// notACount tells of a cell that is no count. Of a best figure its words are kept.
func (b *builder) notACount(r *Row, ro role, best bool, cell string) (c counts.Count) {
	kept := "it is taken as not reported"
	if best {
		if c = wordsAlone(cell); c.Words != "" {
			kept = "its words are kept"
		}
	}
	b.note(r, report.RuleCount, b.name(ro),
		`%q is no count; a whole number, "at least 5", "more than 5", "up to 5", "about 5", "5+", "5-8", "dozens" or `+
			`"several" is allowed; %s`, cell, kept)
	return c
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
				if counts.PointThousands(b.cell(&b.assigned.sample.rows[i], ro)) {
					return true
				}
			}
		}
	}
	return false
}

// haveCommaDecimals reports whether a coordinate or a count of the sample has a comma before
// its decimals: one program writes all numbers of a file alike.
func (b *builder) haveCommaDecimals() bool {
	all := []role{roleLat, roleLon}
	for _, m := range measures {
		all = append(all, m.low, m.best, m.high)
	}
	for i := range b.assigned.sample.rows {
		for _, ro := range all {
			v := b.cell(&b.assigned.sample.rows[i], ro)
			if _, decimals, ok := strings.Cut(v, ","); ok && len(decimals) != 3 && isDigits(decimals) && isNumber(v) {
				return true
			}
		}
	}
	return false
}

// maxFigureWords is how long the words of a figure that is not read may be, in bytes.
const maxFigureWords = 200

// wordsAlone is a figure of words that no number is made of. Errors of spreadsheets are
// none.
func wordsAlone(cell string) counts.Count {
	if len(cell) > maxFigureWords || strings.HasPrefix(cell, "#") {
		return counts.Count{}
	}
	return counts.Count{Words: strings.Clone(cell)}
}

// tellNone tells of a cell that says none, which may be nobody or no value.
func (b *builder) tellNone(r *Row, ro role) {
	if i := b.columns[ro]; i >= 0 && strings.EqualFold(r.Text(i), "none") {
		b.once.add(onceNone, r.Number)
	}
}
