package load

import (
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/incident"
)

// brought is a file that was read whole.
type brought struct {
	*File
	Dataset   *incident.Dataset
	Incidents []incident.Incident
}

// bring reads a file as import does.
func bring(r *Reader, path string) (brought, error) {
	f, err := r.File(path, func(*incident.Dataset) {})
	if err != nil {
		return brought{}, err
	}
	out := brought{File: f}
	for c, err := range f.Chunks() {
		if err != nil {
			return out, err
		}
		out.Dataset, out.Incidents = c.Dataset, append(out.Incidents, c.Incidents...)
	}
	return out, nil
}

// TestMendedIsLoadedAgain: the rows that were left out come back with all their cells,
// and once their date is mended, they are read as if nobody had told of them.
func TestMendedIsLoadedAgain(t *testing.T) {
	for name, text := range map[string]string{
		"a.csv": "title,date,weapon,lat,lon\nA,2020-01-01,rifle,1,2\nB,some day,\"a, b\",3,4\n",
		"a.geojson": `{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":{"type":"Point","coordinates":[2,1]},"properties":{"title":"A","date":"2020-01-01","weapon":"rifle"}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[4,3]},"properties":{"title":"B","date":"some day","weapon":"a, b"}}]}`,
	} {
		base, _ := logged(t)
		dir := writeFiles(t, map[string]string{name: text})
		file, err := bring(&base.Reader, filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if err := csv.NewWriter(&out).WriteAll(file.Report.Originals.Table()); err != nil {
			t.Fatal(err)
		}
		mended := strings.Replace(out.String(), "some day", "2020-02-02", 1)
		dir = writeFiles(t, map[string]string{"mended.csv": mended})
		again, err := bring(&base.Reader, filepath.Join(dir, "mended.csv"))
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, mended)
		}
		if len(again.Incidents) != 1 || again.Report.LeftOut > 0 || len(again.Dataset.Columns) != 1 {
			t.Fatalf("%s: %+v of\n%s", name, again.Report, mended)
		}
		inc := again.Incidents[0]
		if inc.Title != "B" || inc.Extra[0] != "a, b" || inc.Place.Points[0] != [2]float64{4, 3} {
			t.Errorf("%s: %+v of\n%s", name, inc, mended)
		}
	}
}

// TestWordsAtLoad: the log says what became of a file's rows before it names any, and a
// start from a snapshot has the rows that were left out too.
func TestWordsAtLoad(t *testing.T) {
	base, _ := logged(t)
	l, log := another(base)
	dir := writeFiles(t, map[string]string{"a.csv": "title,date\nA,2020-01-01\nB,some day\n"})
	if err := l.Paths(t.Context(), []string{filepath.Join(dir, "a.csv")}); err != nil {
		t.Fatal(err)
	}
	words := strings.Index(log.String(), "a.csv: 2 rows: 1 incident without a place; "+
		"1 left out: row 3, because its date cannot be read")
	if row := strings.Index(log.String(), "row 3, column date"); words < 0 || row < words {
		t.Errorf("the log says\n%s", log)
	}
	kept := l.Catalog.Report("a")
	note, err := json.Marshal(snapshotNote{Report: kept, LeftOut: kept.Originals})
	if err != nil {
		t.Fatal(err)
	}
	var back snapshotNote
	if err := json.Unmarshal(note, &back); err != nil || back.LeftOut.Rows[0].Cells[0] != "B" ||
		back.Report.Words[0] != kept.Words[0] {
		t.Errorf("%+v, %v", back.LeftOut, err)
	}
}
