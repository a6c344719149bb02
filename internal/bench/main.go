// Command bench measures incidentmap beside a naive twin and its peers, in
// one run on one machine, and prints a table of ratios.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/sample"
)

func main() {
	n := flag.Int("n", 1_000_000, "`NUMBER` of incidents")
	bin := flag.String("bin", "", "`FILE` of the built program, to measure it over HTTP")
	peers := flag.Bool("peers", false, "measure PostGIS, ogr2ogr and libraries of JavaScript too")
	picture := flag.String("picture", "", "`FILE` (.png) to draw a thinned tile into, instead of measuring")
	csv := flag.String("csv", "", "`FILE` to write the incidents into, instead of measuring")
	db := flag.Bool("db", false, "measure the database of the program alone")
	shared := flag.Bool("shared", false, "measure the database in PostgreSQL, for many servers, alone")
	flag.Parse()
	t := &table{}
	t.note(fmt.Sprintf("%s, %d processors (%s), %s, %d incidents", time.Now().Format(time.DateOnly),
		runtime.GOMAXPROCS(0), processor(), runtime.Version(), *n))
	all := sample.Make(*n, 42)
	if *picture != "" {
		tile, err := geo.NewTile(4, 11, 6) // Afghanistan and Pakistan
		must(err)
		must(drawThinning(*picture, newSnapshot(all), tile))
		return
	}
	if *csv != "" {
		must(writeCSV(*csv, all))
		return
	}
	if *db {
		databaseAlone(t, *bin, *peers, all)
		t.print(os.Stdout)
		return
	}
	if *shared {
		sharedAlone(t, *bin, all)
		t.print(os.Stdout)
		return
	}
	queries, snap := inProcess(t, all)
	if *bin != "" {
		outside(t, *bin, *peers, all, queries, snap)
	}
	t.print(os.Stdout)
}

// settling is how long the program takes to give memory back that loading
// needed.
const settling = 3 * time.Second

// savedFrom is from how many incidents the program packs them and writes a
// snapshot.
const savedFrom = 20_000

// outside measures the program and its peers as their users see them.
func outside(t *table, bin string, peers bool, all []sample.Incident, queries map[int][]sample.Query, snap *snapshot) {
	dir, err := os.MkdirTemp("", "incidentmap-bench-")
	must(err)
	defer os.RemoveAll(dir)
	csv := filepath.Join(dir, "sample.csv")
	must(writeCSV(csv, all))
	var p *postgis
	if peers {
		if p, err = startPostGIS(context.Background(), csv); err != nil {
			t.note("PostGIS left out: " + err.Error())
		} else {
			defer p.stop()
			againstPostGIS(t, p, queries, snap)
		}
	}
	if len(all) >= savedFrom {
		must(fromSnapshot(t, bin, csv, dir))
	}
	database(t, bin, csv, dir, p, all, queries[1000])
	loaded := timesLoaded(3, bin, csv)
	s, err := startServed(bin, csv)
	must(err)
	defer s.stop()
	if p != nil {
		t.ratio("CSV to first answer", loaded, "PostGIS COPY and index", p.loaded)
	} else {
		t.alone("CSV to first answer", loaded)
	}
	time.Sleep(settling)
	t.note(fmt.Sprintf("resident after loading: %d MB", s.resident()))
	overHTTP(t, s, p, queries)
	tilesOverHTTP(t, s)
	aggregatesOverHTTP(t, s)
	columnsOverHTTP(t, s)
	if peers {
		if p, err := askNode(context.Background(), dir, all); err != nil {
			t.note("Libraries of JavaScript left out: " + err.Error())
		} else {
			againstNode(t, s, p)
		}
	}
	t.note(fmt.Sprintf("resident in the end: %d MB", s.resident()))
	if peers {
		out := filepath.Join(dir, "out.geojson")
		took := once(func() {
			must(exec.CommandContext(context.Background(), "ogr2ogr", "-f", "GeoJSON", out, csv, "-oo", //nolint:gosec // our own file
				"X_POSSIBLE_NAMES=longitude", "-oo", "Y_POSSIBLE_NAMES=latitude", "-oo",
				"AUTODETECT_TYPE=YES").Run())
		})
		t.ratio("HTTP: export of all as GeoJSON", t.find("HTTP: export of all as GeoJSON"), "ogr2ogr from CSV", took)
	}
}

// writeCSV writes the incidents into a file.
func writeCSV(path string, all []sample.Incident) error {
	f, err := os.Create(path) //nolint:gosec // its user names it
	if err != nil {
		return err
	}
	return errors.Join(sample.WriteCSV(f, all), f.Close())
}

// processor names the processor as the system does.
func processor() string {
	raw, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
