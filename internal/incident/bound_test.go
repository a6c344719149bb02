package incident_test

import (
	"strings"
	"testing"

	"incidentmap/internal/incident"
)

// TestBounds: a claim's bound is what its figure shows, or that it is one more
// than the source's number.
func TestBounds(t *testing.T) {
	two, five := 2, 5
	for figure, want := range map[*incident.Figure]incident.Bound{
		{}: "", ptr(incident.Exactly(3)): incident.BoundExact, ptr(incident.AtLeast(3)): incident.BoundLeast,
		ptr(incident.Over(170)): incident.BoundLeast, ptr(between(2, 3, 5)): "", {Low: &two,
			High: &five}: "", {Best: &two}: "",
	} {
		if got := figure.Bound(); got != want {
			t.Errorf("%s: %q, want %q", show(*figure), got, want)
		}
	}
	claim := func(b incident.Bound, f incident.Figure) incident.Claim {
		return incident.Claim{Measure: "killed", Scope: incident.Total, Bound: b, Figure: f}
	}
	for _, good := range []incident.Claim{claim("over", incident.Over(0)), claim("least", incident.AtLeast(0)),
		claim("exact", incident.Exactly(2)), claim("", between(1, 2, 3))} {
		if err := good.Check(); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
	for _, bad := range []struct {
		incident.Claim
		want string
	}{
		{claim("over", incident.Exactly(2)), "no high"}, {claim("over", incident.AtLeast(0)),
			"above 0"}, {claim("exact", incident.Figure{}), "one number"},
		{claim("least", between(1, 2, 3)), "no high"}, {claim("most", incident.Exactly(2)),
			"none of exact, least, over"},
	} {
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%+v: %v, want %q", bad.Claim, err, bad.want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// between is a range with a best figure in it.
func between(low, best, high int) incident.Figure {
	return incident.Figure{Low: &low, Best: &best, High: &high}
}
