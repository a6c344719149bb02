package load

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"incidentmap/geo"
	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// directory is a dataset that is kept by hand: two incidents of which one has no date,
// and a layer.
func directory(t *testing.T) string {
	t.Helper()
	return writeFiles(t, map[string]string{
		"dataset.yaml": "id: mine\ntitle: Mine\nlicence: CC0-1.0\nsources:\n  - {key: paper, title: A newspaper}\n" +
			"groups:\n  - {id: both, title: Two of one day, sources: [paper]}\n",
		"incidents/kabul-2020-05-12.yaml": "title: An attack in Kabul\nkind: attack\nevent_type: bombing\n" +
			"date: \"2020-05-12\"\nplace: {text: Kabul, find: [\"Kabul, Afghanistan\"]}\ngroup: both\nsources: [paper]\n",
		"incidents/some-day.yaml": "title: Some day\nkind: attack\nsources: [paper]\n",
		"layers/terms.yaml": "title: Terms\nkinds: [{id: term, label: Term}]\nrecords:\n" +
			"  - {id: first, title: First, kind: term, date: \"2015/2016\", sources: [paper]}\n",
	})
}

// writeFiles makes a directory of files.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// logged is a loader, and what it logs.
func logged(t *testing.T) (*Loader, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	return newLoader(t, slog.New(slog.NewTextHandler(&log, nil))), &log
}

// datasets are the IDs of all datasets, in order.
func datasets(t *testing.T, l *Loader) string {
	t.Helper()
	all, err := l.Store.Datasets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	return strings.Join(ids, " ")
}

// A directory becomes a dataset and one for each layer, which know each other under the
// IDs that were free; a record without a date is left out and told.
func TestDirectory(t *testing.T) {
	l, log := logged(t)
	dir := directory(t)
	if err := l.Paths(t.Context(), []string{dir, dir}); err != nil {
		t.Fatal(err)
	}
	if got := datasets(t, l); got != "mine mine-terms mine-2 mine-terms-2" {
		t.Fatalf("the datasets are %s", got)
	}
	v := viewOf(t, l, "mine-2")
	r, err := v.Get(t.Context(), "kabul-2020-05-12")
	if err != nil || r.Place.Country != "AF" || len(r.Place.Points) != 1 {
		t.Errorf("%+v, %v: want it placed in Kabul", r, err)
	}
	if got := v.Stats().Incidents; got != 1 {
		t.Errorf("%d incidents, want the one with a date", got)
	}
	if g := v.Dataset().Group("both"); g == nil || g.Dataset != "mine-2" {
		t.Errorf("its group is %+v", g)
	}
	if layer := viewOf(t, l, "mine-terms-2").Dataset(); layer.ContextOf != "mine-2" {
		t.Errorf("the layer is context of %q", layer.ContextOf)
	}
	if kept := l.Catalog.Report("mine"); kept == nil || kept.Errors == 0 {
		t.Errorf("the report is %+v, and it must tell of the missing date", kept)
	}
	if !strings.Contains(log.String(), "leftOut=1") {
		t.Errorf("nobody is told that one is left out:\n%s", log)
	}
}

