package server

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// noClient is what a program without its client shows at /.
const noClient = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>incidentmap</title></head>
<body><h1>incidentmap</h1>
<p>The server is running, but this program was built without its map.</p>
<p>Run <code>make build</code> in the source tree, which needs Node.js 20 or later, and start <code>bin/incidentmap serve</code>.</p>
<p>The data are served without it: <a href="api?f=html">the API</a>.</p>
</body></html>
`

func (s *Server) page(c echo.Context) error { return s.clientPage(c) }

// embed is the same page; it alone may be shown in a frame.
func (s *Server) embed(c echo.Context) error { return s.clientPage(c) }

func (s *Server) clientPage(c echo.Context) error {
	if s.cfg.Web == nil {
		return c.HTML(http.StatusOK, noClient)
	}
	index, err := fs.ReadFile(s.cfg.Web, "index.html")
	if err != nil {
		return err
	}
	if s.fresh(c, string(index), "page") {
		return notModified(c)
	}
	return c.HTMLBlob(http.StatusOK, index)
}

// asset serves the client's files, whose names change with their content.
func (s *Server) asset(c echo.Context) error {
	name := path.Clean("assets/" + c.Param("*"))
	if s.cfg.Web == nil || !fs.ValidPath(name) || !strings.HasPrefix(name, "assets/") {
		return echo.ErrNotFound
	}
	info, err := fs.Stat(s.cfg.Web, name)
	if err != nil || info.IsDir() {
		return echo.ErrNotFound
	}
	if s.fresh(c, name, "asset") { // names change with content
		return notModified(c)
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeFileFS(c.Response(), c.Request(), s.cfg.Web, name)
	return nil
}

func (s *Server) health(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// robotsTxt keeps crawlers off the API, whose combinations of parameters have
// no end, and lets them see the map.
const robotsTxt = "User-agent: *\nDisallow: /api/\n"

func (s *Server) robots(c echo.Context) error { return c.String(http.StatusOK, robotsTxt) }

// readiness answers whether the server takes requests. Without its database it goes on to
// answer what is read, and is ready.
func (s *Server) readiness(c echo.Context) error {
	state := s.state.Load()
	if state == ready {
		text := "ready\n"
		if s.cfg.Age != nil {
			text += "seconds since the data were all that the database has: " + s.ageText() + "\n"
			c.Response().Header().Set(ageHeader, s.ageText())
		}
		return c.String(http.StatusOK, text)
	}
	c.Response().Header().Set("Retry-After", "1")
	return c.String(http.StatusServiceUnavailable, map[int32]string{loading: "loading\n",
		stopping: "stopping\n"}[state])
}
