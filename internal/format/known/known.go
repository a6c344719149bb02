// Package known lists the formats of incidents that the program knows.
package known

import (
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
)

// Formats are all of them, in the order in which people are offered them. The first is
// what a program gets that asks for none.
var Formats = format.List{geojson.Format, csv.Format, geojson.Sequence}
