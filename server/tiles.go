package server

import (
	"context"
	"net/http"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"

	"incidentmap/geo"
	"incidentmap/internal/encode/mvt"
	"incidentmap/internal/incident"
)

// tile answers the points of a tile, thinned where they are many.
func (s *Server) tile(c echo.Context) error {
	return s.vectorTile(c, func(ctx context.Context, r *request, t geo.Tile) ([]byte, error) {
		asked, err := r.view.Tile(ctx, r.filter, t)
		if err != nil {
			return nil, err
		}
		return mvt.Points(ctx, r.collection.Dataset, asked)
	})
}

// clusters answers the clusters of a tile.
func (s *Server) clusters(c echo.Context) error {
	return s.vectorTile(c, func(ctx context.Context, r *request, t geo.Tile) ([]byte, error) {
		found, err := r.view.Clusters(ctx, r.filter, t)
		if err != nil {
			return nil, err
		}
		return mvt.Clusters(found), nil
	})
}

// makeTile answers what a request asks of a tile.
type makeTile func(ctx context.Context, r *request, t geo.Tile) ([]byte, error)

func (s *Server) vectorTile(c echo.Context, build makeTile) error {
	r, stats, err := s.prepare(c, tileEndpoint)
	if err != nil {
		return err
	}
	z, row, col, err := tileAddress(c)
	if err != nil {
		return err
	}
	t, err := geo.NewTile(z, col, row)
	if err != nil {
		return incident.Errorf(incident.NotFound, "there is no such tile in WebMercatorQuad, which is z/row/column")
	}
	if s.fresh(c, s.dataVersion(r.collection.Dataset, stats), r.format.Name) {
		return notModified(c)
	}
	body, err := s.cachedTile(c, func(ctx context.Context) ([]byte, error) { return build(ctx, r, t) })
	if err != nil {
		return err
	}
	if len(body) == 0 {
		return c.NoContent(http.StatusNoContent)
	}
	return c.Blob(http.StatusOK, formatMVT.MediaType, body)
}

// Tiles are kept for the next who asks the same: at most this many, of at
// most this size each, 32 MB in all.
const (
	cachedTiles     = 1024
	cachedTileBytes = 32 << 10
)

func newTileCache() *lru.Cache[string, []byte] {
	cache, err := lru.New[string, []byte](cachedTiles)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return cache
}

// cachedTile answers from the tiles that are kept, by the answer's ETag: it
// stands for the data's version, the audience and all that is asked.
func (s *Server) cachedTile(c echo.Context, build func(context.Context) ([]byte, error)) ([]byte, error) {
	key := c.Response().Header().Get("ETag")
	if body, ok := s.tiles.Get(key); ok {
		return body, nil
	}
	body, err := build(c.Request().Context())
	if err == nil && len(body) <= cachedTileBytes {
		s.tiles.Add(key, body)
	}
	return body, err
}

func tileAddress(c echo.Context) (z, row, col uint32, err error) {
	for _, p := range []struct {
		name string
		n    *uint32
	}{{"z", &z}, {"row", &row}, {"col", &col}} {
		if *p.n, err = tileNumber(c.Param(p.name)); err != nil {
			return 0, 0, 0, err
		}
	}
	return z, row, col, nil
}
