package server

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/encode/columns"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// contentPolicy lets the page run its own files and nothing else. The verb is
// for one more origin of pictures, with a space before it.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:%s; " +
	"connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"

// securityHeaders sets what every answer carries; only /embed may be framed.
// Pictures may come from one other origin, where there is one.
func securityHeaders(imageOrigin string) echo.MiddlewareFunc {
	if imageOrigin != "" {
		imageOrigin = " " + imageOrigin
	}
	own := fmt.Sprintf(contentPolicy, imageOrigin)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			policy := own
			if c.Request().URL.Path != "/embed" {
				policy += "; frame-ancestors 'none'"
				h.Set("X-Frame-Options", "DENY")
			}
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			return next(c)
		}
	}
}

// cors lets pages of any origin read the API, and what it says of wrong requests;
// it has no cookies to protect.
func cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if path := c.Request().URL.Path; path != "/api" && !strings.HasPrefix(path, "/api/") {
			return next(c)
		}
		h := c.Response().Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", exposed)
		return next(c)
	}
}

// exposed are the headers of answers that pages of other origins may read.
var exposed = strings.Join([]string{"Allow", "ETag", "Link", "Location", "Content-Disposition", "Retry-After",
	"WWW-Authenticate", contentCRSHeader, matchedHeader, returnedHeader, omittedHeader, rowsOmittedHeader, versionHeader,
	ageHeader}, ", ")

// The headers that pages of other origins may send: with what they read, and with what they
// write. EventSource sends Last-Event-ID when it comes again.
const (
	readHeaders = "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, Last-Event-ID, " +
		minVersionHeader
	writeHeaders = readHeaders + ", Content-Disposition, If-Match, " + contentCRSHeader + ", " + onceHeader
)

func preflight(c echo.Context) error { return preflightOf(c, reading, readHeaders) }

// preflightOfFile lets pages of any origin send a file.
func preflightOfFile(c echo.Context) error { return preflightOf(c, "POST, OPTIONS", writeHeaders) }

// The methods of addresses that can be read, and of those that cannot.
const (
	reading = "GET, HEAD, OPTIONS"
	sending = "OPTIONS"
)

// options answers which methods an address takes of whoever asks, beside those that all may
// use. A browser that asks for a page of another origin is told all of them, whether there is
// something or not: it asks without the token that it will send.
func (s *Server) options(open string, methods ...string) echo.HandlerFunc {
	return optionsOf(open, methods, func(c echo.Context) (bool, error) {
		col, err := s.collection(c)
		if err != nil {
			return false, err
		}
		_, err = s.cfg.Catalog.Kept(&col)
		return err == nil && scopeOf(c).May(store.RoleEditor, col.Dataset.ID), nil
	})
}

// optionsOfAll is options of the list of collections.
func (s *Server) optionsOfAll() echo.HandlerFunc {
	return optionsOf(reading, []string{http.MethodPost}, func(c echo.Context) (bool, error) {
		_, err := s.cfg.Catalog.Log()
		return err == nil && scopeOf(c).May(store.RoleEditor, ""), nil
	})
}

func optionsOf(open string, methods []string, may func(echo.Context) (bool, error)) echo.HandlerFunc {
	all := open + ", " + strings.Join(methods, ", ")
	return func(c echo.Context) error {
		if c.Request().Header.Get("Access-Control-Request-Method") != "" {
			return preflightOf(c, all, writeHeaders)
		}
		may, err := may(c)
		switch {
		case err != nil:
			return err
		case may:
			return preflightOf(c, all, writeHeaders)
		}
		return preflightOf(c, open, writeHeaders)
	}
}

func preflightOf(c echo.Context, methods, headers string) error {
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Methods", methods)
	h.Set("Access-Control-Allow-Headers", headers)
	h.Set("Access-Control-Max-Age", "86400")
	h.Set(echo.HeaderAllow, methods)
	return c.NoContent(http.StatusNoContent)
}

// needData answers 503 until the data are loaded, and tells their age.
func (s *Server) needData(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.state.Load() == loading {
			return incident.Errorf(incident.Unavailable, "the data are still loading; try again in a moment")
		}
		if s.cfg.Age != nil {
			c.Response().Header().Set(ageHeader, s.ageText())
		}
		return next(c)
	}
}

// recoverPanics turns a panic into an error that is logged with its stack.
func (s *Server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if e, ok := r.(error); ok && errors.Is(e, http.ErrAbortHandler) {
					panic(r)
				}
				err = fmt.Errorf("panic: %v\n%s", r, culprit(debug.Stack()))
			}
		}()
		return next(c)
	}
}

// culprit is a stack without its first lines, which tell how it was caught.
func culprit(stack []byte) []byte {
	if _, rest, ok := bytes.Cut(stack, []byte("panic(")); ok {
		return rest
	}
	return stack
}

// compressible tells which answers are worth compressing: text, not the tiles
// that are stored compressed.
func compressible(contentType string) bool {
	base, _, _ := strings.Cut(contentType, ";")
	base = strings.TrimSpace(base)
	if base == eventStreamType {
		return false // events would wait for one another
	}
	return strings.HasPrefix(base, "text/") || strings.HasSuffix(base, "json") || strings.HasSuffix(base, "json-seq") ||
		strings.HasSuffix(base, "+json;version=3.0") || base == "application/javascript" || base == "image/svg+xml" ||
		base == "application/vnd.mapbox-vector-tile" || base == columns.MediaType
}
