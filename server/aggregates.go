package server

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/country"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// histogramBins is about how many bins a histogram has when none is asked.
const histogramBins = 150

type facetsDoc struct {
	Matched  int                     `json:"numberMatched"`
	Facets   map[string][]facetValue `json:"facets"`
	Sums     map[string]tallyDoc     `json:"sums"`
	Unplaced int                     `json:"withoutPlace"`
}

type facetValue struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int    `json:"count"`
	// Fatalities of those that have the value, where they were asked for.
	Fatalities *tallyDoc `json:"fatalities,omitempty"`
}

// tallyDoc is a sum of figures. What nobody knows is null and not 0: low and
// best where no incident has a figure, high also where one has no upper bound.
type tallyDoc struct {
	Low        *int `json:"low"`
	Best       *int `json:"best"`
	High       *int `json:"high"`
	Reported   int  `json:"reported"`   // figures that were added
	Unreported int  `json:"unreported"` // incidents without one
	OpenEnded  int  `json:"openEnded"`  // figures without an upper bound
}

func newTallyDoc(t incident.Tally) tallyDoc {
	doc := tallyDoc{Reported: t.Reported, Unreported: t.Unreported, OpenEnded: t.OpenEnded}
	if t.Reported > 0 {
		doc.Low, doc.Best = &t.Low, &t.Best
		if t.OpenEnded == 0 {
			doc.High = &t.High
		}
	}
	return doc
}

func (s *Server) facets(c echo.Context, r *request, _ store.Stats) error {
	if r.facets == nil {
		r.facets = []string{"kind", "event_type"}
	}
	agg, err := r.view.Aggregate(c.Request().Context(), r.filter,
		incident.Aggregation{Facets: r.facets, Sums: true, FacetSums: r.facetSums})
	if err != nil {
		return err
	}
	doc := facetsDoc{Matched: agg.Matched, Unplaced: agg.Unplaced, Facets: map[string][]facetValue{},
		Sums: map[string]tallyDoc{"fatalities": newTallyDoc(agg.Fatalities), "injuries": newTallyDoc(agg.Injuries)}}
	for name, values := range agg.Facets {
		doc.Facets[name] = facetValues(r.collection.Dataset, name, values, r.facetSums)
	}
	return c.JSON(http.StatusOK, doc)
}

func facetValues(d *incident.Dataset, facet string, values []incident.FacetValue, sums bool) []facetValue {
	terms := map[string][]incident.Term{"kind": d.Kinds, "event_type": d.EventTypes}[facet]
	out := make([]facetValue, len(values))
	for i, v := range values {
		out[i] = facetValue{Value: v.Value, Label: cmp.Or(v.Label, incident.Label(terms, v.Value)), Count: v.Count}
		if facet == "country" { // not as one of its rows writes it
			out[i].Label = cmp.Or(country.Name(v.Value), out[i].Label)
		}
		if sums {
			tally := newTallyDoc(v.Fatalities)
			out[i].Fatalities = &tally
		}
	}
	return out
}

type histogramDoc struct {
	Bin     incident.Bin `json:"bin"`
	Bins    []binDoc     `json:"bins"`
	Matched int          `json:"numberMatched"`
}

type binDoc struct {
	Start    string `json:"start"`
	End      string `json:"end"`
	Certain  int    `json:"certain"`
	Possible int    `json:"possible"`
}

func (s *Server) histogram(c echo.Context, r *request, stats store.Stats) error {
	if r.bin == "" {
		r.bin = fitBin(r, stats)
	}
	agg, err := r.view.Aggregate(c.Request().Context(), r.filter, incident.Aggregation{Bin: r.bin})
	if err != nil {
		return err
	}
	doc := histogramDoc{Bin: r.bin, Bins: make([]binDoc, len(agg.Histogram)), Matched: agg.Matched}
	for i, b := range agg.Histogram {
		doc.Bins[i] = binDoc{b.From.String(), b.To.String(), b.Certain, b.Possible}
	}
	return c.JSON(http.StatusOK, doc)
}

// fitBin picks bins for the asked window, or for all of the data.
func fitBin(r *request, stats store.Stats) incident.Bin {
	from, to := stats.Start, stats.End
	if w := r.filter.Window; w != nil {
		from, to = max(from, w.From), min(to, w.To)
	}
	return incident.FitBin(min(from, to), max(from, to), histogramBins)
}
