package server

import (
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/dialect"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/inspect"
	"incidentmap/internal/mapping"
)

const inspectPath = "/api/inspect"

// Inspection is a file that somebody sends to learn how it would be read, and what they
// say of it.
type Inspection struct {
	// Name ends as files of its format do.
	Name, Text string
	// Columns are the roles that are given to columns. Encoding, DateOrder (dmy or mdy)
	// and Country (alpha-2) are empty where nothing is said.
	Columns                      []ingest.Given
	Encoding, DateOrder, Country string
	// Mapping, if not nil, says which column has which role.
	Mapping *mapping.Mapping
}

// inspect answers how a file would be read, and keeps nothing of it.
func (s *Server) inspect(c echo.Context) error {
	if s.cfg.Inspect == nil {
		return echo.ErrNotFound
	}
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	if !isForm(c.Request().Header) { // a mistake is told before the file is sent
		if _, err := readSent(q, inspectParameters); err != nil {
			return err
		}
	}
	var doc *inspect.Document
	err = s.sent(c, q, func(name, text string, q url.Values) error {
		in, err := readSent(q, inspectParameters)
		if err != nil {
			return err
		}
		in.Name, in.Text = name, text
		if doc, err = s.cfg.Inspect(in); err != nil {
			return incident.Errorf(incident.Invalid, "%s", err)
		}
		return c.Request().Context().Err()
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, doc)
}

// inspectParameters are what a file can be sent with.
var inspectParameters = []string{"name", "column", "encoding", "date-order", "country", "mapping", "f"}

// readSent reads what is said of a file, of which some parameters are known. A mapping is
// a text of many lines, which is checked when it is read.
func readSent(q url.Values, known []string) (Inspection, error) {
	rest := maps.Clone(q)
	if len(rest["mapping"]) == 1 {
		delete(rest, "mapping")
	}
	if err := checkQuery(rest, known...); err != nil {
		return Inspection{}, err
	}
	return readInspection(q)
}

// readInspection reads what is said of a file.
func readInspection(q url.Values) (in Inspection, err error) {
	if q.Has("f") && q.Get("f") != formatJSON.Name {
		return in, &incident.Error{Code: incident.Invalid, Parameter: "f", Message: notAllowed(q.Get("f")),
			Allowed: []string{formatJSON.Name}}
	}
	if in.Columns, err = givenColumns(q); err != nil {
		return in, err
	}
	if q.Has("mapping") {
		if in.Mapping, err = mapping.Parse("mapping", q.Get("mapping")); err != nil {
			return in, incident.BadParameter("mapping", "%s", err)
		}
	}
	if in.Encoding = q.Get("encoding"); in.Encoding != "" {
		if _, err := dialect.Named(in.Encoding); err != nil {
			return in, incident.BadParameter("encoding", "%s", err)
		}
	}
	if in.DateOrder = q.Get("date-order"); in.DateOrder != "" && in.DateOrder != "dmy" && in.DateOrder != "mdy" {
		return in, &incident.Error{Code: incident.Invalid, Parameter: "date-order", Message: notAllowed(in.DateOrder),
			Allowed: []string{"dmy", "mdy"}}
	}
	if q.Has("country") {
		codes := []string{q.Get("country")}
		if err := countryCodes(codes); err != nil {
			return in, err
		}
		in.Country = codes[0]
	}
	return in, nil
}

// givenColumns are the roles that are given to columns, with commas between them.
func givenColumns(q url.Values) (out []ingest.Given, err error) {
	if !q.Has("column") {
		return nil, nil
	}
	values, err := splitValues("column", q.Get("column"))
	if err != nil {
		return nil, err
	}
	for _, text := range values {
		g, err := ingest.ParseGiven(text)
		if err != nil {
			return nil, incident.BadParameter("column", "%s", err)
		}
		out = append(out, g)
	}
	return out, nil
}

// uploadName is what the file is called, by the parameter or by the header that uploads
// have.
func uploadName(h http.Header, q url.Values) (string, error) {
	name := q.Get("name")
	if name == "" {
		if _, params, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil {
			name = params["filename"]
		}
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" || path.Ext(name) == "" {
		return "", incident.BadParameter("name", "it must be the name of the file, such as cases.csv: its end tells the format; "+
			"or the header Content-Disposition says it")
	}
	return name, checkText("name", name)
}

// errEmptyBody is the error of a request without a file.
var errEmptyBody error = incident.Errorf(incident.Invalid, "the body is empty; it must be the file itself")
