//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A database's GeoPackage is read alike by GDAL and by a library of JavaScript, with the
// tables beside the layer, and points and their lack as they are.
func TestGeoPackageReaders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	table, db, path := filepath.Join(dir, "cases.csv"), filepath.Join(dir, "x.db"), filepath.Join(dir, "x.gpkg")
	text := "id,title,date,lat,lon,killed,source,kind\na,Raid,2020-01-01,34.5,69.25,3,A daily,raid\nb,Else,2022,,,,,\n"
	if err := os.WriteFile(table, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"import", "--db", db, table}, {"export", "--db", db, "-o", path}} {
		if out, err := command(t, nil, args...).CombinedOutput(); err != nil {
			t.Fatalf("%q: %s, %v", args, out, err)
		}
	}
	const joined = "SELECT i.title, c.measure, c.low, s.title AS source FROM incidents i JOIN claims c ON c.incident = i.id " +
		"JOIN sources s ON s.incident = i.id AND s.source = c.source"
	said := gdal(t, "ogrinfo", "-ro", "-q", path, "-sql", joined)
	for _, want := range []string{"title (String) = Raid", "measure (String) = killed", "low (Integer64) = 3",
		"source (String) = A daily"} {
		if !strings.Contains(said, want) {
			t.Errorf("GDAL reads %s; want %s", said, want)
		}
	}
	if said := gdal(t, "ogrinfo", "-ro", path, "incidents", "-where", "start >= '2021-01-01'"); !strings.Contains(said,
		"Feature Count: 1") || !strings.Contains(said, "start: Date") {
		t.Errorf("GDAL reads %s", said)
	}
	out, err := exec.Command("node", "geopackage-reader.mjs", path).CombinedOutput()
	const want = `{"features":["incidents"],"attributes":["claims","statements","sources","layer_styles"],"wrong":[],` +
		`"rows":[["a","MULTIPOINT(69.25 34.5)"],["b",null]]}`
	if err != nil || strings.TrimSpace(string(out)) != want {
		t.Errorf("%s, %v; want %s", out, err, want)
	}
}
