package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/data/build/internal/source"
)

// root is the root of the repository, which paths in ledgers are relative to.
const root = "../../.."

// The committed outputs and the inputs that are committed too are those that the
// ledger records; so are the packages, where they are installed.
func TestSums(t *testing.T) {
	entries, err := source.Read(filepath.Join(root, sumsPath))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Role+" "+e.Path] = true
		b, err := os.ReadFile(filepath.Join(root, e.Path))
		if os.IsNotExist(err) && strings.HasPrefix(e.Path, source.Modules) {
			continue
		}
		if err != nil || source.Sum(b) != e.Sum {
			t.Errorf("%s: sum differs, %v", e.Path, err)
		}
	}
	for _, want := range []string{"output " + outputPath, "input " + supplementPath, "input " + districtsPath} {
		if !seen[want] {
			t.Errorf("the ledger lacks %s", want)
		}
	}
}

// The lockfile pins the packages that the program was written for, with sums.
func TestPackagesArePinned(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(root, "data/package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, version := range versions {
		_, after, ok := strings.Cut(string(b), `"node_modules/`+name+`": {`)
		entry, _, _ := strings.Cut(after, "}")
		if !ok || !strings.Contains(entry, `"version": "`+version+`"`) ||
			!strings.Contains(entry, `"integrity": "sha512-`) {
			t.Errorf("%s %s is not pinned", name, version)
		}
	}
}

func TestSupplementRowsNeedASource(t *testing.T) {
	tab := &table{places: map[string]*place{}}
	if err := tab.add(&place{id: "gn:1", name: "Kabul"}); err != nil {
		t.Fatal(err)
	}
	row := []string{"", "", "Kabool", "gn:1", "", "", "", "", ""}
	if tab.supplement(row) == nil {
		t.Error("a row without a source was taken")
	}
	row[8] = "GeoNames"
	if err := tab.supplement(row); err != nil || tab.places["gn:1"].names["kabool"] != "Kabool" {
		t.Errorf("%v, names %v", err, tab.places["gn:1"].names)
	}
}
