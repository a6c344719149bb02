package main

import (
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// A file is looked at, its mapping is written, and next month's file is read by it.
func TestInspect(t *testing.T) {
	dir := t.TempDir()
	header := "Reported on;Town;soldiers;civilians;weapon\n"
	first := writeFile(t, filepath.Join(dir, "first.csv"), header+"13/4/2020;Kabul;1;2;rifle\nsome day;Gao;1;2;\n")
	next := writeFile(t, filepath.Join(dir, "next.csv"), header+"3/4/2020;Herat;5;6;knife\n")
	other := writeFile(t, filepath.Join(dir, "other.csv"),
		strings.Replace(header, "Town", "City", 1)+"3/4/2020;Herat;5;6;knife\n")
	mapping := filepath.Join(dir, "m.yaml")
	words := []string{"inspect", first, "--column", "date=Reported on", "--column",
		"fatalities_best=soldiers+civilians"}
	said := told(t, exitOK, append(words, "--write-mapping", mapping)...)
	for _, want := range []string{"m.yaml is written; --mapping ",
		"first.csv: utf-8, 5 columns and 2 rows, all of which were looked at",
		"“Reported on”             you say so", "2 rows: 1 incident; 1 left out: row 3, because its date cannot be read",
		"“weapon”  string"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	if said := told(t, exitFailed, append(words, "--write-mapping", mapping)...); !strings.Contains(said,
		"is there already") {
		t.Errorf("it is overwritten: %s", said)
	}
	var doc struct {
		Rows  int
		Roles []struct{ Role, Why string }
	}
	said = told(t, exitOK, "inspect", "--format", "json", "--mapping", mapping, next)
	if err := json.Unmarshal([]byte(said), &doc); err != nil || doc.Rows != 1 ||
		doc.Roles[0].Why != "the mapping says so" {
		t.Errorf("%+v, %v", doc, err)
	}
	if said := told(t, exitOK, "validate", "--mapping", mapping, next); !strings.Contains(said,
		"next.csv: 1 row: 1 incident, none left out") {
		t.Errorf("validate says %s", said)
	}
	db := filepath.Join(dir, "a.db")
	if said := told(t, exitOK, "import", "--db", db, "--mapping", mapping, next); !strings.Contains(said, "1 added") {
		t.Errorf("import says %s", said)
	}
	for _, args := range [][]string{{"import", "--db", db}, {"inspect"}, {"serve", "--addr", "127.0.0.1:0"}} {
		if said := told(t, exitFailed, append(args, "--mapping", mapping, other)...); !strings.Contains(said,
			"it lacks “Town”; it has “City”, which the mapping does not know") {
			t.Errorf("%s says %s", args[0], said)
		}
	}
}

// TestInspectIsUsed: what does not go together is told before anything is read.
func TestInspectIsUsed(t *testing.T) {
	dir := t.TempDir()
	wrong := writeFile(t, filepath.Join(dir, "m.yaml"), "columns: {dat: a}\nheader: [a]\n")
	for line, want := range map[string]string{"": "it needs the path of one file", "a b": "and 2 are given",
		"a --format xml":         `--format is "xml"; text, json are allowed`,
		"a --mapping " + wrong:   `there is no role "dat"; actor,`,
		"a --mapping " + dir:     "is a directory",
		"a --mapping /none.yaml": "--mapping: stat /none.yaml",
		"a --column dates=b":     `there is no role "dates"`,
		"a --encoding klingon":   "--encoding",
		"a --date-order ymd":     "dmy and mdy are allowed",
		"a --country Atlantis":   "--country is",
	} {
		if said := told(t, exitUsage, append([]string{"inspect"}, strings.Fields(line)...)...); !strings.Contains(said, want) {
			t.Errorf("inspect %s: %s", line, said)
		}
	}
	plain := writeFile(t, filepath.Join(dir, "a.csv"), "date\n2020\n")
	if said := told(t, exitFailed, "validate", "--sheet", "One", plain); !strings.Contains(said, "no file has sheets") {
		t.Errorf("a sheet of no workbook: %s", said)
	}
	if said := told(t, exitFailed, "inspect", dir); !strings.Contains(said, "is a directory; a file is allowed") {
		t.Errorf("a directory: %s", said)
	}
}

// TestGeocodeByMapping: the columns of places are those of the mapping; names joined by
// commas still make the text.
func TestGeocodeByMapping(t *testing.T) {
	dir := t.TempDir()
	table := writeFile(t, filepath.Join(dir, "a.csv"), "town,land,note\nGao,Mali,x\n")
	mapping := writeFile(t, filepath.Join(dir, "m.yaml"),
		"columns: {place: town, country: land}\nheader: [town, land, note]\n")
	for _, args := range [][]string{{"--mapping", mapping}, {"--column", "town,land"},
		{"--mapping", mapping, "--column", "town,land"}} {
		said := told(t, exitOK, append([]string{"geocode", "--csv", table}, args...)...)
		if !strings.Contains(said, "Gao,Mali,x,16.27") {
			t.Errorf("%q: %s", args, said)
		}
	}
	other := writeFile(t, filepath.Join(dir, "b.csv"), "city,land,note\nGao,Mali,x\n")
	said := told(t, exitFailed, "geocode", "--csv", other, "--mapping", mapping)
	if !strings.Contains(said, "it lacks “town”; it has “city”") {
		t.Error(said)
	}
	none := writeFile(t, filepath.Join(dir, "none.yaml"), "columns: {date: note}\nheader: [town, land, note]\n")
	if said := told(t, exitUsage, "geocode", "--csv", table, "--mapping", none); !strings.Contains(said,
		"gives no column the role place, admin2, admin1") {
		t.Error(said)
	}
}

// TestInspectOverHTTP: a running server says the same of a file that is sent to it.
func TestInspectOverHTTP(t *testing.T) {
	url, _, stop := serving(t)
	defer stop()
	send := func(query, body string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"api/inspect?name=a.csv"+query,
			strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(answer)
	}
	file := "what,reported,town\nA,2020-01-01,Gao\nB,some day,Gao\n"
	for query, want := range map[string]string{
		"&column=date%3Dreported": "2 rows: 1 incident; 1 left out: row 3, because its date cannot be read",
		"&column=date%3Dnone":     "no file has a column \\\"none\\\"",
	} {
		code, answer := send(query, file)
		if !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s", query, code, answer)
		}
	}
	if code, answer := send("", "\x00\x01\x02"); code != http.StatusBadRequest || !strings.Contains(answer, "not a text file") {
		t.Errorf("%d %s", code, answer)
	}
}
