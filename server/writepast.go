package server

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// restoreItem puts back what an incident was at a revision; a deleted one comes back so.
func (s *Server) restoreItem(c echo.Context, w *writing) (*writtenAnswer, error) {
	number, err := revisionOf(c)
	if err != nil {
		return nil, err
	}
	id := c.Param("id")
	revisions, err := w.log.Revisions(w.ctx, w.collection.Dataset.ID, id)
	if err != nil {
		return nil, err
	}
	last := len(revisions)
	if err := matched(c, w.collection.Dataset, last); err != nil {
		return nil, err
	}
	if w.dryRun {
		return w.plannedRestore(id, revisions, number)
	}
	done, err := w.apply(writtenAnswer{}, store.Edit{Op: store.OpRestore, ID: id, Revision: number, Base: &last})
	if err != nil {
		return nil, changedSince(err)
	}
	return answerOf(done, id), nil
}

// redactItem blanks what an incident was at a revision, for good.
func (s *Server) redactItem(c echo.Context, w *writing) (*writtenAnswer, error) {
	if err := s.mayWrite(c, store.RoleAdmin, ""); err != nil {
		return nil, err
	}
	number, err := revisionOf(c)
	if err != nil {
		return nil, err
	}
	id := c.Param("id")
	if w.dryRun {
		return w.plannedRedaction(id, number)
	}
	done, err := w.apply(writtenAnswer{}, store.Edit{Op: store.OpRedact, ID: id, Revision: number})
	if err != nil {
		return nil, err
	}
	return answerOf(done, id), nil
}

// revisionOf is the revision that a path names.
func revisionOf(c echo.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("revision"))
	if err != nil || n < 1 {
		return 0, incident.Errorf(incident.NotFound, "%.20q is no revision; revisions are numbers from 1", c.Param("revision"))
	}
	return n, nil
}

// planned tells that a change of an incident would make revisions, which is only tried.
func (w *writing) planned(id string, revisions ...int) (*writtenAnswer, error) {
	version, err := w.log.Version(w.ctx, w.collection.Dataset.ID)
	return &writtenAnswer{IDs: []string{id}, Revisions: append([]int{}, revisions...), Version: version,
		Findings: []report.Finding{}, DryRun: true}, err
}

// past is a revision among those of an incident. NotFound: there is none of that number.
func past(id string, revisions []store.Revision, number int) (*store.Revision, error) {
	if number > len(revisions) {
		return nil, incident.Errorf(incident.NotFound, "there is no revision %d of %q", number, id)
	}
	return &revisions[number-1], nil
}

// plannedRestore tells what restoring a revision would make, and refuses what the log would.
func (w *writing) plannedRestore(id string, revisions []store.Revision, number int) (*writtenAnswer, error) {
	r, err := past(id, revisions, number)
	switch {
	case err != nil:
		return nil, err
	case r.Redacted:
		return nil, incident.Errorf(incident.Gone, "revision %d of %q was redacted", number, id)
	case r.Incident == nil:
		return nil, incident.Errorf(incident.Invalid, "revision %d of %q has no content: it is a deletion", number, id)
	}
	return w.planned(id, len(revisions)+1)
}

// plannedRedaction tells what redacting a revision would make: nothing where it was done
// before. What an incident is now is not redacted.
func (w *writing) plannedRedaction(id string, number int) (*writtenAnswer, error) {
	revisions, err := w.log.Revisions(w.ctx, w.collection.Dataset.ID, id)
	if err != nil {
		return nil, err
	}
	r, err := past(id, revisions, number)
	switch {
	case err != nil:
		return nil, err
	case r.Redacted:
		return w.planned(id)
	}
	if now := revisions[len(revisions)-1].Incident; now != nil && r.Incident != nil {
		was, is := *r.Incident, *now
		was.PlaceReview, was.RecordReview, is.PlaceReview, is.RecordReview = incident.Review{}, incident.Review{},
			incident.Review{}, incident.Review{}
		changes, err := keep.Diff(&was, &is, w.collection.Dataset.Columns)
		if err != nil {
			return nil, err
		}
		if len(changes) == 0 {
			return nil, incident.Errorf(incident.Conflict, "revision %d of %q is what it is now; put another content first, "+
				"or delete it", number, id)
		}
	}
	return w.planned(id, len(revisions)+1)
}
