package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// maxFeatures bounds the features that are written at once.
const maxFeatures = 10_000

// maxReason bounds the reason of a change, in bytes.
const maxReason = 1000

// writing is a request that changes incidents of a dataset.
type writing struct {
	ctx        context.Context
	collection catalog.Collection
	log        catalog.Log
	editor     *edit.Editor
	author     string
	reason     string
	dryRun     bool
	body       []byte
	once       *store.Once
}

// writtenAnswer tells what was written, in the order of the features.
type writtenAnswer struct {
	IDs       []string `json:"ids"`
	Revisions []int    `json:"revisions"`
	// Version is the dataset's after it.
	Version int64 `json:"version"`
	// Findings are what is amiss with what was written, and does not keep it from being so.
	Findings []report.Finding `json:"findings"`
	DryRun   bool             `json:"dryRun,omitempty"`
	// many says that a collection was written, which has no address.
	many bool
}

// write answers a request that changes incidents: whoever may, with a body of a media type,
// that did not come before.
func (s *Server) write(types []string, status int, do func(echo.Context, *writing) (*writtenAnswer,
	error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		w, err := s.beginWriting(c, types)
		if err != nil {
			return err
		}
		if w.once != nil {
			before, err := w.log.Answered(w.ctx, w.collection.Dataset.ID, *w.once)
			if err != nil {
				return err
			}
			if before != nil {
				return s.written(c, w, status, w.again(before, c.Param("id")))
			}
		}
		answer, err := do(c, w)
		if err != nil {
			return err
		}
		return s.written(c, w, status, answer)
	}
}

// again is the answer to a request that came before.
func (w *writing) again(before *store.Applied, id string) *writtenAnswer {
	answer := answerOf(before, id)
	var told writtenAnswer
	if json.Unmarshal(before.Answer, &told) == nil { // else what is not in the log was not kept
		answer.Findings = append(answer.Findings, told.Findings...)
		if len(answer.Revisions) == 0 {
			answer.Revisions = append(answer.Revisions, told.Revisions...)
		}
	}
	_, _, answer.many, _ = featuresOf(w.body)
	return answer
}

func (s *Server) beginWriting(c echo.Context, types []string) (*writing, error) {
	col, log, err := s.writable(c, store.RoleEditor)
	if err != nil {
		return nil, err
	}
	q, err := queryOf(c)
	if err != nil {
		return nil, err
	}
	if err := checkQuery(q, "dry_run", "reason"); err != nil {
		return nil, err
	}
	w := &writing{collection: col, log: log, reason: q.Get("reason")}
	if w.dryRun, err = isSet(q, "dry_run"); err != nil {
		return nil, err
	}
	if len(w.reason) > maxReason {
		return nil, incident.BadParameter("reason", "it has %d bytes; at most %d are kept", len(w.reason), maxReason)
	}
	w.ctx, w.author = s.acting(c)
	w.editor = s.editorOf(col.Dataset, w.author)
	if w.editor.In, err = contentCRS(c); err != nil {
		return nil, err
	}
	if len(types) > 0 {
		if w.body, err = s.bodyOf(c, types); err != nil {
			return nil, err
		}
	}
	w.once, err = onceOf(c, string(w.body))
	return w, err
}

// editorOf makes incidents of features for a dataset.
func (s *Server) editorOf(d *incident.Dataset, author string) *edit.Editor {
	return &edit.Editor{Dataset: d, Author: author, Today: time.Now().UTC().Format(time.DateOnly), Check: s.cfg.Check,
		Resolve: func(text, country string) (incident.Place, bool) {
			return s.cfg.Places.Resolve(place.Question{Text: text, Country: country})
		}}
}

