// Basemap derives data/basemap/basemap.zip, the vector tiles of the background
// map, and data/basemap/basemap.json, which describes them. Run it from the root
// of the repository, after "npm ci --prefix data" and the gazetteer's program:
//
//	go run ./data/build/basemap
//
// Tiles are Mapbox Vector Tiles 2.1, gzipped, named z/x/y.mvt, and stored in the
// archive without a second compression so that a server can hand them out as
// they are. Beside them it holds the shaded relief, PNG tiles named
// relief/z/x/y.png, and the outlines of the countries and of their units, gzipped
// GeoJSON geometries named countries/AF.json and units/AFG-1764.json; the index
// units/AF.json finds a unit by its name. The same inputs give the same bytes.
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
const attribution = "Natural Earth; place names GeoNames (CC BY 4.0); airports OurAirports; relief Natural Earth and SRTM. " +
	"Disputed, indefinite and claimed borders are dashed; borders show de facto control as Natural Earth draws it and imply no opinion. " +
	"Outlines of Pakistan's districts are approximate."

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
	for _, read := range []func(*source.Ledger) ([]feature, error){readLand, readGround, readLakes, readRivers,
		readBorders, readProvinces, readDistricts, readLabels} {
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
	entries := entriesOf(tiles)
	for _, read := range []func(*source.Ledger) ([]entry, error){readOutlines, readUnits, readRelief} {
		more, err := read(ledger)
		if err != nil {
			return err
		}
		entries = append(entries, more...)
	}
	packed, err := archive(entries)
	if err != nil {
		return err
	}
	if err := ledger.Output(archivePath, packed); err != nil {
		return err
	}
	if err := ledger.Output(metaPath, describe()); err != nil {
		return err
	}
	fmt.Printf("basemap: %d tiles and %d other files, %d bytes\n", len(tiles), len(entries)-len(tiles), len(packed))
	return ledger.Close()
}

// describe is the content of basemap.json. Tiles from minzoom to maxzoom cover
// the world; beyond, up to region.maxzoom, there are those that touch the
// region's bbox (west, south, east, north). Within these bounds, a tile that is
// not in the archive holds nothing but sea. Tiles of the relief cover the world
// up to reliefZoom and the bbox up to its maxzoom.
func describe() []byte {
	type part struct {
		BBox    [4]float64 `json:"bbox"`
		MaxZoom int        `json:"maxzoom"`
	}
	type relief struct {
		MaxZoom int  `json:"maxzoom"`
		Region  part `json:"region"`
	}
	bbox := [4]float64{region.Min[0], region.Min[1], region.Max[0], region.Max[1]}
	b, err := json.MarshalIndent(struct {
		MinZoom     int      `json:"minzoom"`
		MaxZoom     int      `json:"maxzoom"`
		Region      part     `json:"region"`
		Layers      []string `json:"layers"`
		Relief      relief   `json:"relief"`
		Attribution string   `json:"attribution"`
	}{0, maxZoom, part{bbox, regionMaxZoom}, layerNames, relief{reliefZoom,
		part{bbox, reliefRegionZoom}}, attribution}, "", "  ")
	if err != nil {
		panic(err) // only numbers and strings: cannot fail
	}
	return append(b, '\n')
}
