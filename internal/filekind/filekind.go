// Package filekind recognises what a file really is by its bytes, where its name says
// something else, and says what to do then: a workbook that is called cases.csv, the page of a
// website that was saved instead of the file, a download that was cut off.
package filekind

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Kind is what a file is.
type Kind struct {
	// Name is what people call it, with its article.
	Name string
	// Endings are those of the names of such files; none for what is not read at all.
	Endings []string
	// help says what to do with it; empty where it needs no more than one of the endings. %s
	// is the file's name without its ending.
	help string
}

const (
	saveAs   = "open it, and save it as %[1]s.xlsx or %[1]s.csv"
	copyFrom = "copy its table into a spreadsheet, and save that as %[1]s.xlsx or %[1]s.csv"
	unpack   = "unpack it, and name the file that was in it"
	ogr2ogr  = "rename it, and have GDAL turn it into GeoJSON with ogr2ogr"
	download = "download the file itself: sites that ask to sign in, or no longer have a file, answer with such a page"
)

// signatures are how files begin.
var signatures = []struct {
	begins string
	Kind
}{
	{"%PDF-", Kind{"a PDF document", nil, copyFrom}},
	{"{\\rtf", Kind{"a document of a word processor", nil, copyFrom}},
	{"\x89PNG\r\n", Kind{"a picture", nil, "name the file that has the table"}},
	{"\xff\xd8\xff", Kind{"a picture", nil, "name the file that has the table"}},
	{"GIF8", Kind{"a picture", nil, "name the file that has the table"}},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind{"a workbook or document of Excel or Word before 2007",
		[]string{".xls", ".doc"}, saveAs}},
	{"\x1f\x8b", Kind{"a file that is packed with gzip", []string{".gz"}, "add .gz to its name"}},
	{"7z\xbc\xaf\x27\x1c", Kind{"a 7z archive", []string{".7z"}, unpack}},
	{"Rar!\x1a\x07", Kind{"a RAR archive", []string{".rar"}, unpack}},
	{"BZh9", Kind{"a file that is packed with bzip2", []string{".bz2"}, unpack}},
	{"\xfd7zXZ\x00", Kind{"a file that is packed with xz", []string{".xz"}, unpack}},
	{"\x28\xb5\x2f\xfd", Kind{"a file that is packed with zstd", []string{".zst"}, unpack}},
	{"SQLite format 3\x00", Kind{"a database of SQLite, such as a GeoPackage", []string{".gpkg"}, ""}},
	{"PAR1", Kind{"a Parquet file", []string{".parquet"}, ogr2ogr}},
	{"fgb\x03", Kind{"a FlatGeobuf file", []string{".fgb"}, ogr2ogr}},
}

// members are names of files in an archive that tell what it is.
var members = []struct {
	name string
	Kind
}{
	{"xl/workbook.bin", Kind{"a binary workbook of Excel", []string{".xlsb"}, saveAs}},
	{"xl/work", Kind{"an Excel workbook", []string{".xlsx", ".xlsm"}, ""}},
	{"word/document", Kind{"a Word document", []string{".docx"}, copyFrom}},
	{"ppt/presentation", Kind{"a presentation", []string{".pptx"}, copyFrom}},
	{"oasis.opendocument", Kind{"an OpenDocument file", []string{".ods"}, saveAs}},
	{".shp", Kind{"a zipped shapefile", []string{".shz", ".zip"}, ""}},
	{".kml", Kind{"a KMZ file", []string{".kmz", ".zip"}, ""}},
}

// archived is an archive of which nothing more is known. Formats that are archives tell
// themselves what such a one lacks.
var archived = Kind{"a zip archive", []string{".zip", ".xlsx", ".xlsm", ".kmz", ".shz"}, "rename it to %[1]s.zip"}

// Texts that begin so.
var (
	page  = regexp.MustCompile(`(?i)^(?:<\?xml[^>]*>)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table)\b`)
	kml   = regexp.MustCompile(`^(?:<\?xml[^>]*>)?\s*(?:<!--.*?-->\s*)*<(?:\w+:)?kml\b`)
	gpx   = regexp.MustCompile(`^(?:<\?xml[^>]*>)?\s*(?:<!--.*?-->\s*)*<(?:\w+:)?gpx\b`)
	xml   = regexp.MustCompile(`^<\?xml\s`)
	jason = regexp.MustCompile(`^(?:\[\s*)?\{\s*"(?:[^"\\]|\\.)*"\s*:|^\[\s*\[\s*["\d]`)
)

// headBytes is how much of a file's beginning, and of an archive's end, is looked at.
const headBytes = 64 << 10

// Of recognises what a file is, by what files of its kind alone begin with. ok is false for
// text, which a table may be, and for what is not known.
func Of(text string) (k Kind, ok bool) {
	head := text[:min(len(text), headBytes)]
	for _, s := range signatures {
		if strings.HasPrefix(head, s.begins) {
			return s.Kind, true
		}
	}
	if strings.HasPrefix(head, "PK\x03\x04") {
		tail := text[max(0, len(text)-headBytes):]
		for _, m := range members {
			if strings.Contains(head, m.name) || strings.Contains(tail, m.name) {
				return m.Kind, true
			}
		}
		return archived, true
	}
	head = strings.TrimLeft(strings.TrimPrefix(head, "\ufeff"), " \t\r\n\x1e")
	switch {
	case page.MatchString(head) && strings.Contains(strings.ToLower(head), "<tr"):
		return Kind{"a web page with a table", []string{".html"}, saveAs}, true
	case page.MatchString(head):
		return Kind{"a web page", []string{".html"}, download}, true
	case kml.MatchString(head):
		return Kind{"a KML file", []string{".kml"}, ""}, true
	case gpx.MatchString(head):
		return Kind{"a GPX file", []string{".gpx"}, ""}, true
	case xml.MatchString(head):
		return Kind{"XML", []string{".xml", ".kml", ".gpx"}, "export the data as CSV, GeoJSON or a workbook"}, true
	case jason.MatchString(head):
		return Kind{"JSON", []string{".json", ".geojson", ".ndjson", ".geojsonl", ".geojsons", ".geojsonseq"}, ""}, true
	}
	return k, false
}

// Delimited recognises text that looks like a table: two lines or more with the same
// delimiter.
func Delimited(text string) (k Kind, ok bool) {
	head := text[:min(len(text), headBytes)]
	if strings.ContainsFunc(head, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' }) {
		return k, false
	}
	lines := strings.SplitN(strings.TrimLeft(head, "\ufeff \r\n"), "\n", 3)
	if len(lines) < 2 || strings.ContainsAny(lines[0][:min(1, len(lines[0]))], "{[<") {
		return k, false
	}
	for _, d := range []string{",", ";", "\t", "|"} {
		if strings.Contains(lines[0], d) && strings.Contains(lines[1], d) {
			return Kind{"a table of delimited text", []string{".csv", ".tsv", ".txt"}, ""}, true
		}
	}
	return k, false
}

// Check is the error of a file at a path whose name ends in another way than those of its
// kind, nil for one that does.
func (k Kind) Check(path, ending string) error {
	if slices.Contains(k.Endings, ending) {
		return nil
	}
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	help := k.help
	if help == "" {
		return fmt.Errorf("%s: it is %s, whatever its name says; rename it to %s%s", path, k.Name, stem, k.Endings[0])
	}
	if strings.Contains(help, "%") {
		help = fmt.Sprintf(help, stem)
	}
	return fmt.Errorf("%s: it is %s, whatever its name says; %s", path, k.Name, help)
}
