package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// large is a figure that is likelier misspelt than right.
const large = 1_000_000

func (s *subject) checkFigures(r *record) { s.checkClaims(r, r.Claims, r.Sources, nil) }

// checkClaims checks the claims of a record, or of a group at a path.
func (s *subject) checkClaims(r *record, claims []incident.Claim, sources []incident.Source, base []any) {
	for i, c := range claims {
		path := func(key string) []any { return append(slices.Clone(base), "claims", i, key) }
		s.checkClaim(r, c, sources, path)
		if slices.ContainsFunc(claims[:i], func(o incident.Claim) bool {
			return sameClaim(o, c) &&
				o.Source == c.Source
		}) {
			s.find(report.RuleClaimTwice, r, path("words"), "", "the same claim stands before it")
		}
	}
	for _, m := range measuresOf(claims) {
		s.checkSums(r, claims, m, base)
		s.checkPreferred(r, claims, m, base)
	}
}

func (s *subject) checkClaim(r *record, c incident.Claim, sources []incident.Source, path func(string) []any) {
	if c.Measure == "" {
		s.find(report.RuleMissing, r, path("measure"), list(measures), "it does not say what is counted")
	}
	if !slices.Contains(incident.Scopes, c.Scope) {
		s.find(report.RuleWord, r, path("scope"), fmt.Sprint(incident.Scopes), "%q is no scope", c.Scope)
	}
	if !ordered(c.Figure) {
		s.find(report.RuleOrder, r, path("low"), fmt.Sprintf("low <= best <= high, none below zero, all below %d",
			incident.CountLimit), "the figures are %s",
			figureText(c.Figure))
	}
	if c.Bound != "" && !slices.Contains(incident.Bounds, c.Bound) {
		s.find(report.RuleWord, r, path("bound"), fmt.Sprint(incident.Bounds), "%q is no bound", c.Bound)
	}
	if c.Known() && !slices.ContainsFunc(sources, func(src incident.Source) bool {
		return src.Key == c.Source &&
			c.Source != ""
	}) {
		s.find(report.RuleNoSource, r, path("source"), list(sourceKeys(sources)),
			"the source %q of the figure is none of the record's", c.Source)
	}
	for _, n := range bounds(c.Figure) {
		if n > large {
			s.find(report.RuleLarge, r, path("high"), "", "%d people is more than a million", n)
			break
		}
	}
	if what := contradicted(c); what != "" {
		s.find(report.RuleWords, r, path("words"), "the figure of the words", "%s, but the figures are %s", what,
			figureText(c.Figure))
	}
}

func sourceKeys(sources []incident.Source) []string {
	out := make([]string, len(sources))
	for i, src := range sources {
		out[i] = src.Key
	}
	return out
}

func bounds(f incident.Figure) []int {
	var out []int
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n != nil {
			out = append(out, *n)
		}
	}
	return out
}

func ordered(f incident.Figure) bool {
	known := bounds(f)
	return slices.IsSorted(known) && (len(known) == 0 || known[0] >= 0 && known[len(known)-1] < incident.CountLimit)
}

func figureText(f incident.Figure) string {
	text := func(n *int) string {
		if n == nil {
			return "unknown"
		}
		return strconv.Itoa(*n)
	}
	return fmt.Sprintf("low %s, best %s, high %s", text(f.Low), text(f.Best), text(f.High))
}

func measuresOf(claims []incident.Claim) []string {
	var out []string
	for _, c := range claims {
		if !slices.Contains(out, c.Measure) {
			out = append(out, c.Measure)
		}
	}
	return out
}

// checkSums compares the subsets and the parts of each total with it.
func (s *subject) checkSums(r *record, claims []incident.Claim, measure string, base []any) {
	total := incident.FigureOf(claims, measure)
	for i, c := range claims {
		path := append(slices.Clone(base), "claims", i)
		if c.Measure != measure || !c.Known() {
			continue
		}
		switch {
		case c.Scope == incident.Subset && total.High != nil && bounds(c.Figure)[0] > *total.High:
			s.find(report.RuleSubset, r, path, fmt.Sprintf("at most %d", *total.High),
				"a subset of %s is larger than the total", figureText(c.Figure))
		case c.Scope == incident.Total:
			s.checkParts(r, claims, c, path)
		}
	}
}

