package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/pmtiles"
	"incidentmap/server"
)

// pmtilesFile writes a file without tiles: an empty directory, and metadata.
func pmtilesFile(t *testing.T, kind pmtiles.Type, compression pmtiles.Compression, metadata string) string {
	t.Helper()
	const header = 127
	b := make([]byte, header)
	copy(b, "PMTiles\x03")
	put := func(at int, v uint64) { binary.LittleEndian.PutUint64(b[at:], v) }
	end := uint64(header + 1 + len(metadata))
	put(8, header)
	put(16, 1)
	put(24, header+1)
	put(32, uint64(len(metadata)))
	put(40, end)
	put(56, end)
	b[97], b[98], b[99], b[100], b[101] = byte(pmtiles.Plain), byte(compression), byte(kind), 2, 9
	path := filepath.Join(t.TempDir(), "tiles.pmtiles")
	if err := os.WriteFile(path, bytes.Join([][]byte{b, {0}, []byte(metadata)}, nil), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func layers(names ...string) string {
	return `{"vector_layers":[{"id":"` + strings.Join(names, `"},{"id":"`) +
		`"}],"attribution":"<a href='x'>Map &amp; Co</a>"}`
}

func TestOpenBackground(t *testing.T) {
	for name, c := range map[string]struct {
		file, attribution, kind, ending, text string
	}{
		"pictures": {pmtilesFile(t, pmtiles.WebP, pmtiles.Plain, "{}"), "Us", server.BackgroundRaster, ".webp",
			"Us"},
		"our layers": {pmtilesFile(t, pmtiles.MVT, pmtiles.Gzip, layers("land", "water", "place")), "",
			server.BackgroundVector, ".mvt", "Map & Co"},
		"Protomaps": {pmtilesFile(t, pmtiles.MVT, pmtiles.Gzip, layers("earth", "water", "roads")), "Us",
			server.BackgroundProtomaps, ".mvt", "Us"},
		"another host": {"https://tiles.example.org/{z}/{x}/{y}.png", "Us", server.BackgroundRemote, "", "Us"},
		"with a port":  {"http://127.0.0.1:8000/a/{z}/{y}/{x}?key=1", "", server.BackgroundRemote, "", ""},
	} {
		b, err := openBackground(c.file, c.attribution)
		if err != nil || b.Kind != c.kind || b.Ending != c.ending || b.Attribution != c.text {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
	if b, err := openBackground("", ""); b != nil || err != nil {
		t.Errorf("nothing: %v, %v", b, err)
	}
	if b, err := openBackground("http://127.0.0.1:8000/{z}/{x}/{y}", ""); err != nil ||
		b.Origin != "http://127.0.0.1:8000" {
		t.Errorf("origin: %+v, %v", b, err)
	}
}

// What cannot be used is refused at the start, and told what could.
func TestOpenBackgroundRefuses(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.pmtiles")
	if err := os.WriteFile(text, bytes.Repeat([]byte("text "), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ value, attribution, want string }{
		"no such file":   {"none.pmtiles", "", "a PMTiles file or an address"},
		"a folder":       {t.TempDir(), "", "is a directory; a file is allowed"},
		"another format": {text, "", "a PMTiles file, version 3, is allowed"},
		"AVIF": {pmtilesFile(t, pmtiles.AVIF, pmtiles.Plain, "{}"), "",
			"vector tiles (1), PNG (2), JPEG (3) and WebP (4) are allowed"},
		"tiles in zstd": {pmtilesFile(t, pmtiles.MVT, pmtiles.Zstd, "{}"), "", "gzip (2) are allowed"},
		"other layers": {pmtilesFile(t, pmtiles.MVT, pmtiles.Gzip, layers("transportation")), "",
			"earth, water, landuse"},
		"unnamed layers":        {pmtilesFile(t, pmtiles.MVT, pmtiles.Gzip, "{}"), "", "do not name"},
		"no {y}":                {"https://a.example/{z}/{x}.png", "", "{y}"},
		"{x} twice":             {"https://a.example/{z}/{x}/{x}/{y}.png", "", "{x}"},
		"another placeholder":   {"https://{s}.example/{z}/{x}/{y}.png", "", "is allowed"},
		"ftp":                   {"ftp://a.example/{z}/{x}/{y}.png", "", "is allowed"},
		"credentials":           {"https://me:secret@a.example/{z}/{x}/{y}.png", "", "password"},
		"a host of the tile's":  {"https://a{z}.example/{x}/{y}.png", "", "host"},
		"a policy in the host":  {"https://a.example;script-src/{z}/{x}/{y}.png", "", "allowed"},
		"no host":               {"https:///{z}/{x}/{y}.png", "", "host"},
		"a fragment":            {"https://a.example/{z}/{x}/{y}.png#a", "", "#"},
		"attribution by itself": {"", "Us", "--basemap"},
		"a long attribution":    {"https://a.example/{z}/{x}/{y}.png", strings.Repeat("a", 501), "longer"},
	} {
		if b, err := openBackground(c.value, c.attribution); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v", name, b, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the password is told: %v", name, err)
		}
	}
}
