package main

import (
	"flag"
	"fmt"
	"log/slog"
	"strings"

	"incidentmap/data"
	"incidentmap/internal/country"
	"incidentmap/internal/format/known"
	"incidentmap/internal/load"
	"incidentmap/internal/outline"
	"incidentmap/internal/place"
)

// fileEndings are the ends of the names of files that can be read, as help tells them.
var fileEndings = strings.Join(known.Formats.Endings(), ", ")

// readOptions tell how the files of users are read, where these do not say it
// themselves.
type readOptions struct {
	dateOrder string
	country   string // as it was given; after check its alpha-2 code
}

// define adds the options to those of a verb.
func (o *readOptions) define(flags *flag.FlagSet) {
	flags.StringVar(&o.dateOrder, "date-order", "", "`ORDER` in which files write dates such as 3/4/2020: dmy or mdy")
	flags.StringVar(&o.country, "country", "",
		"`COUNTRY` of rows that name none, by its name or ISO 3166-1 code, such as Iraq or IQ: "+
			"their places are looked for there alone")
}

func (o *readOptions) check() error {
	if o.dateOrder != "" && o.dateOrder != "dmy" && o.dateOrder != "mdy" {
		return fmt.Errorf("--date-order is %q; dmy and mdy are allowed", o.dateOrder)
	}
	return readCountry(&o.country)
}

// readCountry makes a country that was given as --country its alpha-2 code.
func readCountry(text *string) error {
	if *text == "" {
		return nil
	}
	code, err := country.Code(*text)
	if err != nil {
		return fmt.Errorf("--country is %w", err)
	}
	*text = code
	return nil
}

// reader reads files in that way, and asks places for what has no coordinates.
func (o *readOptions) reader(places *place.Resolver, log *slog.Logger) (load.Reader, error) {
	outlines, err := outline.Open(data.Files(), data.BasemapFile)
	if err != nil {
		return load.Reader{}, fmt.Errorf("basemap: %w", err)
	}
	return load.Reader{DateOrder: o.dateOrder, Country: o.country, Places: places, Outlines: outlines, Log: log}, nil
}
