package incident_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/incident"
)

func show(f incident.Figure) string {
	s := ""
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n == nil {
			s += "- "
		} else {
			s += fmt.Sprint(*n, " ")
		}
	}
	return s[:len(s)-1]
}

func total(f incident.Figure, source string) incident.Claim {
	return incident.Claim{Measure: incident.Killed, Scope: incident.Total, Figure: f, Source: source}
}

func part(f incident.Figure, source string) incident.Claim {
	return incident.Claim{Measure: incident.Killed, Scope: incident.Part, Figure: f, Source: source}
}

func subset(f incident.Figure, source string) incident.Claim {
	return incident.Claim{Measure: incident.Killed, Scope: incident.Subset, Figure: f, Source: source}
}

func by(who string, c incident.Claim) incident.Claim {
	c.By = who
	return c
}

func preferred(c incident.Claim) incident.Claim {
	c.Preferred = true
	return c
}

func TestFigureOf(t *testing.T) {
	n, least, unknown := incident.Exactly, incident.AtLeast, incident.Figure{}
	for _, c := range []struct {
		name   string
		claims []incident.Claim
		want   string
	}{
		{"no claim", nil, "- - -"},
		{"one figure", []incident.Claim{total(n(56), "a")}, "56 56 56"},
		{"nobody killed is a figure", []incident.Claim{total(n(0), "a")}, "0 0 0"},
		{"at least", []incident.Claim{total(least(32), "a")}, "32 32 -"},
		{"a range", []incident.Claim{total(between(3, 5, 9), "a")}, "3 5 9"},
		{"Kerman: sources differ, the specific one is best", []incident.Claim{total(n(94), "intro"),
			preferred(total(n(96), "external"))}, "94 96 96"},
		{"sources differ, the first is best", []incident.Claim{total(n(94), "intro"), total(n(96), "external")},
			"94 94 96"},
		{"the airport: over 170, or 13 and at least 169", []incident.Claim{
			preferred(total(least(170), "attacks")), subset(n(28), "attacks"), subset(n(13), "attacks"),
			part(n(13), "intro"), part(least(169), "intro")}, "170 170 -"},
		{"parts add up", []incident.Claim{part(n(1), "a"), part(n(20), "a")}, "21 21 21"},
		{"a part is unknown: at least the others", []incident.Claim{part(n(1), "a"), part(unknown, "a"),
			part(n(2), "a")}, "3 - -"},
		{"all parts are unknown", []incident.Claim{part(unknown, "a"), part(unknown, "a")}, "- - -"},
		{"a subset is no total", []incident.Claim{subset(n(1), "a")}, "- - -"},
		{"a total explains its parts", []incident.Claim{total(n(10), "a"), part(n(3), "a"), part(n(7), "a")},
			"10 10 10"},
		{"an unknown total leaves the parts", []incident.Claim{total(unknown, "a"), part(n(3), "a"), part(n(7), "a")},
			"10 10 10"},
		{"two accounts of one source are not added", []incident.Claim{by("NDS", part(n(22), "a")),
			by("Taliban", part(n(7), "a"))}, "22 - 29"},
		{"each party's parts are", []incident.Claim{by("x", part(n(2), "a")), by("y", part(n(4), "a")),
			by("x", part(n(3), "a"))}, "5 - 9"},
		{"one of the accounts is open", []incident.Claim{by("x", part(least(2), "a")), by("y", part(n(4), "a"))},
			"4 - -"},
		{"more than is one more at least", []incident.Claim{total(incident.Over(170), "a"),
			preferred(total(least(182), "b"))}, "171 182 -"},
		{"another measure", []incident.Claim{{Measure: incident.Injured, Scope: incident.Total, Figure: n(9),
			Source: "a"}}, "- - -"},
	} {
		if got := show(incident.FigureOf(c.claims, incident.Killed)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// drawFigure draws figures as claims have them: unknown ones too.
func drawFigure(t *rapid.T) incident.Figure {
	n := rapid.SliceOfN(rapid.IntRange(1, 500), 3, 3).Draw(t, "n")
	low, best, high := n[0], n[0]+n[1], n[0]+n[1]+n[2]
	return rapid.SampledFrom([]incident.Figure{{}, incident.Exactly(low), incident.AtLeast(low),
		between(low, best, high), {Low: &low, High: &high}}).Draw(t, "figure")
}

var drawClaims = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) incident.Claim {
	return incident.Claim{Measure: rapid.SampledFrom([]string{incident.Killed, incident.Injured}).Draw(t, "measure"),
		Scope:  rapid.SampledFrom(incident.Scopes).Draw(t, "scope"),
		Source: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "source"), By: rapid.SampledFrom([]string{"",
			"x"}).Draw(t, "by"),
		Preferred: rapid.Bool().Draw(t, "preferred"), Figure: drawFigure(t)}
}), 0, 8)

