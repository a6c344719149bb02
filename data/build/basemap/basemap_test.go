package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"incidentmap/data/build/internal/source"
)

// maxTileBytes bounds a tile, so that a view of twenty comes in a moment.
const maxTileBytes = 64 << 10

// root is the root of the repository, which paths in ledgers are relative to.
const root = "../../.."

// open opens the committed archive.
func open(t *testing.T) *zip.ReadCloser {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join(root, archivePath))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { z.Close() })
	return z
}

// decode reads one tile; nil when the archive has none.
func decode(t *testing.T, z *zip.ReadCloser, name string) map[string]*mvt.Layer {
	t.Helper()
	f, err := z.Open(name)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.UnmarshalGzipped(b)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*mvt.Layer{}
	for _, l := range layers {
		out[l.Name] = l
	}
	return out
}

// label finds a label of a tile.
func label(layers map[string]*mvt.Layer, name, class string) (orb.Point, map[string]any) {
	if l := layers["place"]; l != nil {
		for _, f := range l.Features {
			if f.Properties["name"] == name && f.Properties["class"] == class {
				return f.Geometry.(orb.Point), f.Properties
			}
		}
	}
	return orb.Point{-1, -1}, nil
}

func TestTileOfTheWorld(t *testing.T) {
	layers := decode(t, open(t), "0/0/0.mvt")
	if layers["land"] == nil || layers["boundary"] == nil || layers["land"].Version != 2 ||
		layers["land"].Extent != 4096 {
		t.Fatalf("layers %v", layers)
	}
	land := layers["land"].Features[0].Geometry.(orb.MultiPolygon)
	for name, c := range map[string]struct {
		at   orb.Point // in the tile
		land bool
	}{
		"Afghanistan": {orb.Point{2800, 1640}, true}, "Brazil": {orb.Point{1450, 2160}, true},
		"Arabian Sea": {orb.Point{2780, 1880}, false}, "Pacific": {orb.Point{200, 2200}, false},
		"Norwegian Sea": {orb.Point{2048, 917}, false}, "South Pole": {orb.Point{2048, 4090}, true},
	} {
		if planar.MultiPolygonContains(land, c.at) != c.land {
			t.Errorf("%s: land is not %v", name, c.land)
		}
	}
}

func TestTileOfKabul(t *testing.T) {
	layers := decode(t, open(t), "6/44/25.mvt")
	at, props := label(layers, "Kabul", "city")
	if props == nil || props["name_ar"] != "كابل" || props["rank"] == nil || props["minzoom"] == nil {
		t.Fatalf("Kabul: %v", props)
	}
	// 69.17233 E, 34.52813 N: (249.17233/360·64 − 44)·4096 and (0.397693·64 − 25)·4096
	if want := (orb.Point{1218, 1853}); planar.Distance(at, want) > 20 {
		t.Errorf("Kabul is at %v, want about %v", at, want)
	}
	if _, props := label(layers, "Nangarhar", "admin1"); props == nil {
		t.Error("no label of Nangarhar")
	}
	if n := crossings(layers, "country", orb.Point{2900, 2300}, 500); n == 0 {
		t.Error("no border between Afghanistan and Pakistan at the Khyber Pass")
	}
	for _, class := range []string{"country", "admin1"} {
		if crossings(layers, class, orb.Point{2048, 2048}, 2048) == 0 {
			t.Errorf("no line of class %s", class)
		}
	}
}

// crossings counts the lines of a class that come within a square around p.
func crossings(layers map[string]*mvt.Layer, class string, p orb.Point, half float64) int {
	box := orb.Bound{Min: orb.Point{p[0] - half, p[1] - half}, Max: orb.Point{p[0] + half, p[1] + half}}
	n := 0
	for _, f := range layers["boundary"].Features {
		if f.Properties["class"] == class {
			if g := clip.Geometry(box, orb.Clone(f.Geometry)); g != nil {
				n++
			}
		}
	}
	return n
}

func TestDisputedBorders(t *testing.T) {
	kashmir := decode(t, open(t), "5/22/12.mvt")
	if crossings(kashmir, "disputed", orb.Point{2048, 2048}, 2048) == 0 {
		t.Error("the line of control in Kashmir is not disputed")
	}
}

func TestOpenSeaHasNoTile(t *testing.T) {
	z := open(t)
	if layers := decode(t, z, "6/5/40.mvt"); layers != nil {
		t.Errorf("a tile in the Pacific: %v", layers)
	}
	if layers := decode(t, z, "8/100/100.mvt"); layers != nil {
		t.Errorf("a tile of zoom 8 outside of the region: %v", layers)
	}
	if layers := decode(t, z, "8/177/101.mvt"); layers["land"] == nil {
		t.Error("no land by Kabul at zoom 8")
	}
}

