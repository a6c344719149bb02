package place

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
	"incidentmap/internal/input"
)

// Options say who is asked for places.
type Options struct {
	// Shipped opens the shipped gazetteer; nil leaves it out.
	Shipped func() (io.ReadCloser, error)
	// Layers are files of gazetteers that lie over it, the later over the earlier.
	Layers []string
	// Providers lists who is asked, see Parse; empty is the gazetteer alone.
	Providers string
	// Config is what services have in common. Without a CacheDir their answers
	// are kept in the user's cache directory.
	Config Config
	// Log is told what failed where another answered; nil for no log.
	Log *slog.Logger
}

// shippedLayer is what the shipped gazetteer is called among the layers.
const shippedLayer = "shipped"

// Check refuses options without a gazetteer, and lists of providers that are
// none. It opens nothing.
func (o *Options) Check() error {
	if o.Shipped == nil && len(o.Layers) == 0 {
		return errors.New("there is no gazetteer: neither the shipped one nor a layer")
	}
	_, err := Parse(cmp.Or(o.Providers, gazetteerProvider), nil, Config{})
	return err
}

// AskServices reports whether services on the network are asked.
func (o *Options) AskServices() bool { return strings.Contains(o.Providers, "=") }

// Stamp identifies what answers depend on, besides the shipped gazetteer and
// what services know.
func (o *Options) Stamp() string {
	stamp := fmt.Sprintf("%q %v", o.Providers, o.Shipped != nil)
	for _, path := range o.Layers {
		stamp += fmt.Sprintf(" %q %s", path, input.Stamp(path))
	}
	return stamp
}

// Resolver turns texts into places. What it asks is loaded when it is first
// needed: a start without places to look up does not wait for it. It is safe
// for concurrent use.
type Resolver struct {
	options Options

	opened  sync.Once
	layers  []*gazetteer.Gazetteer // until they are joined
	openErr error
	joined  func() (*gazetteer.Gazetteer, error)
	chain   func() (Chain, error)
}

// New makes a resolver.
func New(o Options) *Resolver {
	r := &Resolver{options: o}
	r.joined = sync.OnceValues(r.join)
	r.chain = sync.OnceValues(r.parse)
	return r
}

// Open loads the layers of the gazetteer, which is most of what can go wrong.
func (r *Resolver) Open() error {
	r.opened.Do(func() { r.layers, r.openErr = r.openLayers() })
	return r.openErr
}

// openLayers loads the layers beside each other, the lowest first.
func (r *Resolver) openLayers() ([]*gazetteer.Gazetteer, error) {
	opens := make([]func() (*gazetteer.Gazetteer, error), 0, 1+len(r.options.Layers))
	if shipped := r.options.Shipped; shipped != nil {
		opens = append(opens, func() (*gazetteer.Gazetteer, error) { return OpenShipped(shipped) })
	}
	for _, path := range r.options.Layers {
		opens = append(opens, func() (*gazetteer.Gazetteer, error) { return OpenGazetteer(path) })
	}
	layers, errs := make([]*gazetteer.Gazetteer, len(opens)), make([]error, len(opens))
	var wait sync.WaitGroup
	for i, open := range opens {
		wait.Go(func() { layers[i], errs[i] = open() })
	}
	wait.Wait()
	return layers, errors.Join(errs...)
}

// OpenShipped loads the shipped gazetteer, and names it as a layer.
func OpenShipped(open func() (io.ReadCloser, error)) (*gazetteer.Gazetteer, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	return load(f, shippedLayer, "the shipped gazetteer")
}

// OpenGazetteer loads the gazetteer in a file, and names it as a layer.
func OpenGazetteer(path string) (*gazetteer.Gazetteer, error) {
	f, err := input.Open(path)
	if err != nil {
		return nil, err
	}
	return load(f, input.Stem(path), path)
}

func load(f io.ReadCloser, layer, name string) (*gazetteer.Gazetteer, error) {
	defer f.Close() //nolint:errcheck // it is only read
	g, err := gazetteer.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return g.Named(layer), nil
}

// Gazetteer is the gazetteer of all layers.
func (r *Resolver) Gazetteer() (*gazetteer.Gazetteer, error) { return r.joined() }

