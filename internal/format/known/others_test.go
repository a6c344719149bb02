package known

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/format"
	"incidentmap/internal/ingest"
)

// told are the incidents of a file in a line each.
func told(t *testing.T, path string) []string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table, err := Formats.Read(path, string(raw), nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings {
		t.Errorf("%s: %s", path, f)
	}
	var out []string
	for _, i := range res.Incidents {
		where := "nowhere"
		if len(i.Place.Points) > 0 {
			where = fmt.Sprintf("%.4f %.4f", i.Place.Points[0][0], i.Place.Points[0][1])
		}
		killed := "?"
		if len(i.Claims) > 0 && i.Claims[0].Best != nil {
			killed = fmt.Sprint(*i.Claims[0].Best)
		}
		weapon := ""
		for c, column := range res.Columns {
			if column.Name == "weapon" && i.Extra[c] != nil {
				weapon = fmt.Sprint(i.Extra[c])
			}
		}
		out = append(out, strings.Join([]string{i.ID, i.Title, i.Date.Text, where, killed, weapon}, "|"))
	}
	return out
}

// The same three cases in every format, as GDAL 3.6 wrote them.
func TestFormatsOfOthers(t *testing.T) {
	want := []string{"a|Shots at a gate|2023-01-05|44.3000 33.3000|2|rifle",
		"b|Blast|2023-02-01|44.4000 33.4000|0|device",
		"c|No place|2023-03-01|nowhere|?|"}
	for file, rows := range map[string]int{"cases.xlsx": 3, "cases.gpkg": 3, "cases.kml": 3, "cases.kmz": 3,
		"cases.gpx": 2, "projected.gpkg": 3, "cases.shz": 3, "projected.shz": 3} {
		got := told(t, filepath.Join("testdata", "others", file))
		if strings.Join(got, "\n") != strings.Join(want[:rows], "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", file, strings.Join(got, "\n"), strings.Join(want[:rows], "\n"))
		}
	}
}

const kmlOf = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Cases</name>%s</Document></kml>`

// Spans, folders, schema data and several geometries of KML.
func TestKML(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.kml")
	text := fmt.Sprintf(kmlOf, `<Folder><name>North</name>
		<Placemark id="p1"><name>A clash</name>
		<TimeSpan><begin>2023-01-05T00:00:00Z</begin><end>2023-01-07</end></TimeSpan>
		<ExtendedData><SchemaData><SimpleData name="weapon">rifle</SimpleData></SchemaData></ExtendedData>
		<MultiGeometry><Point><coordinates>44.3,33.3,0</coordinates></Point></MultiGeometry></Placemark>
		<Placemark id="p2"><name>Since then</name><TimeStamp><when>2023-02</when></TimeStamp>
		<ExtendedData><Data name="weapon"><value>device</value></Data></ExtendedData></Placemark></Folder>`)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := "p1|A clash|2023-01-05/2023-01-07|44.3000 33.3000|?|rifle\np2|Since then|2023-02|nowhere|?|device"
	if got := strings.Join(told(t, path), "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestBrokenFilesOfOthers(t *testing.T) {
	for name, text := range map[string]string{"x.kml": "<kml><Document>", "y.kml": "<html/>", "x.gpx": "<gpx><wpt lat='a'/></gpx>",
		"x.gpkg": "no database", "x.xlsx": "no archive", "x.kmz": "no archive", "x.shz": "no archive", "deep.kml": strings.Repeat("<Folder>", 500),
		"cut.gpkg": "SQLite format 3\x00" + strings.Repeat("\x01", 200)} {
		table, err := Formats.Read(name, text, nil)
		if err == nil || table != nil || !strings.HasPrefix(err.Error(), name+":") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever a file has in it, it is read or refused, and rows are not lost.
func FuzzOthers(f *testing.F) {
	endings := []string{".xlsx", ".gpkg", ".kml", ".kmz", ".gpx", ".shz"}
	for i, ending := range endings {
		raw, err := os.ReadFile(filepath.Join("testdata", "others", "cases"+ending))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(i, string(raw))
	}
	f.Fuzz(func(t *testing.T, kind int, text string) {
		ending := endings[((kind%len(endings))+len(endings))%len(endings)]
		table, err := Formats.Read("x"+ending, text, nil)
		if (err == nil) != (table != nil) {
			t.Fatalf("%v, %v", table, err)
		}
		if table == nil {
			return
		}
		for _, row := range table.All() {
			if len(row.Cells) > len(table.Header) {
				t.Fatalf("a row has %d cells, and the header %d", len(row.Cells), len(table.Header))
			}
		}
	})
}

// TestParts: a sheet or a layer is read by its name, and one that is not there is told
// with those that are.
func TestParts(t *testing.T) {
	for file, kind := range map[string]string{"cases.xlsx": format.Sheet, "cases.gpkg": format.Layer} {
		raw, err := os.ReadFile(filepath.Join("testdata", "others", file))
		if err != nil {
			t.Fatal(err)
		}
		if Formats.Parted(file) != kind {
			t.Errorf("%s has parts that are %q", file, Formats.Parted(file))
		}
		table, err := Formats.Read(file, string(raw), format.Parts{kind: "CASES"})
		if err != nil || table.Total() != 3 {
			t.Errorf("%s: %v", file, err)
		}
		_, err = Formats.Read(file, string(raw), format.Parts{kind: "other"})
		if err == nil || !strings.Contains(err.Error(), `it has no `+kind+` "other"; its `+kind+`s are "cases"`) {
			t.Errorf("%s: %v", file, err)
		}
	}
}
