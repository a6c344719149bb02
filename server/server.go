// Package server answers HTTP: the map's page, an OGC API over the store's
// datasets, and exports. Strings from outside are read in one place
// (parseRequest), errors leave by one (problems).
package server

import (
	"context"
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

	"incidentmap/internal/access"
	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/inspect"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// maxBody bounds the body of a request that reads, to which it is of no use;
// clients that send a small one are not worth refusing. Files are bounded where
// they are read.
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
	// Access is the book of tokens; nil where nobody has any.
	Access *access.Book
	// Age is how long ago the data were known to be all that their database has; nil where
	// nobody else changes it.
	Age func() time.Duration
	// AllowedHosts are the names that clients may call the server by; nil allows all.
	AllowedHosts []string
	// Check tells what is amiss with an incident that somebody writes; nil checks nothing.
	Check func(*incident.Incident, *incident.Dataset) []report.Finding
	// Inspect tells how a file that somebody sends would be read. Its error is about the
	// file. Nil inspects none. Several goroutines call it at once.
	Inspect func(Inspection) (*inspect.Document, error)
	// Import brings a file into a dataset of the log. Its error is about the file, and says
	// that nothing was changed. Nil imports none.
	Import func(context.Context, Import) (*Imported, error)
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
	failures  *failures     // of tokens
	streams   streams
	ending    chan struct{} // closed when the server stops
	abouts    *lru.Cache[*incident.Dataset, string]
	once      oneTime // the code of the link that makes a browser an editor
}

const columnsPath = "/api/collections/:c/columns"

// New builds the server. It answers 503 to everything that needs data until
// Ready is called.
func New(cfg Config) *Server {
	s := &Server{cfg: cfg, echo: echo.New(), tiles: newTileCache(), gates: newGates(), firstByte: firstByteWithin,
		failures: newFailures(), ending: make(chan struct{}), abouts: newAbouts()}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.handleError
	s.echo.Use(s.logRequests, s.recoverPanics, s.timely, securityHeaders(cfg.Background.imageOrigin()), cors,
		s.checkHost, s.identify,
		middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Limit: maxBody, Skipper: sendsFile}))
	s.routes()
	return s
}

// sendsFile reports whether a request is one that sends a file.
func sendsFile(c echo.Context) bool {
	method, at := c.Request().Method, c.Request().URL.Path
	return method == http.MethodPost && at == inspectPath ||
		(method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch) &&
			strings.HasPrefix(at, "/api/collections")
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
func (s *Server) Stopping() {
	if s.state.Swap(stopping) != stopping {
		close(s.ending) // streams end first
	}
}

// Handler returns the service with its compression (gzip and zstd) as an
// http.Handler.
func (s *Server) Handler() (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.ContentTypeFilter(compressible),
		gzhttp.SuffixETag("-gzip"))
	if err != nil {
		return nil, err
	}
	// Columns are numbers in narrow arrays: gzip's fastest level takes half the time of
	// its usual one for 1 % more bytes.
	wrapColumns, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.ContentTypeFilter(compressible),
		gzhttp.CompressionLevel(gzip.BestSpeed), gzhttp.SuffixETag("-gzip"))
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

// route is a path that is answered, and what is done before.
type route struct {
	path    string
	handler echo.HandlerFunc
	before  []echo.MiddlewareFunc
}

// writeRoutes are the paths that are written to.
func (s *Server) writeRoutes(api []echo.MiddlewareFunc) {
	const items = "/api/collections/:c/items"
	s.echo.POST(items, s.write(featureTypes, http.StatusCreated, s.createItems), api...)
	s.echo.PUT(items+"/:id", s.write(featureTypes, http.StatusOK, s.replaceItem), api...)
	s.echo.PATCH(items+"/:id", s.write(patchTypes, http.StatusOK, s.patchItem), api...)
	s.echo.DELETE(items+"/:id", s.write(nil, http.StatusNoContent, s.deleteItem), api...)
	s.echo.POST(items+"/:id/history/:revision/restore", s.write(nil, http.StatusOK, s.restoreItem), api...)
	s.echo.POST(items+"/:id/history/:revision/redact", s.write(nil, http.StatusOK, s.redactItem), api...)
	s.echo.POST("/api/collections", s.createDataset, api...)
	s.echo.PATCH("/api/collections/:c", s.patchDataset, api...)
	s.echo.DELETE("/api/collections/:c", s.dropDataset, api...)
	s.echo.POST("/api/collections/:c/import", s.importFile, api...)
	s.echo.OPTIONS("/api/collections", s.optionsOfAll(), api...)
	for _, verb := range []string{"restore", "redact"} {
		s.echo.OPTIONS(items+"/:id/history/:revision/"+verb, s.options(sending, http.MethodPost), api...)
	}
	s.echo.OPTIONS("/api/collections/:c", s.options(reading, http.MethodPatch, http.MethodDelete), api...)
	s.echo.OPTIONS("/api/collections/:c/import", s.options(sending, http.MethodPost), api...)
	s.echo.OPTIONS(items, s.options(reading, http.MethodPost), api...)
	s.echo.OPTIONS(items+"/:id", s.options(reading, http.MethodPut, http.MethodPatch, http.MethodDelete), api...)
}

