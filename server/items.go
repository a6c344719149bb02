package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/csv"
	"incidentmap/internal/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// prepare reads the request of an endpoint of a collection.
func (s *Server) prepare(c echo.Context, ep endpoint) (*request, store.Stats, error) {
	ctx := c.Request().Context()
	col, err := s.collection(c)
	if err != nil {
		return nil, store.Stats{}, err
	}
	query, err := queryOf(c)
	if err != nil {
		return nil, store.Stats{}, err
	}
	r, err := parseRequest(col, ep, query)
	if err != nil {
		return nil, store.Stats{}, err
	}
	if r.view, err = s.cfg.Catalog.View(ctx, &col); err != nil {
		return nil, store.Stats{}, err
	}
	if err := r.resolveWholes(ctx); err != nil {
		return nil, store.Stats{}, err
	}
	r.format = chosen(c, ep, r, query)
	return r, r.view.Stats(), nil
}

func (s *Server) items(c echo.Context) error {
	r, stats, err := s.prepare(c, itemsEndpoint)
	if err != nil {
		return err
	}
	if s.fresh(c, stats.Version, r.format.name) {
		return notModified(c)
	}
	res, err := r.view.Query(c.Request().Context(), r.filter, r.page)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Crs", "<"+r.crs.uri+">")
	if err := s.fitRecords(c, r, res, false); err != nil {
		return err
	}
	links := s.pageLinks(c, r, res)
	setLinkHeaders(c, links)
	switch r.format.name {
	case formatHTML.name:
		return s.htmlItems(c, r, res, links)
	case formatCSV.name:
		return s.writeCSV(c, r, res)
	case formatGeoJSONSeq.name:
		return s.writeSequence(c, r, res)
	}
	return s.writeCollection(c, r, stats, res, links)
}

func (s *Server) pageLinks(c echo.Context, r *request, res *store.Result) []link {
	links := s.representations(c, itemsEndpoint.formats, r.format)
	if res.Next != "" {
		links = append(links, link{s.here(c, map[string]string{"cursor": res.Next}), "next", plainType(r.format),
			"Next page"})
	}
	if r.page.Cursor != "" {
		links = append(links, link{s.here(c, map[string]string{"cursor": ""}), "first", plainType(r.format),
			"First page"})
	}
	return append(links, link{s.href(c, "api", "collections", r.collection.ID), "collection", "application/json",
		r.collection.Title})
}

func (r *request) features() *geojson.Writer {
	w := &geojson.Writer{Columns: r.columns, Detail: r.detail}
	if r.crs.uri != crs84.uri { // a point is in that already
		w.Project = r.crs.fromLonLat
	}
	return w
}

// writeCollection streams a page or an export as a FeatureCollection.
func (s *Server) writeCollection(c echo.Context, r *request, stats store.Stats, res *store.Result,
	links []link) error {
	d := r.collection.Dataset
	head := geojson.Head{
		"timeStamp": time.Now().UTC().Format(time.RFC3339), "numberMatched": res.Matched,
		"numberReturned": res.Returned,
		"links":          links, "dataset": d.ID, "dataVersion": stats.Version, "license": d.Licence,
		"attribution": d.Attribution,
	}
	if r.detail {
		head["groups"] = geojson.Groups(d)
	}
	c.Response().Header().Set(echo.HeaderContentType, formatGeoJSON.mediaType)
	return geojson.WriteCollection(c.Response(), head, r.features(), res.Records)
}

func (s *Server) writeSequence(c echo.Context, r *request, res *store.Result) error {
	c.Response().Header().Set(echo.HeaderContentType, formatGeoJSONSeq.mediaType)
	return geojson.WriteSequence(c.Response(), r.features(), res.Records)
}

func (s *Server) writeCSV(c echo.Context, r *request, res *store.Result) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, formatCSV.mediaType)
	h.Set("OGC-NumberMatched", strconv.Itoa(res.Matched))
	h.Set("OGC-NumberReturned", strconv.Itoa(res.Returned))
	return csv.Write(c.Response(), r.columns, r.crs.fromLonLat, res.Records)
}

func (s *Server) item(c echo.Context) error {
	r, stats, err := s.prepare(c, itemEndpoint)
	if err != nil {
		return err
	}
	record, err := r.view.Get(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if f := r.collection.Filter(); !f.Match(record) {
		return incident.Errorf(incident.NotFound, "there is no incident %q in %s", record.ID, r.collection.ID)
	}
	if s.fresh(c, stats.Version, r.format.name) {
		return notModified(c)
	}
	c.Response().Header().Set("Content-Crs", "<"+r.crs.uri+">")
	if r.crs.uri == epsg3857.uri {
		record = withoutPole(record)
	}
	body, err := s.appendItem(c, r, record)
	if err != nil {
		return err
	}
	if r.format.name == formatHTML.name {
		return s.htmlItem(c, record, body)
	}
	return c.Blob(http.StatusOK, formatGeoJSON.mediaType, body)
}

// appendItem writes a single incident with all its detail and links.
func (s *Server) appendItem(c echo.Context, r *request, record *incident.Record) ([]byte, error) {
	w := r.features()
	w.Detail = true
	group, err := r.groupDetail(c.Request().Context(), record)
	if err != nil {
		return nil, err
	}
	w.Group = group
	self := s.href(c, "api", "collections", r.collection.ID, "items", record.ID)
	links := append(s.representations(c, itemEndpoint.formats, r.format),
		link{s.href(c, "api", "collections", r.collection.ID), "collection", "application/json", r.collection.Title})
	if links[0].Href != self {
		links = append(links, link{self, "canonical", formatGeoJSON.mediaType, record.Title})
	}
	return geojson.AppendItem(nil, w, record, links), nil
}

// groupDetail tells with which other incidents a record shares its figures.
func (r *request) groupDetail(ctx context.Context,
	record *incident.Record) (*geojson.GroupDetail, error) {
	d := r.collection.Dataset
	g := d.Group(record.Group)
	if g == nil {
		return nil, nil
	}
	res, err := r.view.Query(ctx, incident.Filter{Dataset: d.ID, Groups: []string{g.ID}}, store.Page{Limit: maxLimit})
	if err != nil {
		return nil, err
	}
	return geojson.NewGroupDetail(g, res.Records), nil
}
