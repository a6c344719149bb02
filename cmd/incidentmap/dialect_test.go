package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// TestDialects: every command that takes a table reads semicolons and UTF-16.
func TestDialects(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	utf16 := func(text string) string {
		t.Helper()
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	table := "place;country;lat;lon;date\nJalalabad;Afghanistan;34.43;70.45;2020-01-01\nKabul;Afghanistan;34.53;69.17;2020-01-02\n"
	for name, text := range map[string]string{"semicolons.csv": table, "utf16.csv": utf16(table)} {
		path := write(name, text)
		places := strings.ReplaceAll(path, ".csv", ".bin")
		for _, c := range []struct {
			args []string
			want string
		}{
			{[]string{"geocode", "--csv", path, "--column", "place,country"},
				"Kabul;Afghanistan;34.53;69.17;2020-01-02;34.52813;69.17233;"},
			{[]string{"geocode", "eval", path, "--text", "place", "--lat", "lat", "--lon", "lon"}, "all     2"},
			{[]string{"gazetteer", "build", "--csv", path, "--out", places}, "2 places"},
			{[]string{"validate", path}, "2 records, 0 errors"},
		} {
			var out, errOut strings.Builder
			code := run(t.Context(), c.args, &out, &errOut)
			if all := out.String() + errOut.String(); code != exitOK || !strings.Contains(all, c.want) {
				t.Errorf("%v: exit %d, no %q in\n%s", c.args, code, c.want, all)
			}
		}
	}
}
