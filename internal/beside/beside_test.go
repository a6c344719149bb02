package beside_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"incidentmap/internal/beside"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/ingest"
)

// directory writes files by name.
func directory(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// described is the table of a file with what the file beside it says.
func described(t testing.TB, dir, name string) (*ingest.Table, *beside.Description) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // the test wrote it
	if err != nil {
		t.Fatal(err)
	}
	d := beside.Read(dir, name)
	if d == nil {
		t.Fatalf("nothing is beside %s", name)
	}
	d.CheckEncoding(string(text))
	table, err := csv.ReadAs(name, string(text), d.Form)
	if err != nil {
		t.Fatal(err)
	}
	d.Apply(table)
	return table, d
}

// cells are all rows as texts.
func cells(t *ingest.Table) (out []string) {
	for _, r := range t.All() {
		out = append(out, strings.Join(r.Cells, "|"))
	}
	return out
}

const csvw = `{"@context": "http://www.w3.org/ns/csvw", "url": "a.csv",
 "dialect": {"delimiter": ";", "commentPrefix": "%", "encoding": "windows-1251", "skipRows": 1, "headerRowCount": 2},
 "tableSchema": {"null": ["-99", "x"], "columns": [
  {"name": "k", "titles": {"en": "Title", "de": ["Titel"]}},
  {"name": "w", "datatype": {"base": "dateTime", "format": "dd/MM/yyyy HH:mm"}},
  {"name": "y", "propertyUrl": "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
   "datatype": {"base": "number", "format": {"decimalChar": ",", "groupChar": "."}}},
  {"name": "f", "datatype": {"base": "boolean", "format": "Y|N"}, "null": "?"},
  {"name": "v", "virtual": true}, {"name": "lost"}]}}`

// TestCSVW: what metadata say is what is read.
func TestCSVW(t *testing.T) {
	dir := directory(t, map[string]string{"a.csv-metadata.json": csvw,
		"a.csv": "anything\n% a remark\nk;w;y;f\n(text);(day);(deg);(yes)\nA;21/03/2023 14:30;1.034,50;Y\nx;01.02.2023;-99;?\n"})
	table, d := described(t, dir, "a.csv")
	if got := cells(table); !reflect.DeepEqual(got, []string{"A|2023-03-21 14:30|1034.5|true", "|01.02.2023||"}) {
		t.Errorf("%q", got)
	}
	if again := cells(table); !reflect.DeepEqual(again, cells(table)) || len(again) != 2 {
		t.Errorf("a second look has %q", again)
	}
	if d.Encoding != "windows-1251" || table.Beside != "a.csv-metadata.json" {
		t.Errorf("%+v", d)
	}
	want := []ingest.Described{{Names: []string{"Title", "Titel"}, Title: "Title"}, {Role: "date", Order: "dmy"},
		{Names: []string{"lat"}, Type: "number"}, {Type: "boolean"}}
	want[0].Names, want[0].Title = table.Described[0].Names, table.Described[0].Title // a map has no order
	if !reflect.DeepEqual(table.Described, want) || len(want[0].Names) != 2 {
		t.Errorf("%+v", table.Described)
	}
	if len(table.Findings) != 1 || !strings.Contains(table.Findings[0].Message, "1 columns that the table does not have: “lost”") {
		t.Errorf("%+v", table.Findings)
	}
}

// TestDataPackage: the resource of the table counts, and its schema may be a file beside.
func TestDataPackage(t *testing.T) {
	dir := directory(t, map[string]string{"b.csv": "a,3/4/20,\"69.2, 34.5\",1 000\nb,12/31/2020,\"[69.3, 34.6]\",NA\n",
		"datapackage.json": `{"resources": [{"path": "other.csv", "schema": {}}, {"path": ["b.csv"], "schema": "s.json",
		  "dialect": {"header": false, "delimiter": ","}, "encoding": "utf-8"}]}`,
		"s.json": `{"fields": [{"name": "title"}, {"name": "when", "type": "date", "format": "%m/%d/%Y"},
		  {"name": "pos", "type": "geopoint"}, {"name": "hurt", "title": "Injured", "type": "integer", "groupChar": " "}],
		  "missingValues": ["", {"value": "NA", "label": "none"}]}`})
	table, _ := described(t, dir, "b.csv")
	if got := cells(table); !reflect.DeepEqual(got, []string{"a|3/4/20|34.5, 69.2|1000", "b|2020-12-31|34.6, 69.3|"}) {
		t.Errorf("%q", got)
	}
	if !reflect.DeepEqual(table.Header, []string{"title", "when", "pos", "hurt"}) || len(table.Findings) > 0 {
		t.Errorf("%q, %v", table.Header, table.Findings)
	}
	if d := beside.Read(dir, "c.csv"); d != nil {
		t.Errorf("a table that nothing describes: %+v", d)
	}
}

