package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"time"

	"incidentmap/data"
	"incidentmap/internal/place"
)

// placeOptions tell where places are looked up.
type placeOptions struct {
	layers              gazetteerOptions
	providers, cacheDir string
	every               time.Duration
}

// define adds the options to those of a verb.
func (o *placeOptions) define(flags *flag.FlagSet) {
	o.layers.define(flags)
	flags.StringVar(&o.providers, "providers", "gazetteer",
		"`LIST` of who is asked for places, in this order: gazetteer (the shipped one with the layers on it), nominatim=URL, photon=URL. "+
			"A service is sent the texts that those before it do not know")
	flags.StringVar(&o.cacheDir, "provider-cache", "",
		"`DIR` that keeps the answers of services; without it one in the user's cache directory")
	flags.DurationVar(&o.every, "provider-every", time.Second, "shortest `TIME` between two questions to one service")
}

// check refuses what is no list of providers, and no gazetteer at all.
func (o *placeOptions) check() error {
	if err := o.layers.check(); err != nil {
		return err
	}
	p := o.options(nil)
	if err := p.Check(); err != nil {
		return fmt.Errorf("--providers: %w", err)
	}
	return nil
}

// options are those of a resolver that tells a log, if it is not nil, what failed.
func (o *placeOptions) options(log *slog.Logger) place.Options {
	p := place.Options{Layers: o.layers.files, Providers: o.providers, Log: log,
		Config: place.Config{Every: o.every, CacheDir: o.cacheDir, Version: version}}
	if !o.layers.noShipped {
		p.Shipped = shippedGazetteer
	}
	return p
}

// shippedGazetteer opens the gazetteer that is built in.
func shippedGazetteer() (io.ReadCloser, error) { return data.Files().Open(data.GazetteerFile) }

// gazetteerOptions say of which layers the gazetteer is made.
type gazetteerOptions struct {
	files     stringList
	noShipped bool
}

// define adds the options to those of a verb.
func (o *gazetteerOptions) define(flags *flag.FlagSet) {
	flags.Var(&o.files, "gazetteer",
		"`FILE` made by incidentmap gazetteer build, whose places and names join those of the shipped gazetteer; more than once for several, the later over the earlier")
	flags.BoolVar(&o.noShipped, "no-shipped-gazetteer", false, "know the places of --gazetteer alone")
}

func (o *gazetteerOptions) check() error {
	if o.noShipped && len(o.files) == 0 {
		return errors.New("--no-shipped-gazetteer leaves no gazetteer; --gazetteer FILE names another")
	}
	return nil
}
