package known_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/format"
	"incidentmap/internal/format/known"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// TestOneOfEach: no name, ending or media type means two formats, and each can do
// something.
func TestOneOfEach(t *testing.T) {
	seen := map[string]bool{}
	once := func(what string) {
		if seen[what] {
			t.Errorf("%s is given twice", what)
		}
		seen[what] = true
	}
	for _, f := range known.Formats {
		for _, name := range append([]string{f.Name, f.Type()}, f.Aliases...) {
			once(name)
		}
		for _, ending := range f.Endings {
			if once(ending); !strings.HasPrefix(ending, ".") || ending != strings.ToLower(ending) {
				t.Errorf("%s ends in %q", f.Name, ending)
			}
		}
		if f.Read == nil && f.Write == nil || f.Title == "" || len(f.Endings) == 0 {
			t.Errorf("%+v is no format", f)
		}
	}
}

// TestWrittenIsRead: what a format writes it reads again, with the same words, days
// and points.
func TestWrittenIsRead(t *testing.T) {
	d := &incident.Dataset{ID: "d", Kinds: []incident.Term{{ID: "attack", Label: "Attack"}}}
	inc := incident.Incident{ID: "a-1", Title: "=1, \"two\"\nlines <b>", Date: edtf.MustParse("2021-08-26"),
		Kind: "attack"}
	inc.Place.Text, inc.Place.Country = "Kabul", "AF"
	inc.Place.Points = orb.MultiPoint{{69.2121, 34.2586}}
	record := incident.NewRecord(incident.Profile{}, inc, d)
	for _, f := range known.Formats {
		if f.Read == nil || f.Write == nil {
			continue
		}
		var out bytes.Buffer
		doc := &format.Document{Columns: incident.Properties, Detail: true,
			Records: slices.Values([]*incident.Record{record, incident.NewRecord(incident.Profile{},
				incident.Incident{ID: "a-2", Title: "x", Date: edtf.MustParse("2021-08-27~/.."), Kind: "attack"}, d)})}
		if err := f.Write(&out, doc); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		table, err := known.Formats.Read("dir/x"+strings.ToUpper(f.Endings[0]), out.String(), nil)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil || len(res.Incidents) != 2 {
			t.Fatalf("%s: %d incidents, %v: %v", f.Name, len(res.Incidents), err, res.Findings)
		}
		got := res.Incidents[0]
		if got.ID != inc.ID || got.Title != inc.Title || got.Date != inc.Date ||
			!slices.Equal(got.Place.Points, inc.Place.Points) || got.Place.Country != "AF" {
			t.Errorf("%s: it reads %+v", f.Name, got)
		}
		if open := res.Incidents[1].Date; open.Text != "2021-08-27~/.." || !open.Open() {
			t.Errorf("%s: what has no end reads %+v", f.Name, open)
		}
	}
}

// TestErrorsNameThePath: of two files of one name, the error says which.
func TestErrorsNameThePath(t *testing.T) {
	for _, f := range known.Formats {
		if _, err := known.Formats.Read("dir/x"+f.Endings[0], "", nil); err == nil ||
			!strings.HasPrefix(err.Error(), "dir/x"+f.Endings[0]+": ") {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	table, err := known.Formats.Read("dir/x.csv", "date\n2020\n", nil)
	if err != nil || table.File != "x.csv" {
		t.Errorf("findings are of %q, %v", table.File, err)
	}
}

// TestUnreadEndings: of formats that people have and that are not read, the error says
// what helps.
func TestUnreadEndings(t *testing.T) {
	for path, want := range map[string]string{
		"dir/a.fgb":       "dir/a.fgb: FlatGeobuf is not read; GDAL turns it into one that is: ogr2ogr -f GeoJSON a.geojson a.fgb; .geojson",
		"a.PARQUET":       "Parquet is not read; GDAL turns it into one that is: ogr2ogr -f GeoJSON a.geojson a.PARQUET",
		"a.ods":           "open it, and save it as a.xlsx or a.csv",
		"a.xls":           "that format of Excel is not read; open it, and save it as a.xlsx or a.csv",
		"a.doc":           "a document is not read; copy its table into a spreadsheet",
		"a.dbf":           "pack it with the other parts into one file, a.zip",
		"a.rar":           "unpack it, and name the file that was in it",
		"it's a file.fgb": "ogr2ogr -f GeoJSON FILE.geojson FILE.fgb",
	} {
		if _, err := known.Formats.Read(path, "x", nil); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), ".ndjson") {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	for _, ending := range known.Formats.Endings() {
		if _, err := known.Formats.Read("a"+ending, "x", nil); err != nil && strings.Contains(err.Error(), "is not read") {
			t.Errorf("%s is read: %v", ending, err)
		}
	}
}

func TestUnknownEnding(t *testing.T) {
	for _, path := range []string{"a.xml", "a", "geojson", ""} {
		_, err := known.Formats.Read(path, "{}", nil)
		if err == nil || !strings.Contains(err.Error(), ".ndjson") || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%q: %v, want what is allowed", path, err)
		}
	}
}
