package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"incidentmap/internal/format"
	"incidentmap/internal/format/geojson"
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
	if r.view, err = s.viewOf(c, &col); err != nil {
		return nil, store.Stats{}, err
	}
	if err := r.resolveWholes(ctx); err != nil {
		return nil, store.Stats{}, err
	}
	if err := s.searchOtherSpellings(ctx, r); err != nil {
		return nil, store.Stats{}, err
	}
	r.format = chosen(c, ep, r, query)
	if r.format.LonLat && r.crs.uri != crs84.uri {
		return nil, store.Stats{}, incident.BadParameter("crs",
			"a %s is written in longitude and latitude; leave crs out, or ask for another format", r.format.Title)
	}
	stats := r.view.Stats()
	c.Response().Header().Set(versionHeader, stats.Version)
	return r, stats, nil
}

// versionHeader tells the version of the dataset that an answer comes from.
const versionHeader = "Incidentmap-Version"

// asked answers what an endpoint asks of a collection, unless its reader has the answer of
// this version.
func (s *Server) asked(ep endpoint, answer func(echo.Context, *request, store.Stats) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, stats, err := s.prepare(c, ep)
		if err != nil {
			return err
		}
		if s.fresh(c, s.dataVersion(r.collection.Dataset, stats), r.format.Name) {
			return notModified(c)
		}
		return answer(c, r, stats)
	}
}

func (s *Server) items(c echo.Context, r *request, stats store.Stats) error {
	res, err := r.view.Query(c.Request().Context(), r.filter, r.page)
	if err != nil {
		return err
	}
	c.Response().Header().Set(contentCRSHeader, "<"+r.crs.uri+">")
	if err := s.fitRecords(c, r, res, false); err != nil {
		return err
	}
	links := s.pageLinks(c, r, res)
	setLinkHeaders(c, links)
	if r.format.Is(formatHTML) {
		return s.htmlItems(c, r, res, links)
	}
	return r.write(c, pageHead(r, stats, res, links), res)
}

func (s *Server) pageLinks(c echo.Context, r *request, res *store.Result) []link {
	links := s.representations(c, itemsEndpoint.formats, r.format)
	if res.Next != "" {
		links = append(links, link{s.here(c, map[string]string{"cursor": res.Next}), "next", r.format.Type(),
			"Next page"})
	}
	if r.page.Cursor != "" {
		links = append(links, link{s.here(c, map[string]string{"cursor": ""}), "first", r.format.Type(),
			"First page"})
	}
	return append(links, link{s.href(c, "api", "collections", r.collection.ID), "collection", "application/json",
		r.collection.Title})
}

// project turns what is stored into what was asked for; nil where that is the same.
func (r *request) project() func(orb.Point) orb.Point {
	if r.crs.uri == crs84.uri {
		return nil
	}
	return r.crs.fromLonLat
}

// pageHead describes a page.
func pageHead(r *request, stats store.Stats, res *store.Result, links []link) map[string]any {
	d := r.collection.Dataset
	head := map[string]any{
		"timeStamp": time.Now().UTC().Format(time.RFC3339), "numberMatched": res.Matched,
		"numberReturned": res.Returned,
		"links":          links, "dataset": d.ID, "dataVersion": stats.Version, "license": d.Licence,
		"attribution": d.Attribution,
	}
	if r.detail {
		head["groups"] = geojson.Groups(d)
	}
	return head
}

// The headers that say how many incidents match and how many of them are in the answer:
// what numberMatched and numberReturned say in GeoJSON, for formats without a place for it.
const (
	matchedHeader  = "OGC-NumberMatched"
	returnedHeader = "OGC-NumberReturned"
)

// write streams a page or an export in the format that was asked for.
func (r *request) write(c echo.Context, head map[string]any, res *store.Result) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, r.format.MediaType)
	h.Set(matchedHeader, strconv.Itoa(res.Matched))
	h.Set(returnedHeader, strconv.Itoa(res.Returned))
	doc := &format.Document{Head: head, Columns: r.columns, Detail: r.detail, Project: r.project(),
		Records: res.Records}
	return r.format.Write(c.Response(), doc)
}

func (s *Server) item(c echo.Context) error {
	r, stats, err := s.prepare(c, itemEndpoint)
	if err != nil {
		return err
	}
	record, err := s.recordOf(c, r, c.Param("id"))
	if err != nil {
		return err
	}
	if f := r.collection.Filter(); !f.Match(record) {
		return incident.Errorf(incident.NotFound, "there is no incident %q in %s", record.ID, r.collection.ID)
	}
	fresh, err := s.freshItem(c, r, record, stats.Version)
	if err != nil {
		return err
	}
	if fresh {
		return notModified(c)
	}
	c.Response().Header().Set(contentCRSHeader, "<"+r.crs.uri+">")
	if r.crs.uri == epsg3857.uri {
		record = withoutPole(record)
	}
	body, err := s.appendItem(c, r, record)
	if err != nil {
		return err
	}
	if r.format.Is(formatHTML) {
		return s.htmlItem(c, record, body)
	}
	return c.Blob(http.StatusOK, geojson.Format.MediaType, body)
}

// appendItem writes a single incident with all its detail and links.
func (s *Server) appendItem(c echo.Context, r *request, record *incident.Record) ([]byte, error) {
	w := &geojson.Writer{Columns: r.columns, Detail: true, Project: r.project()}
	group, err := r.groupDetail(c.Request().Context(), record)
	if err != nil {
		return nil, err
	}
	w.Group = group
	self := s.href(c, "api", "collections", r.collection.ID, "items", record.ID)
	links := append(s.representations(c, itemEndpoint.formats, r.format),
		link{s.href(c, "api", "collections", r.collection.ID), "collection", "application/json", r.collection.Title})
	if links[0].Href != self {
		links = append(links, link{self, "canonical", geojson.Format.MediaType, record.Title})
	}
	if _, err := s.cfg.Catalog.Kept(&r.collection); err == nil {
		links = append(links, link{self + "/history", "version-history", formatJSON.MediaType, "How it came to be"})
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
