package load

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/ingest"
)

const saidOfCases = `{"resources": [{"path": "cases.csv", "schema": {"missingValues": ["-99"], "fields": [
 {"name": "a", "title": "Headline"}, {"name": "b", "type": "date", "format": "%d/%m/%Y"},
 {"name": "c", "title": "Killed", "type": "integer"}, {"name": "d", "title": "Case number", "type": "string"},
 {"name": "e", "type": "geopoint"}]}}]}`

const describedCases = "a,b,c,d,e\nA,03/04/2020,2,17,\"36.29, 33.51\"\nB,04/05/2020,-99,18,\"36.29, 33.51\"\n"

// TestFileBeside: what a file beside a table says comes before any guess, and is told.
func TestFileBeside(t *testing.T) {
	base, _ := logged(t)
	dir := writeFiles(t, map[string]string{"cases.csv": describedCases, "datapackage.json": saidOfCases})
	l, log := another(base)
	if err := l.Paths(t.Context(), []string{filepath.Join(dir, "cases.csv")}); err != nil {
		t.Fatal(err)
	}
	checkRows(t, l, datasets(t, l), []string{"title=A date=2020-04-03 fatalities_best=2 d=17 point=33.51,36.29",
		"title=B date=2020-05-04 fatalities_best= d=18"})
	own := viewOf(t, l, datasets(t, l)).Dataset().Columns
	if len(own) != 1 || own[0].Title != "Case number" || own[0].Type != "string" {
		t.Errorf("own columns are %+v", own)
	}
	if !strings.Contains(log.String(), "a file beside it says what its columns are") ||
		strings.Contains(log.String(), "WARN") {
		t.Errorf("it is told\n%s", log)
	}
	doc, err := base.Inspect(filepath.Join(dir, "cases.csv"), false)
	if err != nil || doc.Beside != "datapackage.json" || doc.Roles[1].By != ingest.WhyBeside ||
		doc.Roles[1].Why != "the file beside it says so: “Headline”" {
		t.Errorf("%+v, %v", doc, err)
	}
}

// TestTheUserIsHeardFirst: what is said on the command line counts more than a file beside
// the table, and a table in a .gz file has one too.
func TestTheUserIsHeardFirst(t *testing.T) {
	base, _ := logged(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(describedCases)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	dir := writeFiles(t, map[string]string{"cases.csv.gz": packed.String(), "datapackage.json": saidOfCases})
	l, _ := another(base)
	l.Given = []ingest.Given{{Role: "title", Column: "d"}, {Role: "injuries_best", Column: "c"}}
	if err := l.Paths(t.Context(), []string{filepath.Join(dir, "cases.csv.gz")}); err != nil {
		t.Fatal(err)
	}
	checkRows(t, l, datasets(t, l), []string{"title=17 a=A injuries_best=2 fatalities_best= date=2020-04-03", "title=18"})
}

// TestUnreadableFileBeside: one that cannot be read is told, and the table is read without.
func TestUnreadableFileBeside(t *testing.T) {
	base, _ := logged(t)
	dir := writeFiles(t, map[string]string{"a.csv": "title,date\nA,2020-01-01\n", "a-metadata.json": "<html>"})
	l, log := another(base)
	if err := l.Paths(t.Context(), []string{filepath.Join(dir, "a.csv")}); err != nil {
		t.Fatal(err)
	}
	checkRows(t, l, datasets(t, l), []string{"title=A date=2020-01-01"})
	if !strings.Contains(log.String(), "a-metadata.json beside it: it cannot be read, and is ignored: it is no JSON") {
		t.Errorf("it is told\n%s", log)
	}
}

// TestStampsOfFilesBeside: a snapshot is stale when what the file beside says has changed.
func TestStampsOfFilesBeside(t *testing.T) {
	dir := writeFiles(t, map[string]string{"a.csv": "x", "a.csv.gz": "x", "a.xlsx": "x", "a-metadata.json": "{}"})
	plain, packed := stampBeside(filepath.Join(dir, "a.csv")), stampBeside(filepath.Join(dir, "a.csv.gz"))
	if plain == "" || packed != plain || stampBeside(filepath.Join(dir, "a.xlsx")) != "" {
		t.Errorf("%q, %q", plain, packed)
	}
	note := &snapshotNote{Source: sourceFile{Size: 1, Beside: "other"}}
	if err := note.fitsSource(filepath.Join(dir, "a.csv")); err == nil || !strings.Contains(err.Error(), "the file beside it") {
		t.Errorf("%v", err)
	}
}

// TestShapefilesKeepTheirName: a shapefile in a .zip is called as its file is, in findings
// and in errors.
func TestShapefilesKeepTheirName(t *testing.T) {
	base, _ := logged(t)
	raw, err := os.ReadFile(filepath.Join("..", "format", "known", "testdata", "others", "cases.shz"))
	if err != nil {
		t.Fatal(err)
	}
	dir := writeFiles(t, map[string]string{"cases.zip": string(raw)})
	doc, err := base.Inspect(filepath.Join(dir, "cases.zip"), false)
	if err != nil || doc.File != "cases.zip" || doc.Incidents != 3 {
		t.Errorf("%+v, %v", doc, err)
	}
	if _, err := base.InspectText("cases.zip", string(raw)); err == nil || !strings.HasPrefix(err.Error(), "cases.zip: ") {
		t.Errorf("%v", err)
	}
}
