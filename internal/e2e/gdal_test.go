//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// gdal runs a program of gdal-bin, which must be installed.
func gdal(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1", "CPL_DEBUG=OFF")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%.2000s", strings.Join(args, " "), err, out)
	}
	if strings.Contains(string(out), "ERROR") {
		t.Fatalf("%s:\n%.2000s", strings.Join(args, " "), out)
	}
	return string(out)
}

// layer names a server's collections to GDAL.
func layer(p *process) string { return "OAPIF:" + p.url + "/api" }

var featureCount = regexp.MustCompile(`(?m)^Feature Count: (\d+)$`)

// gdalCount is how many features GDAL says there are, and reads.
func gdalCount(t *testing.T, args ...string) (said, reads int) {
	t.Helper()
	summary := gdal(t, append([]string{"ogrinfo", "-so"}, args...)...)
	m := featureCount.FindStringSubmatch(summary)
	if m == nil {
		t.Fatalf("no count in %s", summary)
	}
	said, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return said, strings.Count(gdal(t, append([]string{"ogrinfo", "-q"}, args...)...), "OGRFeature(")
}

func gdalServer(t *testing.T) *process {
	t.Helper()
	return serve(t, "--data", writeTable(t, makeRows(2_350, 4)))
}

func TestGDALCountsWhatTheAPICounts(t *testing.T) {
	t.Parallel()
	p := gdalServer(t)
	for _, collection := range []string{"incidents", "attacks", "operations", "khorasan", "made"} {
		said, reads := gdalCount(t, layer(p), collection)
		want := p.whole(collection, "").Matched
		if want == 0 || said != want || reads != want {
			t.Errorf("%s: GDAL says %d and reads %d, the API has %d", collection, said, reads, want)
		}
	}
}

// GDAL lists nothing without a geometry where it is asked for a box, while
// the API does, as the standard says; the others are the same ones.
func TestGDALCountsWhatTheAPICountsInABox(t *testing.T) {
	t.Parallel()
	p := gdalServer(t)
	for _, box := range []string{"60 20 80 40", "0 50 40 60", "-120 30 -70 45", "-180 -90 180 90", "5 5 5.05 5.05"} {
		for _, collection := range []string{"incidents", "operations", "made"} {
			args := append([]string{"-spat"}, strings.Fields(box)...)
			said, reads := gdalCount(t, append(args, layer(p), collection)...)
			pg := p.whole(collection, "bbox="+strings.ReplaceAll(box, " ", ","))
			if want := pg.Matched - unplaced(pg); said != want || reads != want {
				t.Errorf("%s in %s: GDAL says %d and reads %d, the API has %d with a place", collection, box, said,
					reads, want)
			}
		}
	}
}

func unplaced(pg page) (n int) {
	for _, f := range pg.Features {
		if f.Geometry == nil {
			n++
		}
	}
	return n
}

// Columns keep their types, so that a GIS can sum and sort them.
func TestGDALSeesTypedColumns(t *testing.T) {
	t.Parallel()
	p := gdalServer(t)
	for collection, columns := range map[string]map[string]string{
		"incidents": {"title": "String", "start": "Date", "end": "Date", "date_certain": "Integer(Boolean)",
			"fatalities_best": "Integer", "revision": "Integer"},
		"made": {"title": "String", "start": "Date", "fatalities_low": "Integer", "fatalities_high": "Integer",
			"rounds": "Integer"},
	} {
		summary := gdal(t, "ogrinfo", "-so", layer(p), collection)
		for name, kind := range columns {
			if !strings.Contains(summary, fmt.Sprintf("\n%s: %s (", name, kind)) {
				t.Errorf("%s: %s is no %s in\n%s", collection, name, kind, summary)
			}
		}
	}
}

// What GDAL reads of an export, and of the API, is every incident, once.
func TestGDALReadsExports(t *testing.T) {
	t.Parallel()
	p := gdalServer(t)
	for _, collection := range []string{"incidents", "made"} {
		want := map[string]bool{}
		for _, id := range p.whole(collection, "").ids() {
			want[id] = true
		}
		for format, ending := range map[string]string{"geojson": "geojson", "csv": "csv", "geojsonseq": "geojsons"} {
			file := filepath.Join(t.TempDir(), collection+"."+ending)
			if err := os.WriteFile(file, p.ok(of(collection, "export", "f="+format)).body, 0o600); err != nil {
				t.Fatal(err)
			}
			sameIDs(t, collection+" as "+format, convert(t, file), want)
		}
		sameIDs(t, collection+" from the API", convert(t, layer(p), collection), want)
	}
}

// convert lets GDAL read something into GeoJSON and lists the IDs of it.
func convert(t *testing.T, source ...string) []string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "converted.geojson")
	gdal(t, append([]string{"ogr2ogr", "-f", "GeoJSON", out}, source...)...)
	body, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Features []struct {
			ID         json.RawMessage
			Properties map[string]any
		}
	}
	decode(t, body, &doc)
	ids := make([]string, len(doc.Features))
	for i, f := range doc.Features {
		if ids[i] = strings.Trim(string(f.ID), `"`); ids[i] == "" {
			ids[i], _ = f.Properties["id"].(string)
		}
	}
	return ids
}

// What GDAL pushes down to the server is answered as GDAL itself would.
func TestGDALFiltersCountTheSamePushedDown(t *testing.T) {
	t.Parallel()
	p := gdalServer(t)
	local, pages := t.TempDir(), []string{"-oo", "PAGE_SIZE=10000"}
	for _, collection := range []string{"incidents", "made"} {
		gdal(t, append([]string{"ogr2ogr", "-q", filepath.Join(local, collection+".geojson"), layer(p), collection},
			pages...)...)
	}
	for _, filter := range []string{"start >= '2018/07/01'", "start >= '2018/07/01 12:00:00'",
		"\"end\" <= '2018/07/15 00:00:00'", "\"end\" <= '2018/07/15'",
		"start = '2017/04/13'", "country = 'AF'", "NOT (country = 'AF')", "actor = 'ISIS–K'", "kind = 'nothing'",
		"fatalities_best >= 10", "fatalities_best IS NULL",
		"country IN ('AF', 'IR')", "date_certain = 1", "title = 'no, such, title'",
		"start >= '2016/01/01' AND \"end\" < '2020/01/01' AND kind = 'attack'"} {
		for _, collection := range []string{"incidents", "made"} {
			said, reads := gdalCount(t, append(pages, "-where", filter, layer(p), collection)...)
			want := -1
			if m := featureCount.FindStringSubmatch(gdal(t, "ogrinfo", "-so", "-where", filter,
				filepath.Join(local, collection+".geojson"), collection)); m != nil {
				want, _ = strconv.Atoi(m[1])
			}
			if said != want || reads != want {
				t.Errorf("%s, %s: pushed down GDAL says %d and reads %d, by itself %d", collection, filter, said, reads,
					want)
			}
		}
	}
	requests := strings.Count(p.log.String(), "path=/api/collections/made/items")
	gdal(t, "ogrinfo", "-q", "-where", "kind = 'strike'", layer(p), "made", "-oo", "PAGE_SIZE=10000")
	if n := strings.Count(p.log.String(), "path=/api/collections/made/items") - requests; n > 3 {
		t.Errorf("one filter took %d requests", n)
	}
}
