package main

import (
	"flag"
	"fmt"
	"log/slog"
	"strings"

	"incidentmap/data"
	"incidentmap/internal/country"
	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/format/known"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/load"
	"incidentmap/internal/mapping"
	"incidentmap/internal/outline"
	"incidentmap/internal/place"
)

// fileEndings are the ends of the names of files that can be read, as help tells them.
var fileEndings = strings.Join(known.Formats.Endings(), ", ") + ", also packed as .gz or .zip"

// readOptions tell how the files of users are read, where these do not say it
// themselves.
type readOptions struct {
	dateOrder string
	country   string // as it was given; after check its alpha-2 code
	encoding  string
	sheet     string
	layer     string
	columns   stringList
	mappings  stringList
	given     []ingest.Given     // after check, of the columns
	mapped    []*mapping.Mapping // likewise, of the mappings
}

// define adds the options to those of a verb.
func (o *readOptions) define(flags *flag.FlagSet) {
	flags.StringVar(&o.dateOrder, "date-order", "", "`ORDER` in which files write dates such as 3/4/2020: dmy or mdy")
	flags.StringVar(&o.country, "country", "",
		"`COUNTRY` of rows that name none, by its name or ISO 3166-1 code, such as Iraq or IQ: "+
			"their places are looked for there alone")
	flags.Var(&o.columns, "column",
		"`ROLE=NAME` of a column whose name does not show what it holds, such as date=Reported or fatalities_best=soldiers+civilians, "+
			"more than once for several; it holds for every file that has the column")
	flags.Var(&o.mappings, "mapping",
		"`FILE.yaml` that says which column has which role, as inspect --write-mapping writes it; a file with another header is refused. "+
			"More than once for files with several headers")
	flags.StringVar(&o.sheet, "sheet", "", "`NAME` of the sheet to read of workbooks, else the one that reads best")
	flags.StringVar(&o.layer, "layer", "", "`NAME` of the layer to read of GeoPackages, else the one with the most rows")
	defineEncoding(flags, &o.encoding)
}

func defineEncoding(flags *flag.FlagSet, into *string) {
	flags.StringVar(into, "encoding", "",
		"`NAME` of the encoding of files of text and shapefiles, such as windows-1251; without it, it is found")
}

func (o *readOptions) check() error {
	if o.dateOrder != "" && o.dateOrder != "dmy" && o.dateOrder != "mdy" {
		return fmt.Errorf("--date-order is %q; dmy and mdy are allowed", o.dateOrder)
	}
	if err := checkEncoding(o.encoding); err != nil {
		return err
	}
	o.given = nil
	for _, text := range o.columns {
		g, err := ingest.ParseGiven(text)
		if err != nil {
			return fmt.Errorf("--column: %w", err)
		}
		o.given = append(o.given, g)
	}
	var err error
	if o.mapped, err = readMappings(o.mappings); err != nil {
		return fmt.Errorf("--mapping: %w", err)
	}
	return readCountry(&o.country)
}

// readMappings reads the files of mappings.
func readMappings(paths []string) (out []*mapping.Mapping, err error) {
	for _, path := range paths {
		text, err := input.Text(path, mapping.MaxBytes)
		if err != nil {
			return nil, err
		}
		m, err := mapping.Parse(path, text)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func checkEncoding(name string) error {
	if name == "" {
		return nil
	}
	if _, err := dialect.Named(name); err != nil {
		return fmt.Errorf("--encoding: %w", err)
	}
	return nil
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
	return load.Reader{DateOrder: o.dateOrder, Country: o.country, Encoding: o.encoding, Given: o.given,
		Mappings: o.mapped, Parts: format.Parts{format.Sheet: o.sheet, format.Layer: o.layer},
		Places: places, Outlines: outlines, Log: log}, nil
}
