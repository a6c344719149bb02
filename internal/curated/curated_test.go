package curated

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/place"
)

// write makes a directory of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestProblemsAreToldTogether: every file is read, and every problem has its
// file and line.
func TestProblemsAreToldTogether(t *testing.T) {
	dir, err := Read(write(t, map[string]string{
		DatasetName:         "title: A\nsources:\n  - {key: a, title: A}\n",
		"incidents/a.yaml":  "title: A\nkilled: 5\n",
		"incidents/b.yaml":  "title: B\ndate: soon\nsources: [b]\n",
		"incidents/c.txt":   "no YAML",
		"layers/layer.yaml": "title: L\nrecords:\n  - {id: x, date: \"2020\", extra: {a: 1}}\n",
		place.LockName:      "text\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range dir.Problems {
		got = append(got, p.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"incidents/a.yaml:2: killed: there is no key", "incidents/b.yaml:2: date:",
		"incidents/b.yaml:3: sources[1]:",
		"incidents/c.txt: it is no file", "layers/layer.yaml:3: extra.a:", place.LockName + ":1:"} {
		if !strings.Contains(all, want) {
			t.Errorf("no problem %q among\n%s", want, all)
		}
	}
	if _, err := Read(t.TempDir()); err == nil {
		t.Error("an empty directory was taken for a dataset")
	}
}

// FuzzRead: any YAML is read or refused with a problem, and every record of
// one without problems has a date.
func FuzzRead(f *testing.F) {
	f.Add("title: A\ndate: \"2020-01-02\"\nclaims:\n  - {measure: killed, exactly: 3}\nplace: {text: x, find: [y]}\n")
	f.Add("title: [\n")
	f.Add("a: &a [*a]\n")
	f.Add("date: 2020\n---\ntitle: B\n")
	f.Fuzz(func(t *testing.T, text string) {
		dir, err := Read(write(t, map[string]string{DatasetName: "title: T\n", "incidents/a.yaml": text,
			"layers/l.yaml": text}))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range dir.Main.Records {
			if len(dir.Problems) == 0 && l.Date.Text == "" {
				t.Errorf("a record without a date and without a problem: %q", text)
			}
		}
	})
}