// TestIgnored: what is not used is told with why, and nothing outside of the directory is
// read.
func TestIgnored(t *testing.T) {
	outside := filepath.Join(directory(t, map[string]string{"s.json": `{"fields": [{"name": "title"}]}`}), "s.json")
	pack := func(resource string) map[string]string {
		return map[string]string{"datapackage.json": `{"resources": [{"path": "a.csv", ` + resource + `}]}`}
	}
	for want, files := range map[string]map[string]string{
		"it is no JSON (at byte 3":                                     {"a-metadata.json": "{ x"},
		"its member resources is a number, where a list is allowed":    {"datapackage.json": `{"resources": 3}`},
		"no name of a file in the same directory":                      pack(`"schema": "` + outside + `"`),
		`is at "https://example.org/s.json", which is not read`:        pack(`"schema": "https://example.org/s.json"`),
		`is at "none.json", which is not read: no such file`:           pack(`"schema": "none.json"`),
		`its dialect is at "d.json", which is not looked for`:          pack(`"dialect": "d.json"`),
		`the delimiter "::" is not used; one character is allowed`:     pack(`"dialect": {"delimiter": "::"}`),
		`cells are quoted with "'" there; only double quotes are read`: pack(`"dialect": {"quoteChar": "'"}`),
		`"klingon" is not an encoding`:                                 pack(`"encoding": "klingon"`),
		"its encoding utf-16le is not used":                            pack(`"encoding": "utf-16le"`),
		"names no columns; the first row is taken as the header":       pack(`"dialect": {"header": false}`),
		`the format "%Q" of “title” is not understood`:                 pack(`"schema": {"fields": [{"name": "title", "type": "date", "format": "%Q"}]}`),
		"it is too large: at most 1024 kB are read":                    {"a.schema.json": strings.Repeat(" ", 1<<20) + "{}"},
		"it describes 3000 columns; at most 2000 are allowed":          {"a.schema.json": `{"fields": [{}` + strings.Repeat(",{}", 2999) + `]}`},
		`its schema is at "x.json", which is not looked for`:           {"csv-metadata.json": `{"url": "a.csv", "tableSchema": "x.json"}`},
	} {
		files["a.csv"] = "\xef\xbb\xbftitle,date\nA,2020-01-01\n"
		table, _ := described(t, directory(t, files), "a.csv")
		if len(table.Findings) == 0 || !strings.Contains(table.Findings[0].Message, want) || table.Total() != 1 {
			t.Errorf("%s is not told: %v", want, table.Findings)
		}
	}
}

// TestLinksOut: a description that is a link out of the directory is not read.
func TestLinksOut(t *testing.T) {
	secret := filepath.Join(directory(t, map[string]string{"s.json": `{"fields": [{"name": "title", "type": "integer"}]}`}), "s.json")
	dir := directory(t, map[string]string{"a.csv": "title\n1\n"})
	if err := os.Symlink(secret, filepath.Join(dir, "a.schema.json")); err != nil {
		t.Skip(err)
	}
	table, d := described(t, dir, "a.csv")
	if len(d.Columns) > 0 || len(table.Findings) != 1 || beside.Stamp(dir, "a.csv") != "" {
		t.Errorf("%+v, %v", d, table.Findings)
	}
}

// TestWhatIsDescribed: a description is about the table that it names, or is called after.
func TestWhatIsDescribed(t *testing.T) {
	for said, about := range map[string]bool{
		`{"url": "my cases.csv"}`: true, `{"url": "./my%20cases.csv"}`: true, `{}`: false,
		`{"url": "https://example.org/x/my%20cases.csv"}`: true, `{"url": "other.csv"}`: false,
		`{"url": "data/my%20cases.csv"}`: false, `{"tables": [{"url": "other.csv"}]}`: false,
		`{"tables": [{"url": "other.csv"}, {"url": "my%20cases.csv"}]}`: true,
	} {
		dir := directory(t, map[string]string{"csv-metadata.json": said})
		if d := beside.Read(dir, "my cases.csv"); (d != nil) != about {
			t.Errorf("%s is about it: %v", said, d != nil)
		}
	}
	for _, said := range []string{`{}`, `{"url": "https://example.org/other.csv"}`} {
		dir := directory(t, map[string]string{"my cases.csv-metadata.json": said})
		if d := beside.Read(dir, "my cases.csv"); d == nil {
			t.Errorf("%s is called after the table", said)
		}
	}
}

// TestStamp: it changes with what is said, and there is none of nothing.
func TestStamp(t *testing.T) {
	dir := directory(t, map[string]string{"a.csv": "x"})
	none := beside.Stamp(dir, "a.csv")
	seen := map[string]bool{none: true}
	for _, text := range []string{"{}", `{"fields": []}`} {
		if err := os.WriteFile(filepath.Join(dir, "a.schema.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		seen[beside.Stamp(dir, "a.csv")] = true
	}
	if none != "" || len(seen) != 3 {
		t.Errorf("%v", seen)
	}
}

// FuzzRead holds: whatever is beside a table, nothing panics, no row is lost, and a row is
// the same each time.
func FuzzRead(f *testing.F) {
	for _, s := range []string{csvw, `{"tables": [{"url": "a.csv", "tableSchema": {"columns": []}}], "null": [["a"]]}`,
		`{"fields": [{"name": "k", "type": "date", "format": "%d.%m.%y"}, {"type": "geopoint"}], "missingValues": ["A"]}`,
		`{"resources": [{"path": "a.csv", "dialect": {"headerRows": [2, 3], "csv": {"delimiter": "|"}}}]}`, `{"null": {"a": {"b": 1}}}`} {
		f.Add(s, "k;w;y;f\nA;21/03/2023 14:30;1.034,50;Y\n")
	}
	f.Fuzz(func(t *testing.T, said, text string) {
		for _, name := range []string{"a-metadata.json", "a.schema.json", "datapackage.json"} {
			dir := directory(t, map[string]string{name: said})
			d := beside.Read(dir, "a.csv")
			if d == nil {
				continue
			}
			d.CheckEncoding(text)
			table, err := csv.ReadAs("a.csv", text, d.Form)
			if err != nil {
				continue
			}
			rows := table.Total()
			d.Apply(table)
			if first := cells(table); len(first) != rows || !reflect.DeepEqual(first, cells(table)) {
				t.Fatalf("%d rows, then %q and %q", rows, first, cells(table))
			}
		}
	})
}
