package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// fresh sets the answer's ETag, from the data's version, the audience, the
// query and the representation, and reports whether the client has that very
// answer: then 304 is all that it needs.
func (s *Server) fresh(c echo.Context, dataVersion, representation string) bool {
	// Weak, because the time stamp changes the bytes.
	return s.answered(c, `W/"`+s.representationTag(c, dataVersion, representation)+`"`)
}

// freshItem is fresh of one incident, whose tag is strong: its revision, by which writers
// say what they have read (see revisionOf), then a suffix for the representation.
func (s *Server) freshItem(c echo.Context, r *request, record *incident.Record, dataVersion string) (bool, error) {
	revision, err := s.revisionTag(r, record)
	if err != nil {
		return false, err
	}
	if record.Group == "" { // else the answer tells of the others of its group too
		dataVersion = s.about(r.collection.Dataset) // by which columns the answer has
	}
	return s.answered(c, `"`+revision+"-"+s.representationTag(c, dataVersion, r.format.Name)+`"`), nil
}

// revisionTag identifies the content of an incident: by its revision in a log, else by a
// hash of all that is known of it.
func (s *Server) revisionTag(r *request, record *incident.Record) (string, error) {
	if _, err := s.cfg.Catalog.Kept(&r.collection); err == nil {
		return revisionText(r.collection.Dataset, record.Revision), nil
	}
	content, err := whole.Marshal(record.Incident, r.collection.Dataset.Columns)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8]), nil
}

// revisionText is a revision as tags begin with it. In a dataset that was made where another
// one had been deleted it tells them apart.
func revisionText(d *incident.Dataset, revision int) string {
	if d.Base == 0 {
		return strconv.Itoa(revision)
	}
	return strconv.Itoa(revision) + "." + strconv.FormatInt(d.Base, 10)
}

// representationTag identifies an answer by all that it depends on beside the incidents.
func (s *Server) representationTag(c echo.Context, dataVersion, representation string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{s.cfg.Version, dataVersion, scopeOf(c).Audience(), s.baseURL(c),
		c.Request().URL.Path, c.Request().URL.Query().Encode(), representation}, "\x00")))
	return hex.EncodeToString(sum[:12])
}

// answered sets the answer's ETag and reports whether the client has that very answer.
func (s *Server) answered(c echo.Context, tag string) bool {
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept")
	if scopeOf(c).Grant != nil {
		h.Set("Cache-Control", "private, no-cache")
	}
	known := matchingTag(c.Request().Header.Values("If-None-Match"), tag)
	if known == "" {
		return false
	}
	h.Set("ETag", known)
	return true
}

// codings are what the tags of compressed answers end in.
var codings = strings.NewReplacer(`-gzip"`, `"`, `-zstd"`, `"`)

// matchingTag finds the tag of an If-None-Match that is the given one, compared weakly
// (RFC 9110 section 8.8.3.2) and whichever way the answer was compressed; empty for none.
func matchingTag(headers []string, tag string) string {
	for _, h := range headers {
		for _, t := range strings.Split(h, ",") {
			t = strings.TrimSpace(t)
			if t == "*" {
				return tag
			}
			if codings.Replace(strings.TrimPrefix(t, "W/")) == strings.TrimPrefix(tag, "W/") {
				return t
			}
		}
	}
	return ""
}

func notModified(c echo.Context) error { return c.NoContent(http.StatusNotModified) }

// keptAbouts is how many datasets' descriptions are remembered.
const keptAbouts = 256

func newAbouts() *lru.Cache[*incident.Dataset, string] {
	cache, err := lru.New[*incident.Dataset, string](keptAbouts)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return cache
}

// dataVersion identifies what a dataset holds and how it is described, which may change
// without a new version.
func (s *Server) dataVersion(d *incident.Dataset, stats store.Stats) string {
	return strings.TrimSpace(stats.Version + " " + s.about(d))
}

// about identifies how a dataset is described.
func (s *Server) about(d *incident.Dataset) string {
	about, ok := s.abouts.Get(d)
	if !ok {
		text, err := json.Marshal(d)
		if err != nil {
			return "" // datasets always marshal
		}
		sum := sha256.Sum256(text)
		about = hex.EncodeToString(sum[:8])
		s.abouts.Add(d, about)
	}
	return about
}
