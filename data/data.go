// Package data holds what the program ships with, embedded: the incidents of
// the article, the gazetteer, the basemap, and where each came from. Every
// file was derived by a program under build/.
package data

import (
	"embed"
	"io/fs"
	"strings"
)

// GazetteerFile is the gazetteer's path in Files; geo/gazetteer reads it.
const GazetteerFile = "gazetteer/gazetteer.bin"

// KhorasanFile is the path in Files of the shipped dataset: GeoJSON with all
// detail, as exports with detail=true have it. Its context layers, in the
// same form, match KhorasanLayers.
const (
	KhorasanFile   = "khorasan/khorasan.geojson"
	KhorasanLayers = "khorasan/khorasan-*.geojson"
)

// BasemapFile is the path in Files of the basemap's tiles, an uncompressed
// zip of gzipped Mapbox Vector Tiles named z/x/y.mvt.
const BasemapFile = "basemap/basemap.zip"

//go:embed khorasan/*.geojson gazetteer/gazetteer.bin all:basemap
var files embed.FS

//go:embed ATTRIBUTION.md
var attribution string

//go:embed notices/NOTICES.txt
var notices string

// Files returns the embedded files.
func Files() fs.FS { return files }

// Attribution is the text of every source, version and licence, in Markdown.
func Attribution() string { return attribution }

// Licences is the text of the program's own licence and of those of the software
// built into it, and then of where the data come from: plain text.
func Licences() string {
	return notices + "\n" + strings.Repeat("=", 80) + "\nData\n" + strings.Repeat("=", 80) + "\n\n" + attribution
}
