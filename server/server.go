// Package server answers HTTP: the map's page, an OGC API over the store's
// datasets, and exports. Strings from outside are read in one place
// (parseRequest), errors leave by one (problems).
package server

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"incidentmap/internal/catalog"
	"incidentmap/internal/place"
)

// maxBody bounds the body of a request. Every route reads, so a body is of no
// use; clients that send a small one are not worth refusing.
const maxBody = "64K"

// Config is what a server needs.
type Config struct {
	// Catalog holds the datasets, and knows how each was read.
	Catalog *catalog.Catalog
	// Places finds places by name. Services that it asks are sent what visitors
	// look for, one question after the other.
	Places *place.Resolver
	// Web holds the built client (index.html at its root), or is nil when it
	// has not been built.
	Web fs.FS
	// Basemap holds basemap.json and the tiles as z/x/y.mvt, gzipped.
	Basemap fs.FS
	// Background is a more detailed basemap of the operator's choice; nil for none.
	Background *Background
	// Attribution is the text of every source and licence, in Markdown.
	Attribution string
	// Licences is the text of the licences of the program, of what is built into
	// it, and of its data.
	Licences string
	// BaseURL is how clients reach the server, such as
	// https://example.org/map; empty to take it from each request.
	BaseURL string
	// Version is the program's version.
	Version string
	// TrustedProxies are the networks of proxies whose word on a request's
	// origin is believed (see origin).
	TrustedProxies []netip.Prefix
	// AccessLog says what is logged of each request; empty means LogFull.
	AccessLog AccessLog
	// Log receives a line of each request, at most 2 kB long.
	Log *slog.Logger
}

// Server is the HTTP service. Make it with New.
type Server struct {
	cfg   Config
	echo  *echo.Echo
	state atomic.Int32 // loading, ready or stopping

	codebooks codebooks
	tiles     *lru.Cache[string, []byte]
	gates     *gates
	firstByte time.Duration // see firstByteWithin
}

const columnsPath = "/api/collections/:c/columns"

// New builds the server. It answers 503 to everything that needs data until
// Ready is called.
func New(cfg Config) *Server {
	s := &Server{cfg: cfg, echo: echo.New(), tiles: newTileCache(), gates: newGates(), firstByte: firstByteWithin}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.handleError
	s.echo.Use(s.logRequests, s.recoverPanics, s.timely, securityHeaders(cfg.Background.imageOrigin()), cors,
		middleware.BodyLimit(maxBody))
	s.routes()
	return s
}

// The states of a server.
const (
	loading int32 = iota
	ready
	stopping
)

// Ready says that all data are loaded.
func (s *Server) Ready() { s.state.CompareAndSwap(loading, ready) }

// Stopping says that the server will end soon: /readyz answers 503, and what
// is asked is still answered.
func (s *Server) Stopping() { s.state.Store(stopping) }

// Handler returns the service with its compression (gzip and zstd) as an
// http.Handler.
func (s *Server) Handler() (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		return nil, err
	}
	// Columns are numbers in narrow arrays: gzip's fastest level takes half the time of
	// its usual one for 1 % more bytes.
	wrapColumns, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.ContentTypeFilter(compressible),
		gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		return nil, err
	}
	usual, ofColumns := wrap(s.echo), wrapColumns(s.echo)
	return pace(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, path.Base(columnsPath)) {
			ofColumns(w, r)
			return
		}
		usual(w, r)
	})), nil
}

func (s *Server) routes() {
	get := func(path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
		s.echo.Match([]string{http.MethodGet, http.MethodHead}, path, h, m...)
	}
	get("/", s.page)
	get("/embed", s.embed)
	get("/assets/*", s.asset)
	get("/healthz", s.health)
	get("/robots.txt", s.robots)
	get("/readyz", s.readiness)
	get("/licences", s.licences)
	get("/basemap/basemap.json", s.basemapInfo)
	get("/basemap/countries/:code", s.countryOutline)
	get("/basemap/units/:unit", s.unitOutline)
	get("/basemap/relief/:z/:x/:y", s.reliefTile)
	get("/basemap/background/:z/:x/:y", s.backgroundTile)
	get("/basemap/:z/:x/:y", s.basemapTile)

	get("/api/style.css", s.style)
	api := []echo.MiddlewareFunc{s.needData}
	quick, slow := append(slices.Clone(api), s.dear(light)), append(slices.Clone(api), s.dear(bulk))
	s.echo.OPTIONS("/api", preflight)
	s.echo.OPTIONS("/api/*", preflight)
	get("/api/*", func(echo.Context) error { return echo.ErrNotFound })
	get("/api", s.landing, api...)
	get("/api/", s.landing, api...)
	get("/api/conformance", s.conformance, api...)
	get("/api/openapi.json", s.openAPI, api...)
	get("/api/geocode", s.geocode, quick...)
	get("/api/reverse", s.reverse, quick...)
	get("/api/collections", s.listCollections, quick...)
	get("/api/collections/:c", s.getCollection, quick...)
	get("/api/collections/:c/items", s.items, quick...)
	get("/api/collections/:c/items/:id", s.item, api...)
	get("/api/collections/:c/schema", s.schema, api...)
	get("/api/collections/:c/codebook", s.codebook, slow...)
	get("/api/collections/:c/report", s.report, api...)
	get("/api/collections/:c/queryables", s.queryables, api...)
	get("/api/collections/:c/export", s.export, slow...)
	get("/api/collections/:c/facets", s.facets, quick...)
	get("/api/collections/:c/histogram", s.histogram, quick...)
	get("/api/collections/:c/tiles/WebMercatorQuad/:z/:row/:col", s.tile, quick...)
	get("/api/collections/:c/clusters/WebMercatorQuad/:z/:row/:col", s.clusters, quick...)
	get(columnsPath, s.columns, slow...)
}
