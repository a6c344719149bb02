package server

import (
	"context"
	"net/url"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// export downloads everything that the filter matches, in one file: what is
// on the map with the same filter.
func (s *Server) export(c echo.Context, r *request, stats store.Stats) error {
	r.page.Limit = 0
	res, err := r.view.Query(c.Request().Context(), r.filter, r.page)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+exportName(r, stats)+`"`)
	h.Set(contentCRSHeader, "<"+r.crs.uri+">")
	if err := s.fitRecords(c, r, res, true); err != nil {
		return err
	}
	return r.write(c, s.exportHead(c, r, stats, res), res)
}

// exportName names the file after the collection and the data's version.
// Both are made of letters that need no escaping in a header.
func exportName(r *request, stats store.Stats) string {
	return r.collection.ID + "-" + stats.Version + r.format.Endings[0]
}

// exportHead says what was asked, of which data, under which licence.
func (s *Server) exportHead(c echo.Context, r *request, stats store.Stats, res *store.Result) map[string]any {
	d := r.collection.Dataset
	head := map[string]any{
		"name": r.collection.ID, "title": r.collection.Title, "query": c.Request().URL.Query().Encode(),
		"numberMatched": res.Matched, "numberReturned": res.Returned, "dataset": d.ID, "dataVersion": stats.Version,
		"license": d.Licence, "attribution": d.Attribution, "source": s.here(c, nil),
	}
	if d.Description != "" {
		head["description"] = d.Description
	}
	if d.Citation != "" {
		head["release"], head["citation"] = d.Release, d.Citation
	}
	if r.detail {
		head["groups"] = geojson.Groups(d)
		head["vocabularies"] = map[string][]incident.Term{"kind": d.Kinds, "event_type": d.EventTypes}
		head["columns"] = append([]incident.Column{}, d.Columns...)
	}
	return head
}

// filterEndpoint takes what says which incidents an export has, and in which order.
var filterEndpoint = endpoint{groups: []group{groupFilter, groupOrder}, filters: true, formats: incidentFormats}

// ReadFilter reads a query string as exports do: which incidents of a dataset are wanted,
// in which order. Invalid: a parameter is unknown or wrong.
func ReadFilter(ctx context.Context, v store.View, query string) (incident.Filter, store.Page, error) {
	q, err := url.ParseQuery(query)
	if err != nil {
		return incident.Filter{}, store.Page{}, incident.Errorf(incident.Invalid, "it is no query such as kind=attack&q=blast: %s",
			err)
	}
	for _, name := range []string{"properties", "detail", "crs"} { // these are about how it is written
		if q.Has(name) {
			return incident.Filter{}, store.Page{}, incident.BadParameter(name, "it chooses no incidents")
		}
	}
	r, err := parseRequest(catalog.Collection{ID: v.Dataset().ID, Dataset: v.Dataset()}, filterEndpoint, q)
	if err != nil {
		return incident.Filter{}, store.Page{}, err
	}
	r.view = v
	r.page.Limit = 0
	err = r.resolveWholes(ctx)
	return r.filter, r.page, err
}
