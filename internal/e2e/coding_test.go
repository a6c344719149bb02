//go:build e2e

package e2e

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

var unpack = map[string]func(io.Reader) (io.Reader, error){
	"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
}

func TestCompression(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range everyKind(p) {
		plain := p.ok(path)
		if plain.header.Get("Content-Encoding") != "" {
			t.Errorf("%s is packed unasked", path)
		}
		for encoding := range unpack {
			compareCoding(p, path, encoding, plain)
		}
	}
}

// compareCoding asks for an answer packed and compares it with the plain one.
// Tiles of the basemap are stored packed by gzip and only that need be small.
func compareCoding(p *process, path, encoding string, plain answer) {
	p.t.Helper()
	packed := p.ok(path, "Accept-Encoding", encoding)
	tile := strings.HasPrefix(path, "/basemap/") && encoding != "gzip"
	if packed.header.Get("Content-Encoding") != encoding {
		if len(plain.body) > 2048 && !tile {
			p.t.Errorf("%s: %d bytes are not packed as %s", path, len(plain.body), encoding)
		}
		return
	}
	r, err := unpack[encoding](bytes.NewReader(packed.body))
	if err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
	body, err := io.ReadAll(r)
	if err != nil || withoutTime(body) != withoutTime(plain.body) {
		p.t.Errorf("%s: unpacked from %s it is another answer: %v", path, encoding, err)
	}
	if len(packed.body) >= len(plain.body) && !tile {
		p.t.Errorf("%s: %d bytes as %s, %d plain", path, len(packed.body), encoding, len(plain.body))
	}
	if !strings.Contains(strings.Join(packed.header.Values("Vary"), ","), "Accept-Encoding") {
		p.t.Errorf("%s: caches are not told of the coding: %v", path, packed.header["Vary"])
	}
}

// A weight of 0 refuses a coding (RFC 9110, 12.4.2).
func TestRefusedCodings(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range everyKind(p) {
		if a := p.ok(path, "Accept-Encoding", "gzip;q=0, zstd;q=0"); a.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: it comes as %s, which was refused", path, a.header.Get("Content-Encoding"))
		}
	}
}
