// Package sourcetest makes up small inputs of the build programs.
package sourcetest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Ring is a ring around a box of degrees, as JSON.
func Ring(west, south, east, north float64) string {
	return fmt.Sprintf("[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%[1]v,%[2]v]]", west, south, east, south, east, north, west,
		north)
}

// Feature is a GeoJSON feature with a geometry of a type; properties, without braces,
// and coordinates are JSON.
func Feature(kind, coordinates, properties string) string {
	return `{"type":"Feature","properties":{` + properties + `},"geometry":{"type":"` + kind + `","coordinates":` +
		coordinates + `}}`
}

// Area is the feature of a polygon of one ring.
func Area(ring, properties string) string { return Feature("Polygon", "["+ring+"]", properties) }

// Collection is a FeatureCollection.
func Collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// Root makes a directory with files, by their paths in it, and goes there.
func Root(t *testing.T, files map[string]string) {
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

// Change replaces the first of a text in a file.
func Change(t *testing.T, path, from, to string) {
	t.Helper()
	b, err := os.ReadFile(path) //nolint:gosec // its test names the file
	if err != nil || !strings.Contains(string(b), from) {
		t.Fatalf("%s has no %q, %v", path, from, err)
	}
	text := strings.Replace(string(b), from, to, 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil { //nolint:gosec // its test names the file
		t.Fatal(err)
	}
}
