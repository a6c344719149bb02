package outline_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"incidentmap/data"
	"incidentmap/internal/outline"
)

func open(t testing.TB) *outline.Countries {
	t.Helper()
	c, err := outline.Open(data.Files(), data.BasemapFile)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAway: capitals far from their country's middle are in it, and what lies
// elsewhere is as far away as a map shows, in kilometres.
func TestAway(t *testing.T) {
	c := open(t)
	for _, place := range []struct {
		name, country string
		at            orb.Point
		least, most   float64
	}{
		{"Kuala Lumpur", "MY", orb.Point{101.69, 3.14}, 0, 0},
		{"Honolulu", "US", orb.Point{-157.8, 21.3}, 0, 3},
		{"Banda Aceh", "ID", orb.Point{95.32, 5.55}, 0, 3},
		{"Kabul", "AF", orb.Point{69.17, 34.53}, 0, 0},
		{"Islamabad", "AF", orb.Point{73.05, 33.69}, 180, 280},
		{"Paris", "DE", orb.Point{2.35, 48.86}, 230, 330},
		{"Lesotho", "ZA", orb.Point{28.2, -29.6}, 40, 120},
		{"Suva", "FJ", orb.Point{178.44, -18.14}, 0, 3},
		{"across the antimeridian", "RU", orb.Point{-179.9, 50}, 500, 2000},
	} {
		metres, ok := c.Away(place.country, place.at)
		if km := metres / 1000; !ok || km < place.least || km > place.most {
			t.Errorf("%s is %.1f km outside of %s, %v", place.name, km, place.country, ok)
		}
	}
	if _, ok := c.Away("../x", orb.Point{}); ok {
		t.Error("there is an outline of no country")
	}
}

// BenchmarkAway asks for points inside of and far from a large country.
func BenchmarkAway(b *testing.B) {
	c := open(b)
	for name, p := range map[string]orb.Point{"inside": {100, 60}, "outside": {20, -30}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Away("RU", p)
			}
		})
	}
}

// TestAt: points of capitals lie in their countries, and the sea in none.
func TestAt(t *testing.T) {
	c := open(t)
	for code, p := range map[string]orb.Point{"AF": {69.17, 34.53}, "MY": {101.69, 3.14}, "US": {-157.85, 21.31},
		"CD": {15.31, -4.33}, "CG": {15.24, -4.21},
		"RU": {-170.5, 66.2}, "": {-30, 30}} {
		if got, ok := c.At(p); got != code || ok != (code != "") {
			t.Errorf("%v is in %q, want %q", p, got, code)
		}
	}
}

// archive is a file of outlines, each a text that is packed as they are, but for those
// that begin with !.
func archive(t *testing.T, outlines map[string]string) fstest.MapFS {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range outlines {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if raw, plain := strings.CutPrefix(text, "!"); plain {
			_, err = io.WriteString(w, raw)
		} else {
			packed := gzip.NewWriter(w)
			_, err = io.WriteString(packed, text)
			err = errors.Join(err, packed.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"x.zip": {Data: b.Bytes()}}
}

const square = `{"type":"Polygon","coordinates":[[[10,10],[20,10],[20,20],[10,20],[10,10]]]}`

// A country whose outline is damaged is as one without an outline, and the others are
// there all the same.
func TestDamagedOutlines(t *testing.T) {
	c, err := outline.Open(archive(t, map[string]string{"countries/AA.json": square, "countries/BB.json": "!not packed",
		"countries/CC.json": `{"type":"Polygon"`, "countries/DD.json": `{"type":"Point","coordinates":[1,2]}`,
		"other/EE.json": square, "countries/readme.txt": "!x"}), "x.zip")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"BB", "CC", "DD", "EE", "readme", ""} {
		if m, ok := c.Away(code, orb.Point{15, 15}); ok {
			t.Errorf("%s has an outline, %v m away", code, m)
		}
	}
	for at, want := range map[orb.Point]string{{15, 15}: "AA", {25, 15}: ""} {
		if code, ok := c.At(at); code != want || ok != (want != "") {
			t.Errorf("%v is in %q, %v", at, code, ok)
		}
	}
}

// What is no archive of outlines is refused with its name.
func TestOpenRefuses(t *testing.T) {
	for name, files := range map[string]fs.FS{"missing.zip": fstest.MapFS{},
		"text.zip": fstest.MapFS{"text.zip": {Data: []byte("no archive")}}} {
		if _, err := outline.Open(files, name); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
