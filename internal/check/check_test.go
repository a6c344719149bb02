package check_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/data"
	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/check"
	"incidentmap/internal/curated"
	"incidentmap/internal/format/known"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/outline"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// places is the shipped gazetteer: drift is drift from what ships.
var places = sync.OnceValue(func() *gazetteer.Gazetteer {
	f, err := data.Files().Open(data.GazetteerFile)
	if err != nil {
		panic(err)
	}
	g, err := gazetteer.Load(f)
	if err != nil {
		panic(err)
	}
	return g
})

// outlines are those that ship.
var outlines = sync.OnceValue(func() *outline.Countries {
	c, err := outline.Open(data.Files(), data.BasemapFile)
	if err != nil {
		panic(err)
	}
	return c
})

func options() check.Options {
	return check.Options{Gazetteer: places(), Outlines: outlines(), Today: geo.NewDay(2026, 11, 23)}
}

// sound is a directory in which nothing is wrong: two incidents that share a
// figure, one alone, and a context layer.
func sound(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{
		"dataset.yaml": `id: test
version: 1.0.0
released: "2026-11-23"
title: A test
description: Two towns.
licence: CC0-1.0
sources:
  - {key: paper, title: A newspaper, locator: page 1}
  - {key: report, title: A report, url: "https://example.org/report"}
groups:
  - id: both
    title: Two attacks of one day
    sources: [paper]
    claims:
      - {measure: killed, scope: total, exactly: 56, words: 56 people, source: paper}
`,
		"incidents/kabul-2020-05-12.yaml": `title: An attack in Kabul
summary: One of two of that day.
kind: attack
event_type: bombing
date: "2020-05-12"
time: "10:15+04:30"
place:
  text: Kabul
  find: ["Kabul, Afghanistan"]
actors: [{name: A group, role: attacker}]
targets: [{name: A market}]
statements:
  - {about: attribution, grade: claimed, by: A group, source: paper}
group: both
sources: [paper]
`,
		"incidents/jalalabad-2020-05-12.yaml": `title: An attack in Jalalabad
summary: One of two of that day.
kind: attack
event_type: bombing
date: "2020-05-12"
place:
  text: Jalalabad
  find: ["Jalalabad, Afghanistan"]
group: both
sources: [paper]
`,
		"incidents/jalalabad-2021-03-04.yaml": `title: A raid in Jalalabad
kind: operation
event_type: raid
date: "2021-03-04"
place:
  text: Jalalabad
  find: ["Jalalabad, Afghanistan"]
claims:
  - {measure: killed, scope: total, exactly: 10, words: "10", source: paper, preferred: true}
  - {measure: killed, scope: subset, who: officers, exactly: 4, words: "4", source: paper}
  - {measure: killed, scope: total, at_least: 12, words: at least 12, source: report}
  - {measure: injured, scope: total, exactly: 5, words: "5", source: report}
  - {measure: injured, scope: part, exactly: 2, words: "2", source: report}
  - {measure: injured, scope: part, exactly: 3, words: "3", source: report}
sources: [paper, report]
`,
		"layers/terms.yaml": `title: Terms
kinds: [{id: term, label: Term}]
event_types: [{id: term, label: Term}]
columns:
  - {name: number, type: integer, title: Number}
records:
  - id: first
    title: First term
    kind: term
    event_type: term
    date: "2015-01-11/2016-07-26"
    extra: {number: 1}
    sources: [paper]
`,
	}
	files["places.lock.csv"] = lockOf(t, "Kabul, Afghanistan", "Jalalabad, Afghanistan")
	return files
}

func lockOf(t *testing.T, texts ...string) string {
	t.Helper()
	lock := place.Lock{}
	for _, text := range texts {
		e, ok := place.Locate(places(), text)
		if !ok {
			t.Fatalf("no place %q", text)
		}
		e.Reviewer, e.ReviewedAt, e.CheckedAgainst = "a reviewer", "2026-11-23", "a map"
		lock[text] = e
	}
	var b strings.Builder
	if err := lock.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checkDirectory writes the files and validates them.
func checkDirectory(t *testing.T, files map[string]string) *report.Report {
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
	dir, err := curated.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	return check.Directory(dir, options())
}

// checkFile validates a CSV or GeoJSON text.
func checkFile(t *testing.T, name, content string) *report.Report {
	t.Helper()
	table, err := known.Formats.Read(name, content, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := table.Dataset
	d.ID = "dataset"
	report, err := check.Table(table, &d, ingest.Options{Columns: d.Columns, Geocode: geocode}, options())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func geocode(q ingest.Question) (incident.Place, bool) {
	text := q.Text
	res := places().Lookup(text, gazetteer.Options{Country: q.Country})
	if res.Best == nil {
		return incident.Place{}, false
	}
	return incident.Place{Points: orb.MultiPoint{res.Best.Point}, Precision: incident.PlacePrecision(res.Best.Class),
		Geocoding: []incident.Geocoding{{Query: text, Matched: res.Best.Matched, GazetteerID: res.Best.ID,
			Dropped: res.Best.Dropped}}}, true
}

// find returns the first finding of a rule.
func find(r *report.Report, rule string) *report.Finding {
	for i := range r.Findings {
		if r.Findings[i].Rule == rule {
			return &r.Findings[i]
		}
	}
	return nil
}

func TestSoundDataHaveNoFindings(t *testing.T) {
	reports := []*report.Report{checkDirectory(t, sound(t)), checkFile(t, "a.csv", soundCSV),
		checkFile(t, "a.geojson", soundGeoJSON)}
	for i, r := range reports {
		if len(r.Findings) > 0 || r.Incidents == 0 {
			t.Errorf("report %d of %d records: %+v", i, r.Incidents, r.Findings)
		}
	}
}

// TestNoWordIsNoWrongWord: rows that say nothing of their kind or type break no
// vocabulary that the file brings; a word that it lacks does.
func TestNoWordIsNoWrongWord(t *testing.T) {
	file := `{"type":"FeatureCollection","vocabularies":{"kind":[{"id":"attack","label":"Angriff"}]},"features":[` +
		`{"type":"Feature","geometry":null,"properties":{"title":"A","date":"2020","kind":"attack"}},` +
		`{"type":"Feature","geometry":null,"properties":{"title":"B","date":"2020"}},` +
		`{"type":"Feature","geometry":null,"properties":{"title":"C","date":"2020","kind":"atack"}}]}`
	var rows []int
	for _, f := range checkFile(t, "a.geojson", file).Findings {
		if f.Rule == report.RuleWord.Name {
			rows = append(rows, f.Row)
		}
	}
	if !slices.Equal(rows, []int{3}) {
		t.Errorf("words of rows %v are not in the vocabulary, want 3 alone", rows)
	}
}
