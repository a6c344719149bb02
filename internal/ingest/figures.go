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
	var figures [len(measures)]incident.Figure
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
		figures[i] = b.ordered(r, m.best, f)
	}
	inc.Claims = b.memo.claimsOf(figures)
	return nil
}

// claimsOf makes claims of the figures of all measures, as far as they are
// known.
func (m *memo) claimsOf(figures [len(measures)]incident.Figure) []incident.Claim {
	key := [len(measures)]figureKey{keyOf(figures[0]), keyOf(figures[1])}
	claims, ok := m.claims[key]
	if !ok {
		for i, f := range figures {
			if f.Known() {
				claims = append(claims, incident.Claim{Measure: measures[i].measure, Scope: incident.Total, Bound: f.Bound(), Figure: f, Source: tableSource})
			}
		}
		claims = slices.Clip(claims)
		m.claims.put(key, claims)
	}
	return claims
}

// figureKey is a figure's low, best and high; -1 for what is not known.
type figureKey [3]int

func keyOf(f incident.Figure) (key figureKey) {
	for i, n := range []*int{f.Low, f.Best, f.High} {
		key[i] = -1
		if n != nil {
			key[i] = *n
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
	b.note(r, report.RuleOrder, b.name(column), "low, best and high are out of order; the range was widened to hold them all")
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

var (
	atLeast  = regexp.MustCompile(`^(?:>=?|at least|more than|over)\s*(\d+)$|^(\d+)\s*\+$`)
	interval = regexp.MustCompile(`^(\d+)\s*(?:-|–|to)\s*(\d+)$`)
)

// figure reads the count in a cell.
func (b *builder) figure(r *Row, ro role) incident.Figure {
	cell := b.cell(r, ro)
	if cell == "" {
		return incident.Figure{}
	}
	f, ok := b.memo.figures[cell]
	if ok {
		return f
	}
	v := strings.ToLower(strings.ReplaceAll(cell, ",", ""))
	if f, ok = count(v); !ok {
		b.note(r, report.RuleCount, b.name(ro), "%q is no count; a whole number, \"at least 5\", \"5+\" or \"5-8\" is allowed; it is taken as not reported", v)
		return f
	}
	b.memo.figures.put(cell, f)
	return f
}

// count reads a number, "at least n", or a range. Codes below zero stand for
// unknown (GTD, UCDP).
func count(v string) (f incident.Figure, ok bool) {
	if v == "" {
		return incident.Figure{}, true
	}
	if f, err := strconv.ParseFloat(v, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1e9 {
		if f < 0 {
			return incident.Figure{}, true
		}
		return incident.Exactly(int(f)), true
	}
	if m := atLeast.FindStringSubmatch(v); m != nil {
		if n, err := strconv.Atoi(m[1] + m[2]); err == nil && n < 1e9 {
			return incident.AtLeast(n), true
		}
	}
	if m := interval.FindStringSubmatch(v); m != nil {
		low, errLow := strconv.Atoi(m[1])
		high, errHigh := strconv.Atoi(m[2])
		if errLow == nil && errHigh == nil && low <= high && high < 1e9 {
			return incident.Figure{Low: &low, High: &high}, true
		}
	}
	return incident.Figure{}, false
}
