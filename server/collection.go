package server

import (
	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
)

// scope is what whoever asks may see: everybody sees what is public. It is the
// one seam between a request and the data.
func (s *Server) scope(echo.Context) catalog.Scope { return catalog.Scope{} }

// collections lists all that the request may see.
func (s *Server) collections(c echo.Context) ([]catalog.Collection, error) {
	return s.cfg.Catalog.Collections(c.Request().Context(), s.scope(c))
}

// collection finds the one that the request's path names.
func (s *Server) collection(c echo.Context) (catalog.Collection, error) {
	return s.cfg.Catalog.Collection(c.Request().Context(), s.scope(c), c.Param("c"))
}
