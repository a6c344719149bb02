//go:build e2e

package e2e

import (
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// wantCells are properties of a feature, written as text.
type wantCells map[string]string

// expectFeature compares some properties of an incident of a collection.
func (p *process) expectFeature(collection, id string, want wantCells) {
	p.t.Helper()
	f := read[feature](p, of(collection, "items/"+id, ""))
	for name, value := range want {
		got := fmt.Sprint(f.Properties[name])
		if f.Properties[name] == nil {
			got = ""
		}
		if name == "geometry" {
			got = ""
			if f.Geometry != nil {
				got = f.Geometry.Type + string(f.Geometry.Coordinates)
			}
		}
		if got != value {
			p.t.Errorf("%s/%s: %s is %q, want %q", collection, id, name, got, value)
		}
	}
}

// The exports of UCDP GED (with a row of HXL tags), ACLED and the GTD are read
// by the names of their columns.
func TestFilesOfConflictDatabases(t *testing.T) {
	t.Parallel()
	p := serve(t, "--data", "testdata/ged.csv", "--data", "testdata/acled.csv", "--data", "testdata/gtd.csv")
	for _, collection := range []string{"ged", "acled", "gtd"} {
		if n := p.whole(collection, "").Matched; n != 3 {
			t.Errorf("%s has %d incidents, want 3", collection, n)
		}
	}
	for path, want := range map[string]wantCells{
		"ged/900001": {"start": "2014-03-01", "end": "2014-03-01", "date_certain": "true", "country": "BD",
			"country_name": "Bangladesh", "admin1": "Barisāl Division", "place": "Bhāndāria town",
			"place_precision": "exact", "actor": "Government of Northland", "target": "Hill Union",
			"fatalities_low": "2", "fatalities_best": "2", "fatalities_high": "4", "injuries_best": "",
			"geometry": "Point[90.062732,22.488976]"},
		"ged/900002": {"start": "2014-05-08", "end": "2014-05-10", "date_certain": "false", "country": "MM",
			"place_precision": "vicinity", "place_radius_m": "25000", "fatalities_low": "5", "fatalities_best": "7",
			"fatalities_high": "9", "deaths_unknown": "7"},
		"ged/900003": {"date_precision": "year", "place_precision": "country", "country": "PK",
			"title": `A year's dead, "in sum"`, "fatalities_low": "39", "fatalities_high": "61"},
		"acled/AFG90001": {"start": "2020-12-03", "end": "2020-12-03", "country": "AF", "admin1": "Nangarhar",
			"place_precision": "locality", "fatalities_best": "0", "event_type": "explosions_remote_violence",
			"target": "Civilians (Afghanistan)"},
		"acled/AFG90002": {"start": "2021-06-15", "end": "2021-06-21", "date_certain": "false",
			"place_precision": "vicinity", "fatalities_best": "12"},
		"acled/AFG90003": {"start": "2021-07-01", "end": "2021-07-31", "date_precision": "month",
			"place_precision": "admin1", "target": ""},
		"gtd/201607230001": {"start": "2016-07-23", "country": "AF", "country_name": "Afghanistan", "admin1": "Kabul",
			"event_type": "bombing_explosion", "fatalities_best": "80", "injuries_best": "231",
			"place_precision": "locality", "actor": "Hill Union", "target": "A crowd"},
		"gtd/201608000002": {"date_precision": "month", "start": "2016-08-01", "end": "2016-08-31",
			"fatalities_best": "", "injuries_best": "", "place_precision": "vicinity", "country": "AF"},
		"gtd/201600000003": {"date_precision": "year", "actor": "", "target": "", "fatalities_best": "",
			"country": "PK", "country_name": "Pakistan", "place_precision": "admin1"},
	} {
		collection, id, _ := strings.Cut(path, "/")
		p.expectFeature(collection, id, want)
	}
}

func TestSimpleColumns(t *testing.T) {
	t.Parallel()
	p := serve(t, "testdata/simple.csv")
	pg := p.whole("simple", "detail=true")
	if pg.Matched != 3 {
		t.Fatalf("%d incidents", pg.Matched)
	}
	first, last := pg.Features[0], pg.Features[2]
	if *first.count("fatalities_best") != 51 || *first.count("injuries_best") != 40 ||
		string(first.Geometry.Coordinates) != "[172.6362,-43.5321]" {
		t.Errorf("%+v", first)
	}
	if last.text("date") != "2019-05" || last.Geometry == nil || last.text("country") != "AF" ||
		last.count("injuries_best") != nil {
		t.Errorf("a row without coordinates is placed by name: %+v", last)
	}
}

// A file whose text is markup or a formula stays text wherever it is shown.
func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	p := serve(t, "testdata/simple.csv")
	tag := regexp.MustCompile(`(?i)<(script|img|b)[\s>]`)
	paths := []string{of("simple", "items", "f=html"), "/api/collections/simple?f=html", "/api/collections?f=html"}
	for _, f := range p.whole("simple", "").Features {
		paths = append(paths, of("simple", "items/"+f.ID, "f=html"))
	}
	for _, path := range paths {
		if found := tag.Find(p.ok(path).body); found != nil {
			t.Errorf("%s lets %s through", path, found)
		}
	}
	if body := string(p.ok(paths[0]).body); !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("the title is not shown: %.500s", body)
	}
	rows, err := csv.NewReader(strings.NewReader(string(p.ok(of("simple", "export", "f=csv")).body))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range rows {
		for _, cell := range cells {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a spreadsheet would run %s", cell)
			}
		}
	}
}

