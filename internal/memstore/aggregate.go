package memstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// maxBins bounds a histogram.
const maxBins = 20_000

// Aggregate implements store.View.
func (v *view) Aggregate(ctx context.Context, f incident.Filter,
	a incident.Aggregation) (*incident.Aggregates, error) {
	set := v.set
	snap, q := v.plan(ctx, &f)
	ask, err := set.ask(snap, q, a)
	if err != nil {
		return nil, err
	}
	got := snap.Aggregate(q, ask)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := &incident.Aggregates{Matched: got.Matched, Unplaced: got.Unplaced,
		Facets: map[string][]incident.FacetValue{}}
	if a.Extent {
		out.Extent = extentOf(snap, q)
	}
	if a.Sums {
		out.Fatalities = set.tally(incident.Killed, columnKilled, got.Columns[0])
		out.Injuries = set.tally(incident.Injured, columnInjured, got.Columns[1])
	}
	for i, name := range a.Facets {
		facet, _ := set.dataset.Facet(name)
		chosen := f.Choices[name]
		if own := ask.Facets[i] - firstOwn; own >= 0 {
			chosen = f.Extra[own]
		}
		values := facetValues(facet, set.dictionaries[ask.Facets[i]].all(), got.Facets[i], chosen)
		if a.FacetSums {
			set.sumFacet(facet, ask.Facets[i], got.Joints[i], values)
		}
		out.Facets[name] = values
	}
	for i := range got.Certain {
		out.Histogram = append(out.Histogram, incident.HistogramBin{From: ask.Bins[i], To: ask.Bins[i+1] - 1,
			Certain: got.Certain[i], Possible: got.Possible[i]})
	}
	return out, nil
}

func extentOf(snap *content, q *geo.Query) incident.Extent {
	var e incident.Extent
	box, placed, first, last, dated := snap.Bounds(q)
	if placed {
		e.Box = &box
	}
	e.Start, e.End, e.Dated = first, last, dated
	return e
}

// ask turns the question into one about columns.
func (s *set) ask(snap *content, q *geo.Query, a incident.Aggregation) (*geo.Aggregation, error) {
	ask := &geo.Aggregation{}
	for _, name := range a.Facets {
		column, err := s.facetColumn(name)
		if err != nil {
			return nil, err
		}
		ask.Facets = append(ask.Facets, column)
	}
	for _, d := range s.dictionaries {
		ask.Sizes = append(ask.Sizes, d.size())
	}
	if a.FacetSums {
		ask.With = &columnKilled
	}
	if a.Sums {
		ask.Columns = []int{columnKilled, columnInjured}
	}
	if a.Bin == "" {
		return ask, nil
	}
	first, last, ok := snap.Span(q)
	if !ok {
		return ask, nil
	}
	for d := a.Bin.Start(first); d <= last; d = a.Bin.Next(d) {
		if len(ask.Bins) == maxBins {
			return nil, incident.BadParameter("bin",
				"the incidents span more than %d bins of a %s; ask for longer ones", maxBins, a.Bin)
		}
		ask.Bins = append(ask.Bins, d)
	}
	ask.Bins = append(ask.Bins, a.Bin.Next(ask.Bins[len(ask.Bins)-1]))
	return ask, nil
}

// facetColumn finds the column whose codes a facet counts.
func (s *set) facetColumn(name string) (int, error) {
	if column := slices.IndexFunc(incident.Facets,
		func(f incident.Facet) bool { return f.Name == name }); column >= 0 {
		return column, nil
	}
	column, own := s.ownColumn(name)
	switch {
	case !own:
		return 0, incident.BadParameter("by", "there is no facet %q", name)
	case s.dictionaries[column].hashed:
		return 0, incident.BadParameter("by", "%q has more than %d different values, which are not counted", name,
			maxOwnCodes)
	}
	return column, nil
}

// tally sums a measure over counts of its figures' codes.
func (s *set) tally(measure string, column int, counts []int) incident.Tally {
	sum := incident.NewSummer(measure, s.group)
	for code, r := range s.dictionaries[column].all() {
		if code < len(counts) && counts[code] > 0 {
			sum.AddTimes(r, counts[code])
		}
	}
	return sum.Tally()
}

// facetValues turns counts by code into counts by value, the most frequent
// first; chosen values are listed even where nothing has them, so that they
// can be taken back.
func facetValues(facet incident.Facet, records []*incident.Record, counts []int,
	chosen []string) []incident.FacetValue {
	byValue := map[string]int{}
	for _, v := range chosen {
		byValue[v] = 0
	}
	labels := map[string]string{}
	for code, n := range counts {
		if n == 0 {
			continue
		}
		for _, v := range facet.Values(records[code]) {
			byValue[v] += n
			if facet.Label != nil {
				labels[v] = facet.Label(records[code])
			}
		}
	}
	values := make([]incident.FacetValue, 0, len(byValue))
	for v, n := range byValue {
		values = append(values, incident.FacetValue{Value: v, Label: labels[v], Count: n})
	}
	slices.SortFunc(values, func(a, b incident.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return values
}

// sumFacet sums the fatalities of each value.
func (s *set) sumFacet(facet incident.Facet, column int, pairs geo.Joint, values []incident.FacetValue) {
	sums := map[string]*incident.Summer{}
	records, figures := s.dictionaries[column].all(), s.dictionaries[columnKilled].all()
	pairs.Each(func(code, figure uint32, n int) {
		for _, v := range facet.Values(records[code]) {
			if sums[v] == nil {
				sums[v] = incident.NewSummer(incident.Killed, s.group)
			}
			sums[v].AddTimes(figures[figure], n)
		}
	})
	for i := range values {
		if sum := sums[values[i].Value]; sum != nil {
			values[i].Fatalities = sum.Tally()
		}
	}
}
