package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/place"
)

// house makes a root with a small dataset and the shipped gazetteer and map, and goes
// there.
func house(t *testing.T) {
	t.Helper()
	repository, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	for name, text := range map[string]string{
		"dataset.yaml": "id: own\ntitle: Own\ndescription: One.\nlicence: CC0-1.0\nattribution: Me\nversion: 1.0.0\n" +
			"released: \"2026-01-02\"\ncitation: Me, Own\nreview: {by: me, at: \"2026-01-02\"}\n" +
			"sources:\n  - {key: paper, title: A newspaper, locator: page 1}\n",
		"incidents/kabul-2020-05-12.yaml": "title: An attack in Kabul\nkind: attack\nevent_type: bombing\n" +
			"date: \"2020-05-12\"\nplace: {text: Kabul, find: [\"Kabul, Afghanistan\"]}\nsources: [paper]\n" +
			"actors: [{name: A group, role: attacker}]\n" +
			"statements:\n  - {about: attribution, grade: claimed, by: A group, source: paper}\n" +
			"claims:\n  - {measure: killed, scope: total, exactly: 3, words: three, source: paper}\n",
		place.LockName: strings.Join(place.LockHeader, ",") + "\n",
		"article.csv":  "section,date_as_written,what,kept_as,ids,why\nText,12 May 2020,attack,incident,kabul-2020-05-12,\n",
	} {
		path := filepath.Join(root, directory, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{"data/gazetteer", "data/basemap"} {
		if err := os.Symlink(filepath.Join(repository, folder), filepath.Join(root, folder)); err != nil {
			t.Skip(err)
		}
	}
	t.Chdir(root)
}

// change replaces a text in a file of the dataset.
func change(t *testing.T, name, from, to string) {
	t.Helper()
	path := filepath.Join(directory, name)
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), from) {
		t.Fatalf("%s has no %q, %v", name, from, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A place is taken into the lock, but nothing is built before a person has reviewed it;
// what was built is compared, and a version that is frozen is never changed.
func TestRun(t *testing.T) {
	house(t)
	fails := func(want string, check, relock bool) {
		t.Helper()
		if err := run(check, relock); err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("got %v, want %q", err, want)
		}
	}
	fails("errors in data/khorasan", false, true)
	now := time.Now().Format(time.DateOnly)
	change(t, place.LockName, ",,,,\n", ",,me,"+now+",a map\n")
	fails("no such file", true, false)
	if err := run(false, false); err != nil {
		t.Fatal(err)
	}
	if err := run(true, false); err != nil {
		t.Errorf("what was built is not what is built: %v", err)
	}
	change(t, "incidents/kabul-2020-05-12.yaml", "An attack in Kabul", "A bombing in Kabul")
	fails("is not what is built; run make data", true, false)
	fails("version 1.0.0 is frozen; raise version and released", false, false)
	change(t, "dataset.yaml", "version: 1.0.0", "version: 1.0.1")
	if err := run(false, false); err != nil {
		t.Errorf("a new version: %v", err)
	}
	change(t, "incidents/kabul-2020-05-12.yaml", "Kabul, Afghanistan", "Xyzzyxy")
	fails(`no place is known for "Xyzzyxy"`, false, true)
}

// A dataset without a version, or without its gazetteer, is not built.
func TestRunRefuses(t *testing.T) {
	house(t)
	if err := os.Remove("data/gazetteer"); err != nil {
		t.Fatal(err)
	}
	if err := run(true, false); err == nil || !strings.Contains(err.Error(), gazetteerPath) {
		t.Errorf("got %v", err)
	}
	t.Chdir(t.TempDir())
	if err := write([]file{{"a/b/c.txt", []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile("a/b/c.txt"); err != nil || string(b) != "x" {
		t.Errorf("%q, %v", b, err)
	}
	if err := write([]file{{"a/b/c.txt/d", nil}}); err == nil {
		t.Error("a file was written below a file")
	}
}
