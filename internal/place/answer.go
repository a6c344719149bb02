// Package place turns texts into places: a Resolver asks the gazetteer with its
// layers and, where its user wants so, services on the network, and answers with
// points, precision, licence and an audit. Whoever needs a place by name asks it:
// files, directories, the command line and the API.
package place

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
	return gazetteer.About{Version: a.Version, Attribution: a.Version}
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
		if best.Best == nil || a.Best != nil && a.Best.Class.Level() < best.Best.Class.Level() {
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
	return m != nil && (m.Class.Level() <= gazetteer.Locality.Level() || len(m.Dropped) == 0)
}

// Local is the provider that works from a gazetteer in memory.
type Local struct{ Gazetteer *gazetteer.Gazetteer }

// gazetteerProvider is how Local is called.
const gazetteerProvider = "gazetteer"

// Name implements Provider.
func (Local) Name() string { return gazetteerProvider }

// Geocode implements Provider. It never fails.
func (l Local) Geocode(_ context.Context, text string, opt gazetteer.Options) (Answer, error) {
	return l.answer(text, opt), nil
}

func (l Local) answer(text string, opt gazetteer.Options) Answer {
	return Answer{l.Gazetteer.Lookup(text, opt), l.Name(), l.Gazetteer.Version(), l.Gazetteer.Layers()}
}
