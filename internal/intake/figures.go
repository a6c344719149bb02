package intake

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"incidentmap/internal/incident"
)

// tableSource is the key of the source that a row's own columns name.
const tableSource = "table"

// readFigures reads the casualties into claims, so that they pass the same
// arithmetic as every other.
func (b *builder) readFigures(r *Row, inc *incident.Incident) error {
	for _, m := range []struct {
		measure         string
		low, best, high role
	}{
		{incident.Killed, "fatalities_low", "fatalities_best", "fatalities_high"},
		{incident.Injured, "injuries_low", "injuries_best", "injuries_high"},
	} {
		f := b.figure(r, m.best)
		low, high := b.figure(r, m.low), b.figure(r, m.high)
		_, hasLow := b.roles[m.low]
		_, hasHigh := b.roles[m.high]
		// A column of its own says what the best figure alone would imply.
		if hasLow {
			f.Low = low.Best
		}
		if hasHigh {
			f.High = high.Best
		}
		if !f.Known() {
			continue
		}
		if f = b.ordered(r, m.best, f); f.Known() {
			inc.Claims = append(inc.Claims, incident.Claim{Measure: m.measure, Scope: incident.Total, Figure: f, Source: tableSource})
		}
	}
	return nil
}

// ordered keeps figures that are out of order, widening the range to hold
// them all, and says so.
func (b *builder) ordered(r *Row, column role, f incident.Figure) incident.Figure {
	known := []int{}
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n != nil {
			known = append(known, *n)
		}
	}
	for i := 1; i < len(known); i++ {
		if known[i-1] > known[i] {
			b.note(r, RuleOrder, b.name(column), "low, best and high are out of order; the range was widened to hold them all")
			return widen(f, known)
		}
	}
	return f
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

// figure reads a count: a number, "at least n", or a range. Codes below zero
// stand for unknown (GTD, UCDP).
func (b *builder) figure(r *Row, ro role) incident.Figure {
	v := strings.ToLower(strings.ReplaceAll(b.cell(r, ro), ",", ""))
	if v == "" {
		return incident.Figure{}
	}
	if f, err := strconv.ParseFloat(v, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1e9 {
		if f < 0 {
			return incident.Figure{}
		}
		return incident.Exactly(int(f))
	}
	if m := atLeast.FindStringSubmatch(v); m != nil {
		if n, err := strconv.Atoi(m[1] + m[2]); err == nil && n < 1e9 {
			return incident.AtLeast(n)
		}
	}
	if m := interval.FindStringSubmatch(v); m != nil {
		low, errLow := strconv.Atoi(m[1])
		high, errHigh := strconv.Atoi(m[2])
		if errLow == nil && errHigh == nil && low <= high && high < 1e9 {
			return incident.Figure{Low: &low, High: &high}
		}
	}
	b.note(r, RuleCount, b.name(ro), "%q is no count; a whole number, \"at least 5\", \"5+\" or \"5-8\" is allowed; it is taken as not reported", v)
	return incident.Figure{}
}

// readSource reads the row's sources: one an entry where the columns hold
// lists of equal length with semicolons, as UCDP GED and ACLED have them.
func (b *builder) readSource(r *Row, inc *incident.Incident) {
	titles := strings.Split(b.cell(r, "source"), ";")
	publishers, dates := strings.Split(b.cell(r, "publisher"), ";"), strings.Split(b.cell(r, "source_date"), ";")
	if !parallel(publishers, len(titles)) || !parallel(dates, len(titles)) {
		titles, publishers, dates = []string{b.cell(r, "source")}, []string{b.cell(r, "publisher")}, []string{b.cell(r, "source_date")}
	}
	for i, title := range titles {
		src := incident.Source{Key: tableSource, Title: strings.Trim(title, " \""), Publisher: entryOf(publishers, i), Date: entryOf(dates, i)}
		if i > 0 {
			src.Key = fmt.Sprintf("%s-%d", tableSource, i+1)
		} else {
			src.URL = b.cell(r, "url")
		}
		if src.Title == "" {
			src.Title = orElse(src.Publisher, orElse(src.URL, b.table.File))
		}
		inc.Sources = append(inc.Sources, src)
	}
}

// parallel reports whether a list is as long as the titles, or has one entry
// for them all.
func parallel(list []string, n int) bool { return len(list) == n || len(list) == 1 }

func entryOf(list []string, i int) string {
	if len(list) == 1 {
		i = 0
	}
	return strings.TrimSpace(list[i])
}

// checkSources keeps an address that does not lead to the web as plain text,
// so that no page links to it.
func (b *builder) checkSources(r *Row, inc *incident.Incident) error {
	for i, s := range inc.Sources {
		if s.URL == "" || incident.WebURL(s.URL) {
			continue
		}
		b.note(r, RuleURL, b.name("url"), "%.80q is no http or https address; it is kept as text", s.URL)
		if s.Title != s.URL {
			inc.Sources[i].Title = strings.TrimPrefix(s.Title+" ("+s.URL+")", " ")
		}
		inc.Sources[i].URL = ""
	}
	return nil
}

// readGrades reads the two grades as statements of the table.
func (b *builder) readGrades(r *Row, inc *incident.Incident) error {
	for _, g := range []struct {
		about   incident.About
		role    role
		allowed []string
		unsaid  string // the grade without any statement
	}{
		{incident.AboutOccurrence, "occurrence", incident.OccurrenceGrades, incident.Reported},
		{incident.AboutAttribution, "attribution", incident.AttributionGrades, incident.AttributionUnknown},
	} {
		v := strings.ToLower(b.cell(r, g.role))
		if v == "" || v == g.unsaid {
			continue
		}
		known := false
		for _, a := range g.allowed {
			known = known || a == v
		}
		if !known {
			b.note(r, RuleWord, b.name(g.role), "%q is none of %s; it is ignored", v, strings.Join(g.allowed, ", "))
			continue
		}
		inc.Statements = append(inc.Statements, incident.Statement{About: g.about, Grade: v, By: b.table.File, Source: tableSource})
	}
	return nil
}
