//go:build e2e

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestValidateOurOwnData: what ships has nothing to mend, as a directory and
// as the files that the program serves.
func TestValidateOurOwnData(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "data", "khorasan")
	layers, err := filepath.Glob(filepath.Join(root, "*.geojson"))
	if err != nil || len(layers) != 5 {
		t.Fatalf("%d built files, %v", len(layers), err)
	}
	for _, path := range append(layers, root) {
		if code, out, errOut := run(t, "validate", "--strict", path); code != 0 ||
			!strings.Contains(out, "0 errors, 0 warnings") {
			t.Errorf("%s: %d\n%s%s", path, code, out, errOut)
		}
	}
}

// TestValidateFindsAndEndsWith1: the finding is on stdout in each form, with
// file and row; stderr has one line.
func TestValidateFindsAndEndsWith1(t *testing.T) {
	t.Parallel()
	path := write(t, "bad.csv",
		"id,title,date,latitude,longitude,deaths,source\na,A,2020-01-01,34.5,69.2,5,A newspaper\nb,B,2020-13-45,34.5,69.2,5,A newspaper\n")
	for format, want := range map[string]string{
		"text":   path + ":3: error: date: ",
		"github": "::error file=" + path + ",line=3,title=date::date: ",
		"json":   `"row": 3`,
	} {
		code, out, errOut := run(t, "validate", "--format", format, path)
		if code != 1 || !strings.Contains(out, want) || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%s: %d\n%s%s", format, code, out, errOut)
		}
		if format == "json" && !json.Valid([]byte(out)) {
			t.Errorf("no JSON: %s", out)
		}
	}
	if code, out, _ := run(t, "validate", write(t, "cut.geojson",
		`{"type":"FeatureCollection","features":[`)); code != 1 || !strings.Contains(out, "line 1") {
		t.Errorf("a file that is cut off: %d, %s", code, out)
	}
}

func TestValidateMistakes(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"no path": {"validate"}, "no such form": {"validate", "--format", "xml", "x.csv"}, "two for JSON": {"validate",
			"--format", "json", "a.csv", "b.csv"},
	} {
		if code, _, errOut := run(t, args...); code != 2 || !strings.Contains(errOut, "validate --help") {
			t.Errorf("%s: %d, %s", name, code, errOut)
		}
	}
	if code, _, errOut := run(t, "validate", filepath.Join(t.TempDir(), "none.csv")); code != 1 ||
		!strings.Contains(errOut, "no such file") {
		t.Errorf("%d, %s", code, errOut)
	}
	if code, out, _ := run(t, "validate", "--rules"); code != 0 || strings.Count(out, "\n") < 40 {
		t.Errorf("%d rules", strings.Count(out, "\n"))
	}
}

// TestContextLayers: each layer is a collection of its own, says of which
// dataset, has no figures, and is never counted with the incidents.
func TestContextLayers(t *testing.T) {
	t.Parallel()
	p := serve(t)
	var doc struct {
		Collections []struct {
			ID, ContextOf string
			NumberOfItems int
		}
	}
	decode(t, p.ok("/api/collections").body, &doc)
	counts := map[string]int{}
	for _, c := range doc.Collections {
		if c.ContextOf == "khorasan" {
			counts[c.ID] = c.NumberOfItems
		}
	}
	if len(counts) != 4 || counts["khorasan-leaders"] != 7 || counts["khorasan-designations"] != 9 {
		t.Errorf("layers %v", counts)
	}
	for id := range counts {
		for _, f := range p.whole(id, "").Features {
			if _, has := f.Properties["fatalities_best"]; has {
				t.Errorf("%s/%s has figures", id, f.ID)
			}
		}
		if said, reads := gdalCount(t, layer(p), id); said != counts[id] || reads != said {
			t.Errorf("%s: GDAL says %d and reads %d of %d", id, said, reads, counts[id])
		}
	}
}

// TestReleaseIsServed: the frozen copy has the incidents that are served.
func TestReleaseIsServed(t *testing.T) {
	t.Parallel()
	p := serve(t)
	var doc struct{ Release, Citation string }
	decode(t, p.ok("/api/collections/khorasan").body, &doc)
	raw, err := os.ReadFile(filepath.Join("..", "..", "data", "khorasan", "releases", doc.Release, "khorasan.csv"))
	if err != nil || !strings.Contains(doc.Citation, doc.Release) {
		t.Fatalf("%v, %q", err, doc.Citation)
	}
	if served := p.ok("/api/collections/khorasan/export?f=csv").body; string(raw) != string(served) {
		t.Errorf("the release has %d bytes, the export %d, and they differ", len(raw), len(served))
	}
}

// TestDirectoryIsServed: a directory kept by hand is a dataset like the
// shipped one; a place that its lock does not have is looked up, unreviewed.
func TestDirectoryIsServed(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, content := range map[string]string{
		"dataset.yaml":      "id: mine\ntitle: Mine\nlicence: CC0-1.0\nsources: [{key: s, title: A newspaper}]\n",
		"incidents/a.yaml":  "title: A\nkind: attack\nevent_type: bombing\ndate: \"2020-05-12\"\nplace: {text: Herat, find: [\"Herat, Afghanistan\"]}\nsources: [s]\n",
		"incidents/b.yaml":  "title: B\nkind: attack\nevent_type: bombing\ndate: soon\nsources: [s]\n",
		"layers/terms.yaml": "title: Terms\nkinds: [{id: term, label: Term}]\nevent_types: [{id: term, label: Term}]\nrecords:\n  - {id: x, title: X, kind: term, event_type: term, date: \"2019/2020\", sources: [s]}\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := serve(t, "--data", root)
	all := p.whole("mine", "")
	if ids := all.ids(); len(ids) != 1 || ids[0] != "a" {
		t.Fatalf("incidents %v", ids)
	}
	if f := all.Features[0]; f.text("country") != "AF" || f.text("place_review") != "unreviewed" {
		t.Errorf("%+v", f.Properties)
	}
	if ids := p.whole("mine-terms", "").ids(); len(ids) != 1 {
		t.Errorf("terms %v", ids)
	}
}
