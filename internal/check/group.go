package check

import (
	"fmt"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// sharedAtLeast is the least figure of two rows of a table that is taken for
// a sign that they share it: smaller ones are often equal by chance.
const sharedAtLeast = 5

// checkGroups checks what records say of groups. A group's own claims are
// checked where it is written.
func (s *subject) checkGroups() {
	members := map[string][]*record{}
	for i := range s.records {
		r := &s.records[i]
		if r.Group == "" {
			continue
		}
		members[r.Group] = append(members[r.Group], r)
		g := s.dataset.Group(r.Group)
		if g == nil {
			s.find(report.RuleGroup, r, at("group"), list(groupIDs(s.dataset)), "there is no group %q", r.Group)
			continue
		}
		for j, c := range r.Claims {
			if c.Scope != incident.Subset && incident.FigureOf(g.Claims, c.Measure).Known() && c.Known() {
				s.find(report.RuleGroup, r, at("claims", j), "subset, or no figure",
					"its group %q gives the %s; this figure would count twice", g.ID, c.Measure)
			}
		}
	}
	for id, list := range members {
		if len(list) == 1 && s.dataset.Group(id) != nil {
			s.find(report.RuleGroup, list[0], at("group"), "at least two members",
				"it is the only member of the group %q", id)
		}
	}
}

func groupIDs(d *incident.Dataset) []string {
	out := make([]string, len(d.Groups))
	for i, g := range d.Groups {
		out[i] = g.ID
	}
	return out
}

// sameClaim reports whether two claims say the same of the same people.
func sameClaim(a, b incident.Claim) bool {
	return a.Measure == b.Measure && a.Scope == b.Scope && a.Who == b.Who && a.Words == b.Words &&
		figureText(a.Figure) == figureText(b.Figure)
}

// checkShared finds totals that two records of the same days give in the same
// words of the same source: one figure for both.
func (s *subject) checkShared() {
	first := map[string]*record{}
	for i := range s.records {
		r := &s.records[i]
		for j, c := range r.Claims {
			key, rule := s.sharedKey(r, c)
			if key == "" {
				continue
			}
			other := first[key]
			if other == nil {
				first[key] = r
				continue
			}
			if other == r || (r.Group != "" && r.Group == other.Group) || slices.Contains(r.distinct, other.ID) ||
				slices.Contains(other.distinct, r.ID) {
				continue
			}
			row, _ := other.position("claims")
			s.find(rule, r, at("claims", j), "a group that owns the claim", "the %s of %s %d (%s) is the same: %s",
				c.Measure, other.unit, row, other.ID, figureText(c.Figure))
		}
	}
}

// sharedKey identifies a claim across records; it is empty where equal
// figures mean nothing.
func (s *subject) sharedKey(r *record, c incident.Claim) (string, report.Rule) {
	if c.Scope == incident.Subset || !c.Known() || r.Date.Text == "" {
		return "", report.Rule{}
	}
	if s.loose && c.Words == "" {
		if bounds(c.Figure)[0] < sharedAtLeast || len(r.Sources) == 0 || r.Sources[0].Title == r.file {
			return "", report.Rule{}
		}
		return fmt.Sprint(r.Date.Start, r.Date.End, c.Measure, figureText(c.Figure), r.Sources[0].Title,
			r.Sources[0].URL), report.RuleSharedRow
	}
	locator := ""
	for _, src := range r.Sources {
		if src.Key == c.Source {
			locator = src.Title + src.Locator + src.URL
		}
	}
	return fmt.Sprint(r.Date.Start, r.Date.End, c.Measure, c.Who, c.Words, figureText(c.Figure), locator),
		report.RuleShared
}
