package main

import (
	"flag"
	"io"

	"incidentmap/internal/geonames"
)

// tableFiles are files of GeoNames' tables, by what is in them.
type tableFiles struct{ places, countries, admin1, admin2 stringList }

// define adds the options, but for that of the places.
func (f *tableFiles) define(flags *flag.FlagSet) {
	flags.Var(&f.admin1, "admin1", "`FILE` of the names of provinces, admin1CodesASCII.txt")
	flags.Var(&f.admin2, "admin2", "`FILE` of the names of districts, admin2Codes.txt")
	flags.Var(&f.countries, "countries", "`FILE` of the countries, countryInfo.txt")
}

// readTable reads one table, whose file is called so.
type readTable func(r io.Reader, file string) error

// readStep is some files that are read alike.
type readStep struct {
	files stringList
	read  readTable
}

// steps read the tables into a sink, places first, and tell wrong the rows that cannot be
// read.
func (f *tableFiles) steps(into geonames.Sink, wrong func(*geonames.LineError)) []readStep {
	units := func(parts int) readTable {
		return func(r io.Reader, file string) error {
			return geonames.ReadUnits(r, file, parts, into.AddUnit, wrong)
		}
	}
	return []readStep{
		{f.places, func(r io.Reader, file string) error { return geonames.ReadTable(r, file, into.Add, wrong) }},
		{f.countries, func(r io.Reader, file string) error {
			return geonames.ReadCountries(r, file, into.AddCountry, wrong)
		}},
		{f.admin1, units(2)},
		{f.admin2, units(3)},
	}
}

// readTables has each file opened and read.
func readTables(steps []readStep, open func(file string, read readTable) error) error {
	for _, step := range steps {
		for _, file := range step.files {
			if err := open(file, step.read); err != nil {
				return err
			}
		}
	}
	return nil
}