func (r *Resolver) join() (*gazetteer.Gazetteer, error) {
	if err := r.Open(); err != nil {
		return nil, err
	}
	layers := r.layers
	r.layers = nil
	return gazetteer.Join(layers[0], layers[1:]...)
}

// parse makes the chain of providers.
func (r *Resolver) parse() (Chain, error) {
	g, err := r.Gazetteer()
	if err != nil {
		return nil, err
	}
	cfg := r.options.Config
	if r.options.AskServices() && cfg.CacheDir == "" {
		if dir, err := os.UserCacheDir(); err == nil {
			cfg.CacheDir = filepath.Join(dir, "incidentmap", "places")
		}
	}
	return Parse(cmp.Or(r.options.Providers, gazetteerProvider), g, cfg)
}

// AsksServices reports whether services on the network are asked, whose answers
// may be others another time.
func (r *Resolver) AsksServices() bool { return r.options.AskServices() }

// Geocode asks the providers. What failed is logged where another has an answer.
func (r *Resolver) Geocode(ctx context.Context, text string, opt gazetteer.Options) (Answer, error) {
	chain, err := r.chain()
	if err != nil {
		return Answer{}, err
	}
	a, err := chain.Geocode(ctx, text, opt)
	if err != nil && a.Best != nil {
		if r.options.Log != nil {
			r.options.Log.Warn("a provider of places failed", "text", text, "error", err)
		}
		err = nil
	}
	return a, err
}

// entryLimit is how many places an entry is chosen of: its audit names the others.
const entryLimit = 4

// Entries are the places that a text names; there are none where no place is
// known, or several are alike. opt.Limit is not heeded.
func (r *Resolver) Entries(ctx context.Context, text string, opt gazetteer.Options) ([]Entry, error) {
	opt.Limit = entryLimit
	a, err := r.Geocode(ctx, text, opt)
	if a.Best == nil || opt.Class != "" && a.Best.Class != opt.Class { // services know no classes
		return nil, err
	}
	return a.Entries(text), err
}

// Question is what a row of a file asks for: the text of a place, in a country
// (alpha-2) if it is not empty, and of one class if that is not empty.
type Question struct {
	Text, Country string
	Class         gazetteer.Class
}

// resolveTime bounds the look-up of one row of a file, the waiting for services
// included.
const resolveTime = time.Minute

// Resolve finds the place of a row without coordinates. A text that names
// several places has a point for each.
func (r *Resolver) Resolve(q Question) (incident.Place, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), resolveTime)
	defer cancel()
	entries, err := r.Entries(ctx, q.Text, gazetteer.Options{Country: q.Country, Class: q.Class})
	if err != nil && r.options.Log != nil && !errors.Is(err, context.Canceled) {
		r.options.Log.Warn("a place was not looked up", "text", q.Text, "error", err)
	}
	var found incident.Place
	for i := range entries {
		entries[i].AddTo(&found, "place")
	}
	return found, len(entries) > 0
}

// Locate finds the place of one text of a directory that is kept by hand.
func (r *Resolver) Locate(text string) (Entry, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), resolveTime)
	defer cancel()
	entries, err := r.Entries(ctx, text, gazetteer.Options{})
	if len(entries) > 0 {
		return entries[0], true
	}
	if r.options.Log != nil {
		r.options.Log.Warn("no place of this name is known, or several alike are; it is listed without a place", "text",
			text, "error", err)
	}
	return Entry{Text: text}, false
}

// CountriesOfUnit are the codes of the countries that have a first-level unit,
// a province or state, of that name, in order.
func (r *Resolver) CountriesOfUnit(name string) []string {
	g, err := r.Gazetteer()
	if err != nil {
		return nil // Resolve says so
	}
	return g.CountriesOfUnit(name)
}

// CountriesOfDistrict is CountriesOfUnit for units below the first level.
func (r *Resolver) CountriesOfDistrict(name string) []string {
	g, err := r.Gazetteer()
	if err != nil {
		return nil // Resolve says so
	}
	return g.CountriesOfDistrict(name)
}
