package server

import (
	"github.com/labstack/echo/v4"

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
	h.Set("Content-Crs", "<"+r.crs.uri+">")
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
