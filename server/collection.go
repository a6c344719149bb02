package server

import (
	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format"
	"incidentmap/internal/store"
)

// collections lists all that the request may see.
func (s *Server) collections(c echo.Context) ([]catalog.Collection, error) {
	return s.cfg.Catalog.Collections(c.Request().Context(), s.scope(c))
}

// viewed is the collection that the request's path names, and its data as they are now.
func (s *Server) viewed(c echo.Context) (col catalog.Collection, v store.View, err error) {
	if col, err = s.collection(c); err == nil {
		v, err = s.cfg.Catalog.View(c.Request().Context(), &col)
	}
	if err == nil {
		c.Response().Header().Set(versionHeader, v.Stats().Version)
	}
	return col, v, err
}

// described is what a document about a collection is made of: the format that is asked
// for, the collection and its data.
func (s *Server) described(c echo.Context) (f format.Format, col catalog.Collection, v store.View, err error) {
	if f, err = s.plainFormat(c); err == nil {
		col, v, err = s.viewed(c)
	}
	return f, col, v, err
}

// collection finds the one that the request's path names.
func (s *Server) collection(c echo.Context) (catalog.Collection, error) {
	return s.cfg.Catalog.Collection(c.Request().Context(), s.scope(c), c.Param("c"))
}
