package server

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

const (
	openAPIType = "application/vnd.oai.openapi+json;version=3.0"
	apiTitle    = "incidentmap"
	apiSummary  = "Dated, placed, sourced incidents of the public record, by box and time."
)

// conformanceClasses are the ones that the API claims, by OGC 17-069r4 and
// 18-058r1.
var conformanceClasses = []string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
}

type landingPage struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution"`
	Version     string `json:"version"`
	Links       []link `json:"links"`
}

// plain answers a document about the API as a whole.
func (s *Server) plain(title string, doc func(echo.Context, format.Format) any) echo.HandlerFunc {
	return func(c echo.Context) error {
		f, err := s.plainFormat(c)
		if err != nil {
			return err
		}
		if s.fresh(c, "", f.Name) {
			return notModified(c)
		}
		return s.document(c, f, title, doc(c, f))
	}
}

func (s *Server) landing(c echo.Context, f format.Format) any {
	base := s.baseURL(c)
	return landingPage{apiTitle, apiSummary, s.cfg.Attribution, s.cfg.Version, append(
		s.representations(c, plainEndpoint.formats, f),
		link{base + "/api/openapi.json", "service-desc", openAPIType, "Description of the API (OpenAPI 3.0)"},
		link{base + "/api?f=html", "service-doc", "text/html", "Where to start"},
		link{base + "/api/conformance", "conformance", "application/json", "Standards that the API conforms to"},
		link{base + "/api/collections", "data", "application/json", "Collections of incidents"},
		link{base + "/api/geocode?q=Kabul", "http://incidentmap/rel/geocode", "application/geo+json", "Places by name"},
		link{base + "/", "http://incidentmap/rel/map", "text/html", "The map"},
	)}
}

func (s *Server) conformance(c echo.Context, f format.Format) any {
	classes := conformanceClasses
	if s.cfg.Access != nil {
		classes = slices.Concat(classes, writeClasses)
	}
	return map[string]any{
		"conformsTo": classes, "links": s.representations(c, plainEndpoint.formats, f)}
}

// plainFormat reads the parameters of a document for people and programs.
func (s *Server) plainFormat(c echo.Context) (format.Format, error) {
	return s.formatOf(c, plainEndpoint)
}

// formatOf reads the parameters of a document that only has a format.
func (s *Server) formatOf(c echo.Context, ep endpoint) (format.Format, error) {
	query, err := queryOf(c)
	if err != nil {
		return format.Format{}, err
	}
	r, err := parseRequest(catalog.Collection{Dataset: &incident.Dataset{}}, ep, query)
	if err != nil {
		return format.Format{}, err
	}
	return chosen(c, ep, r, query), nil
}

// chosen is the format that f asks for, or else the Accept header.
func chosen(c echo.Context, ep endpoint, r *request, query url.Values) format.Format {
	if query.Has("f") {
		return r.format
	}
	return ep.negotiate(c.Request().Header.Get("Accept"))
}

// document answers with a JSON document or with its page for people.
func (s *Server) document(c echo.Context, f format.Format, title string, doc any) error {
	if f.Is(formatHTML) {
		return s.htmlDocument(c, title, doc)
	}
	return c.JSON(http.StatusOK, doc)
}
