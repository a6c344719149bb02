package server

// writeClasses are the conformance classes of what is written (OGC 20-002, Part 4 of
// Features), which a server with a database claims.
var writeClasses = []string{
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
}

// withWriting adds what is written to the paths.
func withWriting(paths object) object {
	in, item := "/collections/{collectionId}", "/collections/{collectionId}/items/{featureId}"
	add := func(path, method string, op object) {
		methods, ok := paths[path].(object)
		if !ok {
			methods = object{}
			paths[path] = methods
		}
		methods[method] = op
	}
	add("/collections", "post", writeOperation{id: "createCollection", summary: "Make a collection", again: true,
		params: []object{queryDryRun()}, body: object{"application/json": ref("schemas", "Dataset")},
		status: "201"}.describe())
	add(in, "patch", writeOperation{id: "updateCollection", params: []object{queryDryRun()},
		body:    object{"application/json": ref("schemas", "Dataset")},
		summary: "Describe a collection anew; columns and words come, and do not go", path: []string{"collection"}}.describe())
	add(in, "delete", writeOperation{id: "deleteCollection", summary: "Delete a collection with its history, for admins",
		path: []string{"collection"}, status: "204", params: []object{query("confirm",
			"The collection's ID once more", true,
			object{"type": "string"})}}.describe())
	add(in+"/import", "post", importOperation())
	feature := object{"application/geo+json": ref("schemas", "Feature")}
	add(in+"/items", "post", writeOperation{id: "createItems", status: "201", changes: true,
		path:    []string{"collection"},
		summary: "Add an incident, or those of a FeatureCollection of at most 10,000, whole or not at all",
		body: object{"application/geo+json": object{"oneOf": []object{ref("schemas", "Feature"),
			ref("schemas", "FeatureCollection")}}}}.describe())
	add(item, "put", writeOperation{id: "replaceItem", summary: "Put a feature in the place of an incident",
		path: []string{"collection", "item"}, body: feature, changes: true, based: true}.describe())
	add(item, "patch", writeOperation{id: "updateItem", path: []string{"collection", "item"}, changes: true,
		based:   true,
		summary: "Change parts of an incident by a merge patch (RFC 7396) of its feature",
		body:    object{"application/merge-patch+json": object{"type": "object"}}}.describe())
	add(item, "delete", writeOperation{id: "deleteItem", summary: "Delete an incident; its ID is not used again",
		path: []string{"collection", "item"}, status: "204", changes: true, based: true}.describe())
	add(item+"/history/{revision}/restore", "post", writeOperation{id: "restoreItem", changes: true, based: true,
		summary: "Put back what an incident was at a revision", path: []string{"collection", "item",
			"revision"}}.describe())
	add(item+"/history/{revision}/redact", "post", writeOperation{id: "redactItem", changes: true,
		summary: "Blank what an incident was at a revision, for good; for admins",
		path:    []string{"collection", "item", "revision"}}.describe())
	return paths
}

// writeOperation is what is told of an operation that writes.
type writeOperation struct {
	id, summary string
	path        []string // parameters of the path
	body        object   // a schema by media type; nil for none
	status      string   // of success; empty for 200
	params      []object
	// again says that the request may be sent again under its key.
	again bool
	// changes says that incidents are changed, and based that the change names the
	// revision that it is based on.
	changes, based bool
}