// checkParts compares a total with the sum of the parts of the same source.
func (s *subject) checkParts(r *record, claims []incident.Claim, total incident.Claim, path []any) {
	low, high, open, parts := 0, 0, false, 0
	for _, c := range claims {
		if c.Measure != total.Measure || c.Scope != incident.Part || c.Source != total.Source || c.By != total.By {
			continue
		}
		parts++
		if known := bounds(c.Figure); len(known) > 0 {
			low, high = low+known[0], high+known[len(known)-1]
		}
		open = open || c.High == nil
	}
	if parts == 0 {
		return
	}
	if total.High != nil && low > *total.High {
		s.find(report.RuleParts, r, path, fmt.Sprintf("at least %d", low), "the %d parts add up to %d, the total is %s",
			parts, low, figureText(total.Figure))
	}
	if total.Low != nil && !open && high < *total.Low {
		s.find(report.RuleParts, r, path, fmt.Sprintf("at most %d", high), "the %d parts add up to %d, the total is %s",
			parts, high, figureText(total.Figure))
	}
}

// checkPreferred asks for one preferred figure where totals differ.
func (s *subject) checkPreferred(r *record, claims []incident.Claim, measure string, base []any) {
	var preferred, last int
	figures := map[string]bool{}
	for i, c := range claims {
		if c.Measure != measure || !c.Known() || c.Scope != incident.Total {
			continue
		}
		figures[figureText(c.Figure)] = true
		last = i
		if c.Preferred {
			preferred++
		}
	}
	path := append(slices.Clone(base), "claims", last, "preferred")
	if preferred > 1 {
		s.find(report.RulePreferred, r, path, "one", "%d totals of %s are preferred", preferred, measure)
	}
	if preferred == 0 && len(figures) > 1 {
		s.find(report.RulePreferred, r, path, "one: that of the most specific passage",
			"%d totals of %s differ and none is preferred", len(figures), measure)
	}
}

var (
	digits  = regexp.MustCompile(`\d[\d,\x{00A0}]*`)
	atLeast = regexp.MustCompile(`(?i)\b(?:at least|more than|over|no fewer than)\b`)
	over    = regexp.MustCompile(`(?i)\b(?:more than|over)\b`)
)

// contradicted says what of a claim's words its figure does not agree with.
func contradicted(c incident.Claim) string {
	if !c.Known() {
		return ""
	}
	if m := atLeast.FindString(c.Words); m != "" && c.High != nil && c.Best != nil && *c.High == *c.Best {
		return fmt.Sprintf("the words say %q", m)
	}
	if m := over.FindString(c.Words); m != "" && c.Bound == incident.BoundLeast {
		return fmt.Sprintf("the words say %q, which is the bound %s", m, incident.BoundOver)
	}
	texts := digits.FindAllString(c.Words, -1)
	if len(texts) == 0 || saysFigure(texts, c) {
		return ""
	}
	return fmt.Sprintf("the words say %s", strings.Join(texts, ", "))
}

// saysFigure reports whether one of the numbers is the claim's figure, or all of
// them together are.
func saysFigure(texts []string, c incident.Claim) bool {
	known, sum := bounds(c.Figure), 0
	if c.Bound == incident.BoundOver {
		known = []int{*c.Low - 1}
	}
	if c.Low == nil && c.Best == nil { // fewer than
		known = append(known, *c.High+1)
	}
	for _, text := range texts {
		n, err := strconv.Atoi(strings.NewReplacer(",", "", "\u00a0", "").Replace(text))
		if err != nil || slices.Contains(known, n) {
			return true
		}
		sum += n
	}
	return slices.Contains(known, sum)
}
