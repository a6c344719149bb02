package load

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/inspect"
	"incidentmap/internal/mapping"
)

func inspectFile(t *testing.T, r *Reader, name, text string, all bool) *inspect.Document {
	t.Helper()
	doc, err := r.Inspect(filepath.Join(writeFiles(t, map[string]string{name: text}), name), all)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestInspectLooksAtTheBeginning: of a long file the first 100,000 rows are looked at, and
// that is told; with all, all of them.
func TestInspectLooksAtTheBeginning(t *testing.T) {
	base, _ := logged(t)
	var long strings.Builder
	long.WriteString("title,date\n")
	for i := range inspectRows + 5 {
		fmt.Fprintf(&long, "A %d,2020-01-01\n", i)
	}
	doc := inspectFile(t, &base.Reader, "long.csv", long.String(), false)
	var out strings.Builder
	if err := doc.Write(&out, "text"); err != nil || doc.Complete || doc.Rows != inspectRows ||
		!strings.Contains(out.String(), "the first 100,000 rows were looked at, --all looks at all") {
		t.Errorf("%d rows, %v: %s", doc.Rows, err, &out)
	}
	if doc := inspectFile(t, &base.Reader, "long.csv", long.String(), true); !doc.Complete ||
		doc.Rows != inspectRows+5 || doc.Incidents != doc.Rows {
		t.Errorf("with --all: %d rows, %d incidents", doc.Rows, doc.Incidents)
	}
}

// TestInspectOfACutText: a text that is cut in a quoted cell of many lines, or in a
// character, tells nothing that is not in the file.
func TestInspectOfACutText(t *testing.T) {
	base, _ := logged(t)
	for name, c := range map[string]struct{ row, end string }{
		"quoted":  {"A,2020-01-01," + strings.Repeat("x", 1000) + "\n", "B,2020-01-01,\"" + strings.Repeat("y\n", 1<<20) + "\"\n"},
		"letters": {"Ж,2020-01-01," + strings.Repeat("ж", 1000) + "\n", strings.Repeat("ж", 2<<20)},
	} {
		text := "title,date,note\n" + strings.Repeat(c.row, (inspectBytes-16)/len(c.row)) + c.end
		doc := inspectFile(t, &base.Reader, "cut.csv", text, false)
		if doc.Complete || doc.Encoding != "utf-8" || doc.LeftOut > 0 || doc.Incidents != doc.Rows || doc.Rows < 20_000 {
			t.Errorf("%s: %+v", name, doc.Words)
		}
		for _, f := range doc.Findings {
			if f.Rule != "repeated-row" && f.Rule != "text-length" && f.Rule != "unused-column" {
				t.Errorf("%s: it tells %s", name, f)
			}
		}
	}
}

// TestInspectOfPackedFiles: they are looked at as what is in them.
func TestInspectOfPackedFiles(t *testing.T) {
	base, _ := logged(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte("title,date\nA,2020-01-01\n")); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if doc := inspectFile(t, &base.Reader, "a.csv.gz", packed.String(), false); doc.Incidents != 1 || !doc.Complete {
		t.Errorf("%+v", doc)
	}
	if doc, err := base.InspectText("a.csv.gz", packed.String()); err != nil || doc.Incidents != 1 {
		t.Errorf("%+v, %v", doc, err)
	}
}

// TestInspectTextIsBounded: a text that would be billions of cells is refused.
func TestInspectTextIsBounded(t *testing.T) {
	base, _ := logged(t)
	var keys strings.Builder
	for i := range 8000 {
		fmt.Fprintf(&keys, `{"date":"2020","k%d" : {}}`+"\n", i)
	}
	for name, text := range map[string]string{
		"wide.csv":    "date" + strings.Repeat(",a", 1900) + "\n" + strings.Repeat("2\n", 30_000),
		"wide.ndjson": keys.String(),
	} {
		if _, err := base.InspectText(name, text); err == nil || !strings.Contains(err.Error(),
			"too many columns for so many rows") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestInspectTextsAlone: files whose size does not show before they are read are refused,
// with what looks at them.
func TestInspectTextsAlone(t *testing.T) {
	base, _ := logged(t)
	for name, want := range map[string]string{"a.gpkg": "incidentmap inspect looks at those that end in .gpkg",
		"a.xlsx": "not an XLSX workbook", "a.fgb": "ogr2ogr", "a.xyz": `files that end in ".xyz" are not known`} {
		if _, err := base.InspectText(name, "x"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPlacesBeyondTheFirst: so many places are looked up that it takes a moment, and the
// rest is told.
func TestPlacesBeyondTheFirst(t *testing.T) {
	base, _ := logged(t)
	var rows strings.Builder
	rows.WriteString("date,place\n")
	for i := range inspectPlaces + 10 {
		fmt.Fprintf(&rows, "2020-01-01,Nowhere %d\n", i)
	}
	doc := inspectFile(t, &base.Reader, "many.csv", rows.String(), false)
	if doc.PlacesNotLookedUp != 10 || doc.WithoutPlace != inspectPlaces ||
		!strings.Contains(strings.Join(doc.Words, "\n"), "10 places by name beyond the first were not looked up") {
		t.Errorf("%d, %q", doc.PlacesNotLookedUp, doc.Words)
	}
}

// TestMappings: files are read by the mapping that has their header, in its encoding and
// order of dates; one that none is for is refused with the difference.
func TestMappings(t *testing.T) {
	base, _ := logged(t)
	parse := func(text string) *mapping.Mapping {
		m, err := mapping.Parse("m.yaml", text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := parse("columns: {date: when, title: what}\ndate_order: mdy\nencoding: windows-1251\nheader: [when, what, n]\n")
	second := parse("columns: {date: day}\ncountry: ML\nheader: [day, town]\n")
	file := func(l *Loader, text string) (brought, error) {
		return bring(&l.Reader, filepath.Join(writeFiles(t, map[string]string{"a.csv": text}), "a.csv"))
	}
	l, _ := another(base)
	l.Mappings = []*mapping.Mapping{second, first}
	f, err := file(l, "n,what,when\n1,\xc2\xe7\xf0\xfb\xe2,3/4/2020\n")
	if err != nil || f.Incidents[0].Title != "Взрыв" || f.Incidents[0].Date.Text != "2020-03-04" ||
		len(f.Dataset.Columns) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	f, err = file(l, "day,town\n2020,Gao\n")
	if err != nil || f.Incidents[0].Place.Country != "ML" || len(f.Dataset.Columns) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err = file(l, "day,city\n2020,Gao\n"); err == nil || !strings.Contains(err.Error(),
		"it lacks “town”; it has “city”, which the mapping does not know") {
		t.Errorf("%v", err)
	}
	before := l.stamp()
	if second.Country = "NE"; l.stamp() == before {
		t.Error("a snapshot would outlive a change of the mapping")
	}
}

// TestInspectOfAnEndlessRow: a file that unpacks to one endless row is no table without rows.
func TestInspectOfAnEndlessRow(t *testing.T) {
	base, _ := logged(t)
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.HuffmanOnly) // not to so little that it is refused for that
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"title,date\n", strings.Repeat("x", inspectBytes+1)} {
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	dir := writeFiles(t, map[string]string{"a.csv.gz": packed.String()})
	if _, err := base.Inspect(filepath.Join(dir, "a.csv.gz"), false); err == nil ||
		!strings.Contains(err.Error(), "does not end within the first 48 MB") {
		t.Error(err)
	}
}
