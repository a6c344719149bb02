package eval

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"incidentmap/geo/gazetteer"
)

// Line is one line of the table: the figures of a group, or of one class of
// answers within it. Shares are in 0..1 and NaN where nothing was counted.
type Line struct {
	Group string
	Class string // "all", or a class of answers
	Rows  int
	// Resolved and Abstained are shares of the rows.
	Resolved, Abstained float64
	// MedianM and NinetiethM are percentiles of the error in metres, and Within the
	// shares of the answers that are nearer than WithinM.
	MedianM, NinetiethM float64
	Within              [len(WithinM)]float64
	// Admin1 and Country are the shares of right ones of those that can be compared.
	Admin1, Country float64
	// Inside is the share of the answers whose radius holds the truth, and RadiusM the
	// median radius in metres.
	Inside, RadiusM float64
}

// WithinM are the distances, in metres, that Line.Within counts.
var WithinM = [3]float64{10_000, 25_000, 50_000}

// classes in the order in which they are printed.
var classes = []gazetteer.Class{gazetteer.Exact, gazetteer.Vicinity, gazetteer.Locality, gazetteer.Admin2,
	gazetteer.Admin1,
	gazetteer.Area, gazetteer.Offshore, gazetteer.Country}

// Table counts outcomes: for each group, and for all groups together where there
// is more than one, a line of all its rows and one of each class of answers.
func Table(outcomes []Outcome) []Line {
	groups := map[string][]Outcome{}
	for _, o := range outcomes {
		groups[o.Row.Group] = append(groups[o.Row.Group], o)
	}
	var lines []Line
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		lines = appendGroup(lines, name, groups[name])
	}
	if len(groups) > 1 {
		lines = appendGroup(lines, "all", outcomes)
	}
	return lines
}

func appendGroup(lines []Line, name string, outcomes []Outcome) []Line {
	return appendEach(append(lines, count(name, "all", outcomes)), name, outcomes, classes, Outcome.Class)
}

// appendEach appends a line of the outcomes of each kind that there are.
func appendEach[K ~string](lines []Line, group string, outcomes []Outcome, kinds []K, kind func(Outcome) K) []Line {
	for _, k := range kinds {
		some := slices.DeleteFunc(slices.Clone(outcomes), func(o Outcome) bool { return kind(o) != k })
		if len(some) > 0 {
			lines = append(lines, count(group, string(k), some))
		}
	}
	return lines
}

// Ways in which a row was placed.
const (
	byName = "its own name"
	byUnit = "what it lies in"
	byNone = "country or none"
)

// Ways counts outcomes by what of the text they were placed by: the first name of
// the text, a unit that the text puts it in, or no more than the country.
func Ways(outcomes []Outcome) []Line {
	return appendEach(nil, "", outcomes, []string{byName, byUnit, byNone}, Outcome.way)
}

// way tells by what of its text a row was placed.
func (o Outcome) way() string {
	m := o.Result.Best
	switch {
	case m == nil || m.Class == gazetteer.Country || m.Class == gazetteer.Offshore:
		return byNone
	case o.Result.Read[0].Role == gazetteer.RolePlace || o.Result.Read[0].Role == gazetteer.RoleAlso:
		return byName
	}
	return byUnit
}

// count makes a line.
func count(group, class string, outcomes []Outcome) Line {
	l := Line{Group: group, Class: class, Rows: len(outcomes)}
	var resolved, inside share
	var admin1, country share
	var within [len(WithinM)]share
	var errors, radii []float64
	for _, o := range outcomes {
		resolved.add(!o.Abstained())
		if o.Result.Best == nil {
			continue
		}
		inside.add(o.excess() <= 0)
		admin1.judge(o.Admin1)
		country.judge(o.Country)
		for i, m := range WithinM {
			within[i].add(o.ErrorM <= m)
		}
		errors, radii = append(errors, o.ErrorM), append(radii, o.Result.Best.RadiusM)
	}
	l.Resolved, l.Abstained, l.Inside = resolved.of(), 1-resolved.of(), inside.of()
	l.Admin1, l.Country = admin1.of(), country.of()
	for i := range within {
		l.Within[i] = within[i].of()
	}
	l.MedianM, l.NinetiethM, l.RadiusM = percentile(errors, 50), percentile(errors, 90), percentile(radii, 50)
	return l
}

// share counts how many of some.
type share struct{ yes, all float64 }

func (s *share) add(yes bool) {
	s.all++
	if yes {
		s.yes++
	}
}

func (s *share) judge(v Verdict) {
	if v != Unknown {
		s.add(v == Right)
	}
}

func (s *share) of() float64 { return s.yes / s.all }

// percentile is the smallest value that p percent of the values do not exceed.
func percentile(values []float64, p int) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[max(0, (len(values)*p+99)/100-1)]
}

// Write prints a table, the first column under the given title where there is one.
func Write(w io.Writer, by string, lines []Line) error {
	return write(w, by, "class", lines, legend)
}

// WriteWays prints what Ways counted.
func WriteWays(w io.Writer, lines []Line) error { return write(w, "", "placed by", lines, "") }

func write(w io.Writer, by, class string, lines []Line, legend string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := []string{class, "rows", "resolved", "abstained", "median km", "p90 km", "<10 km", "<25 km", "<50 km",
		"admin1", "country", "in radius", "radius km"}
	if by != "" {
		head = append([]string{by}, head...)
	}
	fmt.Fprintln(t, strings.Join(head, "\t")+"\t")
	for _, l := range lines {
		cells := []string{l.Class, fmt.Sprint(l.Rows), percent(l.Resolved), percent(l.Abstained), km(l.MedianM),
			km(l.NinetiethM),
			percent(l.Within[0]), percent(l.Within[1]), percent(l.Within[2]), percent(l.Admin1), percent(l.Country),
			percent(l.Inside), km(l.RadiusM)}
		if by != "" {
			cells = append([]string{l.Group}, cells...)
		}
		fmt.Fprintln(t, strings.Join(cells, "\t")+"\t")
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, legend)
	return err
}

const legend = `
class: of the answer. resolved, abstained: shares of the rows; only a country, where the
text says more, counts as abstained. Distances, admin1, country, in radius: shares of the
rows with an answer; admin1 and country of those where both sides name one.
`

func percent(share float64) string {
	if share != share {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*share)
}

func km(m float64) string { return fmt.Sprintf("%.1f", m/1000) }
