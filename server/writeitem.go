package server

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// The media types of bodies.
var (
	featureTypes = []string{"application/geo+json", "application/json"}
	patchTypes   = []string{"application/merge-patch+json", "application/geo+json", "application/json"}
)

// replaceItem puts a feature in the place of an incident.
func (s *Server) replaceItem(c echo.Context, w *writing) (*writtenAnswer, error) {
	return w.change(c, func(before *incident.Incident) (*edit.Made, error) {
		return w.editor.Replace(w.ctx, before, w.body)
	})
}

// patchItem changes parts of an incident.
func (s *Server) patchItem(c echo.Context, w *writing) (*writtenAnswer, error) {
	return w.change(c, func(before *incident.Incident) (*edit.Made, error) {
		return w.editor.Patch(w.ctx, before, w.body)
	})
}

// change makes what an incident becomes, if it is still what the client has read.
func (w *writing) change(c echo.Context, make func(*incident.Incident) (*edit.Made, error)) (*writtenAnswer, error) {
	before, err := w.newest(c.Param("id"))
	if err != nil {
		return nil, err
	}
	if err := matched(c, w.collection.Dataset, before.Number); err != nil {
		return nil, err
	}
	made, err := make(before.Incident)
	if err != nil {
		return nil, err
	}
	e := store.Edit{Op: store.OpPut, Incident: made.Incident, Base: &before.Number}
	findings := append([]report.Finding{}, made.Findings...)
	if w.dryRun {
		return w.tried([]store.Edit{e}, findings)
	}
	done, err := w.apply(writtenAnswer{Findings: findings, Revisions: []int{before.Number}}, e)
	if err != nil {
		return nil, changedSince(err)
	}
	a := answerOf(done, made.Incident.ID)
	if len(a.Revisions) == 0 {
		a.Revisions = []int{before.Number}
	}
	a.Findings = findings
	return a, nil
}

// deleteItem deletes an incident. Its ID is not used again.
func (s *Server) deleteItem(c echo.Context, w *writing) (*writtenAnswer, error) {
	id := c.Param("id")
	before, err := w.newest(id)
	if err != nil {
		return nil, err
	}
	if err := matched(c, w.collection.Dataset, before.Number); err != nil {
		return nil, err
	}
	if w.dryRun {
		return w.planned(id, before.Number+1)
	}
	done, err := w.apply(writtenAnswer{}, store.Edit{Op: store.OpDelete, ID: id, Base: &before.Number})
	if err != nil {
		return nil, changedSince(err)
	}
	return answerOf(done, id), nil
}

// newest is what an incident is now. NotFound: there never was one; Gone: it was deleted.
func (w *writing) newest(id string) (store.Revision, error) {
	revisions, err := w.log.Revisions(w.ctx, w.collection.Dataset.ID, id)
	if err != nil {
		return store.Revision{}, err
	}
	last := revisions[len(revisions)-1]
	if last.Incident == nil {
		return last, incident.Errorf(incident.Gone, "the incident %q was deleted; its history has what it was", id)
	}
	return last, nil
}

// matched refuses a change of what is not the newest revision any more. A change says what
// it is based on, so that nobody overwrites what they have not seen.
func matched(c echo.Context, d *incident.Dataset, revision int) error {
	tags := c.Request().Header.Values("If-Match")
	if len(tags) == 0 {
		return &refusal{http.StatusPreconditionRequired,
			"The header If-Match is missing: it has the ETag of the incident that the change is based on."}
	}
	for t := range strings.SplitSeq(strings.Join(tags, ","), ",") {
		if t = strings.TrimSpace(t); t == "*" || names(t, d, revision) {
			return nil
		}
	}
	c.Response().Header().Set("ETag", fmt.Sprintf(`"%s-now"`, revisionText(d, revision)))
	return stale(revision)
}

func stale(revision int) error {
	return &refusal{http.StatusPreconditionFailed, fmt.Sprintf("The incident was changed meanwhile: it has revision %d now. "+
		"Read it again, and base the change on that.", revision)}
}

// names reports whether a tag is one of a revision: it begins with it, or is its number and
// nothing else, as people write it. A weak tag names none.
func names(tag string, d *incident.Dataset, revision int) bool {
	text, ok := strings.CutPrefix(tag, `"`)
	if !ok {
		return false
	}
	begins, _, answered := strings.Cut(strings.TrimSuffix(text, `"`), "-")
	return begins == revisionText(d, revision) || !answered && begins == strconv.Itoa(revision)
}

// changedSince says that another change came first.
func changedSince(err error) error {
	var e *incident.Error
	if errors.As(err, &e) && e.Code == incident.Conflict {
		return &refusal{http.StatusPreconditionFailed, "The incident was changed meanwhile: " + e.Message +
			". Read it again, and base the change on that."}
	}
	return err
}
