package server

import "incidentmap/internal/ingest"

// inspectOperation describes how files are sent to be looked at.
func inspectOperation() object {
	text := object{"type": "string"}
	params := []object{
		query("name", "What the file is called; its end tells the format. Without it, the header Content-Disposition says it",
			false, object{"type": "string", "example": "cases.csv"}),
		query("column", "Roles of columns whose names do not show what they hold, ROLE=NAME, such as date=Reported "+
			"or fatalities_best=soldiers+civilians, with commas between several; kept=NAME "+
			"keeps a column as it is, unused=NAME does not read it", false,
			object{"type": "array", "items": text}),
		query("encoding", "Encoding of a file of text, such as windows-1251; without it, it is found", false, text),
		query("date-order", "Order of dates such as 3/4/2020 where the file does not show it", false,
			object{"type": "string", "enum": []string{"dmy", "mdy"}}),
		query("country", "Country of rows that name none, by its ISO 3166-1 code or name", false, text),
		query("mapping", "Which column has which role, as incidentmap inspect --write-mapping writes it; also a part of a form",
			false, text),
		query("f", "Format of the answer", false, object{"type": "string", "enum": []string{formatJSON.Name}}),
	}
	const summary = "How a file would be read: which column has which role and why, and what would be left out"
	file := object{"schema": object{"type": "string", "format": "binary"}}
	return object{"post": object{"operationId": "inspect", "summary": summary,
		"description": summary + ". The body is the file, delimited text, JSON or an Excel workbook, also packed as .gz or .zip, of at most 50 MB, unpacked too. The first 100,000 rows are looked at, and nothing is kept.",
		"tags":        []string{"Files"}, "parameters": params,
		"requestBody": object{"required": true, "content": object{"application/octet-stream": file, "text/csv": file,
			"multipart/form-data": object{"schema": object{"type": "object", "properties": object{
				"file": object{"type": "string", "format": "binary"}, "mapping": text}}},
			"application/geo+json": object{"schema": object{"type": "object"}}}},
		"responses": object{
			"200": object{"description": summary,
				"content": object{"application/json": object{"schema": ref("schemas", "Inspection")}}},
			"400": ref("responses", "BadRequest"), "413": ref("responses", "TooLarge"),
			"500": ref("responses", "ServerError"), "503": ref("responses", "Busy")}}}
}

// inspectionSchema describes the answer.
func inspectionSchema() object {
	text, number := object{"type": "string"}, object{"type": "integer", "minimum": 0}
	texts := object{"type": "array", "items": text}
	list := func(of object) object { return object{"type": "array", "items": of} }
	by := []ingest.Why{ingest.WhyGiven, ingest.WhyPreset, ingest.WhyBeside, ingest.WhyHXL, ingest.WhyName,
		ingest.WhyContent}
	return object{"type": "object", "required": []string{"file", "rows", "unit", "complete", "roles", "kept", "words",
		"findings", "header", "fingerprint"},
		"properties": object{"file": text, "encoding": text, "rows": number, "unit": text,
			"complete": object{"type": "boolean", "description": "Whether the file has no more rows than were looked at"},
			"beside":   text, "preset": text, "dateOrder": text, "country": text,
			"roles": list(object{"type": "object", "properties": object{"role": text, "columns": texts, "fills": texts,
				"by": object{"type": "string", "enum": by}, "why": text, "examples": texts}}),
			"kept": list(object{"type": "object", "properties": object{"column": text, "name": text, "type": text,
				"where": object{"type": "boolean"}, "examples": texts}}),
			"empty": texts, "derived": texts,
			"nested": object{"type": "array", "items": texts["items"],
				"description": "Parts of records that are read by their form, such as sources"},
			"titlesFrom": object{"type": "array", "items": text,
				"description": "Columns that titles are made of, as far as a row has them, where no column holds titles"},
			"refused": object{"type": "string", "description": "Why the file cannot be read as it is"},
			"words":   texts, "incidents": number, "withoutPlace": number, "leftOut": number,
			"placesNotLookedUp": number, "findings": list(object{"type": "object"}), "moreFindings": number,
			"header": texts, "fingerprint": text,
			"first": object{"type": "array", "items": texts, "description": "The cells of the first rows, cut"},
			"sketch": object{"type": "object", "description": "Roughly when and where the incidents are",
				"properties": object{
					"years": list(object{"type": "object", "properties": object{"year": object{"type": "integer"},
						"count": number}}),
					"spots": list(object{"type": "object", "properties": object{"lon": object{"type": "number"},
						"lat": object{"type": "number"}, "count": number}})}}}}
}
