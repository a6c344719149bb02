package server

import (
	"slices"

	"incidentmap/internal/encode/columns"
	"incidentmap/internal/incident"
)

// format is a representation of an answer.
type format struct {
	name      string
	aliases   []string
	mediaType string
	title     string
}

var (
	formatJSON       = format{"json", nil, "application/json", "JSON"}
	formatHTML       = format{"html", nil, "text/html; charset=utf-8", "HTML"}
	formatGeoJSON    = format{"json", []string{"geojson"}, "application/geo+json", "GeoJSON"}
	formatGeoJSONSeq = format{"geojsonseq", nil, "application/geo+json-seq", "GeoJSON text sequence"}
	formatCSV        = format{"csv", nil, "text/csv; charset=utf-8; header=present", "CSV"}
	formatMVT        = format{"mvt", nil, "application/vnd.mapbox-vector-tile", "Mapbox Vector Tile"}
	formatColumns    = format{"columns", nil, columns.MediaType, "Columns for the map's time slider"}
)

func formatNames(formats []format) []string {
	var out []string
	for _, f := range formats {
		out = append(append(out, f.name), f.aliases...)
	}
	return out
}

// endpoint says which parameters and formats a kind of request takes. The
// first format is the default one.
type endpoint struct {
	groups  []group
	filters bool // takes the dataset's own columns too
	formats []format
}

var (
	plainEndpoint  = endpoint{groups: []group{groupFormat}, formats: []format{formatJSON, formatHTML}}
	reportEndpoint = endpoint{groups: []group{groupFormat}, formats: []format{formatJSON, formatHTML, formatCSV}}
	itemsEndpoint  = endpoint{[]group{groupFilter, groupPage, groupOrder, groupFormat}, true,
		[]format{formatGeoJSON, formatHTML, formatGeoJSONSeq, formatCSV}}
	itemEndpoint   = endpoint{[]group{groupOrder, groupFormat}, false, []format{formatGeoJSON, formatHTML}}
	exportEndpoint = endpoint{[]group{groupFilter, groupOrder, groupFormat}, true,
		[]format{formatGeoJSON, formatGeoJSONSeq, formatCSV}}
	facetsEndpoint  = endpoint{[]group{groupFilter, groupBy, groupFormat}, true, []format{formatJSON}}
	binsEndpoint    = endpoint{[]group{groupFilter, groupBin, groupFormat}, true, []format{formatJSON}}
	columnsEndpoint = endpoint{[]group{groupFilter, groupFormat}, true, []format{formatColumns}}
	tileEndpoint    = endpoint{[]group{groupFilter, groupFormat}, true, []format{formatMVT}}
)

func (e endpoint) takes(p parameter) bool { return slices.Contains(e.groups, p.group) }

// parameterNames lists what the endpoint takes.
func (e endpoint) parameterNames(d *incident.Dataset) []string {
	var out []string
	for _, p := range parameters {
		if e.takes(p) {
			out = append(out, p.name)
		}
	}
	if e.filters {
		for _, p := range incident.PropertiesOf(d) {
			if !slices.Contains(out, p.Name) {
				out = append(out, p.Name)
			}
		}
	}
	return out
}
