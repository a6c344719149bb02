package server

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// link is a web link (RFC 8288) as OGC APIs write it.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// baseURL is the address that links start with, without a slash at its end.
func (s *Server) baseURL(c echo.Context) string {
	if s.cfg.BaseURL != "" {
		return strings.TrimRight(s.cfg.BaseURL, "/")
	}
	scheme := "http"
	if c.IsTLS() {
		scheme = "https"
	}
	return scheme + "://" + c.Request().Host
}

// href makes an absolute link of path segments, each escaped.
func (s *Server) href(c echo.Context, segments ...string) string {
	var b strings.Builder
	b.WriteString(s.baseURL(c))
	for _, seg := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(seg))
	}
	return b.String()
}

// here is the link to this very request with some parameters set, or removed
// where the value is empty.
func (s *Server) here(c echo.Context, set map[string]string) string {
	u := c.Request().URL
	q := u.Query()
	for k, v := range set {
		if v == "" {
			q.Del(k)
		} else {
			q.Set(k, v)
		}
	}
	href := s.baseURL(c) + u.EscapedPath()
	if len(q) > 0 {
		href += "?" + q.Encode()
	}
	return href
}

// representations links this request to itself and to its other formats.
func (s *Server) representations(c echo.Context, formats []format, current format) []link {
	out := []link{{s.here(c, nil), "self", plainType(current), "This document"}}
	for _, f := range formats {
		if f.name != current.name {
			out = append(out, link{s.here(c, map[string]string{"f": f.name}), "alternate", plainType(f), "This document as " + f.title})
		}
	}
	return out
}

// plainType is the media type without its parameters.
func plainType(f format) string {
	base, _, _ := strings.Cut(f.mediaType, ";")
	return base
}
