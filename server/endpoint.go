package server

import (
	"slices"

	"incidentmap/internal/encode/columns"
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/format/known"
	"incidentmap/internal/incident"
)

// The formats of answers beside those of incidents.
var (
	formatJSON = format.Format{Name: "json", MediaType: "application/json", Title: "JSON"}
	formatHTML = format.Format{Name: "html", MediaType: "text/html; charset=utf-8", Title: "HTML"}
	formatMVT  = format.Format{
		Name:      "mvt",
		MediaType: "application/vnd.mapbox-vector-tile",
		Title:     "Mapbox Vector Tile",
	}
	formatColumns = format.Format{
		Name:      "columns",
		MediaType: columns.MediaType,
		Title:     "Columns for the map's time slider",
	}
)

// incidentFormats are those that incidents can be had in, the default one first.
var incidentFormats = known.Formats.Written()

// endpoint says which parameters and formats a kind of request takes. The
// first format is the default one.
type endpoint struct {
	groups  []group
	filters bool // takes the dataset's own columns too
	formats format.List
}

var (
	plainEndpoint  = endpoint{groups: []group{groupFormat}, formats: format.List{formatJSON, formatHTML}}
	reportEndpoint = endpoint{groups: []group{groupFormat}, formats: format.List{formatJSON, formatHTML, csv.Format}}
	itemsEndpoint  = endpoint{[]group{groupFilter, groupPage, groupOrder, groupFormat}, true,
		slices.Insert(slices.Clone(incidentFormats), 1, formatHTML)}
	itemEndpoint = endpoint{[]group{groupOrder, groupItem, groupFormat}, false, format.List{geojson.Format,
		formatHTML}}
	exportEndpoint = endpoint{[]group{groupFilter, groupOrder, groupFormat}, true,
		incidentFormats}
	facetsEndpoint  = endpoint{[]group{groupFilter, groupBy, groupFormat}, true, format.List{formatJSON}}
	binsEndpoint    = endpoint{[]group{groupFilter, groupBin, groupFormat}, true, format.List{formatJSON}}
	columnsEndpoint = endpoint{[]group{groupFilter, groupFormat}, true, format.List{formatColumns}}
	tileEndpoint    = endpoint{[]group{groupFilter, groupFormat}, true, format.List{formatMVT}}
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
		out = append(out, boundNames(d)...)
	}
	return out
}