func (w writeOperation) describe() object {
	params := []object{}
	for _, name := range w.path {
		params = append(params, ref("parameters", "path-"+name))
	}
	params = append(params, w.params...)
	if w.changes {
		params = append(params,
			queryDryRun(),
			query("reason", "Why, for the history", false, object{"type": "string", "maxLength": maxReason}))
	}
	if w.changes || w.again {
		params = append(params, header(onceHeader,
			"A name of this request: sent again within a day, it is answered and not made again", false))
	}
	responses := object{"401": ref("responses", "NoToken"), "403": ref("responses", "NotAllowed"),
		"404": ref("responses", "NotFound"), "405": ref("responses", "ReadOnly"), "413": ref("responses", "TooLarge"),
		"500": ref("responses", "ServerError"), "503": ref("responses", "Busy"), "400": ref("responses", "BadRequest"),
		"409": ref("responses", "Taken"), "422": ref("responses", "Wrong"), "415": ref("responses", "WrongType"),
		"429": ref("responses", "TooMany"), "408": ref("responses", "TooSlow")}
	if w.body != nil && w.changes {
		params = append(params, object{"name": contentCRSHeader, "in": "header", "required": false,
			"description": "The reference system of the coordinates, as answers tell theirs; degrees if it is missing",
			"schema":      object{"type": "string", "example": "<" + epsg4326.uri + ">"}})
	}
	if w.based {
		params = append(params, header("If-Match", "ETag of the incident that the change is based on", true))
		responses["410"], responses["412"] = ref("responses", "Deleted"), ref("responses", "Stale")
		responses["428"] = ref("responses", "Unbased")
	}
	if w.changes {
		responses["410"] = ref("responses", "Deleted")
	}
	success := object{"description": w.summary}
	if w.status != "204" {
		success["content"] = object{"application/json": object{"schema": object{"type": "object"}}}
	}
	if w.status == "" {
		w.status = "200"
	}
	if w.status == "201" {
		responses["200"] = success // of several, or of a dry run
	}
	responses[w.status] = success
	op := object{"operationId": w.id, "summary": w.summary, "description": w.summary + ".", "tags": []string{"Writing"},
		"parameters": params, "responses": responses, "security": []object{{"token": []string{}},
			{"session": []string{}}}}
	if w.body != nil {
		content := object{}
		for media, schema := range w.body {
			content[media] = object{"schema": schema}
		}
		op["requestBody"] = object{"required": true, "content": content}
	}
	return op
}

func queryDryRun() object {
	return query("dry_run", "true changes nothing, and tells what would be", false,
		object{"type": "boolean", "default": false})
}

func header(name, description string, required bool) object {
	return object{"name": name, "in": "header", "description": description, "required": required,
		"schema": object{"type": "string"}}
}

func importOperation() object {
	inspected, _ := inspectOperation()["post"].(object)
	params, _ := inspected["parameters"].([]object)
	w := writeOperation{id: "import", again: true, summary: "Bring a file into a collection, whole or not at all",
		path: []string{"collection"}, params: append([]object{
			queryDryRun(),
			query("withdraw", "true deletes the incidents that the file does not have", false,
				object{"type": "boolean", "default": false}),
			query("reason", "Why, for the history", false, object{"type": "string", "maxLength": maxReason}),
		}, params...)}
	op := w.describe()
	op["requestBody"] = inspected["requestBody"]
	return op
}

// writeSchemas and writeResponses are the components that writing needs.
func writeSchemas() object {
	text := object{"type": "string"}
	terms := object{"type": "array", "items": object{"type": "object", "required": []string{"id"},
		"properties": object{"id": text, "label": text}}}
	return object{"Dataset": object{"type": "object", "properties": object{"id": text, "title": text,
		"description": text,
		"license":     text, "attribution": text, "visibility": object{"type": "string", "enum": []string{"public",
			"private"}},
		"vocabularies": object{"type": "object", "properties": object{"kind": terms, "event_type": terms}},
		"columns": object{"type": "array", "items": object{"type": "object", "required": []string{"name", "type"},
			"properties": object{"name": text, "type": object{"type": "string", "enum": columnTypes}, "title": text,
				"description": text, "separator": text}}}}}}
}

func writeResponses() object {
	out := object{}
	for name, description := range map[string]string{ //nolint:gosec // no token is in it
		"NoToken":    "There is no token, or one that gives nothing",
		"NotAllowed": "The token does not give this right, or a cookie came from another site",
		"ReadOnly":   "The collection can only be read",
		"Taken":      "The ID is taken, or was that of what was deleted",
		"Wrong":      "The body cannot be taken as it is; errors say where and why",
		"WrongType":  "The body is of another media type",
		"TooMany":    "Too many wrong tokens came from this address",
		"TooSlow":    "The body did not come to its end in time",
		"Stale":      "The incident was changed meanwhile",
		"Unbased":    "The header If-Match is missing",
	} {
		out[name] = object{"description": description,
			"content": object{"application/problem+json": object{"schema": ref("schemas", "Problem")}}}
	}
	return out
}

// securitySchemes are the ways to say who asks.
func (s *Server) securitySchemes() object {
	return object{"token": object{"type": "http", "scheme": "bearer", "bearerFormat": "imt_…"},
		"session": object{"type": "apiKey", "in": "cookie", "name": "incidentmap"}}
}
