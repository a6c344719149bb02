package server

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// isSet reads a parameter that is true or false, which is what a missing one is.
func isSet(q url.Values, name string) (bool, error) {
	switch value := q.Get(name); {
	case value == "true":
		return true, nil
	case value == "false", !q.Has(name):
		return false, nil
	default:
		return false, &incident.Error{Code: incident.Invalid, Parameter: name, Message: notAllowed(value),
			Allowed: []string{"true", "false"}}
	}
}

// readDryRun reads the only parameter of a request that describes a dataset: whether it is
// only tried.
func readDryRun(c echo.Context) (bool, error) {
	q, err := queryOf(c)
	if err != nil {
		return false, err
	}
	if err := checkQuery(q, "dry_run"); err != nil {
		return false, err
	}
	return isSet(q, "dry_run")
}

// answerPlanned answers how a dataset would be described that is not made.
func (s *Server) answerPlanned(c echo.Context, d *incident.Dataset) error {
	col := catalog.Collection{ID: d.ID, Title: d.Title, Description: d.Description, Dataset: d}
	anything := func(int) bool { return true }
	nothing := store.Stats{Version: "0"}
	return c.JSON(http.StatusOK, s.collectionDoc(c, col, nothing, &incident.Aggregates{}, anything, true))
}

// answerDescribed answers how a collection would be described with what is new of its
// dataset.
func (s *Server) answerDescribed(c echo.Context, col *catalog.Collection, d *incident.Dataset) error {
	merged, err := incident.Merge(col.Dataset, d)
	if err != nil {
		return err
	}
	v, err := s.cfg.Catalog.View(c.Request().Context(), col)
	if err != nil {
		return err
	}
	planned := *col
	planned.Title, planned.Description, planned.Dataset = merged.Title, merged.Description, merged
	doc, err := s.describe(c, planned, withColumns{v, len(col.Dataset.Columns)})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, doc)
}

// withColumns is a view with more columns than it has, in which there is nothing yet.
type withColumns struct {
	store.View
	columns int // that the view has
}

// Countable implements store.View.
func (v withColumns) Countable(column int) bool {
	return column >= v.columns || v.View.Countable(column)
}
