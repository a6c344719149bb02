package server

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
)

const schemaType = "application/schema+json"

// schema describes the flat properties of a collection's incidents as a JSON
// schema (OGC 23-058r1).
func (s *Server) schema(c echo.Context) error { return s.schemaDocument(c, "schema") }

// queryables describes what incidents can be filtered by, in expressions and
// by parameters: the same properties.
func (s *Server) queryables(c echo.Context) error { return s.schemaDocument(c, "queryables") }

func (s *Server) schemaDocument(c echo.Context, kind string) error {
	f, col, v, err := s.described(c)
	if err != nil {
		return err
	}
	if s.fresh(c, s.dataVersion(col.Dataset, v.Stats()), f.Name) {
		return notModified(c)
	}
	doc := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": s.href(c, "api", "collections", col.ID, kind),
		"type": "object", "title": col.Title, "properties": propertySchemas(col), "additionalProperties": false,
	}
	if kind == "queryables" {
		doc["queryables"] = queryableList(col)
	}
	if f.Is(formatHTML) {
		return s.htmlDocument(c, col.Title+": "+kind, doc)
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, schemaTypeFor(c.Request().Header.Get("Accept")), body)
}

// schemaTypeFor is the media type of a schema, or plain JSON for clients that
// ask for that alone and refuse anything else, as GDAL does.
func schemaTypeFor(accept string) string {
	for _, r := range parseAccept(accept) {
		if r.media == schemaType || r.wildcards() > 0 {
			return schemaType
		}
		if r.media == formatJSON.MediaType {
			return formatJSON.MediaType
		}
	}
	return schemaType
}

func propertySchemas(col catalog.Collection) map[string]schema {
	out := map[string]schema{
		"id": {"type": "string", "x-ogc-role": "id", "title": "ID"},
		"geometry": {"x-ogc-role": "primary-geometry", "format": "geometry-point-or-multipoint",
			"title": "Where it happened"},
	}
	for i, p := range incident.PropertiesOf(col.Dataset) {
		out[p.Name] = propertySchema(p, col, i+1)
	}
	return out
}

func propertySchema(p incident.Property, col catalog.Collection, sequence int) schema {
	sc := schema{"title": p.Title, "description": p.Description, "x-ogc-propertySeq": sequence}
	jsonType := string(p.Type)
	if p.Type == incident.ColumnDate {
		jsonType, sc["format"] = "string", "date"
	}
	sc["type"] = jsonType
	if !p.Always {
		sc["type"] = []string{jsonType, "null"}
	}
	if terms := col.Terms(p); terms != nil {
		sc["enum"] = enumOf(termIDs(terms), !p.Always)
	}
	switch p.Name {
	case "start":
		sc["x-ogc-role"] = "primary-interval-start"
	case "end":
		sc["x-ogc-role"] = "primary-interval-end"
	}
	return sc
}

// enumOf lists the values that a property may have: null must be among them
// where it occurs.
func enumOf(values []string, nullable bool) []any {
	out := make([]any, 0, len(values)+1)
	for _, v := range values {
		out = append(out, v)
	}
	if nullable {
		out = append(out, nil)
	}
	return out
}

// queryableList lists the queryables as drafts of OGC API - Features part 3
// had them. GDAL 3.6 looks here for what it may ask the server.
func queryableList(col catalog.Collection) []map[string]string {
	var out []map[string]string
	for _, p := range incident.PropertiesOf(col.Dataset) {
		out = append(out, map[string]string{"id": p.Name, "type": string(p.Type)})
	}
	return out
}
