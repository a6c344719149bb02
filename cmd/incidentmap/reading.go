package main

import (
	"flag"
	"fmt"

	"incidentmap/internal/country"
)

// readOptions tell how the files of users are read, where these do not say it
// themselves.
type readOptions struct {
	dateOrder string
	country   string // as it was given; after check its alpha-2 code
}

// define adds the options to those of a verb.
func (o *readOptions) define(flags *flag.FlagSet) {
	flags.StringVar(&o.dateOrder, "date-order", "", "`ORDER` in which files write dates such as 3/4/2020: dmy or mdy")
	flags.StringVar(&o.country, "country", "", "`COUNTRY` of rows that name none, by its name or ISO 3166-1 code, such as Iraq or IQ: "+
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
