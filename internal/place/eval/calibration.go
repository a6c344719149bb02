package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"incidentmap/geo/gazetteer"
)

// NearM is the distance, in metres, that Summary.Near counts.
const NearM = 25_000

// Held is how often the circles of one kind of answers hold the truth.
type Held struct {
	// Name is the evidence, or the class, of the answers.
	Name string
	Rows int
	// Held is the share of the rows whose circle holds the truth, in 0..1.
	Held float64
	// RadiusM is the median radius; MedianM and P95M are percentiles of the error;
	// all in metres.
	RadiusM, MedianM, P95M float64
	// LacksM is what must be added to each radius, in metres, for 95 % of the circles
	// to hold the truth; negative where less would do.
	LacksM float64
}

// ByEvidence counts the answers by what they rest on.
func ByEvidence(outcomes []Outcome) []Held {
	return by(outcomes, func(m *gazetteer.Match) string { return string(m.Evidence) })
}

// ByClass counts the answers by their class.
func ByClass(outcomes []Outcome) []Held {
	return by(outcomes, func(m *gazetteer.Match) string { return string(m.Class) })
}

func by(outcomes []Outcome, name func(*gazetteer.Match) string) []Held {
	groups := map[string][]Outcome{}
	for _, o := range outcomes {
		key := "no place"
		if o.Result.Best != nil {
			key = name(o.Result.Best)
		}
		groups[key] = append(groups[key], o)
	}
	var out []Held
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, held(key, groups[key]))
	}
	return out
}

// held counts some answers.
func held(name string, outcomes []Outcome) Held {
	h := Held{Name: name, Rows: len(outcomes)}
	var inside share
	var errors, radii, lacks []float64
	for _, o := range outcomes {
		if o.Result.Best != nil {
			inside.add(o.excess() <= 0)
			errors, radii = append(errors, o.ErrorM), append(radii, o.Result.Best.RadiusM)
			lacks = append(lacks, o.excess())
		}
	}
	h.LacksM = percentile(lacks, 95)
	h.Held, h.RadiusM = inside.of(), percentile(radii, 50)
	h.MedianM, h.P95M = percentile(errors, 50), percentile(errors, 95)
	return h
}

// Near is the share of the rows that are answered within NearM of the truth.
func Near(outcomes []Outcome) float64 {
	var near share
	for _, o := range outcomes {
		near.add(o.Result.Best != nil && o.ErrorM <= NearM)
	}
	return near.of()
}

// MedianRadius is the median radius of the answers, in metres.
func MedianRadius(outcomes []Outcome) float64 { return held("", outcomes).RadiusM }

// WriteHeld prints a table of what the circles hold.
func WriteHeld(w io.Writer, title string, lines []Held) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(cells ...string) { fmt.Fprintln(t, strings.Join(cells, "\t")) }
	row(title, "rows", "in radius", "radius km", "median km", "p95 km", "lacks km")
	for _, h := range lines {
		row(cmp.Or(h.Name, "-"), fmt.Sprint(h.Rows), percent(h.Held), km(h.RadiusM), km(h.MedianM), km(h.P95M),
			km(h.LacksM))
	}
	return t.Flush()
}
