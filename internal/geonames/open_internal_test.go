package geonames

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gzipped writes a .gz of a text.
func gzipped(t *testing.T, name, text string, cut int) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes()[:b.Len()-cut], 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A .gz is read as its table, whole or with an error that says what is wrong.
func TestGzip(t *testing.T) {
	text := strings.Repeat("AF.18\tNangarhar\tNangarhar\t1132366\n", 1000)
	for name, c := range map[string]struct {
		path string
		most int64
		want string
	}{
		"whole":        {gzipped(t, "a.txt.gz", text, 0), maxUnpacked, ""},
		"capitals":     {gzipped(t, "A.TXT.GZ", text, 0), maxUnpacked, ""},
		"at the bound": {gzipped(t, "a.gz", text, 0), int64(len(text)), ""},
		"beyond":       {gzipped(t, "a.gz", text, 0), int64(len(text)) - 1, "more than"},
		"cut off":      {gzipped(t, "a.gz", text, 12), maxUnpacked, "unexpected EOF"},
		"its head":     {gzipped(t, "a.gz", "", 20), maxUnpacked, "a.gz: it is no gzip file"},
	} {
		t.Run(name, func(t *testing.T) {
			r, size, err := open(c.path, c.most)
			var got []byte
			if err == nil {
				got, err = io.ReadAll(r)
				err = errors.Join(err, r.Close())
			}
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %q", err, c.want)
				}
				return
			}
			if err != nil || string(got) != text || size != int64(len(text)) {
				t.Errorf("%d bytes of %d, size %d, %v", len(got), len(text), size, err)
			}
		})
	}
}
