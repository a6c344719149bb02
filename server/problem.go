package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/edit"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// problem is an error as RFC 9457 has it, with the parameter at fault.
type problem struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail,omitempty"`
	Parameter string   `json:"parameter,omitempty"`
	Allowed   []string `json:"allowed,omitempty"`
	// Errors are what is wrong with a body, by JSON pointer.
	Errors []edit.Problem `json:"errors,omitempty"`
}

// statusOf is the one table from the domain's codes to HTTP.
var statusOf = map[incident.Code]int{
	incident.Invalid:     http.StatusBadRequest,
	incident.NotFound:    http.StatusNotFound,
	incident.Gone:        http.StatusGone,
	incident.Conflict:    http.StatusConflict,
	incident.Mismatch:    http.StatusUnprocessableEntity,
	incident.Unavailable: http.StatusServiceUnavailable,
	incident.Internal:    http.StatusInternalServerError,
}

// statusClientGone is logged when the client left before the answer.
const statusClientGone = 499

// maxAllowed bounds the allowed values that an answer lists: a dataset may have as many
// kinds as rows.
const maxAllowed = 200

func problemOf(err error) problem {
	var e *incident.Error
	var he *echo.HTTPError
	var r *refusal
	var wrong edit.Problems
	var taken takenError
	switch {
	case errors.As(err, &wrong):
		return wrongBody(wrong, http.StatusUnprocessableEntity)
	case errors.As(err, &taken):
		return wrongBody(taken.Problems, http.StatusConflict)
	case errors.As(err, &e) && e.Code != incident.Internal:
		status := statusOf[e.Code]
		detail := e.Message
		if e.Parameter != "" {
			detail = "parameter " + e.Parameter + ": " + detail
		}
		if n := len(e.Allowed); n > 0 && n <= 20 {
			detail += "; allowed: " + strings.Join(e.Allowed, ", ")
		}
		allowed := e.Allowed
		if more := len(allowed) - maxAllowed; more > 0 {
			allowed = append(slices.Clone(allowed[:maxAllowed]), fmt.Sprintf("and %d more", more))
		}
		return problem{"about:blank", http.StatusText(status), status, detail, e.Parameter, allowed, nil}
	case errors.As(err, &r):
		return problem{"about:blank", http.StatusText(r.status), r.status, r.detail, "", nil, nil}
	case errors.As(err, &he):
		return problem{"about:blank", http.StatusText(he.Code), he.Code, httpDetail(he.Code), "", nil, nil}
	case errors.Is(err, context.Canceled):
		return problem{Title: "Client gone", Status: statusClientGone}
	}
	return problem{"about:blank", http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError,
		"Something went wrong on the server; it has been logged.", "", nil, nil}
}

// wrongBody tells all that is wrong with a body, the first in its detail.
func wrongBody(wrong edit.Problems, status int) problem {
	detail := wrong[0].Pointer + ": " + wrong[0].Detail
	if wrong[0].Pointer == "" {
		detail = wrong[0].Detail
	}
	if len(wrong) > 1 {
		detail += fmt.Sprintf("; and %d more, see errors", len(wrong)-1)
	}
	return problem{"about:blank", http.StatusText(status), status, detail, "", nil, wrong}
}

func httpDetail(status int) string {
	switch status {
	case http.StatusNotFound:
		return "There is nothing at this address; /api lists what there is."
	case http.StatusMethodNotAllowed:
		return "This address does not take this method; the header Allow lists those that it takes."
	case http.StatusRequestEntityTooLarge:
		return "The body of the request is too large; none is needed."
	}
	return ""
}

// handleError is the one exit of errors.
func (s *Server) handleError(err error, c echo.Context) {
	p := problemOf(err)
	c.Set(errorKey, err)
	if c.Response().Committed {
		return
	}
	if p.Status == http.StatusServiceUnavailable && c.Response().Header().Get("Retry-After") == "" {
		c.Response().Header().Set("Retry-After", "1")
	}
	if p.Status == http.StatusMethodNotAllowed && c.Response().Header().Get(echo.HeaderAllow) == "" {
		c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD, OPTIONS")
	}
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "no-store")
	if writeErr := s.writeProblem(c, p); writeErr != nil {
		s.cfg.Log.Debug("writing a problem", "err", writeErr)
	}
}

// problemFormats are the formats of an error.
var problemFormats = endpoint{formats: format.List{
	{Name: "json", MediaType: "application/problem+json", Title: "JSON"}, formatHTML}}

// writeProblem answers with a problem document, or with a page for people
// whose browser asks for one.
func (s *Server) writeProblem(c echo.Context, p problem) error {
	f := problemFormats.negotiate(c.Request().Header.Get("Accept"))
	if asked := c.QueryParam("f"); asked != "" && asked != formatHTML.Name {
		f = problemFormats.formats[0] // a browser that fetches data wants a document
	}
	if c.Request().Method == http.MethodHead {
		c.Response().Header().Set(echo.HeaderContentType, f.MediaType)
		c.Response().WriteHeader(p.Status)
		return nil
	}
	if f.Is(formatHTML) {
		return s.writePageStatus(c, p.Status, htmlPage{Title: p.Title, Intro: p.Detail})
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return c.Blob(p.Status, f.MediaType, body)
}
