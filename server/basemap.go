package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/country"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
)

// maxTileBytes bounds a file that must be unpacked for a client without gzip.
const maxTileBytes = 8 << 20

func tileNumber(s string) (uint32, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0, incident.Errorf(incident.NotFound, "%s is no number of a tile", quote(s))
	}
	return uint32(n), nil
}

// tilePath reads the number of a tile from the path: "8/177/101". The name of
// its row must have the ending.
func tilePath(c echo.Context, ending string) (string, error) {
	y, ends := strings.CutSuffix(c.Param("y"), ending)
	if !ends {
		return "", echo.ErrNotFound
	}
	name := make([]string, 3)
	for i, part := range []string{c.Param("z"), c.Param("x"), y} {
		n, err := tileNumber(part)
		if err != nil {
			return "", err
		}
		name[i] = strconv.FormatUint(uint64(n), 10) // never the client's own text in a path
	}
	return strings.Join(name, "/"), nil
}

func (s *Server) basemapInfo(c echo.Context) error {
	info, err := s.describeBasemap()
	if err != nil {
		return echo.ErrNotFound
	}
	if s.fresh(c, string(info), "basemap") {
		return notModified(c)
	}
	return c.Blob(http.StatusOK, "application/json", info)
}

// basemapTile answers a tile of the embedded basemap: 204 where there is
// none, which is open sea.
func (s *Server) basemapTile(c echo.Context) error {
	return s.embeddedTile(c, "", ".mvt", "basemap", func(packed []byte) error {
		return writePacked(c, formatMVT.MediaType, packed)
	})
}

// reliefTile answers a tile of the shaded relief: 204 where the ground is level.
func (s *Server) reliefTile(c echo.Context) error {
	return s.embeddedTile(c, "relief/", ".png", "relief", func(image []byte) error {
		return c.Blob(http.StatusOK, "image/png", image)
	})
}

// embeddedTile answers a tile that is in the program, 204 where it is not. form is that
// of its ETag.
func (s *Server) embeddedTile(c echo.Context, folder, ending, form string, write func(tile []byte) error) error {
	if s.cfg.Basemap == nil {
		return echo.ErrNotFound
	}
	name, err := tilePath(c, ending)
	if err != nil {
		return err
	}
	if s.fresh(c, s.cfg.Version, form) {
		return notModified(c)
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	tile, err := fs.ReadFile(s.cfg.Basemap, folder+name+ending)
	if err != nil {
		return c.NoContent(http.StatusNoContent)
	}
	return write(tile)
}

// unitName is what files of units are named: a country's index (AF), a province
// (AFG-1764) or a district of Pakistan (PKD-khyber).
var unitName = regexp.MustCompile(`^[A-Z0-9]{2,3}([-+][A-Za-z0-9-]{1,60})?\.json$`)

// unitOutline answers the outline of a province or district, or the index that
// finds those of a country by their names.
func (s *Server) unitOutline(c echo.Context) error {
	name := c.Param("unit")
	if s.cfg.Basemap == nil || !unitName.MatchString(name) {
		return echo.ErrNotFound
	}
	mediaType := geojson.Format.MediaType
	if !strings.Contains(name, "-") {
		mediaType = "application/json"
	}
	return s.outline(c, "units/"+name, "unit", mediaType)
}

// countryOutline answers the outline of a country by its alpha-2 code, to draw
// what is only known to have happened somewhere in it.
func (s *Server) countryOutline(c echo.Context) error {
	code, isJSON := strings.CutSuffix(c.Param("code"), ".json")
	if s.cfg.Basemap == nil || !isJSON || country.Name(code) == "" {
		return echo.ErrNotFound
	}
	return s.outline(c, "countries/"+code+".json", "outline", geojson.Format.MediaType)
}

// outline answers a file of outlines. form is that of its ETag.
func (s *Server) outline(c echo.Context, path, form, mediaType string) error {
	packed, err := fs.ReadFile(s.cfg.Basemap, path)
	if err != nil {
		return echo.ErrNotFound
	}
	if s.fresh(c, s.cfg.Version, form) {
		return notModified(c)
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return writePacked(c, mediaType, packed)
}

// writePacked sends a gzipped file as it is, or unpacked to a client that
// takes no gzip.
func writePacked(c echo.Context, mediaType string, packed []byte) error {
	c.Response().Header().Add("Vary", "Accept-Encoding")
	if acceptsGzip(c.Request().Header.Get("Accept-Encoding")) {
		c.Response().Header().Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, mediaType, packed)
	}
	zr, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	plain, err := io.ReadAll(io.LimitReader(zr, maxTileBytes))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mediaType, plain)
}

// acceptsGzip reads an Accept-Encoding header; a weight of 0 refuses (RFC 9110
// section 12.4.2).
func acceptsGzip(header string) bool {
	for _, part := range strings.Split(header, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		if coding = strings.TrimSpace(coding); !strings.EqualFold(coding, "gzip") && coding != "*" {
			continue
		}
		q, weighted := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		return !weighted || strings.Trim(q, "0.") != ""
	}
	return false
}
