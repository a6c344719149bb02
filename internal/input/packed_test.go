package input_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"incidentmap/internal/input"
)

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// zipped is an archive of files, given as name and text in turn.
func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var endings = []string{".csv", ".json"}

func TestUnpack(t *testing.T) {
	const table = "title,date\nA,2020\n"
	for _, c := range []struct{ name, content, inner string }{
		{"a.csv.gz", gzipped(t, table), "a.csv"}, {"a.CSV.GZ", gzipped(t, table), "a.CSV"},
		{"a.zip", zipped(t, "folder/b.csv", table), "a.zip/b.csv"},
		{"a.zip", zipped(t, "read me.txt", "x", "b.csv", table, "__MACOSX/._b.csv", "x", ".hidden.csv", "x"), "a.zip/b.csv"},
	} {
		u, err := input.Unpack(c.name, c.content, 1<<20, endings)
		if err != nil || u.Text != table || u.Name != c.inner {
			t.Errorf("%s: %+v, %v", c.name, u, err)
		}
	}
	if input.IsPacked("a.csv") || !input.IsPacked("b/a.csv.gz") || input.Stem("b/a.csv.gz") != "a" ||
		input.Stem("a.zip") != "a" {
		t.Error("names of packed files are not told")
	}
}

// TestUnpackRefuses: what cannot be unpacked, or is made to fill memory, and archives in
// which more than one file may be meant.
func TestUnpackRefuses(t *testing.T) {
	bomb := strings.Repeat("0", 8<<20)
	for _, c := range []struct{ name, content, want string }{
		{"a.csv.gz", "title,date\n", "it is not a gzip file"}, {"a.zip", "PK", "it is not a zip file"},
		{"a.csv.gz", gzipped(t, "title,date\nA,2020\n")[:20], "it cannot be unpacked"},
		{"a.zip", zipped(t, "b.xlsx", "x"), "no file in it that ends in .csv, .json"},
		{"a.zip", zipped(t, "b.csv", "x", "c.csv", "y"), "2 files in it that can be read (b.csv, c.csv)"},
		{"a.csv.gz", gzipped(t, bomb), "more than 500 times its size"}, {"a.zip", zipped(t, "a.csv", bomb), "more than 500 times"},
	} {
		if _, err := input.Unpack(c.name, c.content, 1<<30, endings); err == nil || !strings.Contains(err.Error(), c.want) ||
			!strings.HasPrefix(err.Error(), c.name) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if u, err := input.Unpack("a.csv.gz", gzipped(t, strings.Repeat("abc\n", 100)), 50, endings); err != nil || len(u.Text) != 51 {
		t.Errorf("%d bytes, %v: want one more than the limit", len(u.Text), err)
	}
}

// TestArchiveOfTables: texts about the data are left, and told; tables of one header are one.
func TestArchiveOfTables(t *testing.T) {
	const head = "title,date\n"
	all := []string{".csv", ".json", ".txt"}
	for want, files := range map[string][]string{
		head + "A,2020\n":         {"readme.txt", "x", "LICENCE.md", "y", "a.csv", head + "A,2020\n"},
		head + "A,2020\nB,2021\n": {"2021.csv", head + "B,2021", "README.txt", "x", "2020.csv", head + "A,2020"},
		head + "A,2020\n" + "C,1\n": {"a/1.csv", head + "A,2020\n", "a/2.csv", "\ufeff" + head + "C,1\n",
			"codebook.csv", "z"},
		`[{"a":1}]`:              {"metadata.json", "{}", "data.json", `[{"a":1}]`},
		"title\tdate\nA\t2020\n": {"data.txt", "title\tdate\nA\t2020\n", "readme.txt", "x"},
	} {
		u, err := input.Unpack("b.zip", zipped(t, files...), 1<<20, all)
		if err != nil || u.Text != want || len(u.Notes) == 0 {
			t.Errorf("%v: %+v, %v", files, u, err)
		}
	}
	if _, err := input.Unpack("b.zip", zipped(t, "a.csv", head+"A,1\n", "b.csv", "other\n1\n"), 1<<20, all); err == nil ||
		!strings.Contains(err.Error(), "not the same first line") {
		t.Errorf("two headers: %v", err)
	}
}

// FuzzUnpack holds: whatever is in a file, no more is unpacked of it than is allowed.
func FuzzUnpack(f *testing.F) {
	f.Add("a.gz", gzipped(f, "a,b\n"))
	f.Add("a.zip", zipped(f, "b.csv", "a,b\n"))
	f.Fuzz(func(t *testing.T, name, content string) {
		if !input.IsPacked(name) {
			return
		}
		u, err := input.Unpack(name, content, 1<<16, endings)
		if err == nil && len(u.Text) > 2*(1<<16+1) {
			t.Fatalf("%d bytes", len(u.Text))
		}
	})
}

// TestCheckUnpacked: what all files of an archive unpack to counts, whatever it is called.
func TestCheckUnpacked(t *testing.T) {
	two := zipped(t, "a", strings.Repeat("a", 600), "b", strings.Repeat("b", 600))
	for limit, want := range map[int64]bool{1200: true, 1199: false} {
		if err := input.CheckUnpacked("a.xlsx", two, limit); (err == nil) != want {
			t.Errorf("1200 bytes of %d: %v", limit, err)
		}
	}
	if err := input.CheckUnpacked("a.csv", "title,date\n", 5); err != nil {
		t.Errorf("no archive: %v", err)
	}
}

// TestNotPacked: a file whose name says that it is packed is told for what it is.
func TestNotPacked(t *testing.T) {
	for _, c := range [][3]string{{"a.csv.gz", "id,date\n1,2\n", "but a table of delimited text; rename it to a.csv"},
		{"a.gz", "id,date\n1,2\n", "rename it to a.csv"}, {"a.csv.gz", `[{"id":1}]`, "but JSON; rename it to a.csv.json"},
		{"a.zip", "PK\x03\x04", "it is cut off or damaged; download or copy it again"},
		{"a.csv.gz", gzipped(t, strings.Repeat("id,date\n", 9))[:25], "it is cut off; download or copy it again"}} {
		if _, err := input.Unpack(c[0], c[1], 1<<20, endings); err == nil || !strings.HasSuffix(err.Error(), c[2]) {
			t.Errorf("%s: %v, want %s", c[0], err, c[2])
		}
	}
}
