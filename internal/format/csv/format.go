package csv

import "incidentmap/internal/format"

// Format is CSV (RFC 4180), read as people bring it.
var Format = format.Format{Name: "csv", MediaType: "text/csv; charset=utf-8; header=present", Title: "CSV",
	Endings: []string{".csv", ".tsv", ".txt"}, Read: Read, Write: write}
