package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/store"
)

// datasetBody describes a dataset as its collection is described. What is not told of one
// that is there stays as it is.
type datasetBody struct {
	ID           *string                     `json:"id"`
	Title        *string                     `json:"title"`
	Description  *string                     `json:"description"`
	Licence      *string                     `json:"license"`
	Attribution  *string                     `json:"attribution"`
	Visibility   *incident.Visibility        `json:"visibility"`
	Vocabularies *map[string][]incident.Term `json:"vocabularies"`
	Columns      *[]incident.Column          `json:"columns"`

	raw  string          // the whole body
	null map[string]bool // members that are null, which decode as if they were missing
}

// maxDatasetText bounds each text that describes a dataset, in bytes.
const maxDatasetText = 10_000

// jsonTypes are the media types of bodies that are no features.
var jsonTypes = []string{"application/json", "application/merge-patch+json"}

// readDataset reads a body into a dataset: one that is there, or a new one without an ID.
func (s *Server) readDataset(c echo.Context, d *incident.Dataset) (*datasetBody, error) {
	raw, err := s.bodyOf(c, jsonTypes)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(raw)) == "null" {
		return nil, edit.Problems{{Pointer: "", Detail: "it does not describe a collection: it is null",
			Allowed: []string{"an object"}}}
	}
	var b datasetBody
	in := json.NewDecoder(strings.NewReader(string(raw)))
	in.DisallowUnknownFields()
	if err := in.Decode(&b); err != nil {
		return nil, edit.Problems{{Pointer: "", Detail: "it does not describe a collection: " +
			edit.JSONWords(err), Allowed: []string{"id", "title", "description", "license",
			"attribution",
			"visibility", "vocabularies", "columns"}}}
	}
	b.raw, b.null = string(raw), nullsOf(raw)
	if wrong := b.check(d); len(wrong) > 0 {
		return nil, wrong
	}
	b.describe(d)
	return &b, nil
}

// describe puts what is told into a dataset.
func (b *datasetBody) describe(d *incident.Dataset) {
	for _, t := range []struct {
		from *string
		to   *string
	}{{b.Title, &d.Title}, {b.Description, &d.Description}, {b.Licence, &d.Licence}, {b.Attribution, &d.Attribution}} {
		if t.from != nil {
			*t.to = strings.TrimSpace(*t.from)
		}
	}
	for name, text := range map[string]*string{"description": &d.Description, "license": &d.Licence,
		"attribution": &d.Attribution} {
		if b.null[name] {
			*text = ""
		}
	}
	if b.Visibility != nil {
		d.Visibility = *b.Visibility
	}
	if b.Vocabularies != nil {
		if terms, ok := (*b.Vocabularies)["kind"]; ok {
			d.Kinds = terms
		}
		if terms, ok := (*b.Vocabularies)["event_type"]; ok {
			d.EventTypes = terms
		}
	}
	if b.Columns != nil {
		d.Columns = *b.Columns
	}
}

// createDataset makes a dataset of the database: public and with the words that ship,
// where nothing else is told.
func (s *Server) createDataset(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	log, err := s.cfg.Catalog.Log()
	if err != nil {
		c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD, OPTIONS")
		return &refusal{http.StatusMethodNotAllowed, "Nothing is kept here: " + err.Error() + "."}
	}
	if err := s.mayWrite(c, store.RoleEditor, ""); err != nil {
		return err
	}
	dryRun, err := readDryRun(c)
	if err != nil {
		return err
	}
	d := &incident.Dataset{Visibility: incident.Public, Kinds: incident.ShippedKinds,
		EventTypes: incident.ShippedEventTypes}
	b, err := s.readDataset(c, d)
	if err != nil {
		return err
	}
	if d.Title == "" {
		return edit.Problems{{Pointer: "/title", Detail: "a collection needs a title"}}
	}
	ctx, _ := s.acting(c)
	once, err := onceOf(c, b.raw)
	if err != nil {
		return err
	}
	if made, err := madeBefore(c, log, once); !dryRun && (err != nil || made != "") {
		if err != nil {
			return err
		}
		return s.answerMade(c, made)
	}
	wanted := ingest.DatasetID(d.Title)
	if b.ID != nil {
		wanted = *b.ID
	}
	if d.ID, err = s.cfg.Catalog.FreeID(ctx, wanted); err != nil {
		return err
	}
	if b.ID != nil && d.ID != wanted {
		return &incident.Error{Code: incident.Conflict, Message: fmt.Sprintf("a collection has the ID %q already",
			wanted)}
	}
	if dryRun {
		return s.answerPlanned(c, d)
	}
	made, err := log.MakeDataset(ctx, d, once)
	if err != nil {
		return err
	}
	return s.answerMade(c, made)
}

// answerDataset answers how a dataset is described now.
func (s *Server) answerDataset(c echo.Context, status int, id string) error {
	ctx := c.Request().Context()
	col, err := s.cfg.Catalog.Collection(ctx, scopeOf(c), id)
	if err != nil {
		return err
	}
	v, err := s.cfg.Catalog.View(ctx, &col)
	if err != nil {
		return err
	}
	doc, err := s.describe(c, col, v)
	if err != nil {
		return err
	}
	return c.JSON(status, doc)
}

// patchDataset describes a dataset anew: columns and words come and are widened, and do not
// go. Who sees it is for an admin to say.
func (s *Server) patchDataset(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	col, log, err := s.writable(c, store.RoleEditor)
	if err != nil {
		return err
	}
	dryRun, err := readDryRun(c)
	if err != nil {
		return err
	}
	d := *col.Dataset
	b, err := s.readDataset(c, &d)
	if err != nil {
		return err
	}
	if b.ID != nil && *b.ID != d.ID {
		return edit.Problems{{Pointer: "/id", Detail: "an ID does not change", Allowed: []string{d.ID}}}
	}
	if d.Visibility != col.Dataset.Visibility {
		if err := s.mayWrite(c, store.RoleAdmin, ""); err != nil {
			return err
		}
	}
	if dryRun {
		return s.answerDescribed(c, &col, &d)
	}
	ctx, _ := s.acting(c)
	if err := log.PutDataset(ctx, &d); err != nil {
		return err
	}
	return s.answerDataset(c, http.StatusOK, d.ID)
}

// dropDataset deletes a dataset with its history, for an admin who names it twice.
func (s *Server) dropDataset(c echo.Context) error {
	col, log, err := s.writable(c, store.RoleAdmin)
	if err != nil {
		return err
	}
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	if err := checkQuery(q, "confirm"); err != nil {
		return err
	}
	if q.Get("confirm") != col.ID {
		return &incident.Error{Code: incident.Invalid, Parameter: "confirm", Allowed: []string{col.ID},
			Message: "the dataset is " +
				"deleted with its history, for good; name it once more"}
	}
	ctx, _ := s.acting(c)
	err = log.DropDataset(ctx, col.Dataset.ID)
	var e *incident.Error
	if err != nil && (!errors.As(err, &e) || e.Code != incident.NotFound) {
		return err
	}
	s.cfg.Access.Dropped(col.Dataset.ID)
	return c.NoContent(http.StatusNoContent)
}
