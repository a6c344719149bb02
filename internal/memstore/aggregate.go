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

// Aggregate implements incident.Store.
func (s *Store) Aggregate(ctx context.Context, f incident.Filter, a incident.Aggregation) (*incident.Aggregates, error) {
	set, err := s.set(ctx, f.Dataset)
	if err != nil {
		return nil, err
	}
	rows, err := set.matching(ctx, &f)
	if err != nil {
		return nil, err
	}
	out := &incident.Aggregates{Matched: len(rows)}
	for _, row := range rows {
		if set.unplaced.Has(row) {
			out.Unplaced++
		}
	}
	if a.Sums {
		out.Fatalities, out.Injuries = set.sum(rows, incident.Killed), set.sum(rows, incident.Injured)
	}
	if a.Bin != "" {
		if out.Histogram, err = set.histogram(rows, a.Bin); err != nil {
			return nil, err
		}
	}
	out.Facets, err = set.facets(ctx, f, a.Facets)
	return out, err
}

func (s *set) sum(rows []uint32, measure string) incident.Tally {
	sum := incident.NewSummer(measure, s.group)
	for _, row := range rows {
		sum.Add(s.records[row])
	}
	return sum.Tally()
}

func (s *set) histogram(rows []uint32, bin incident.Bin) ([]incident.HistogramBin, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	first, last := geo.MaxDay, geo.MinDay
	for _, row := range rows {
		d := s.records[row].Date
		first, last = min(first, d.Start), max(last, d.End)
	}
	var bins []incident.HistogramBin
	for d := bin.Start(first); d <= last; d = bin.Next(d) {
		if len(bins) == maxBins {
			return nil, incident.BadParameter("bin", "the incidents span more than %d bins of a %s; ask for longer ones", maxBins, bin)
		}
		bins = append(bins, incident.HistogramBin{From: d, To: bin.Next(d) - 1})
	}
	for _, row := range rows {
		d := s.records[row].Date
		incident.Count(bins, d.Start, d.End, d.Certain)
	}
	return bins, nil
}

func (s *set) facets(ctx context.Context, f incident.Filter, names []string) (map[string][]incident.FacetValue, error) {
	out := map[string][]incident.FacetValue{}
	for _, name := range names {
		facet, ok := incident.FacetByName(name)
		if !ok {
			return nil, incident.BadParameter("by", "there is no facet %q", name)
		}
		open := f.Without(facet)
		rows, err := s.matching(ctx, &open)
		if err != nil {
			return nil, err
		}
		out[name] = s.countValues(rows, facet, *facet.Choice(&f))
	}
	return out, nil
}

// countValues counts the values of a facet, the most frequent first; chosen
// values are listed even where nothing has them, so that they can be taken
// back.
func (s *set) countValues(rows []uint32, facet incident.Facet, chosen []string) []incident.FacetValue {
	counts := map[string]int{}
	for _, v := range chosen {
		counts[v] = 0
	}
	for _, row := range rows {
		for _, v := range facet.Values(s.records[row]) {
			counts[v]++
		}
	}
	values := make([]incident.FacetValue, 0, len(counts))
	for v, n := range counts {
		values = append(values, incident.FacetValue{Value: v, Count: n})
	}
	slices.SortFunc(values, func(a, b incident.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return values
}
