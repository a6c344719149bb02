package main

import (
	"flag"
	"log/slog"

	"incidentmap/internal/load"
	"incidentmap/internal/place"
)

// fileOptions are those that every verb on files of incidents has: how these are read, and
// where their places are looked up.
type fileOptions struct {
	reading readOptions
	places  placeOptions
}

// parse adds the options to a verb's own, reads its arguments, and returns the paths that
// it is for. own checks the verb's options and these paths. Its errors, and those of the
// other options, are told with a word about the verb's help.
func (o *fileOptions) parse(flags *flag.FlagSet, args []string, own func(paths []string) error) ([]string, error) {
	o.reading.define(flags)
	o.places.define(flags)
	paths, err := parseFlags(flags, args)
	if err != nil {
		return nil, err
	}
	for _, check := range []func() error{func() error { return own(paths) }, o.reading.check, o.places.check} {
		if err := check(); err != nil {
			return nil, &usageError{flags.Name(), err.Error()}
		}
	}
	return paths, nil
}

// reader reads files as the options say, and tells a log what users should know.
func (o *fileOptions) reader(log *slog.Logger) (load.Reader, error) {
	return o.reading.reader(place.New(o.places.options(log)), log)
}
