package curated

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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

// TestMerge: a place that moved must be reviewed again, one that did not keeps
// its review, one that was set by hand stays.
func TestMerge(t *testing.T) {
	now := LockEntry{Text: "Kabul", GazetteerID: "gn:1", Class: "locality", Lon: 69.2, Lat: 34.5, RadiusM: 1000}
	reviewed := now
	reviewed.Reviewer, reviewed.CheckedAgainst = "r", "c"
	moved := reviewed
	moved.Lon = 69.3
	override := moved
	override.Override = "a map"
	for name, c := range map[string]struct {
		old      LockEntry
		reviewer string
		lon      float64
	}{"the same": {reviewed, "r", 69.2}, "moved": {moved, "", 69.2}, "set by hand": {override, "r", 69.3}} {
		if got := (Lock{"Kabul": c.old}).Merge([]LockEntry{now})["Kabul"]; got.Reviewer != c.reviewer || got.Lon != c.lon {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := (Lock{"Herat": reviewed}).Merge([]LockEntry{now}); len(got) != 1 || got["Kabul"].Reviewer != "" {
		t.Errorf("a text that is not needed stays: %v", got)
	}
}

func TestLockComesBack(t *testing.T) {
	lock := Lock{"Kabul, \"the\" city": {Text: "Kabul, \"the\" city", GazetteerID: "gn:1", Class: "locality", Lon: 69.2, Lat: 34.5, RadiusM: 1000, Score: 0.5, Reviewer: "r"}}
	var b strings.Builder
	if err := lock.Write(&b); err != nil {
		t.Fatal(err)
	}
	back, problems := parseLock(strings.NewReader(b.String()), LockName)
	for text, e := range back {
		e.Line = 0
		back[text] = e
	}
	if len(problems) > 0 || len(back) != 1 || back["Kabul, \"the\" city"] != lock["Kabul, \"the\" city"] {
		t.Errorf("%v, %+v", problems, back)
	}
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
		LockName:            "text\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range dir.Problems {
		got = append(got, p.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"incidents/a.yaml:2: killed: there is no key", "incidents/b.yaml:2: date:", "incidents/b.yaml:3: sources[1]:",
		"incidents/c.txt: it is no file", "layers/layer.yaml:3: extra.a:", LockName + ":1:"} {
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
		dir, err := Read(write(t, map[string]string{DatasetName: "title: T\n", "incidents/a.yaml": text, "layers/l.yaml": text}))
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