// What cannot be loaded is an error that names the file, and nothing of it is there.
func TestPathsThatCannotBeLoaded(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"empty/notes.txt": "", "no-date.csv": "title,latitude,longitude\nA,1,2\n",
		"nothing.csv": "date,title,latitude,longitude,Where killed\nsomeday,A,1,2,x\nlater,B,1,2,y\n", "x.docx": "PK", "blank.csv": "",
		"mixed/dataset.yaml": "title: [\n",
	})
	for name, want := range map[string]string{
		"missing.csv": "missing.csv", "empty": "without a dataset.yaml", "no-date.csv": "date",
		"nothing.csv": "none of its 2 rows could be read; the first: nothing.csv: row 2, column date", "x.docx": "x.docx", "blank.csv": "blank.csv",
	} {
		l, _ := logged(t)
		err := l.Paths(t.Context(), []string{filepath.Join(dir, name)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
		if got := datasets(t, l); got != "" {
			t.Errorf("%s: there is the dataset %s all the same", name, got)
		}
	}
	l, _ := logged(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Paths(ctx, []string{directory(t)}); err == nil {
		t.Error("a start that was called off went on")
	}
}

// A dataset has the title, the groups and the words that its file gives it, or is named
// after the file.
func TestWhatAFileSaysOfItself(t *testing.T) {
	l, _ := logged(t)
	dir := writeFiles(t, map[string]string{
		"Straße 1.csv": "date,title,latitude,longitude\n2020-01-02,A,34,69\n", "!!!.csv": "date,title\n2020-01-02,A\n",
		"told.geojson": `{"type":"FeatureCollection","title":"Told","licence":"CC0-1.0","features":[
			{"type":"Feature","geometry":null,"properties":{"title":"A","date":"2020-01-02","kind":"attack"}}]}`,
	})
	if err := l.Paths(t.Context(), []string{filepath.Join(dir, "Straße 1.csv"), filepath.Join(dir, "!!!.csv"),
		filepath.Join(dir, "told.geojson")}); err != nil {
		t.Fatal(err)
	}
	ids := strings.Fields(datasets(t, l))
	if len(ids) != 3 || ids[1] != "dataset" || ids[2] != "told" {
		t.Fatalf("the datasets are %q", ids)
	}
	for id, want := range map[string]string{ids[0]: "Straße 1", "told": "Told"} {
		if got := viewOf(t, l, id).Dataset().Title; got != want {
			t.Errorf("%s has the title %q, want %q", id, got, want)
		}
	}
	d := viewOf(t, l, ids[0]).Dataset()
	if d.Description != "From the file Straße 1.csv" || d.Visibility != incident.Public {
		t.Errorf("%+v", d)
	}
}

// Labels that a file gives for its words replace those that were made up for them.
func TestRelabelled(t *testing.T) {
	found := []incident.Term{{ID: "attack", Label: "Attack"}, {ID: "raid", Label: "Raid"}}
	got := relabelled(found, []incident.Term{{ID: "attack", Label: "Assault"}, {ID: "other", Label: "Other"}})
	if len(got) != 2 || got[0].Label != "Assault" || got[1].Label != "Raid" || found[0].Label != "Attack" {
		t.Errorf("%+v of %+v", got, found)
	}
}

// More findings than a log has patience for are counted, and all are kept.
func TestFindingsAreToldInPart(t *testing.T) {
	l, log := logged(t)
	var all []report.Finding
	for range maxTold + 7 {
		all = append(all, report.RuleShortYear.InTable(report.Where{File: "x.csv", Unit: "row"}, "a short year"))
	}
	l.keep("x", reportOf("dir/x.csv", 1, all))
	if told := strings.Count(log.String(), "a short year"); told != maxTold {
		t.Errorf("%d are told, want %d", told, maxTold)
	}
	if !strings.Contains(log.String(), "x.csv: 7 more findings") {
		t.Errorf("nothing is said of the rest:\n%.300s", log)
	}
	if kept := l.Catalog.Report("x"); kept.Path != "x.csv" || kept.Errors+kept.Warnings+kept.Hints != maxTold+7 {
		t.Errorf("%+v is kept", kept)
	}
}

// Files that ship are loaded with their views, or refused by name: nothing may be amiss
// in them.
func TestShipped(t *testing.T) {
	one := `{"type":"FeatureCollection","id":"khorasan","features":[{"type":"Feature","id":"a","geometry":null,
		"properties":{"title":"A","date":"2020-01-02","kind":"attack"}}]}`
	l, _ := logged(t)
	files := fstest.MapFS{"main.geojson": {Data: []byte(one)}}
	if err := l.Shipped(files, "main.geojson", "layer-*.geojson"); err != nil {
		t.Fatal(err)
	}
	all, err := l.Catalog.Collections(t.Context(), catalog.Scope{})
	if err != nil || len(all) != len(shippedViews)+1 {
		t.Fatalf("%d collections, %v", len(all), err)
	}
	for content, want := range map[string]string{
		"{": "the shipped data: main.geojson",
		strings.Replace(one, "2020-01-02", "soon", 1): "soon",
		strings.Replace(one, `"date"`, `"day of"`, 1): "date",
	} {
		l, _ := logged(t)
		err := l.Shipped(fstest.MapFS{"main.geojson": {Data: []byte(content)}}, "main.geojson", "layer-*")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30s: %v, want %q", content, err, want)
		}
	}
	if err := l.Shipped(files, "other.geojson", "layer-*"); err == nil {
		t.Error("a file that is not there was loaded")
	}
	if err := l.Shipped(files, "main.geojson", "["); err == nil {
		t.Error("a pattern that is none was taken")
	}
}

// Files and directories are checked as they are loaded. What is no table is a finding,
// what is not there an error.
func TestCheck(t *testing.T) {
	l, _ := logged(t)
	today := geo.NewDay(2026, 1, 1)
	dir := directory(t)
	files := writeFiles(t, map[string]string{"good.csv": "id,date,title,latitude,longitude\na,2020-01-02,A,34.5,69.2\n",
		"late.csv": "id,date,title,latitude,longitude\na,2030-01-02,A,34.5,69.2\n", "none.csv": "title\nA\n",
		"bare/x.csv": ""})
	for path, rule := range map[string]string{filepath.Join(files, "late.csv"): "future",
		filepath.Join(files, "none.csv"): "date", dir: "date"} {
		r, err := l.Check(path, today)
		if err != nil || len(r.Findings) == 0 {
			t.Errorf("%s: %+v, %v", path, r, err)
			continue
		}
		var all []string
		for _, f := range r.Findings {
			all = append(all, f.String())
		}
		if !strings.Contains(strings.Join(all, "\n"), rule) {
			t.Errorf("%s: no %q among\n%s", path, rule, strings.Join(all, "\n"))
		}
	}
	if r, err := l.Check(filepath.Join(files, "good.csv"), today); err != nil || r.Errors > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, path := range []string{filepath.Join(files, "missing.csv"), filepath.Join(files, "bare"),
		filepath.Join(dir, "dataset.yaml")} {
		if _, err := l.Check(path, today); err == nil {
			t.Errorf("%s was checked", path)
		}
	}
}

// A row without coordinates is found by name, as far as its question allows; a point
// is outside of its country only beyond what borders are drawn to.
func TestReaderAsksForPlaces(t *testing.T) {
	l, _ := logged(t)
	for q, want := range map[ingest.Question]bool{
		{Text: "Jalalabad", Country: "AF"}: true, {Text: "Xyzzyxy", Country: "AF"}: false,
		{Text: "Nangarhar", Country: "AF", Level: ingest.UnitOnly}: true,
		{Text: "Afghanistan", Level: ingest.TownOnly}:              false,
	} {
		if p, ok := l.resolve(q); ok != want || ok && p.Country != "AF" {
			t.Errorf("%+v: %+v, %v", q, p, ok)
		}
	}
	p := &incident.Place{Country: "AF"}
	if l.outside(p, [2]float64{69.2, 34.5}) || !l.outside(p, [2]float64{2.35, 48.85}) {
		t.Error("Kabul is outside of Afghanistan, or Paris is in it")
	}
	if l.outside(&incident.Place{}, [2]float64{2.35, 48.85}) {
		t.Error("a point is outside of no country")
	}
}

// A file of which only some rows can be read is served, and its report is there.
func TestPartOfAFile(t *testing.T) {
	l, _ := logged(t)
	path := filepath.Join(writeFiles(t, map[string]string{
		"rows.csv": "id,date,title,latitude,longitude\na,2020-01-02,A,34,69\nb,soon,B,34,69\n"}), "rows.csv")
	if err := l.Paths(t.Context(), []string{path}); err != nil {
		t.Fatal(err)
	}
	l.Settle(t.Context()) // without snapshots nothing is written
	res, err := viewOf(t, l, "rows").Query(t.Context(), incident.Filter{}, store.Page{Limit: 5})
	if err != nil || res.Matched != 1 || l.Catalog.Report("rows").LeftOut != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}
