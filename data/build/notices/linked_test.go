package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is linked is known from the packages themselves: Go, and modules such as that of
// the web server, each with its licence.
func TestLinkedModules(t *testing.T) {
	t.Chdir("../../..")
	all, err := linkedModules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	echo := slices.IndexFunc(all, func(c component) bool {
		return strings.HasPrefix(c.name, "github.com/labstack/echo/v4 v")
	})
	if all[0].name != "Go, runtime and standard library" || echo < 0 ||
		!strings.Contains(strings.Join(all[echo].texts, ""), "Permission is hereby granted") {
		t.Errorf("%d components, the first is %s, echo is number %d", len(all), all[0].name, echo)
	}
	for _, c := range all {
		if strings.HasPrefix(c.name, "pgregory.net/rapid") || strings.HasPrefix(c.name, "incidentmap") {
			t.Errorf("%s is not linked", c.name)
		}
	}
}

// page makes a root with the lockfile of a page and its packages, and goes there.
func page(t *testing.T, files map[string]string) {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
}

const pageLock = `{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"},
	"node_modules/rolldown": {"version": "2.0.0", "dev": true}}}`

// The packages of the page have the licences in their folders; one without any is an
// error that names it.
func TestBundledPackages(t *testing.T) {
	page(t, map[string]string{lockfilePath: pageLock, "web/node_modules/a/LICENSE": "of a\r\n",
		"web/node_modules/rolldown/LICENSE": "of rolldown"})
	got, err := bundledPackages()
	if err != nil || len(got) != 2 || got[0].name != "npm a 1.0.0" || got[0].texts[0] != "of a\n" ||
		got[1].name != "npm rolldown 2.0.0" {
		t.Errorf("%+v, %v", got, err)
	}
	for want, files := range map[string]map[string]string{
		"npm a 1.0.0 has no licence file": {lockfilePath: pageLock, "web/node_modules/a/a.js": ""},
		"node_modules/a":                  {lockfilePath: pageLock},
		"web/package-lock.json: ":         {lockfilePath: "{"},
		"no such file":                    {},
	} {
		page(t, files)
		if _, err := bundledPackages(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// A module whose folder is gone is an error.
func TestComponentWithoutItsFolder(t *testing.T) {
	if _, err := (&module{Dir: filepath.Join(t.TempDir(), "gone")}).component(); err == nil {
		t.Error("a folder that is gone has licences")
	}
}

// Without the licence of the program, or without the program, nothing is written.
func TestRunRefuses(t *testing.T) {
	page(t, nil)
	if err := run(t.Context(), false); err == nil || !strings.Contains(err.Error(), licencePath) {
		t.Errorf("got %v", err)
	}
	page(t, map[string]string{licencePath: "mine"})
	if err := run(t.Context(), true); err == nil ||
		!strings.Contains(err.Error(), "packages linked on linux: go list") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(outputPath); err == nil {
		t.Error("something was written")
	}
}
