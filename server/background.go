package server

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// Kinds of a Background.
const (
	// BackgroundVector has tiles with the layers of the shipped basemap.
	BackgroundVector = "vector"
	// BackgroundProtomaps has vector tiles with the layers of the Protomaps
	// basemap.
	BackgroundProtomaps = "protomaps"
	// BackgroundRaster has tiles that are pictures.
	BackgroundRaster = "raster"
	// BackgroundRemote is on another host, which readers' browsers ask only
	// after they agreed.
	BackgroundRemote = "remote"
)

// Background is a basemap of the operator's choice, drawn over the shipped one
// within its zooms and its box.
type Background struct {
	// Kind is one of those above.
	Kind string `json:"kind"`
	// MinZoom and MaxZoom are the zooms that it has tiles of.
	MinZoom uint8 `json:"minzoom"`
	MaxZoom uint8 `json:"maxzoom"`
	// BBox is west, south, east and north in degrees.
	BBox [4]float64 `json:"bbox"`
	// Attribution is plain text to show beside it; may be empty.
	Attribution string `json:"attribution,omitempty"`
	// URL is the template of a remote one, with {z}, {x} and {y}.
	URL string `json:"url,omitempty"`
	// Ending is what the names of tiles end in, such as ".mvt"; empty when
	// remote.
	Ending string `json:"ending,omitempty"`

	// Origin is the scheme and host of a remote one, such as
	// https://tiles.example.org.
	Origin string `json:"origin,omitempty"`
	// Tile returns a tile and nil where there is none; nil when remote.
	Tile func(z uint8, x, y uint32) ([]byte, error) `json:"-"`
	// MediaType is that of the tiles.
	MediaType string `json:"-"`
	// Packed says that tiles are gzipped.
	Packed bool `json:"-"`
	// Version changes with the content.
	Version string `json:"-"`
}

// imageOrigin is the origin that the page may load pictures from; empty for
// none. It may be called on nil.
func (b *Background) imageOrigin() string {
	if b == nil || b.Kind != BackgroundRemote {
		return ""
	}
	return b.Origin
}

// describeBasemap is basemap.json, with the operator's background in it.
func (s *Server) describeBasemap() ([]byte, error) {
	info := map[string]json.RawMessage{}
	if s.cfg.Basemap == nil {
		return nil, fs.ErrNotExist
	}
	shipped, err := fs.ReadFile(s.cfg.Basemap, "basemap.json")
	if err != nil || s.cfg.Background == nil {
		return shipped, err
	}
	if err := json.Unmarshal(shipped, &info); err != nil {
		return nil, err
	}
	if info["background"], err = json.Marshal(s.cfg.Background); err != nil {
		return nil, err
	}
	return json.MarshalIndent(info, "", "  ")
}

// backgroundTile answers a tile of the operator's background: 204 where it has
// none, which the shipped basemap then fills.
func (s *Server) backgroundTile(c echo.Context) error {
	b := s.cfg.Background
	if b == nil || b.Tile == nil {
		return echo.ErrNotFound
	}
	name, err := tilePath(c, b.Ending)
	if err != nil {
		return err
	}
	if s.fresh(c, b.Version, "background") {
		return notModified(c)
	}
	parts := strings.Split(name, "/")
	var n [3]uint64
	for i, part := range parts {
		if n[i], err = strconv.ParseUint(part, 10, 32); err != nil {
			return echo.ErrNotFound
		}
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	if n[0] > uint64(b.MaxZoom) {
		return c.NoContent(http.StatusNoContent)
	}
	data, err := b.Tile(uint8(n[0]), uint32(n[1]), uint32(n[2]))
	if err != nil {
		return err
	}
	if data == nil {
		return c.NoContent(http.StatusNoContent)
	}
	if b.Packed {
		return writePacked(c, b.MediaType, data)
	}
	return c.Blob(http.StatusOK, b.MediaType, data)
}
