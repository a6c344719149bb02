package server

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// AccessLog says what is logged of each request.
type AccessLog string

// The forms of the access log. Errors of the server are logged in each.
const (
	LogOff     AccessLog = "off"
	LogNoQuery AccessLog = "no-query" // without what was asked for
	LogFull    AccessLog = "full"
)

// AccessLogs lists them.
var AccessLogs = []AccessLog{LogOff, LogNoQuery, LogFull}

// errorKey is where handleError leaves the error for the log.
const errorKey = "incidentmap.error"

// The most bytes of a field, as it is written: strangers choose them. With the
// others a line stays below 2 kB.
const (
	maxLoggedPath  = 300
	maxLoggedQuery = 500
	maxLoggedError = 800
)

// logRequests logs each request once it is answered, and aborts the
// connection of an answer that broke off: to return would end it as if it
// were whole.
func (s *Server) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		brokenOff := err != nil && c.Response().Committed
		if err != nil {
			c.Error(err)
		}
		s.logRequest(c, start, brokenOff)
		if brokenOff {
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}

func (s *Server) logRequest(c echo.Context, start time.Time, brokenOff bool) {
	req, res := c.Request(), c.Response()
	level := slog.LevelInfo
	failed, _ := c.Get(errorKey).(error)
	switch {
	case brokenOff:
		level = slog.LevelWarn
	case res.Status == http.StatusInternalServerError:
		level = slog.LevelError
	default:
		failed = nil // the client's mistakes were told to the client
	}
	if s.cfg.AccessLog == LogOff && failed == nil {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", cutLogged(req.Method, 20)), slog.String("path", cutLogged(req.URL.Path, maxLoggedPath)),
		slog.Int("status", res.Status), slog.Int64("bytes", res.Size),
		slog.Duration("took", time.Since(start)), slog.String("remote", s.origin(req).addr),
	}
	if s.cfg.AccessLog != LogNoQuery {
		attrs = append(attrs, slog.String("query", cutLogged(req.URL.RawQuery, maxLoggedQuery)))
	}
	if failed != nil {
		attrs = append(attrs, slog.String("err", cutLogged(failed.Error(), maxLoggedError)))
	}
	s.cfg.Log.LogAttrs(req.Context(), level, "request", attrs...)
}

// cutLogged cuts a text so that it takes at most so many bytes when it is
// quoted.
func cutLogged(text string, most int) string {
	if len(text) <= most/4 { // a byte takes at most four: \x1b
		return text
	}
	size := 0
	for i, r := range text {
		if size += len(strconv.QuoteRune(r)) - len("''"); size > most {
			return text[:i] + "…"
		}
	}
	return text
}
