package server

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"incidentmap/internal/format"

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
	return s.origin(c.Request()).scheme + "://" + c.Request().Host
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
func (s *Server) representations(c echo.Context, formats format.List, current format.Format) []link {
	out := []link{{s.here(c, nil), "self", current.Type(), "This document"}}
	for _, f := range formats {
		if !f.Is(current) {
			out = append(out, link{s.here(c, map[string]string{"f": f.Name}), "alternate", f.Type(),
				"This document as " + f.Title})
		}
	}
	return out
}

// maxLinkHeaders bounds the bytes of all Link headers of an answer: proxies
// refuse answers whose headers do not fit into a few kilobytes, and each link
// repeats the query.
const maxLinkHeaders = 1000

// headerRels are the relations of links that go into headers, the most useful
// first. The body has all of them.
var headerRels = []string{"next", "self", "first", "collection", "alternate"}

// setLinkHeaders writes links as Link headers (RFC 8288), as many as fit.
func setLinkHeaders(c echo.Context, links []link) {
	rank := func(l link) int {
		if i := slices.Index(headerRels, l.Rel); i >= 0 {
			return i
		}
		return len(headerRels)
	}
	ordered := slices.Clone(links)
	slices.SortStableFunc(ordered, func(a, b link) int { return cmp.Compare(rank(a), rank(b)) })
	room := maxLinkHeaders
	for _, l := range ordered {
		value := "<" + l.Href + `>; rel="` + l.Rel + `"; type="` + l.Type + `"`
		if size := len("Link: \r\n") + len(value); size <= room {
			c.Response().Header().Add("Link", value)
			room -= size
		}
	}
}

// labelled says in a link of this API which format it leads to. Browsers ask
// for HTML first, so that without it a link named GeoJSON would open a page.
func (s *Server) labelled(c echo.Context, l link) link {
	format, ok := map[string]string{"application/json": "json", "application/geo+json": "json", schemaType: "json",
		"text/html": "html"}[l.Type]
	u, err := url.Parse(l.Href)
	if !ok || err != nil || u.Query().Has("f") || !strings.HasPrefix(l.Href, s.baseURL(c)+"/api") {
		return l
	}
	q := u.Query()
	q.Set("f", format)
	u.RawQuery = q.Encode()
	l.Href = u.String()
	return l
}
