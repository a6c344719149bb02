package server

import (
	"context"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

// searchOtherSpellings has a search that finds nothing look for the places that its
// words name, as the gazetteer calls them: data in English know كابل as Kabul. The
// gazetteer alone is asked; no word of a visitor is sent to a service.
func (s *Server) searchOtherSpellings(ctx context.Context, r *request) error {
	if r.filter.Text == nil {
		return nil
	}
	others := s.otherSpellings(r.filter.Text, r.words)
	if len(others) == 0 {
		return nil
	}
	only := r.collection.Filter()
	only.Text = r.filter.Text
	agg, err := r.view.Aggregate(ctx, only, incident.Aggregation{})
	if err == nil && agg.Matched == 0 {
		r.filter.Text = append(r.filter.Text, others...)
	}
	return err
}

// otherSpellings are the folded main names of the places that are meant by texts,
// unless they are among the words already.
func (s *Server) otherSpellings(words [][]string, texts []string) [][]string {
	g, err := s.cfg.Places.Gazetteer()
	if err != nil {
		return nil // the search does without it
	}
	var out [][]string
	for _, text := range texts {
		found := g.Lookup(text, gazetteer.Options{})
		for _, m := range append(found.Alternatives, deref(found.Best)...) {
			name := strings.Fields(fold.Text(m.Name))
			isName := func(w []string) bool { return slices.Equal(w, name) }
			if len(m.Dropped) == 0 && len(name) > 0 && !slices.ContainsFunc(slices.Concat(words, out), isName) {
				out = append(out, name)
			}
		}
	}
	return out
}

func deref(m *gazetteer.Match) []gazetteer.Match {
	if m == nil {
		return nil
	}
	return []gazetteer.Match{*m}
}
