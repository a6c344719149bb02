package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestIsLicence(t *testing.T) {
	for name, want := range map[string]bool{"LICENSE": true, "LICENSE.md": true, "licence.txt": true,
		"LICENSE-MIT": true, "COPYING": true, "NOTICE": true,
		"PATENTS": true, "UNLICENSE": true, "license.go": false, "license_test.go": false, "README.md": false,
		"licensed.txt": false, "": false} {
		if got := isLicence(name); got != want {
			t.Errorf("%q: got %v", name, got)
		}
	}
}

func TestBundledFolders(t *testing.T) {
	const lock = `{"lockfileVersion": 3, "packages": {"": {"version": "0.1.0"}, "node_modules/a": {"version": "1.0.0"}, "node_modules/@b/c": {"version": "2.0.0"},
		"node_modules/a/node_modules/@d/e": {"version": "3.0.0"}, "node_modules/@types/a": {"version": "1.0.0"}, "node_modules/vitest": {"version": "4.0.0", "dev": true},
		"node_modules/rolldown": {"version": "1.0.0", "dev": true}}}`
	folders, _, err := bundledFolders([]byte(lock))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range folders {
		names = append(names, packageName(f))
	}
	if want := []string{"@b/c", "a", "@d/e", "rolldown"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	for _, bad := range []string{"", "{}", `{"lockfileVersion": 2}`, `{"lockfileVersion": 3, "packages": {}}`} {
		if _, _, err := bundledFolders([]byte(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// Texts of folders between a module's root and its linked packages are taken, others
// are not; a module without any is an error.
func TestModuleComponent(t *testing.T) {
	dir := t.TempDir()
	for path, text := range map[string]string{"LICENSE": "root\r\n", "a/b/LICENSE.txt": "\nof b\n\n",
		"a/b/b.go": "package b", "unlinked/LICENSE": "none"} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := &module{Path: "example.org/m", Version: "v1.0.0", Dir: dir,
		folders: map[string]bool{filepath.Join(dir, "a", "b"): true}}
	c, err := m.component()
	if err != nil || c.name != "example.org/m v1.0.0" || !slices.Equal(c.texts, []string{"root\n", "of b\n"}) {
		t.Errorf("got %+v, %v", c, err)
	}
	m.Dir, m.folders = t.TempDir(), nil
	if _, err := m.component(); err == nil || !strings.Contains(err.Error(),
		"example.org/m v1.0.0 has no licence file") {
		t.Errorf("without a licence: %v", err)
	}
}

// A text that several have is written once, below all of their names, whatever
// the order that they come in.
func TestFormat(t *testing.T) {
	components := []component{{"b 1", []string{"shared\n"}}, {"a 2", []string{"own of a\n", "shared\n"}},
		{"a 2", []string{"shared\n"}}}
	got := string(format("mine\n", components))
	if strings.Count(got, "shared\n") != 1 || !strings.Contains(got, "\na 2\nb 1\n"+rule+"\n\nshared\n") ||
		!strings.Contains(got, rule+"\n\nmine\n") {
		t.Errorf("got %s", got)
	}
	slices.Reverse(components)
	if again := string(format("mine\n", components)); again != got {
		t.Errorf("in another order: %s", again)
	}
}
