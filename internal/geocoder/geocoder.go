// Package geocoder asks several providers for the place that a text names, one
// after the other: the gazetteer with its layers, and, where its user wants
// so, services on the network that speak Nominatim's or Photon's format.
package geocoder

import (
	"context"
	"errors"
	"fmt"

	"incidentmap/geo/gazetteer"
)

// Provider finds the places that a text names.
type Provider interface {
	// Name is how the provider is called, such as "gazetteer" or "nominatim".
	Name() string
	// Geocode looks a text up. No place found is not an error.
	Geocode(ctx context.Context, text string, opt gazetteer.Options) (Answer, error)
}

// Answer is the result of a provider, with where it comes from.
type Answer struct {
	gazetteer.Result
	// Provider is the name of the provider, and Version that of its data: the
	// gazetteer's version, or what a service asks to be attributed with.
	Provider, Version string
	// Layers are those of the gazetteer that answered; nil for a service.
	Layers []gazetteer.Layer
}

// About describes the data that a match of the answer comes from: the layer of
// the gazetteer, or a service, of which only Version is known.
func (a Answer) About(m gazetteer.Match) gazetteer.About {
	if m.Layer < len(a.Layers) {
		return a.Layers[m.Layer].About
	}
	return gazetteer.About{Version: a.Version}
}

// Chain is an order of providers.
type Chain []Provider

// Geocode asks the providers in turn until one knows the place itself, and returns
// the most precise answer. Errors of providers are returned beside an answer of
// another; there is no answer where all fail.
func (c Chain) Geocode(ctx context.Context, text string, opt gazetteer.Options) (Answer, error) {
	best := Answer{Result: gazetteer.Result{Query: text}}
	var errs []error
	for _, p := range c {
		a, err := p.Geocode(ctx, text, opt)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.Name(), err))
			continue
		}
		if best.Best == nil || a.Best != nil && width(a.Best.Class) < width(best.Best.Class) {
			best = a
		}
		if settled(a.Best) {
			break
		}
	}
	return best, errors.Join(errs...)
}

// settled reports whether another provider could not do better: the place itself
// is known, and not only what it lies in.
func settled(m *gazetteer.Match) bool {
	return m != nil && (width(m.Class) <= width(gazetteer.Locality) || len(m.Dropped) == 0)
}

// width orders the classes from the most precise.
func width(c gazetteer.Class) int {
	for i, d := range []gazetteer.Class{gazetteer.Exact, gazetteer.Vicinity, gazetteer.Locality, gazetteer.Admin2, gazetteer.Area, gazetteer.Admin1} {
		if c == d {
			return i
		}
	}
	return 6
}

// Local is the provider that works from a gazetteer in memory.
type Local struct{ Gazetteer *gazetteer.Gazetteer }

// Name implements Provider.
func (Local) Name() string { return "gazetteer" }

// Geocode implements Provider. It never fails.
func (l Local) Geocode(_ context.Context, text string, opt gazetteer.Options) (Answer, error) {
	return Answer{l.Gazetteer.Lookup(text, opt), l.Name(), l.Gazetteer.Version(), l.Gazetteer.Layers()}, nil
}
