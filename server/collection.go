package server

import (
	"context"
	"slices"

	"incidentmap/internal/incident"
)

// collection is a collection of the API: a dataset or a view of one.
type collection struct {
	id, title, description string
	dataset                *incident.Dataset
	kinds                  []string // nil for all
}

func (c collection) filter() incident.Filter {
	return incident.Filter{Dataset: c.dataset.ID, ViewKinds: c.kinds}
}

// vocabulary returns the kinds that the collection can have.
func (c collection) kindTerms() []incident.Term {
	if c.kinds == nil {
		return c.dataset.Kinds
	}
	var out []incident.Term
	for _, t := range c.dataset.Kinds {
		if slices.Contains(c.kinds, t.ID) {
			out = append(out, t)
		}
	}
	return out
}

// terms are the words that a column may hold in this collection; nil for a
// free column.
func (c collection) terms(p incident.Property) []incident.Term {
	if p.Name == "kind" {
		return c.kindTerms()
	}
	return incident.TermsOf(c.dataset, p)
}

// collections lists all collections: the default dataset's views first, then
// every dataset.
func (s *Server) collections(ctx context.Context) ([]collection, error) {
	datasets, err := s.cfg.Store.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	var views, whole []collection
	for _, d := range datasets {
		if d.Visibility == incident.Private {
			continue
		}
		for _, v := range d.Views {
			views = append(views, collection{v.ID, v.Title, v.Description, d, v.Kinds})
		}
		whole = append(whole, collection{d.ID, d.Title, d.Description, d, nil})
	}
	return append(views, whole...), nil
}

// collection finds a collection by ID.
func (s *Server) collection(ctx context.Context, id string) (collection, error) {
	all, err := s.collections(ctx)
	if err != nil {
		return collection{}, err
	}
	for _, c := range all {
		if c.id == id {
			return c, nil
		}
	}
	allowed := make([]string, len(all))
	for i, c := range all {
		allowed[i] = c.id
	}
	return collection{}, &incident.Error{Code: incident.NotFound, Message: "there is no collection with this ID", Allowed: allowed}
}
