package geojson

import "incidentmap/internal/format"

// Format is GeoJSON (RFC 7946), a FeatureCollection.
var Format = format.Format{Name: "json", Aliases: []string{"geojson"}, MediaType: "application/geo+json",
	Title: "GeoJSON", Endings: []string{".geojson", ".json"}, Read: Read, Write: write}

// Sequence is a GeoJSON text sequence (RFC 8142), or features one a line.
var Sequence = format.Format{Name: "geojsonseq", MediaType: "application/geo+json-seq", Title: "GeoJSON text sequence",
	Endings: []string{".geojsons", ".geojsonseq", ".geojsonl", ".ndjson"}, Read: Read, Write: writeSequence}
