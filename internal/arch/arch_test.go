// Package arch_test asserts the arrows between the project's packages.
package arch_test

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// arrows lists what each package may import of ours, besides itself. A
// pattern ends in /... for a folder. Packages that are not listed may import
// nothing of ours.
var arrows = []struct {
	from string
	to   []string
}{
	{"incidentmap/cmd/...", []string{"incidentmap/..."}},
	{"incidentmap/internal/sample", []string{"incidentmap/geo"}},
	{"incidentmap/data/build/...", []string{"incidentmap/data/build/...", "incidentmap/geo/...",
		"incidentmap/internal/..."}},
	{"incidentmap/server", []string{"incidentmap/geo/...", "incidentmap/internal/country",
		"incidentmap/internal/incident", "incidentmap/internal/fold",
		"incidentmap/internal/catalog", "incidentmap/internal/place", "incidentmap/internal/report",
		"incidentmap/internal/ingest", "incidentmap/internal/inspect", "incidentmap/internal/dialect",
		"incidentmap/internal/format/...", "incidentmap/internal/encode/...",
		"incidentmap/internal/store", "incidentmap/internal/keep", "incidentmap/internal/access",
		"incidentmap/internal/edit", "incidentmap/internal/mapping", "incidentmap/internal/cql2"}},
	{"incidentmap/internal/encode/columns/columnstest", []string{"incidentmap/geo",
		"incidentmap/internal/encode/columns", "incidentmap/internal/wire"}},
	{"incidentmap/internal/encode/columns", []string{"incidentmap/internal/incident", "incidentmap/internal/store"}},
	{"incidentmap/internal/format", []string{"incidentmap/internal/filekind", "incidentmap/internal/incident",
		"incidentmap/internal/ingest"}},
	{"incidentmap/internal/input", []string{"incidentmap/internal/filekind"}},
	{"incidentmap/internal/format/known", []string{"incidentmap/internal/format/..."}},
	{"incidentmap/internal/format/geojson", []string{"incidentmap/geo", "incidentmap/internal/crs",
		"incidentmap/internal/dialect", "incidentmap/internal/format",
		"incidentmap/internal/incident",
		"incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/format/features", []string{"incidentmap/internal/format/geojson", "incidentmap/internal/ingest"}},
	{"incidentmap/internal/format/kml", []string{"incidentmap/internal/filekind", "incidentmap/internal/format", "incidentmap/internal/format/features",
		"incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/format/gpx", []string{"incidentmap/internal/format", "incidentmap/internal/format/features",
		"incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/format/gpkg", []string{"incidentmap/internal/format", "incidentmap/internal/format/features",
		"incidentmap/internal/incident", "incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/format/shapefile", []string{"incidentmap/internal/dialect",
		"incidentmap/internal/filekind", "incidentmap/internal/format",
		"incidentmap/internal/format/features", "incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/format/xlsx", []string{"incidentmap/internal/filekind", "incidentmap/internal/format", "incidentmap/internal/ingest",
		"incidentmap/internal/report"}},
	{"incidentmap/internal/format/csv", []string{"incidentmap/geo", "incidentmap/internal/dialect",
		"incidentmap/internal/format",
		"incidentmap/internal/incident", "incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/degrees", []string{"incidentmap/geo", "incidentmap/internal/fold"}},
	{"incidentmap/internal/counts", []string{"incidentmap/internal/fold", "incidentmap/internal/incident"}},
	{"incidentmap/internal/dates", []string{"incidentmap/geo", "incidentmap/internal/edtf",
		"incidentmap/internal/fold", "incidentmap/internal/remember"}},
	{"incidentmap/internal/ingest", []string{"incidentmap/geo", "incidentmap/internal/counts",
		"incidentmap/internal/dates", "incidentmap/internal/remember",
		"incidentmap/internal/country",
		"incidentmap/internal/crs", "incidentmap/internal/degrees",
		"incidentmap/internal/incident", "incidentmap/internal/edtf", "incidentmap/internal/fold",
		"incidentmap/internal/printable", "incidentmap/internal/report"}},
	{"incidentmap/internal/beside", []string{"incidentmap/internal/dialect", "incidentmap/internal/incident",
		"incidentmap/internal/ingest", "incidentmap/internal/input", "incidentmap/internal/report"}},
	{"incidentmap/internal/mapping", []string{"incidentmap/internal/country", "incidentmap/internal/dialect",
		"incidentmap/internal/ingest", "incidentmap/internal/printable"}},
	{"incidentmap/internal/inspect", []string{"incidentmap/internal/incident", "incidentmap/internal/ingest",
		"incidentmap/internal/mapping", "incidentmap/internal/printable", "incidentmap/internal/report"}},
	{"incidentmap/internal/report", []string{"incidentmap/internal/printable"}},
	{"incidentmap/internal/curated", []string{"incidentmap/geo", "incidentmap/internal/incident",
		"incidentmap/internal/edtf", "incidentmap/internal/place", "incidentmap/internal/report"}},
	{"incidentmap/internal/check", []string{"incidentmap/geo/...", "incidentmap/internal/incident",
		"incidentmap/internal/edtf",
		"incidentmap/internal/fold", "incidentmap/internal/ingest", "incidentmap/internal/curated",
		"incidentmap/internal/place", "incidentmap/internal/report"}},
	{"incidentmap/internal/memstore", []string{"incidentmap/geo", "incidentmap/internal/incident",
		"incidentmap/internal/store", "incidentmap/internal/memstore/packed", "incidentmap/internal/slotcache"}},
	{"incidentmap/internal/encode/whole", []string{"incidentmap/internal/edtf", "incidentmap/internal/incident"}},
	{"incidentmap/internal/keep", []string{"incidentmap/internal/encode/whole", "incidentmap/internal/incident",
		"incidentmap/internal/store"}},
	{"incidentmap/internal/edit", []string{"incidentmap/geo", "incidentmap/internal/country", "incidentmap/internal/crs",
		"incidentmap/internal/edtf", "incidentmap/internal/format/geojson", "incidentmap/internal/incident",
		"incidentmap/internal/ingest", "incidentmap/internal/report"}},
	{"incidentmap/internal/access", []string{"incidentmap/internal/incident", "incidentmap/internal/store"}},
	{"incidentmap/internal/revise", []string{"incidentmap/internal/encode/whole", "incidentmap/internal/incident",
		"incidentmap/internal/inorder", "incidentmap/internal/store"}},
	{"incidentmap/internal/sqlitestore", []string{"incidentmap/internal/encode/whole", "incidentmap/internal/incident",
		"incidentmap/internal/inorder", "incidentmap/internal/revise", "incidentmap/internal/store"}},
	{"incidentmap/internal/pgstore", []string{"incidentmap/geo", "incidentmap/internal/encode/whole", "incidentmap/internal/incident",
		"incidentmap/internal/inorder", "incidentmap/internal/revise", "incidentmap/internal/store"}},
	{"incidentmap/internal/logsocket", []string{"incidentmap/internal/encode/whole", "incidentmap/internal/incident",
		"incidentmap/internal/inorder", "incidentmap/internal/store"}},
	{"incidentmap/internal/pmtiles", []string{"incidentmap/internal/wire"}},
	{"incidentmap/internal/memstore/packed", []string{"incidentmap/internal/wire", "incidentmap/internal/slotcache", "incidentmap/geo",
		"incidentmap/internal/incident",
		"incidentmap/internal/edtf"}},
	{"incidentmap/internal/store/storetest", []string{"incidentmap/geo", "incidentmap/internal/incident",
		"incidentmap/internal/store",
		"incidentmap/internal/cql2", "incidentmap/internal/edtf"}},
	{"incidentmap/internal/incident", []string{"incidentmap/geo", "incidentmap/internal/cql2",
		"incidentmap/internal/edtf", "incidentmap/internal/fold"}},
	{"incidentmap/geo", []string{"incidentmap/internal/slotcache"}},
	{"incidentmap/internal/outline", []string{"incidentmap/geo"}},
	{"incidentmap/internal/edtf", []string{"incidentmap/geo"}},
	{"incidentmap/internal/country", []string{"incidentmap/internal/fold"}},
	{"incidentmap/internal/place/eval", []string{"incidentmap/geo/...", "incidentmap/internal/fold"}},
	{"incidentmap/internal/geonames", []string{"incidentmap/geo/...", "incidentmap/internal/country",
		"incidentmap/internal/dialect", "incidentmap/internal/fold"}},
	{"incidentmap/internal/place", []string{"incidentmap/geo/...", "incidentmap/internal/incident",
		"incidentmap/internal/input", "incidentmap/internal/report"}},
	{"incidentmap/internal/catalog", []string{"incidentmap/internal/incident", "incidentmap/internal/report",
		"incidentmap/internal/store"}},
	{"incidentmap/internal/store", []string{"incidentmap/geo", "incidentmap/internal/incident"}},
	{"incidentmap/internal/encode/mvt", []string{"incidentmap/geo", "incidentmap/internal/incident",
		"incidentmap/internal/store"}},
	{"incidentmap/internal/load", []string{"incidentmap/geo/...", "incidentmap/internal/..."}},
	{"incidentmap/geo/gazetteer", []string{"incidentmap/geo", "incidentmap/geo/gazetteer/..."}},
	{"incidentmap/geo/gazetteer/table", []string{"incidentmap/geo/gazetteer/lexicon",
		"incidentmap/geo/gazetteer/spell", "incidentmap/internal/wire"}},
	{"incidentmap/geo/gazetteer/lexicon", []string{"incidentmap/geo/gazetteer/spell"}},
	{"incidentmap/geo/gazetteer/spell", []string{"incidentmap/internal/fold"}},
}

// owners are the packages that alone may import a module.
var owners = map[string][]string{
	"github.com/tidwall/rtree":          {"incidentmap/geo"},
	"github.com/labstack/echo/v4":       {"incidentmap/server"},
	"github.com/peterbourgon/ff/v3":     {"incidentmap/cmd/incidentmap"},
	"incidentmap/geo/gazetteer/table":   {"incidentmap/geo/gazetteer"},
	"incidentmap/geo/gazetteer/lexicon": {"incidentmap/geo/gazetteer", "incidentmap/geo/gazetteer/table"},
	"incidentmap/geo/gazetteer/spell": {"incidentmap/geo/gazetteer", "incidentmap/geo/gazetteer/table",
		"incidentmap/geo/gazetteer/lexicon"},
	"incidentmap/internal/memstore":        {"incidentmap/cmd/incidentmap", "incidentmap/internal/load"},
	"incidentmap/internal/memstore/packed": {"incidentmap/internal/memstore", "incidentmap/internal/load"},
	"incidentmap/internal/store/storetest": {},
	"incidentmap/internal/revise":          {"incidentmap/internal/sqlitestore", "incidentmap/internal/pgstore"},
	"incidentmap/internal/pgstore":         {"incidentmap/cmd/incidentmap"},
	"incidentmap/internal/pgstore/pgtest":  {},
	"incidentmap/internal/sqlitestore":     {"incidentmap/cmd/incidentmap", "incidentmap/internal/load"},
	"zombiezen.com/go/sqlite":              {"incidentmap/internal/sqlitestore", "incidentmap/internal/format/gpkg"},
	"net/http": {"incidentmap/server", "incidentmap/cmd/incidentmap",
		"incidentmap/internal/place"},
}

func TestArrows(t *testing.T) {
	packages := listImports(t)
	if len(packages) < 10 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	for pkg, imports := range packages {
		for _, imp := range imports {
			if strings.HasPrefix(imp, "incidentmap/") && !allowed(pkg, imp) {
				t.Errorf("%s imports %s, which the design does not allow", pkg, imp)
			}
			if may, owned := owners[imp]; owned && !slices.Contains(may, pkg) {
				t.Errorf("%s imports %s; only %v may", pkg, imp, may)
			}
		}
	}
}

func listImports(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "incidentmap/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		packages[fields[0]] = fields[1:]
	}
	return packages
}

func allowed(pkg, imp string) bool {
	for _, a := range arrows {
		if !matches(a.from, pkg) {
			continue
		}
		return slices.ContainsFunc(a.to, func(pattern string) bool { return matches(pattern, imp) })
	}
	return false
}

func matches(pattern, pkg string) bool {
	if folder, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == folder || strings.HasPrefix(pkg, folder+"/")
	}
	return path.Clean(pkg) == pattern
}
