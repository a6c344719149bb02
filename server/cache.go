package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// audience is who an answer is made for. It is part of every cache key, so
// that a later audience that may see more never shares an answer with one
// that may not.
const audience = "public"

// fresh sets the answer's ETag, from the data's version, the audience, the
// query and the representation, and reports whether the client has that very
// answer: then 304 is all that it needs.
func (s *Server) fresh(c echo.Context, dataVersion, representation string) bool {
	sum := sha256.Sum256([]byte(strings.Join([]string{s.cfg.Version, dataVersion, audience, s.baseURL(c),
		c.Request().URL.Path, c.Request().URL.Query().Encode(), representation}, "\x00")))
	// Weak, because compression and the time stamp change the bytes.
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept")
	return matchesTag(c.Request().Header.Values("If-None-Match"), tag)
}

// matchesTag compares weakly (RFC 9110 section 8.8.3.2).
func matchesTag(headers []string, tag string) bool {
	for _, h := range headers {
		for _, t := range strings.Split(h, ",") {
			t = strings.TrimSpace(t)
			if t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}

func notModified(c echo.Context) error { return c.NoContent(http.StatusNotModified) }
