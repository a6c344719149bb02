package server

import (
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
)

func componentSchemas() object {
	properties := object{}
	for i, p := range incident.Properties {
		sc := propertySchema(p, catalog.Collection{Dataset: &incident.Dataset{}}, i+1)
		delete(sc, "x-ogc-role")
		delete(sc, "x-ogc-propertySeq")
		if p.Name == "kind" || p.Name == "event_type" {
			delete(sc, "enum") // each dataset has its own
		}
		if types, ok := sc["type"].([]string); ok { // OpenAPI 3.0 has a word of its own for it
			sc["type"], sc["nullable"] = types[0], true
		}
		properties[p.Name] = sc
	}
	links := object{"type": "array", "items": ref("schemas", "Link")}
	return object{
		"Link": object{"type": "object", "required": []string{"href", "rel"}, "properties": object{
			"href": object{"type": "string", "format": "uri"}, "rel": object{"type": "string"},
			"type": object{"type": "string"}, "title": object{"type": "string"}}},
		"Geometry": object{"type": "object", "nullable": true, "required": []string{"type", "coordinates"},
			"properties": object{
				"type":        object{"type": "string", "enum": []string{"Point", "MultiPoint"}},
				"coordinates": object{"type": "array", "items": object{}, "minItems": 1}}},
		"Feature": object{"type": "object", "required": []string{"type", "id", "geometry", "properties"},
			"properties": object{
				"type": object{"type": "string", "enum": []string{"Feature"}}, "id": object{"type": "string"},
				"geometry": ref("schemas", "Geometry"),
				"properties": object{"type": "object", "properties": properties,
					"additionalProperties": true}, "links": links}},
		"FeatureCollection": object{"type": "object", "required": []string{"type", "features"}, "properties": object{
			"type":     object{"type": "string", "enum": []string{"FeatureCollection"}},
			"features": object{"type": "array", "items": ref("schemas", "Feature")}, "links": links,
			"timeStamp":     object{"type": "string", "format": "date-time"},
			"numberMatched": object{"type": "integer", "minimum": 0}, "numberReturned": object{"type": "integer",
				"minimum": 0}}},
		"Inspection": inspectionSchema(),
		"Problem": object{"type": "object", "description": "RFC 9457 problem", "required": []string{"title", "status"},
			"properties": object{
				"type": object{"type": "string"}, "title": object{"type": "string"},
				"status": object{"type": "integer"},
				"detail": object{"type": "string"}, "parameter": object{"type": "string"},
				"allowed": object{"type": "array", "items": object{"type": "string"}}}},
	}
}

func componentResponses() object {
	wrong := func(description string) object {
		return object{"description": description,
			"content": object{"application/problem+json": object{"schema": ref("schemas", "Problem")}}}
	}
	return object{
		"NotModified": object{"description": "The client has this answer"},
		"BadRequest":  wrong("A parameter is unknown or wrong; the answer names it and says what is allowed"),
		"NotFound":    wrong("There is nothing at this address"),
		"Deleted":     wrong("The incident was deleted, or what it was has been redacted"),
		"TooLarge":    wrong("The file is larger than is looked at here; the answer says how large it may be"),
		"ServerError": wrong("Something went wrong on the server"),
		"Busy":        wrong("Too much is asked at once, or the answer took too long to begin; Retry-After says when to try again"),
	}
}

// query describes a parameter of the query string. All are written the same
// way: once, with commas between several values.
func query(name, description string, required bool, schema object) object {
	return object{"name": name, "in": "query", "description": description, "required": required,
		"style": "form", "explode": false, "schema": schema}
}

func geocodeOperation() object {
	return placesOperation("geocode", "Places by name, as GeocodeJSON", []object{
		query("q", "Place as written, such as Achin District, Nangarhar", true,
			object{"type": "string", "maxLength": gazetteer.MaxText}),
		query("autocomplete", "Whether q is being typed: places whose name begins so, and what follows a comma narrows",
			false, object{"type": "boolean", "default": false}),
		query("country", "Country to look in, by its ISO 3166-1 code or name", false,
			object{"type": "string", "minLength": 2}),
		query("limit", "Largest number of places", false, object{"type": "integer", "minimum": 1,
			"default": geocodeDefault, "maximum": geocodeMax}),
		query("bbox", "Box that places are preferred in", false, object{"type": "array",
			"items": object{"type": "number"}, "minItems": 4, "maxItems": 6}),
	})
}

func reverseOperation() object {
	return placesOperation("reverse", "Named places around a point, as GeocodeJSON", []object{
		query("lat", "Latitude in degrees", true, object{"type": "number", "minimum": -90, "maximum": 90}),
		query("lon", "Longitude in degrees", true, object{"type": "number", "minimum": -180, "maximum": 180}),
		query("limit", "Largest number of places", false, object{"type": "integer", "minimum": 1, "default": 1,
			"maximum": geocodeMax}),
	})
}

func placesOperation(id, summary string, params []object) object {
	return object{"get": object{"operationId": id, "summary": summary, "description": summary + ".",
		"tags": []string{"Places"}, "parameters": params,
		"responses": object{
			"200": object{"description": summary,
				"content": object{"application/geo+json": object{"schema": ref("schemas", "FeatureCollection")}}},
			"304": ref("responses", "NotModified"), "400": ref("responses", "BadRequest"), "500": ref("responses",
				"ServerError")}}}
}
