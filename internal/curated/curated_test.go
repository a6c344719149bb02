package curated

import (
	"fmt"
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

// problemsOf are the problems of a layer's file.
func problemsOf(t *testing.T, layer string) (*Directory, string) {
	t.Helper()
	dir, err := Read(write(t, map[string]string{DatasetName: "title: A\nsources:\n  - {key: a, title: A}\n",
		"layers/own.yaml": layer}))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range dir.Problems {
		all = append(all, p.String())
	}
	return dir, strings.Join(all, "\n")
}

// A layer's own columns have types; what does not fit is told, with its line, and left out.
func TestColumnsOfALayer(t *testing.T) {
	dir, told := problemsOf(t, `title: Own
columns:
  - {name: n, type: integer}
  - {name: x, type: number}
  - {name: b, type: boolean}
  - {name: d, type: date}
  - {name: s, type: string}
  - {name: odd, type: money}
records:
  - {id: good, title: G, date: "2020", sources: [a], extra: {n: 1, x: 2, b: true, d: "2020-01-02", s: " text "}}
  - {id: null, title: N, date: "2020", sources: [a], extra: {n: null, x: 1.5}}
  - {id: bad, title: B, date: "2020", sources: [a], extra: {n: 1.5, x: true, b: "yes", d: soon, s: [a], more: 1}}
`)
	for _, want := range []string{"columns[6].type", `"money" is none of string, integer, number, boolean, date`,
		"own.yaml:12: extra.n: 1.5 is no value of the type integer", "extra.x:", "extra.b:", "extra.d:", "extra.s:",
		"extra.more: the layer has no column of this name"} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q among\n%s", want, told)
		}
	}
	if strings.Contains(told, "own.yaml:10") || len(dir.Layers) != 1 {
		t.Fatalf("%d layers, told:\n%s", len(dir.Layers), told)
	}
	for i, want := range []string{"1 2 true 2020-01-02 text <nil>", "<nil> 1.5 <nil> <nil> <nil> <nil>",
		"<nil> <nil> <nil> <nil> <nil> <nil>"} {
		if got := strings.Trim(fmt.Sprint(dir.Layers[0].Records[i].Extra), "[]"); got != want {
			t.Errorf("record %d has %s, want %s", i, got, want)
		}
	}
}

// The forms of a claim are short for its bounds; more than one is a problem.
func TestClaims(t *testing.T) {
	dir, told := problemsOf(t, `title: Own
records:
  - id: x
    title: X
    date: "2020"
    sources: [a, b]
    place: {text: "", find: []}
    origin: {text: Somewhere}
    claims:
      - {measure: killed, scope: total, exactly: 3, source: a}
      - {measure: killed, scope: total, at_least: 3, source: a}
      - {measure: killed, scope: total, over: 3, source: a}
      - {measure: killed, scope: total, low: 1, high: 4, source: a}
      - {measure: killed, scope: total, exactly: 3, over: 2, source: a}
`)
	for _, want := range []string{"own.yaml:14: claims[5]", "give one of exactly, at_least, over",
		"place: it needs a text", "origin: it needs a list of what to find", `has no source "b"`} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q among\n%s", want, told)
		}
	}
	claims := dir.Layers[0].Records[0].Claims
	if len(claims) != 5 {
		t.Fatalf("%d claims", len(claims))
	}
	for i, want := range []string{"3 3 3", "3 3 -", "4 4 -", "1 - 4"} {
		var got []string
		for _, n := range []*int{claims[i].Low, claims[i].Best, claims[i].High} {
			if n == nil {
				got = append(got, "-")
			} else {
				got = append(got, fmt.Sprint(*n))
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("claim %d is %s, want %s", i+1, s, want)
		}
	}
}
