package gpkg

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/edtf"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// What is written has what readers of GeoPackages look for, and is whole.
func TestWritten(t *testing.T) {
	d := &incident.Dataset{ID: "d", Columns: []incident.Column{{Name: "fid", Type: incident.ColumnString}}}
	records := []*incident.Record{
		incident.NewRecord(incident.Profile{}, incident.Incident{ID: "a", Title: "A", Date: edtf.MustParse("2020"),
			Kind: "<raid> & \"more\"", Place: incident.Place{Points: orb.MultiPoint{{69, 34}, {70, 35}}}, Extra: []any{"x"},
			Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.AtLeast(3),
				Source: "s"},
				{Measure: incident.Injured, Scope: incident.Total, Source: "s"}},
			Statements: []incident.Statement{{About: incident.AboutOccurrence, Grade: incident.Confirmed, By: "police",
				Source: "s"}},
			Sources: []incident.Source{{Key: "s", Title: "A daily"}}}, d),
		incident.NewRecord(incident.Profile{}, incident.Incident{ID: "b", Title: "'; DROP TABLE incidents; --",
			Date: edtf.MustParse("2021")}, d),
	}
	answers(t, &format.Document{Head: map[string]any{"title": "T", "license": "CC0"},
		Columns: incident.PropertiesOf(d), Records: slices.Values(records)}, map[string]string{
		"PRAGMA integrity_check":                                                         "ok",
		"PRAGMA application_id":                                                          "1196444487",
		"SELECT count(*) FROM incidents":                                                 "2",
		"SELECT title FROM incidents WHERE id = 'b'":                                     "'; DROP TABLE incidents; --",
		"SELECT fid_ FROM incidents WHERE id = 'a'":                                      "x",
		"SELECT geom IS NULL FROM incidents WHERE id = 'b'":                              "1",
		"SELECT min_x || ' ' || max_y FROM gpkg_contents WHERE table_name = 'incidents'": "69.0 35.0",
		"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'incidents'":     "2",
		"SELECT count(*) FROM rtree_incidents_geom WHERE minx <= 69.5 AND maxx >= 69.5":  "1",
		"SELECT metadata FROM gpkg_metadata":                                             "CC0",
		"SELECT f_table_name FROM layer_styles":                                          "incidents",
		"SELECT group_concat(incident || ' ' || measure || ' ' || coalesce(low, 'unknown') || ' ' || " +
			"coalesce(high, 'open'), '; ') FROM claims": "a killed 3 open; a injured unknown open",
		"SELECT incident || grade || given_by FROM statements":                                   "aconfirmedpolice",
		"SELECT s.title FROM sources s JOIN claims c USING (source, incident)":                   "A daily",
		"SELECT group_concat(table_name) FROM gpkg_contents WHERE data_type = 'attributes'":      "claims,statements,sources,layer_styles",
		"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'claims'":                "2",
		"SELECT styleQML LIKE '%value=\"&lt;raid&gt; &amp; &#34;more&#34;\"%' FROM layer_styles": "1",
		"SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'":                              "8",
	})
}

// answers checks what a document that was written answers to questions in SQL.
func answers(t *testing.T, d *format.Document, questions map[string]string) {
	t.Helper()
	var out bytes.Buffer
	if err := Format.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for query, want := range questions {
		got := ""
		err := sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			got = s.ColumnText(0)
			return nil
		}})
		if err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", query, got, err, want)
		}
	}
}

// Points come back as they were written.
func TestGeometry(t *testing.T) {
	want := orb.MultiPoint{{69.25, -34.5}, {180, 90}}
	if got := geometryOf(blobOf(want)); !orb.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, raw := range []string{"", "GP", "GP\x00\x03\x00\x00\x00\x00", "XX\x00\x01\x00\x00\x00\x00\x01"} {
		if g := geometryOf([]byte(raw)); g != nil {
			t.Errorf("%q: %v", raw, g)
		}
	}
}
