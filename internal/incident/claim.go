package incident

import "slices"

// Claim is one casualty figure as one source gives it.
type Claim struct {
	// Measure is what is counted: killed, injured, arrested,
	// displaced_families, ….
	Measure string `json:"measure"`
	Scope   Scope  `json:"scope"`
	// Who the figure is about, such as "U.S. soldiers"; empty for everyone.
	Who string `json:"who,omitempty"`
	// By is who gave the figure, where the source passes it on as theirs;
	// empty for the source itself.
	By string `json:"by,omitempty"`
	// Bound is how the source words the figure; empty where it gives none, or
	// a range.
	Bound Bound `json:"bound,omitempty"`
	Figure
	// Words quotes the figure as the source words it ("over 170").
	Words string `json:"words,omitempty"`
	// Source is the Key of the incident's (or group's) source.
	Source string `json:"source"`
	// Preferred marks the most specific passage where sources differ; its
	// figure is the best one. Without a mark the first estimate is.
	Preferred bool `json:"preferred,omitempty"`
}

// The measures that reach the flat columns.
const (
	Killed  = "killed"
	Injured = "injured"
)

// Scope says how a claim's figure relates to the incident's total.
type Scope string

// Total is everyone; Part is one of several figures that add up to the total
// of their source; Subset is contained in another figure and never added.
const (
	Total  Scope = "total"
	Part   Scope = "part"
	Subset Scope = "subset"
)

// Scopes lists them.
var Scopes = []Scope{Total, Part, Subset}

// Bound says what kind of bound a source words a figure as.
type Bound string

// The bounds: "n", "at least n", and "more than n", of which the figure's low
// and best are n + 1.
const (
	BoundExact Bound = "exact"
	BoundLeast Bound = "least"
	BoundOver  Bound = "over"
)

// WithBound is the claim with the bound that its figure shows, if it has none
// of its own.
func (c Claim) WithBound() Claim {
	if c.Bound == "" {
		c.Bound = c.Figure.Bound()
	}
	return c
}

// Bounds lists them.
var Bounds = []Bound{BoundExact, BoundLeast, BoundOver}

// Figure is a count that may be uncertain. A nil bound is unknown, which is
// never the same as zero: no High means that nobody gave an upper bound.
type Figure struct {
	Low  *int `json:"low"`
	Best *int `json:"best"`
	High *int `json:"high"`
}

// CountLimit is above every number of a figure: what is not below it is no count of people,
// and is not added to others.
const CountLimit = 1_000_000_000

// counted is the figure; that of a claim from before the limit was kept may be no count, and
// is unknown.
func (f Figure) counted() Figure {
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n != nil && *n >= CountLimit {
			return Figure{}
		}
	}
	return f
}

// Exactly is the figure n: low, best and high are n.
func Exactly(n int) Figure { return Figure{&n, &n, &n} }

// AtLeast is "at least n": low and best are n, no upper bound is known.
func AtLeast(n int) Figure { return Figure{Low: &n, Best: &n} }

// Over is "more than n": at least n + 1.
func Over(n int) Figure { return AtLeast(n + 1) }

// Bound is the bound that the figure shows: exact where it is one number, least
// where nobody gave an upper bound, none for a range.
func (f Figure) Bound() Bound {
	switch {
	case f.Low == nil || f.Best == nil || *f.Best != *f.Low:
		return ""
	case f.High == nil:
		return BoundLeast
	case *f.High == *f.Low:
		return BoundExact
	}
	return ""
}

// Known reports whether the figure says anything.
func (f Figure) Known() bool { return f.Low != nil || f.Best != nil || f.High != nil }

// plus adds two parts of one total. The sum is at least what is known of
// either, but its best figure and upper bound are known only if both are.
func (f Figure) plus(g Figure) Figure {
	return Figure{Low: addKnown(f.Low, g.Low), Best: addBoth(f.Best, g.Best), High: addBoth(f.High, g.High)}
}

// span reconciles two accounts of the same total: the lowest low and the
// highest high. An account without an upper bound leaves the whole without
// one. Best stays f's.
func (f Figure) span(g Figure) Figure {
	out := Figure{Low: f.Low, Best: f.Best}
	if out.Low == nil || (g.Low != nil && *g.Low < *out.Low) {
		out.Low = g.Low
	}
	if f.High != nil && g.High != nil {
		high := max(*f.High, *g.High)
		out.High = &high
	}
	if out.Best == nil {
		out.Best = g.Best
	}
	return out
}

func addKnown(a, b *int) *int {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return addBoth(a, b)
}

func addBoth(a, b *int) *int {
	if a == nil || b == nil {
		return nil
	}
	n := *a + *b
	return &n
}

// Flat is the one number that stands for the figure in ranges and sums: best,
// or low where no best is known; nil where neither is.
func (f Figure) Flat() *int {
	if f.Best != nil {
		return f.Best
	}
	return f.Low
}

// FigureOf works out the flat figure of a measure from all claims: every
// source that gives a total, or parts that add up to one, is an estimate;
// where several sources differ, low is the lowest, high the highest, and best
// that of the preferred one. Subsets never count. The figure is unknown (all
// nil) when no source gives a total.
func FigureOf(claims []Claim, measure string) Figure {
	if len(claims) == 0 {
		return Figure{}
	}
	if c := &claims[0]; len(claims) == 1 && c.Scope == Total { // as most are
		if c.Measure == measure {
			return c.counted()
		}
		return Figure{}
	}
	var out Figure
	for i, e := range estimates(claims, measure) {
		if i == 0 {
			out = e
			continue
		}
		out = out.span(e)
	}
	return out
}

// estimates returns one figure a source and total, the preferred one first.
func estimates(claims []Claim, measure string) []Figure {
	var out []Figure
	summed := map[string]bool{}
	for _, c := range claims {
		if c.Measure != measure {
			continue
		}
		var e Figure
		switch {
		case c.Scope == Total:
			e = c.counted()
		case c.Scope == Part && !summed[c.Source] && !hasTotal(claims, measure, c.Source):
			summed[c.Source] = true
			e = partsOf(claims, measure, c.Source)
		}
		if !e.Known() {
			continue
		}
		if c.Preferred {
			out = append([]Figure{e}, out...)
		} else {
			out = append(out, e)
		}
	}
	return out
}

func hasTotal(claims []Claim, measure, source string) bool {
	return slices.ContainsFunc(claims, func(c Claim) bool {
		return c.Measure == measure && c.Source == source && c.Scope == Total && c.Known()
	})
}

// partsOf joins the parts that a source tells. Those of one party add up. What
// different parties give does not: each may leave out, or deny, what the other
// tells. So many died as one of them says at least, and as all say at most.
func partsOf(claims []Claim, measure, source string) Figure {
	var sums []Figure
	var parties []string
	for _, c := range claims {
		if c.Measure != measure || c.Source != source || c.Scope != Part {
			continue
		}
		if i := slices.Index(parties, c.By); i >= 0 {
			sums[i] = sums[i].plus(c.counted())
		} else {
			sums, parties = append(sums, c.counted()), append(parties, c.By)
		}
	}
	out := sums[0]
	for _, other := range sums[1:] {
		out = Figure{Low: larger(out.Low, other.Low), High: addBoth(out.High, other.High)}
	}
	return out
}

func larger(a, b *int) *int {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}
