package incident

// Claim is one casualty figure as one source gives it.
type Claim struct {
	// Measure is what is counted: killed, injured, arrested,
	// displaced_families, ….
	Measure string `json:"measure"`
	Scope   Scope  `json:"scope"`
	// Who the figure is about, such as "U.S. soldiers"; empty for everyone.
	Who string `json:"who,omitempty"`
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

// Figure is a count that may be uncertain. A nil bound is unknown, which is
// never the same as zero: no High means that nobody gave an upper bound.
type Figure struct {
	Low  *int `json:"low"`
	Best *int `json:"best"`
	High *int `json:"high"`
}

// Exactly is the figure n: low, best and high are n.
func Exactly(n int) Figure { return Figure{&n, &n, &n} }

// AtLeast is "at least n" or "more than n": low and best are n, no upper
// bound is known.
func AtLeast(n int) Figure { return Figure{Low: &n, Best: &n} }

// Between is a range with a best figure in it.
func Between(low, best, high int) Figure { return Figure{&low, &best, &high} }

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
			return c.Figure
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
			e = c.Figure
		case c.Scope == Part && !summed[c.Source] && !hasTotal(claims, measure, c.Source):
			summed[c.Source] = true
			e = sumParts(claims, measure, c.Source)
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
	for _, c := range claims {
		if c.Measure == measure && c.Source == source && c.Scope == Total && c.Known() {
			return true
		}
	}
	return false
}

func sumParts(claims []Claim, measure, source string) Figure {
	var sum Figure
	first := true
	for _, c := range claims {
		if c.Measure != measure || c.Source != source || c.Scope != Part {
			continue
		}
		if first {
			sum, first = c.Figure, false
		} else {
			sum = sum.plus(c.Figure)
		}
	}
	return sum
}
