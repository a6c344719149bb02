package incident

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// PartError is what is wrong with a part of an incident.
type PartError struct {
	// Member is the name of the part's member that is wrong, as the API has it.
	Member  string
	Message string
	Allowed []string
}

// Error implements error.
func (e *PartError) Error() string { return e.Message }

// wrongPart is the error of a member.
func wrongPart(member string, allowed []string, format string, args ...any) error {
	return &PartError{member, fmt.Sprintf(format, args...), allowed}
}

// Check reports what is wrong with a claim, if anything is: a *PartError.
func (c Claim) Check() error {
	if c.Measure == "" {
		return wrongPart("measure", []string{Killed, Injured, "another word"},
			"it does not say what it counts (killed, injured, …)")
	}
	if !slices.Contains(Scopes, c.Scope) {
		return wrongPart("scope", words(Scopes), "its scope %q is none of %s", c.Scope,
			strings.Join(words(Scopes), ", "))
	}
	last := 0
	for i, n := range []*int{c.Low, c.Best, c.High} {
		if n == nil {
			continue
		}
		member := []string{"low", "best", "high"}[i]
		if *n < last {
			return wrongPart(member, []string{"low <= best <= high, none below zero"},
				"its low, best and high are below zero or out of order")
		}
		if *n >= CountLimit {
			return wrongPart(member, []string{fmt.Sprintf("whole numbers below %d", CountLimit), "null"},
				"its figure %d is no count of people; numbers below %d are allowed", *n, CountLimit)
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
		return wrongPart("bound", words(Bounds), "its bound %q is none of %s", c.Bound,
			strings.Join(words(Bounds), ", "))
	case c.Bound == BoundOver && shown == BoundLeast && *c.Low > 0:
		return nil
	}
	return wrongPart("bound", []string{boundAsks[c.Bound]}, "its bound is %s, which asks for %s", c.Bound,
		boundAsks[c.Bound])
}

// boundAsks is what figures of each bound are like.
var boundAsks = map[Bound]string{
	BoundExact: "one number as low, best and high",
	BoundLeast: "one number as low and best, and no high",
	BoundOver:  "one number above 0 as low and best, which is one more than the source's, and no high",
}

// Check reports what is wrong with a statement, if anything is: a *PartError.
func (s Statement) Check() error {
	grades, ok := map[About][]string{AboutOccurrence: OccurrenceGrades, AboutAttribution: AttributionGrades}[s.About]
	if !ok {
		return wrongPart("about", []string{string(AboutOccurrence), string(AboutAttribution)},
			"it is about %q; occurrence and attribution are allowed", s.About)
	}
	if !slices.Contains(grades, s.Grade) {
		return wrongPart("grade", grades, "its grade %q is none of %s", s.Grade, strings.Join(grades, ", "))
	}
	return nil
}

// WebURL reports whether s is an absolute http or https address: the only ones
// that a page may link to.
func WebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