// What a tile draws must go on beyond its edge, or seams show.
func TestTilesOverlap(t *testing.T) {
	layers := decode(t, open(t), "5/22/12.mvt")
	for _, name := range []string{"land", "boundary"} {
		b := layers[name].Features[0].Geometry.Bound()
		if b.Min[0] != -64 || b.Max[1] != 4096+64 {
			t.Errorf("%s reaches over %v", name, b)
		}
	}
}

// Every tile decodes, is stored as it is, has a known set of layers, and turns
// its rings as the vector tile specification wants.
func TestEveryTile(t *testing.T) {
	z := open(t)
	previous := ""
	for _, f := range z.File {
		if f.Method != zip.Store || !f.Modified.IsZero() && f.Modified.Year() > 1980 || f.Name == previous {
			t.Errorf("%s: method %d, modified %v", f.Name, f.Method, f.Modified)
		}
		previous = f.Name
		if !strings.HasSuffix(f.Name, ".mvt") {
			continue
		}
		if f.UncompressedSize64 > maxTileBytes {
			t.Errorf("%s: %d bytes", f.Name, f.UncompressedSize64)
		}
		for name, layer := range decode(t, z, f.Name) {
			if !slices.Contains(layerNames, name) || len(layer.Features) == 0 {
				t.Errorf("%s: layer %q of %d features", f.Name, name, len(layer.Features))
			}
		}
	}
}

func TestDescription(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(root, metaPath))
	if err != nil || !bytes.Equal(b, describe()) {
		t.Errorf("basemap.json is not what the program writes: %v", err)
	}
	var meta struct {
		MinZoom, MaxZoom int
		Attribution      string
	}
	if err := json.Unmarshal(b, &meta); err != nil || meta.MaxZoom != maxZoom ||
		!strings.Contains(meta.Attribution, "Natural Earth") {
		t.Errorf("%+v, %v", meta, err)
	}
}

func TestSums(t *testing.T) {
	entries, err := source.Read(filepath.Join(root, sumsPath))
	if err != nil {
		t.Fatal(err)
	}
	outputs := 0
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(root, e.Path))
		if os.IsNotExist(err) && strings.HasPrefix(e.Path, source.Modules) {
			continue
		}
		if err != nil || source.Sum(b) != e.Sum {
			t.Errorf("%s: sum differs, %v", e.Path, err)
		}
		if e.Role == "output" {
			outputs++
		}
	}
	if outputs != 2 {
		t.Errorf("%d outputs", outputs)
	}
}

func TestStitch(t *testing.T) {
	a, b, c, d, e := orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{2, 0}, orb.Point{2, 1}, orb.Point{2, -1}
	// a─b─c, where c is a junction of three; and a ring of three corners.
	//       ├─d
	//       └─e
	x, y, z := orb.Point{5, 5}, orb.Point{6, 5}, orb.Point{5, 6}
	lines := stitch([]segment{{b, c}, {a, b}, {c, d}, {e, c}, {x, y}, {y, z}, {x, z}})
	var lengths []int
	for _, line := range lines {
		lengths = append(lengths, len(line))
	}
	slices.Sort(lengths)
	if !slices.Equal(lengths, []int{2, 2, 3, 4}) {
		t.Errorf("lines of %v points: %v", lengths, lines)
	}
}

func TestRingsTurnAsTheSpecificationWants(t *testing.T) {
	square := func(min, max float64) orb.Ring {
		return orb.Ring{{min, min}, {min, max}, {max, max}, {max, min}, {min, min}}
	}
	got := grid{4096, 0, 0}.polygons(orb.Polygon{square(0, 1), square(0.4, 0.6)})
	if len(got) != 1 || len(got[0]) != 2 || got[0][0].Orientation() != orb.CCW || got[0][1].Orientation() != orb.CW {
		t.Errorf("got %v", got)
	}
	if got := (grid{4096, 0, 0}).polygons(orb.Polygon{square(0.5, 0.50001)}); got != nil {
		t.Errorf("a polygon smaller than a unit: %v", got)
	}
}

// readGeometry reads one of the archive's outlines.
func readGeometry(t *testing.T, z *zip.ReadCloser, name string) orb.MultiPolygon {
	t.Helper()
	g, err := geojson.UnmarshalGeometry(unzip(t, z, name))
	if err != nil {
		t.Fatal(err)
	}
	return g.Geometry().(orb.MultiPolygon)
}

