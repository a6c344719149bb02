package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/format/gpkg"
)

// titlesOf are the titles in a GeoPackage.
func titlesOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	table, err := gpkg.Read(path, string(text))
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(table.Header, "title")
	var out []string
	for _, row := range table.All() {
		out = append(out, row.Cells[column])
	}
	return strings.Join(out, ", ")
}

// The copies follow the data, those of private datasets are not made, and one that became
// private goes.
func TestPublish(t *testing.T) {
	dir, published := t.TempDir(), t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	cases := writeFile(t, filepath.Join(dir, "cases.csv"), "id,title,date,lat,lon\na,Shots,2020-01-01,34,69\n")
	told(t, exitOK, "import", "--db", db, cases)
	told(t, exitOK, "import", "--db", db, "--dataset", "hidden", "--private", cases)
	_, log, stop := serving(t, "--db", db, "--publish", published)
	path := filepath.Join(published, "cases.gpkg")
	waitFor := func(want string) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); titlesOf(t, path) != want; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s, want %s; %s", titlesOf(t, path), want, log)
			}
		}
	}
	waitFor("Shots")
	writeFile(t, cases, "id,title,date,lat,lon\na,Shots,2020-01-01,34,69\nb,Blast,2020-02-01,34,69\n")
	told(t, exitOK, "import", "--db", db, cases)
	waitFor("Shots, Blast")
	if code := stop(); code != exitOK {
		t.Errorf("exit %d: %s", code, log)
	}
	names, err := filepath.Glob(filepath.Join(published, "*"))
	if err != nil || !slices.Equal(names, []string{path}) {
		t.Errorf("%q, %v", names, err)
	}
}

// A mistake in --publish is told before anything is loaded.
func TestPublishRefuses(t *testing.T) {
	dir := t.TempDir()
	for want, args := range map[string][]string{
		"it needs --db":   {"serve", "--publish", dir},
		"is no directory": {"serve", "--db", "x.db", "--publish", filepath.Join(dir, "none")},
	} {
		if said := told(t, exitUsage, args...); !strings.Contains(said, want) {
			t.Errorf("%q: %s", args, said)
		}
	}
}
