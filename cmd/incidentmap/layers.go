package main

import (
	"errors"
	"flag"
	"sync"

	"incidentmap/geo/gazetteer"
)

// shippedLayer is what the shipped gazetteer is called among its layers.
const shippedLayer = "shipped"

// gazetteerOptions say of which layers the gazetteer is made.
type gazetteerOptions struct {
	files     stringList
	noShipped bool
}

// define adds the options to those of a verb.
func (o *gazetteerOptions) define(flags *flag.FlagSet) {
	flags.Var(&o.files, "gazetteer", "`FILE` made by incidentmap gazetteer build, whose places and names join those of the shipped gazetteer; more than once for several, the later over the earlier")
	flags.BoolVar(&o.noShipped, "no-shipped-gazetteer", false, "know the places of --gazetteer alone")
}

func (o *gazetteerOptions) check() error {
	if o.noShipped && len(o.files) == 0 {
		return errors.New("--no-shipped-gazetteer leaves no gazetteer; --gazetteer FILE names another")
	}
	return nil
}

// paths are those of the layers, from the lowest; the shipped one has none.
func (o *gazetteerOptions) paths() []string {
	if o.noShipped {
		return o.files
	}
	return append([]string{""}, o.files...)
}

// load loads the layers beside each other, the lowest first.
func (o *gazetteerOptions) load() ([]*gazetteer.Gazetteer, error) {
	paths := o.paths()
	layers, errs := make([]*gazetteer.Gazetteer, len(paths)), make([]error, len(paths))
	var wait sync.WaitGroup
	for i, path := range paths {
		wait.Go(func() { layers[i], errs[i] = openGazetteer(path) })
	}
	wait.Wait()
	return layers, errors.Join(errs...)
}

// stamps identify the files of the layers.
func (o *gazetteerOptions) stamps() string {
	text := ""
	for _, path := range o.paths() {
		if path != "" {
			path += " " + fileStamp(path)
		}
		text += path + "\n"
	}
	return text
}
