package filekind_test

import (
	"strings"
	"testing"

	"incidentmap/internal/filekind"
)

func TestOf(t *testing.T) {
	for _, c := range [][3]string{
		{"%PDF-1.4\n%\xe2\xe3", ".csv", "it is a PDF document, whatever its name says; copy its table into a spreadsheet, " +
			"and save that as cases.xlsx or cases.csv"},
		{"\x89PNG\r\n\x1a\n\x00", ".csv", "a picture"}, {"\xff\xd8\xff\xe0", ".json", "a picture"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", ".xlsx", "before 2007, whatever its name says; open it, and save it as cases.xlsx"},
		{"PK\x03\x04....xl/workbook.xml", ".csv", "it is an Excel workbook, whatever its name says; rename it to cases.xlsx"},
		{"PK\x03\x04....xl/workbook.xml", ".xlsm", ""}, {"PK\x03\x04....xl/workbook.bin", ".xlsx", "a binary workbook of Excel"},
		{"PK\x03\x04....word/document.xml", ".xlsx", "a Word document"}, {"PK\x03\x04....", ".xlsx", ""},
		{"PK\x03\x04....", ".csv", "it is a zip archive, whatever its name says; rename it to cases.zip"},
		{"PK\x03\x04....a.shp", ".shz", ""}, {"PK\x03\x04....doc.kml", ".csv", "rename it to cases.kmz"},
		{"\x1f\x8b\x08", ".csv", "add .gz to its name"}, {"SQLite format 3\x00", ".csv", "rename it to cases.gpkg"},
		{"<!DOCTYPE html><html><body>Sign in</body>", ".json", "it is a web page, whatever its name says; download the file itself"},
		{"\ufeff\n<HTML><table><tr><td>id</table>", ".xlsx", "a web page with a table, whatever its name says; open it, and save it"},
		{`<?xml version="1.0"?><html xmlns="x">`, ".csv", "a web page"}, {`<?xml version="1.0"?><!-- a --><kml>`, ".csv", "cases.kml"},
		{`<kml>`, ".kml", ""}, {`<gpx version="1.1">`, ".csv", "cases.gpx"}, {`<?xml version="1.0"?><a/>`, ".json", "it is XML"},
		{`{"type": "FeatureCollection"`, ".txt", "it is JSON, whatever its name says; rename it to cases.json"},
		{`[{"id": 1}]`, ".csv", "rename it to cases.json"}, {`[["id"],[1]]`, ".csv", "it is JSON"}, {`{"a":1}`, ".ndjson", ""},
	} {
		k, ok := filekind.Of(c[0])
		if !ok {
			t.Errorf("%q is not known", c[0])
			continue
		}
		err := k.Check("a/cases"+c[1], c[1])
		if (err == nil) != (c[2] == "") || err != nil && (!strings.Contains(err.Error(), c[2]) ||
			!strings.HasPrefix(err.Error(), "a/cases"+c[1]+": it is ")) {
			t.Errorf("%q: %v, want %s", c[0], err, c[2])
		}
	}
	for _, text := range []string{"", "id,date\n1,2020\n", "[id],[date]\n", "{id},x\n", "<id>,b\n", "PK,PL\n", "GIF,b", "BM,c",
		"\x00\x01", "{a"} {
		if k, ok := filekind.Of(text); ok {
			t.Errorf("%q is %s", text, k.Name)
		}
	}
}

func TestDelimited(t *testing.T) {
	for text, want := range map[string]bool{"id,date\n1,2\n": true, "id;date\n1;2": true,
		"\ufeffid\tdate\r\n1\t2": true, "id\n1\n": false,
		"{\"a\",\n\"b\",": false, "id,date": false, "": false, "a,\x00\nb,": false, "<a,\nb,": false} {
		if _, ok := filekind.Delimited(text); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
}

func TestOpen(t *testing.T) {
	for text, want := range map[string]string{"": "it is empty", "id,date\n": "not a zip file",
		"PK\x03\x04xl/": "cut off or damaged"} {
		if _, err := filekind.Open(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