// routes are all paths: pages and files, which wait for nothing, and the API, which needs
// the data, and for dear answers a turn.
func (s *Server) routes() {
	api := []echo.MiddlewareFunc{s.needData}
	quick, slow := append(slices.Clone(api), s.dear(light)), append(slices.Clone(api), s.dear(bulk))
	s.writeRoutes(api)
	s.echo.OPTIONS("/api", preflight)
	s.echo.OPTIONS("/api/*", preflight)
	s.echo.OPTIONS(inspectPath, preflightOfFile)
	s.echo.POST(inspectPath, s.inspect, api...)
	s.echo.POST(sessionPath, s.signIn)
	s.echo.DELETE(sessionPath, s.signOut)
	s.echo.GET(sessionPath+"/:code", s.openOnce)
	for _, r := range []route{
		{"/", s.page, nil},
		{"/embed", s.embed, nil},
		{"/assets/*", s.asset, nil},
		{"/healthz", s.health, nil},
		{"/robots.txt", s.robots, nil},
		{"/readyz", s.readiness, nil},
		{"/metrics", s.metrics, nil},
		{"/licences", s.licences, nil},
		{sessionPath, s.session, nil},
		{"/basemap/basemap.json", s.basemapInfo, nil},
		{"/basemap/countries/:code", s.countryOutline, nil},
		{"/basemap/units/:unit", s.unitOutline, nil},
		{"/basemap/relief/:z/:x/:y", s.reliefTile, nil},
		{"/basemap/background/:z/:x/:y", s.backgroundTile, nil},
		{"/basemap/:z/:x/:y", s.basemapTile, nil},
		{"/api/style.css", s.style, nil},

		{"/api/*", func(echo.Context) error { return echo.ErrNotFound }, nil},
		{"/api", s.plain("The API", s.landing), api},
		{"/api/", s.plain("The API", s.landing), api},
		{"/api/conformance", s.plain("Conformance", s.conformance), api},
		{"/api/openapi.json", s.openAPI, api},
		{inspectPath, postOnly, nil},
		{"/api/collections/:c/import", postOnly, nil},
		{"/api/geocode", s.geocode, quick},
		{"/api/reverse", s.reverse, quick},
		{"/api/collections", s.listCollections, quick},
		{"/api/collections/:c", s.getCollection, quick},
		{"/api/collections/:c/items", s.asked(itemsEndpoint, s.items), quick},
		{"/api/collections/:c/items/:id", s.item, api},
		{"/api/collections/:c/items/:id/history", s.history, quick},
		{"/api/collections/:c/changes", s.changes, api},
		{"/api/collections/:c/schema", s.schema, api},
		{"/api/collections/:c/codebook", s.codebook, slow},
		{"/api/collections/:c/report", s.report, api},
		{"/api/collections/:c/queryables", s.queryables, api},
		{"/api/collections/:c/export", s.asked(exportEndpoint, s.export), slow},
		{"/api/collections/:c/facets", s.asked(facetsEndpoint, s.facets), quick},
		{"/api/collections/:c/histogram", s.asked(binsEndpoint, s.histogram), quick},
		{"/api/collections/:c/tiles/WebMercatorQuad/:z/:row/:col", s.tile, quick},
		{"/api/collections/:c/clusters/WebMercatorQuad/:z/:row/:col", s.clusters, quick},
		{columnsPath, s.columns, slow},
	} {
		s.echo.Match([]string{http.MethodGet, http.MethodHead}, r.path, r.handler, r.before...)
	}
}
