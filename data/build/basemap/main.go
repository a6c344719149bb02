// Basemap derives data/basemap/basemap.zip, the vector tiles of the background
// map, and data/basemap/basemap.json, which describes them. Run it from the root
// of the repository, after "npm ci --prefix data" and the gazetteer's program:
//
//	go run ./data/build/basemap
//
// Tiles are Mapbox Vector Tiles 2.1, gzipped, named z/x/y.mvt, and stored in the
// archive without a second compression so that a server can hand them out as
// they are. Beside them it holds the outlines of the countries, gzipped GeoJSON
// geometries named countries/AF.json. The same inputs give the same bytes.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/source"
)

const (
	sumsPath    = "data/basemap/SUMS"
	archivePath = "data/basemap/basemap.zip"
	metaPath    = "data/basemap/basemap.json"

	maxZoom       = 6 // of the world
	regionMaxZoom = 8
)

// region is Afghanistan and what lies around it, in degrees.
var region = orb.Bound{Min: orb.Point{44, 22}, Max: orb.Point{80, 46}}

// attribution is shown on the map.
const attribution = "Natural Earth; place names GeoNames (CC BY 4.0). Disputed and indefinite borders are dashed; borders show de facto control and imply no opinion."

func main() {
	accept := flag.Bool("accept", false, "record the sums of changed packages instead of refusing them")
	flag.Parse()
	if err := run(*accept); err != nil {
		fmt.Fprintln(os.Stderr, "basemap:", err)
		os.Exit(1)
	}
}

// run reads the inputs, cuts the tiles and writes both outputs.
func run(accept bool) error {
	ledger, err := source.Open(sumsPath, accept)
	if err != nil {
		return err
	}
	var all []feature
	for _, read := range []func(*source.Ledger) ([]feature, error){readLand, readLakes, readRivers, readBorders, readProvinces, readLabels} {
		features, err := read(ledger)
		if err != nil {
			return err
		}
		all = append(all, features...)
	}
	tiles, err := cutAll(all)
	if err != nil {
		return err
	}
	outlines, err := readOutlines(ledger)
	if err != nil {
		return err
	}
	packed, err := archive(append(entriesOf(tiles), outlines...))
	if err != nil {
		return err
	}
	if err := ledger.Output(archivePath, packed); err != nil {
		return err
	}
	if err := ledger.Output(metaPath, describe()); err != nil {
		return err
	}
	fmt.Printf("basemap: %d tiles, %d bytes\n", len(tiles), len(packed))
	return ledger.Close()
}

// describe is the content of basemap.json. Tiles from minzoom to maxzoom cover
// the world; beyond, up to region.maxzoom, there are those that touch the
// region's bbox (west, south, east, north). Within these bounds, a tile that is
// not in the archive holds nothing but sea.
func describe() []byte {
	type part struct {
		BBox    [4]float64 `json:"bbox"`
		MaxZoom int        `json:"maxzoom"`
	}
	b, err := json.MarshalIndent(struct {
		MinZoom     int      `json:"minzoom"`
		MaxZoom     int      `json:"maxzoom"`
		Region      part     `json:"region"`
		Layers      []string `json:"layers"`
		Attribution string   `json:"attribution"`
	}{0, maxZoom, part{[4]float64{region.Min[0], region.Min[1], region.Max[0], region.Max[1]}, regionMaxZoom}, layerNames, attribution}, "", "  ")
	if err != nil {
		panic(err) // only numbers and strings: cannot fail
	}
	return append(b, '\n')
}
