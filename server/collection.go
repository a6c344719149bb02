package server

import (
	"errors"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// collections lists all that the request may see.
func (s *Server) collections(c echo.Context) ([]catalog.Collection, error) {
	return s.cfg.Catalog.Collections(c.Request().Context(), scopeOf(c))
}

// minVersionHeader asks for data of a version at least, such as one that the reader has
// written; minVersionWait is how long an answer waits for it.
const (
	minVersionHeader = "Incidentmap-Min-Version"
	minVersionWait   = time.Second
)

// viewOf is the data of a collection as they are now, or as soon as they have the version
// that is asked for. Unavailable: they have it not in time.
func (s *Server) viewOf(c echo.Context, col *catalog.Collection) (store.View, error) {
	ctx := c.Request().Context()
	text := c.Request().Header.Get(minVersionHeader)
	log, err := s.cfg.Catalog.Kept(col)
	if text == "" || err != nil { // data of files have no order of versions
		return s.cfg.Catalog.View(ctx, col)
	}
	least, err := strconv.ParseInt(text, 10, 64)
	if err != nil || least < 0 {
		return nil, incident.BadParameter(minVersionHeader, "%.20q is no version; versions are whole numbers from 0", text)
	}
	late := time.After(minVersionWait)
	for {
		changed := log.Changed()
		v, err := s.cfg.Catalog.View(ctx, col)
		if err != nil {
			return nil, err
		}
		if now, err := strconv.ParseInt(v.Stats().Version, 10, 64); err == nil && now >= least {
			return v, nil
		}
		select {
		case <-changed:
		case <-late:
			return nil, incident.Errorf(incident.Unavailable, "%s has version %s here, and not yet version %d", col.ID,
				v.Stats().Version, least)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// viewed is the collection that the request's path names, and its data as they are now.
func (s *Server) viewed(c echo.Context) (col catalog.Collection, v store.View, err error) {
	if col, err = s.collection(c); err == nil {
		v, err = s.viewOf(c, &col)
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
	col, err := s.cfg.Catalog.Collection(c.Request().Context(), scopeOf(c), c.Param("c"))
	var e *incident.Error
	if unverified(c) && errors.As(err, &e) && e.Code == incident.NotFound {
		return col, errUnverified // there may be one that its token shows
	}
	return col, err
}