// A source's address leads to the web or nowhere.
func TestSourcesLinkOnlyToTheWeb(t *testing.T) {
	t.Parallel()
	hostile := write(t, "hostile.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":null,"properties":{"title":"A","date":"2020-01-01",
		"sources":[{"key":"s","title":"S","url":"data:text/html,<script>alert(1)</script>"},{"key":"w","title":"W","url":"https://example.org/a"}]}}]}`)
	p := serve(t, "testdata/simple.csv", hostile)
	for _, collection := range []string{"simple", "hostile"} {
		body := string(p.ok(of(collection, "export", "detail=true")).body)
		if m := regexp.MustCompile(`"url":"(javascript|data|vbscript|file):[^"]*"`).FindString(body); m != "" {
			t.Errorf("%s: %s", collection, m)
		}
		if collection == "hostile" && !strings.Contains(body, `"url":"https://example.org/a"`) {
			t.Errorf("the good address is gone: %s", body)
		}
	}
}

// What cannot be read is told by file, row and column; the rest is served.
func TestBrokenRowsAreNamed(t *testing.T) {
	t.Parallel()
	p := serve(t, "testdata/broken.csv", "testdata/broken.geojson")
	sameIDs(t, "broken.csv", p.whole("broken", "").ids(), map[string]bool{"ok-1": true, "ok-2": true, "ok-1-8": true,
		"bad-count": true, "bad-lat": true, "bad-lon": true})
	sameIDs(t, "broken.geojson", p.whole("broken-2", "").ids(), map[string]bool{"fine": true, "swapped": true})
	p.expectFeature("broken", "bad-lat", wantCells{"geometry": "", "date": "2020-01-02"})
	p.expectFeature("broken", "bad-count", wantCells{"fatalities_best": "", "fatalities_low": ""})
	for _, want := range []string{
		`broken.csv: row 3, column lat: .*north.*placed by its name`,
		`broken.csv: row 4, column date: .*2020-02-30.*left out`,
		`broken.csv: row 5, column lon: .*190.*placed by its name`,
		`broken.csv: row 6, column date: .*empty.*left out`, `broken.csv: row 7, column fatalities: .*plenty`,
		`broken.csv: row 8, column id: .*ok-1`,
		`broken.geojson: feature 2, column geometry: .*169.2.*placed by its name`,
		`broken.geojson: feature 3, column date: .*soon.*left out`,
	} {
		if !regexp.MustCompile(want).MatchString(p.log.String()) {
			t.Errorf("no %s on stderr:\n%s", want, p.log)
		}
	}
}

// Files of one name, or named like a collection that ships, become datasets
// of different IDs, each with its own incidents.
func TestFilesOfOneName(t *testing.T) {
	t.Parallel()
	names := []string{"events.csv", "events.csv", "Events.CSV", "incidents.csv", "khorasan.csv", "ünï çode & <b>.csv",
		"....csv"}
	var files []string
	for i, name := range names {
		files = append(files, write(t, name, fmt.Sprintf("id,title,date\nn%d,T,2020\n", i)))
	}
	p := serve(t, files...)
	var doc struct {
		Collections []struct {
			ID    string
			Items int `json:"numberOfItems"`
		}
	}
	decode(t, p.ok("/api/collections").body, &doc)
	seen, found := map[string]bool{}, 0
	for _, c := range doc.Collections {
		if seen[c.ID] || !regexp.MustCompile(`^[a-z0-9._~-]+$`).MatchString(c.ID) {
			t.Errorf("the ID %q is taken twice or not safe in an address", c.ID)
		}
		seen[c.ID] = true
		if ids := p.whole(c.ID, "").ids(); len(ids) == 1 && strings.HasPrefix(ids[0], "n") && c.Items == 1 {
			found++
		}
	}
	if found != len(files) || len(doc.Collections) != 8+len(files) { // four of incidents and four context layers ship
		t.Errorf("%d of %d files are collections: %+v", found, len(files), doc.Collections)
	}
}