func TestFiguresAreOrderedAndNeverInvented(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims := drawClaims.Draw(t, "claims")
		f := incident.FigureOf(claims, incident.Killed)
		last := 0
		for _, n := range []*int{f.Low, f.Best, f.High} {
			if n == nil {
				continue
			}
			if *n < last {
				t.Fatalf("out of order: %s", show(f))
			}
			if *n == 0 {
				t.Fatalf("a 0 that no claim has: %s", show(f))
			}
			last = *n
		}
		counted := false
		for _, c := range claims {
			counted = counted || (c.Measure == incident.Killed && c.Scope != incident.Subset && c.Known())
		}
		if f.Known() != counted {
			t.Fatalf("known is %v, but a claim that counts is %v", f.Known(), counted)
		}
	})
}

func TestSubsetsNeverCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims := drawClaims.Draw(t, "claims")
		with := append(append([]incident.Claim{}, claims...), subset(drawFigure(t), "a"))
		a, b := incident.FigureOf(claims, incident.Killed), incident.FigureOf(with, incident.Killed)
		if show(a) != show(b) {
			t.Fatalf("%s became %s", show(a), show(b))
		}
	})
}

func record(id, group string, claims []incident.Claim) *incident.Record {
	return incident.NewRecord(incident.Profile{}, incident.Incident{ID: id, Dataset: "d", Group: group, Claims: claims},
		&incident.Dataset{})
}

// TestSharedClaimsOnce: however many members of a group are summed, and in
// whatever order, the group's figure is in the sum once.
func TestSharedClaimsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := map[string]*incident.Group{"g": {ID: "g", Claims: drawClaims.Draw(t, "g")},
			"h": {ID: "h", Claims: drawClaims.Draw(t, "h")}}
		find := func(_, id string) *incident.Group { return groups[id] }
		records := []*incident.Record{}
		members := map[string]bool{}
		for i := range rapid.IntRange(0, 12).Draw(t, "records") {
			group := rapid.SampledFrom([]string{"", "g", "h"}).Draw(t, "group")
			claims := drawClaims.Draw(t, "claims")
			if group != "" {
				claims = nil
				members[group] = true
			}
			records = append(records, record(fmt.Sprint(i), group, claims))
		}
		want, unreported := 0, 0
		low := 0
		add := func(f incident.Figure) {
			if f.Known() {
				want++
				low += *firstOf(f)
			}
		}
		for _, r := range records {
			if r.Group == "" {
				add(r.Fatalities)
				if !r.Fatalities.Known() {
					unreported++
				}
			} else if !incident.FigureOf(groups[r.Group].Claims, incident.Killed).Known() {
				unreported++
			}
		}
		for g := range members {
			add(incident.FigureOf(groups[g].Claims, incident.Killed))
		}
		sum := incident.NewSummer(incident.Killed, find)
		for _, i := range rapid.Permutation(indices(len(records))).Draw(t, "order") {
			sum.AddTimes(records[i], 1)
		}
		got := sum.Tally()
		if got.Reported != want || got.Unreported != unreported || got.Low != low {
			t.Fatalf("%+v: want %d reported, %d not, low %d", got, want, unreported, low)
		}
		if got.Low > got.Best || got.Best > got.High || got.OpenEnded > got.Reported {
			t.Fatalf("out of order: %+v", got)
		}
	})
}

func firstOf(f incident.Figure) *int {
	for _, n := range []*int{f.Low, f.Best, f.High} {
		if n != nil {
			return n
		}
	}
	return nil
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// A figure from before there was a limit is no count, and is not added to others.
func TestFigureBeyondTheLimit(t *testing.T) {
	claim := func(scope incident.Scope, n int, source string) incident.Claim {
		return incident.Claim{Measure: incident.Killed, Scope: scope, Figure: incident.Exactly(n), Source: source}
	}
	for name, claims := range map[string][]incident.Claim{
		"one claim":  {claim(incident.Total, incident.CountLimit, "a")},
		"two claims": {claim(incident.Total, 1e18, "a"), claim(incident.Total, 1e18, "b")},
		"parts":      {claim(incident.Part, 1e18, "a"), claim(incident.Part, incident.CountLimit, "a")},
	} {
		if f := incident.FigureOf(claims, incident.Killed); f.Known() {
			t.Errorf("%s: %v", name, f)
		}
	}
	greatest := []incident.Claim{claim(incident.Total, incident.CountLimit-1, "a")}
	if !incident.FigureOf(greatest, incident.Killed).Known() {
		t.Error("the greatest count is none")
	}
}
