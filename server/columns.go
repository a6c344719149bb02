package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/encode/columns"
	"incidentmap/internal/incident"
)

// columns answers everything that the filter matches as compact columns.
func (s *Server) columns(c echo.Context) error {
	r, stats, err := s.prepare(c, columnsEndpoint)
	if err != nil {
		return err
	}
	if s.fresh(c, s.dataVersion(r.collection.Dataset, stats), r.format.Name) {
		return notModified(c)
	}
	ctx := c.Request().Context()
	rows, err := r.view.Columns(ctx, r.filter)
	if err != nil {
		return err
	}
	if rows.Len() > maxColumnRows {
		return incident.Errorf(incident.Invalid,
			"%d incidents match, and columns are for at most %d; narrow the filter, or ask for clusters or tiles",
			rows.Len(), maxColumnRows)
	}
	c.Response().Header().Set(echo.HeaderContentType, formatColumns.MediaType)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	e := columns.Encoder{Dataset: r.collection.Dataset, DataVersion: stats.Version}
	return e.Write(ctx, c.Response(), rows)
}
