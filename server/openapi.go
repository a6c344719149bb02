package server

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// object is a JSON object of the API description.
type object map[string]any

// openAPI describes the API (OpenAPI 3.0.3) from the same parameters and
// properties that requests are read with, so that it cannot fall behind.
func (s *Server) openAPI(c echo.Context) error {
	all, err := s.collections(c)
	if err != nil {
		return err
	}
	query, err := queryOf(c)
	if err != nil {
		return err
	}
	if _, err := parseRequest(
		catalog.Collection{Dataset: &incident.Dataset{}},
		endpoint{formats: format.List{formatJSON}},
		query,
	); err != nil {
		return err
	}
	versions := ""
	for _, col := range all {
		versions += col.ID + s.dataVersion(col.Dataset, store.Stats{}) + ","
	}
	if s.fresh(c, versions, "openapi") {
		return notModified(c)
	}
	body, err := json.Marshal(s.describeAPI(c, all))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, openAPIType, body)
}

func (s *Server) describeAPI(c echo.Context, all []catalog.Collection) object {
	components := object{"parameters": componentParameters(all), "schemas": componentSchemas(),
		"responses": componentResponses()}
	described := withOwnColumns(paths(), all)
	if s.cfg.Access != nil {
		described = withWriting(described)
		maps.Copy(components["schemas"].(object), writeSchemas())     //nolint:forcetypeassert // made above
		maps.Copy(components["responses"].(object), writeResponses()) //nolint:forcetypeassert // made above
		components["securitySchemes"] = s.securitySchemes()
	}
	return object{
		"openapi": "3.0.3",
		"info": object{"title": apiTitle, "description": apiSummary, "version": s.cfg.Version,
			"license": object{"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
			"contact": object{"name": "incidentmap"}},
		"servers": []object{{"url": s.baseURL(c) + "/api", "description": "This server"}},
		"tags": []object{{"name": "Capabilities", "description": "What there is"},
			{"name": "Data", "description": "Incidents"},
			{"name": "Places", "description": "Places by name"},
			{"name": "Files", "description": "Files of your own"},
			{"name": "Writing", "description": "Changes, with a token"}},
		"paths": described, "components": components,
	}
}

// paths describes what is below the server's address, which ends in /api. The
// names of path parameters are those of OGC API - Features (17-069r4): clients
// such as GDAL look a collection's parameters up by them.
func paths() object {
	plain := func(id, summary string) object { return operation("Capabilities", id, summary, plainEndpoint, nil) }
	in := "/collections/{collectionId}"
	collectionID, itemID := []string{"collection"}, []string{"collection", "item"}
	return object{
		"/":            plain("landing", "Landing page"),
		"/conformance": plain("conformance", "Standards that the API conforms to"),
		"/collections": plain("collections", "All collections"),
		in: operation("Capabilities", "collection", "One collection", plainEndpoint,
			collectionID),
		in + "/codebook": operation("Capabilities", "codebook",
			"What each column holds, and how often nothing", plainEndpoint, collectionID),
		in + "/report": operation("Capabilities", "report",
			"How the dataset was read; as CSV what was left out", reportEndpoint, collectionID),
		in + "/schema": operation("Capabilities", "schema", "Schema of the properties", plainEndpoint,
			collectionID),
		in + "/queryables": operation("Capabilities", "queryables", "Properties to filter by", plainEndpoint,
			collectionID),
		in + "/items":             operation("Data", "items", "Incidents, page by page", itemsEndpoint, collectionID),
		in + "/items/{featureId}": operation("Data", "item", "One incident in full", itemEndpoint, itemID),
		in + "/items/{featureId}/history": operation("Data", "history",
			"Revisions of an incident with what each changed; of datasets that have a history", plainEndpoint, itemID),
		in + "/changes": operation("Data", "changes",
			"What was changed since a version, or as events as it comes; of datasets that have a history", streamEndpoint,
			collectionID),
		in + "/export": operation("Data", "export", "All matching incidents as a file", exportEndpoint,
			collectionID),
		in + "/facets": operation("Data", "facets", "Counts by property, and sums", facetsEndpoint,
			collectionID),
		in + "/histogram": operation("Data", "histogram", "Counts by time", binsEndpoint, collectionID),
		in + "/tiles/WebMercatorQuad/{z}/{row}/{col}": operation("Data", "tile",
			"Points of a tile, at most 500 kB: where they are too many, one stands for point_count of them",
			tileEndpoint,
			[]string{"collection", "z", "row", "col"}),
		in + "/clusters/WebMercatorQuad/{z}/{row}/{col}": operation("Data", "clusters",
			"Clusters of a tile, with point_count, fatalities, count_ of each kind, and ids where they are at most 10",
			tileEndpoint,
			[]string{"collection", "z", "row", "col"}),
		in + "/columns": operation("Data", "columns",
			"All matching incidents, at most 2 million, as day-sorted binary columns", columnsEndpoint, collectionID),
		"/inspect": inspectOperation(),
		"/geocode": geocodeOperation(), "/reverse": reverseOperation(),
	}
}

// withOwnColumns adds the items of each collection that has columns of its own,
// with a parameter for each.
func withOwnColumns(paths object, all []catalog.Collection) object {
	for _, col := range all {
		if len(col.Dataset.Columns) == 0 {
			continue
		}
		op := operation("Data", "items-"+col.ID, "Incidents of "+col.Title+", page by page", itemsEndpoint, nil)
		get, _ := op["get"].(object)
		params, _ := get["parameters"].([]object)
		for _, c := range col.Dataset.Columns {
			if _, shared := parameterByName(c.Name); !shared {
				params = append(params, query(c.Name, "Values of this column.", false, object(stringList)))
			}
		}
		for _, name := range boundNames(col.Dataset) {
			params = append(params, query(name, "Least (_min) or greatest (_max) value of a column.", false,
				object{"type": "string"}))
		}
		get["parameters"] = params
		paths["/collections/"+col.ID+"/items"] = op
	}
	return paths
}

func ref(kind, name string) object { return object{"$ref": "#/components/" + kind + "/" + name} }

func operation(tag, id, summary string, ep endpoint, inPath []string) object {
	var params []object
	for _, name := range inPath {
		params = append(params, ref("parameters", "path-"+name))
	}
	for _, p := range parameters {
		switch {
		case !ep.takes(p):
		case p.name == "f":
			params = append(params, query("f", p.description, false,
				object{"type": "string", "enum": ep.formats.Names()}))
		default:
			params = append(params, ref("parameters", p.name))
		}
	}
	content := object{}
	for _, f := range ep.formats {
		content[f.Type()] = object{"schema": schemaFor(id, f)}
	}
	responses := object{"200": object{"description": summary, "content": content},
		"304": ref("responses", "NotModified"), "400": ref("responses", "BadRequest"), "500": ref("responses",
			"ServerError"), "503": ref("responses", "Busy")}
	if len(inPath) > 0 {
		responses["404"] = ref("responses", "NotFound")
	}
	if ep.takes(parameter{group: groupItem}) {
		responses["410"] = ref("responses", "Deleted")
	}
	return object{"get": object{"operationId": id, "summary": summary, "description": summary + ".",
		"tags":       []string{tag},
		"parameters": params, "responses": responses}}
}

func schemaFor(id string, f format.Format) object {
	switch {
	case strings.HasPrefix(f.MediaType, "text/") || f.Is(geojson.Sequence):
		return object{"type": "string"}
	case !strings.HasSuffix(f.MediaType, "json"):
		return object{"type": "string", "format": "binary"}
	case strings.HasPrefix(id, "items") || id == "export":
		return ref("schemas", "FeatureCollection")
	case id == "item":
		return ref("schemas", "Feature")
	}
	return object{"type": "object"}
}

func componentParameters(all []catalog.Collection) object {
	ids := []string{}
	for _, col := range all {
		ids = append(ids, col.ID)
	}
	integer := object{"type": "integer", "minimum": 0}
	out := object{
		"path-collection": pathParameter("collectionId", "ID of a collection", object{"type": "string", "enum": ids}),
		"path-item":       pathParameter("featureId", "ID of an incident", object{"type": "string"}),
		"path-revision":   pathParameter("revision", "Number of a revision", object{"type": "integer", "minimum": 1}),
		"path-z":          pathParameter("z", "Zoom", integer),
		"path-row":        pathParameter("row", "Row, from the north", integer),
		"path-col":        pathParameter("col", "Column, from the west", integer),
	}
	for _, p := range parameters {
		if p.name == "f" {
			continue
		}
		out[p.name] = query(p.name, p.description, false, object(p.schema))
	}
	return out
}

func pathParameter(name, description string, schema object) object {
	return object{"name": name, "in": "path", "required": true, "description": description, "schema": schema}
}
