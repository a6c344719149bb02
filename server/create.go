package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/edit"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// createItems adds an incident, or some of a FeatureCollection, whole or not at all.
func (s *Server) createItems(_ echo.Context, w *writing) (*writtenAnswer, error) {
	features, member, many, err := featuresOf(w.body)
	if err != nil {
		return nil, err
	}
	if w.editor, err = w.editor.Within(member); err != nil {
		return nil, err
	}
	edits, findings, err := w.creations(features, many)
	if err != nil {
		return nil, err
	}
	if w.dryRun {
		if err := w.taken(edits, many); err != nil {
			return nil, err
		}
		return w.tried(edits, findings)
	}
	done, err := w.apply(writtenAnswer{Findings: findings}, edits...)
	if err != nil {
		if taken := w.taken(edits, many); taken != nil {
			return nil, taken
		}
		return nil, err
	}
	a := answerOf(done, "")
	a.Findings, a.many = findings, many
	return a, nil
}

// creations makes the edits that add features, or tells all that is wrong with them.
func (w *writing) creations(features []json.RawMessage, many bool) ([]store.Edit, []report.Finding, error) {
	var problems edit.Problems
	edits, findings, zero, seen := []store.Edit{}, []report.Finding{}, 0, map[string]int{}
	for i, raw := range features {
		at := pointerTo(i, many)
		made, err := w.editor.Create(w.ctx, raw)
		var p edit.Problems
		switch {
		case errors.As(err, &p):
			problems = append(problems, p.Under(at)...)
			edits = append(edits, store.Edit{})
			continue
		case err != nil:
			return nil, nil, err
		}
		if first, ok := seen[made.Incident.ID]; ok {
			problems = append(problems, edit.Problem{Pointer: at + "/id",
				Detail: fmt.Sprintf("the ID %q is that of feature %d too", made.Incident.ID, first)})
		}
		seen[made.Incident.ID] = i
		for _, f := range made.Findings {
			f.ID, f.Column = made.Incident.ID, at+f.Column
			findings = append(findings, f)
		}
		edits = append(edits, store.Edit{Op: store.OpPut, Incident: made.Incident, Base: &zero})
		if len(problems) > maxAllowed {
			break
		}
	}
	if len(problems) == 0 {
		return edits, findings, nil
	}
	taken, err := w.takenIDs(edits, many)
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, append(problems, taken...)
}

// featuresOf are the features of a body: one, or those of a collection with its member crs.
func featuresOf(body []byte) (features []json.RawMessage, member json.RawMessage, many bool, err error) {
	var doc struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
		CRS      json.RawMessage   `json:"crs"`
	}
	if err := json.Unmarshal(body, &doc); err != nil || doc.Type != "FeatureCollection" {
		return []json.RawMessage{body}, nil, false, nil //nolint:nilerr // whoever reads the feature tells of it
	}
	switch n := len(doc.Features); {
	case n == 0:
		return nil, nil, true, edit.Problems{{Pointer: "/features", Detail: "there is no feature in it"}}
	case n > maxFeatures:
		return nil, nil, true, &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf(
			"The collection has %d features; at most %d are written at once. More are sent as a file, to import.", n, maxFeatures)}
	}
	return doc.Features, doc.CRS, true, nil
}

// pointerTo is the JSON pointer of a feature: of many in a collection, or the whole body.
func pointerTo(feature int, many bool) string {
	if !many {
		return ""
	}
	return fmt.Sprintf("/features/%d", feature)
}

// takenError is a body in which nothing is wrong but IDs that cannot be given again.
type takenError struct{ edit.Problems }

// taken is an error that tells of all new incidents whose IDs cannot be given again; nil where
// there is none.
func (w *writing) taken(edits []store.Edit, many bool) error {
	problems, err := w.takenIDs(edits, many)
	if err == nil && len(problems) > 0 {
		err = takenError{problems}
	}
	return err
}

// takenIDs tells which new incidents have IDs that others have, or had. What is put nothing by
// was told of already.
func (w *writing) takenIDs(edits []store.Edit, many bool) (problems edit.Problems, err error) {
	for i := range edits {
		if edits[i].Incident == nil {
			continue
		}
		id := edits[i].Incident.ID
		revisions, err := w.log.Revisions(w.ctx, w.collection.Dataset.ID, id)
		var e *incident.Error
		if errors.As(err, &e) && e.Code == incident.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		detail := fmt.Sprintf("the ID %q is taken", id)
		if revisions[len(revisions)-1].Incident == nil {
			detail = fmt.Sprintf("the ID %q is that of an incident that was deleted; IDs are not used again", id)
		}
		problems = append(problems, edit.Problem{Pointer: pointerTo(i, many) + "/id", Detail: detail,
			Allowed: []string{"an ID of its own", "none, and one is given"}})
		if len(problems) > maxAllowed {
			break
		}
	}
	return problems, nil
}