// bodyOf reads a body of one of some media types.
func (s *Server) bodyOf(c echo.Context, types []string) ([]byte, error) {
	if t, _, err := mime.ParseMediaType(c.Request().Header.Get("Content-Type")); err != nil || !slices.Contains(types, t) {
		c.Response().Header().Set("Accept", strings.Join(types, ", "))
		return nil, &refusal{http.StatusUnsupportedMediaType,
			"The body must be JSON, and its Content-Type one of " + strings.Join(types, ", ") + "."}
	}
	var body []byte
	err := s.uploaded(c, func(text string) error {
		body = []byte(text)
		return nil
	})
	if errors.Is(err, errEmptyBody) {
		err = incident.Errorf(incident.Invalid, "the body is empty; it must be an object of JSON, %s",
			strings.Join(types, " or "))
	}
	return body, err
}

// apply makes changes, unless they are only tried. What is told beside them is remembered
// with the key of the request.
func (w *writing) apply(told writtenAnswer, edits ...store.Edit) (*store.Applied, error) {
	if w.dryRun {
		return nil, errors.New("a change that is only tried was about to be made")
	}
	if w.once != nil {
		w.once.Answer = func(store.Applied) ([]byte, error) { return json.Marshal(told) }
	}
	done, err := w.log.Apply(w.ctx, store.ChangeSet{Dataset: w.collection.Dataset.ID, Author: w.author,
		Reason:  w.reason,
		Changes: edits, Once: w.once})
	return &done, err
}

// answerOf tells what a change set made; of one that changed nothing of an incident, that.
func answerOf(done *store.Applied, id string) *writtenAnswer {
	a := &writtenAnswer{IDs: []string{}, Revisions: []int{}, Version: done.Version, Findings: []report.Finding{}}
	for _, r := range done.Revisions {
		a.IDs, a.Revisions = append(a.IDs, r.ID), append(a.Revisions, r.Number)
	}
	if len(a.IDs) == 0 && id != "" {
		a.IDs = []string{id}
	}
	return a
}

func (s *Server) written(c echo.Context, w *writing, status int, a *writtenAnswer) error {
	h := c.Response().Header()
	if w.dryRun || a.many {
		status = http.StatusOK
	}
	if !w.dryRun {
		h.Set(versionHeader, strconv.FormatInt(a.Version, 10))
	}
	if len(a.IDs) == 1 && len(a.Revisions) == 1 && !w.dryRun {
		h.Set("ETag", fmt.Sprintf(`"%s-written"`, revisionText(w.collection.Dataset, a.Revisions[0])))
		if status == http.StatusCreated {
			h.Set(echo.HeaderLocation, s.href(c, "api", "collections", w.collection.ID, "items", a.IDs[0]))
		}
	}
	if status == http.StatusNoContent {
		return c.NoContent(status)
	}
	return c.JSON(status, a)
}

// tried tells what edits would do that are not made.
func (w *writing) tried(edits []store.Edit, findings []report.Finding) (*writtenAnswer, error) {
	version, err := w.log.Version(w.ctx, w.collection.Dataset.ID)
	if err != nil {
		return nil, err
	}
	a := &writtenAnswer{IDs: []string{}, Revisions: []int{}, Version: version, Findings: findings, DryRun: true}
	for _, e := range edits {
		number := 1
		revisions, err := w.log.Revisions(w.ctx, w.collection.Dataset.ID, e.Incident.ID)
		if err == nil {
			if number, err = w.next(revisions, e.Incident); err != nil {
				return nil, err
			}
		}
		a.IDs, a.Revisions = append(a.IDs, e.Incident.ID), append(a.Revisions, number)
	}
	return a, nil
}

// next is the number of the revision that an incident would have: the newest, where nothing
// would change.
func (w *writing) next(revisions []store.Revision, now *incident.Incident) (int, error) {
	newest := revisions[len(revisions)-1]
	changes, err := keep.Diff(newest.Incident, now, w.collection.Dataset.Columns)
	if err != nil || len(changes) == 0 {
		return newest.Number, err
	}
	return newest.Number + 1, nil
}
