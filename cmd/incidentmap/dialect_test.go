package main

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
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

// TestTablesOfPlaces: two tables of strangers, with the places that are right and how far
// from them the answers may be.
func TestTablesOfPlaces(t *testing.T) {
	file := func(name string) string {
		return filepath.Join("..", "..", "internal", "load", "testdata", "files", name)
	}
	var out, errOut strings.Builder
	args := []string{"geocode", "--csv", file("geocode-semicolons.csv"), "--column", "place,country"}
	if code := run(t.Context(), args, &out, &errOut); code != exitOK {
		t.Fatalf("exit %d: %s", code, errOut.String())
	}
	r := csv.NewReader(strings.NewReader(out.String()))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v:\n%s", len(rows), err, out.String())
	}
	for i, want := range [][2]float64{{34.43, 70.45}, {34.53, 69.17}} {
		for j, degrees := range want {
			if got, err := strconv.ParseFloat(rows[i+1][3+j], 64); err != nil || math.Abs(got-degrees) > 0.01 {
				t.Errorf("%v is at %s, want %v", rows[i+1][:3], rows[i+1][3+j], degrees)
			}
		}
	}
	out.Reset()
	args = []string{"geocode", "eval", file("eval-semicolons.csv"), "--text", "place", "--lat", "lat", "--lon", "lon"}
	if code := run(t.Context(), args, &out, &errOut); code != exitOK {
		t.Fatalf("exit %d: %s", code, errOut.String())
	}
	_, all, _ := strings.Cut(out.String(), "\n") // class, rows, resolved, abstained, median km
	cells := strings.Fields(all)
	if len(cells) < 5 || cells[0] != "all" || cells[1] != "1" {
		t.Fatalf("it says\n%s", out.String())
	}
	if median, err := strconv.ParseFloat(cells[4], 64); err != nil || median >= 5 {
		t.Errorf("the error is %s km, want less than 5", cells[4])
	}
}