// unzip reads a gzipped file of the archive.
func unzip(t *testing.T, z *zip.ReadCloser, name string) []byte {
	t.Helper()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOutlines: Kabul lies in the outline of Afghanistan, and not in those of
// its neighbours.
func TestOutlines(t *testing.T) {
	z := open(t)
	for code, want := range map[string]bool{"AF": true, "PK": false, "IR": false, "US": false} {
		if got := planar.MultiPolygonContains(readGeometry(t, z, "countries/"+code+".json"),
			orb.Point{69.17, 34.53}); got != want {
			t.Errorf("Kabul in %s: %v", code, got)
		}
	}
}

// Units are found by the gazetteer's names, as incidents bear them, and lie
// where they should; the former tribal areas are within Khyber Pakhtunkhwa.
func TestUnits(t *testing.T) {
	z := open(t)
	for _, c := range []struct {
		country, admin1, admin2 string
		in                      orb.Point
	}{
		{"AF", "Nangarhar", "", orb.Point{70.45, 34.43}},
		{"AF", "Panjshir", "", orb.Point{69.8, 35.4}},
		{"AF", "Parwan", "", orb.Point{69.17, 35.01}},
		{"AF", "Daykundi", "", orb.Point{66.0, 33.8}},
		{"PK", "Khyber Pakhtunkhwa", "", orb.Point{71.58, 34.01}},
		{"PK", "Khyber Pakhtunkhwa", "", orb.Point{70.9, 33.7}}, // the former Kurram Agency
		{"PK", "Khyber Pakhtunkhwa", "Khyber", orb.Point{71.1, 34.0}},
	} {
		var index unitIndex
		if err := json.Unmarshal(unzip(t, z, "units/"+c.country+".json"), &index); err != nil {
			t.Fatal(err)
		}
		file := index.Admin1[c.admin1]
		if c.admin2 != "" {
			file = index.Admin2[c.admin1][c.admin2]
		}
		if file == "" {
			t.Errorf("%+v is not in the index: %v", c, index)
			continue
		}
		if !planar.MultiPolygonContains(readGeometry(t, z, "units/"+file+".json"), c.in) {
			t.Errorf("%v is not in %s", c.in, file)
		}
	}
	if _, err := z.Open("units/PAK-1112.json"); err == nil {
		t.Error("the former tribal areas have an outline of their own")
	}
}

// The line between the former tribal areas and Khyber Pakhtunkhwa is gone from
// the outline and from the tiles.
func TestNoTribalAreas(t *testing.T) {
	z := open(t)
	former := orb.Point{71.33, 34.0} // on that line, west of Peshawar
	for _, polygon := range readGeometry(t, z, "units/PAK-1123.json") {
		for _, ring := range polygon {
			if d := planar.DistanceFrom(orb.LineString(ring), former); d < 0.05 {
				t.Errorf("the outline of Khyber Pakhtunkhwa comes within %.3f° of Peshawar's west", d)
			}
		}
	}
}

func TestNamesOfProvinces(t *testing.T) {
	z := open(t)
	for name, at := range map[string]string{"Panjshir": "7/88/50.mvt", "Daykundi": "7/87/51.mvt",
		"Khyber Pakhtunkhwa": "7/89/51.mvt"} {
		if _, props := label(decode(t, z, at), name, "admin1"); props == nil {
			t.Errorf("no label of %s in %s", name, at)
		}
	}
}

// Around Peshawar: districts, thinner than provinces, the airport, and names in
// the languages of the place.
func TestTileOfPeshawar(t *testing.T) {
	layers := decode(t, open(t), "8/178/102.mvt")
	if layers["urban"] == nil || crossings(layers, "admin2", orb.Point{2048, 2048}, 2048) == 0 {
		t.Error("no town as it covers the ground, or no line between districts")
	}
	if _, props := label(layers, "Peshawar", "city"); props["name_ur"] != "پشاور" || props["name_local"] != "پشاور" {
		t.Errorf("Peshawar: %v", props)
	}
	if _, props := label(layers, "Peshawar International Airport", "airport"); props == nil {
		t.Error("no airport")
	}
	if _, props := label(layers, "Khyber", "admin2"); props == nil {
		t.Error("no label of Khyber District")
	}
	if coarse := decode(t, open(t), "6/44/25.mvt"); crossings(coarse, "admin2", orb.Point{2048, 2048}, 4096) != 0 {
		t.Error("districts at zoom 6")
	}
}

func TestClaimsAndCrimea(t *testing.T) {
	z := open(t)
	if crossings(decode(t, z, "5/22/12.mvt"), "claim", orb.Point{2048, 2048}, 2048) == 0 {
		t.Error("no claimed line in Kashmir")
	}
	// 33.7 E, 46.15 N, where Crimea meets the mainland.
	if crossings(decode(t, z, "6/37/22.mvt"), "disputed", orb.Point{4060, 2991}, 250) == 0 {
		t.Error("the line between Crimea and the rest of Ukraine is not disputed")
	}
}

func TestLanguageOf(t *testing.T) {
	for _, c := range []struct{ name, country, want string }{
		{"کابل", "AF", "fa"}, {"كابل", "AF", ""}, {"پېښور", "PK", "ps"}, {"پشاور", "PK", "ur"}, {"لاہور", "PK", "ur"},
		{"تهران", "IR", "fa"}, {"كابۇل", "AF", ""}, {"Kabul", "AF", ""}, {"", "AF", ""},
	} {
		if got := languageOf(c.name, c.country); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.name, c.country, got, c.want)
		}
	}
}
