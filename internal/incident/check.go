package incident

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Check reports what is wrong with a claim, if anything is.
func (c Claim) Check() error {
	if c.Measure == "" {
		return fmt.Errorf("it does not say what it counts (killed, injured, …)")
	}
	if !slices.Contains(Scopes, c.Scope) {
		return fmt.Errorf("its scope %q is none of %s", c.Scope, strings.Join(words(Scopes), ", "))
	}
	last := 0
	for _, n := range []*int{c.Low, c.Best, c.High} {
		if n == nil {
			continue
		}
		if *n < last {
			return fmt.Errorf("its low, best and high are below zero or out of order")
		}
		if *n >= CountLimit {
			return fmt.Errorf("its figure %d is no count of people; numbers below %d are allowed", *n, CountLimit)
		}
		last = *n
	}
	return c.checkBound()
}

// checkBound compares a claim's bound with its figure.
func (c Claim) checkBound() error {
	shown := c.Figure.Bound()
	switch {
	case c.Bound == "" || c.Bound == shown:
		return nil
	case !slices.Contains(Bounds, c.Bound):
		return fmt.Errorf("its bound %q is none of %s", c.Bound, strings.Join(words(Bounds), ", "))
	case c.Bound == BoundOver && shown == BoundLeast && *c.Low > 0:
		return nil
	}
	return fmt.Errorf("its bound is %s, which asks for %s", c.Bound, boundAsks[c.Bound])
}

// boundAsks is what figures of each bound are like.
var boundAsks = map[Bound]string{
	BoundExact: "one number as low, best and high",
	BoundLeast: "one number as low and best, and no high",
	BoundOver:  "one number above 0 as low and best, which is one more than the source's, and no high",
}

// Check reports what is wrong with a statement, if anything is.
func (s Statement) Check() error {
	grades, ok := map[About][]string{AboutOccurrence: OccurrenceGrades, AboutAttribution: AttributionGrades}[s.About]
	if !ok {
		return fmt.Errorf("it is about %q; occurrence and attribution are allowed", s.About)
	}
	if !slices.Contains(grades, s.Grade) {
		return fmt.Errorf("its grade %q is none of %s", s.Grade, strings.Join(grades, ", "))
	}
	return nil
}

// WebURL reports whether s is an absolute http or https address: the only ones
// that a page may link to.
func WebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
