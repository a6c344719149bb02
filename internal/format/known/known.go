// Package known lists the formats of incidents that the program knows.
package known

import (
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/format/gpkg"
	"incidentmap/internal/format/gpx"
	"incidentmap/internal/format/kml"
	"incidentmap/internal/format/shapefile"
	"incidentmap/internal/format/xlsx"
)

// Formats are all of them, in the order in which people are offered them. The first is
// what a program gets that asks for none.
var Formats = format.List{geojson.Format, csv.Format, geojson.Sequence, xlsx.Format, kml.Format, kml.Packed,
	gpx.Format, gpkg.Format, shapefile.Format}
