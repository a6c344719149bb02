package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"incidentmap/internal/format/known"
)

var stamps = regexp.MustCompile(`"(query|source|timeStamp)":"[^"]*",?`)

// What is exported is what the API exports, in every format, in the API's order.
func TestExport(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	cases := writeFile(t, filepath.Join(dir, "cases.csv"), "id,title,date,lat,lon,weapon,rounds\n"+
		"a,Shots,2021-01-01,34,69,rifle,3\nb,\"Blast, large\",2020-02-01,34.2,69.2,,\nc,Elsewhere,2020-01,,,x,7\n")
	told(t, exitOK, "import", "--db", db, cases)
	alone := map[string]string{}
	for _, f := range []string{"json", "csv", "geojsonseq"} {
		alone[f] = told(t, exitOK, "export", "--db", db, "--dataset", "cases", "-f", f)
	}
	url, _, stop := serving(t, "--db", db)
	defer stop()
	for _, query := range []string{"weapon=rifle", "bbox=69.1,34.1,69.3,34.3&sortby=-start", "q=blast,%20large",
		"rounds_min=4"} {
		_, body := get(t, url+"api/collections/cases/export?f=csv&"+query)
		if text := told(t, exitOK, "export", "--db", db, "-f", "csv", "--filter", query); text != body {
			t.Errorf("%s: the API exports\n%s\nand export\n%s", query, body, text)
		}
	}
	for query, want := range map[string]string{"wepon=rifle": "there is no such parameter here", "bbox=1": "bbox",
		"detail=true": "it chooses no incidents", "kind=x%zz": "it is no query", "limit=3": "there is no such parameter"} {
		if said := told(t, exitUsage, "export", "--db", db, "-f", "csv", "--filter", query); !strings.Contains(said,
			want) {
			t.Errorf("%s: %s", query, said)
		}
	}
	for f, text := range alone {
		code, body := get(t, url+"api/collections/cases/export?f="+f)
		if code != http.StatusOK || stamps.ReplaceAllString(body, "") != stamps.ReplaceAllString(text, "") {
			t.Errorf("%s: the API exports %d\n%s\nand export\n%s", f, code, body, text)
		}
		if beside := told(t, exitOK, "export", "--db", db, "-f", f); beside != text {
			t.Errorf("%s: beside a server\n%s", f, beside)
		}
	}
}

// A file is replaced by a whole one or stays as it is.
func TestExportToAFile(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	cases := writeFile(t, filepath.Join(dir, "cases.csv"), "id,title,date,lat,lon\na,Shots,2021-01-01,34,69\n")
	told(t, exitOK, "import", "--db", db, cases)
	to := writeFile(t, filepath.Join(dir, "out.geojson"), "as it was")
	said := told(t, exitOK, "export", "--db", db, "-o", to)
	if !strings.Contains(said, "has 1 incident of cases") {
		t.Errorf("%s", said)
	}
	if text, err := os.ReadFile(to); err != nil || !strings.Contains(string(text), `"FeatureCollection"`) {
		t.Errorf("%s, %v", text, err)
	}
	for want, args := range map[string][]string{
		`-f is "shp"; json, `:          {"-f", "shp"},
		"by the ending of out.xyz":     {"-o", "out.xyz"},
		"is too much":                  {"out.csv"},
		`there is no dataset "nobody"`: {"--dataset", "nobody"},
	} {
		if said := told(t, exitUsage, append([]string{"export", "--db", db}, args...)...); !strings.Contains(said, want) {
			t.Errorf("%q: %s; want %q", args, said, want)
		}
	}
	told(t, exitFailed, "export", "--db", db, "-o", filepath.Join(dir, "missing", "x.csv"))
	if _, err := os.Lstat(to + ".unfinished"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// What a database exports and takes back changes nothing, in any format, though most have
// less than an incident.
func TestExportComesBack(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	const feature = `{"type":"Feature","id":"x1","geometry":{"type":"Point","coordinates":[69.2,34.5]},"properties":{` +
		`"title":"Blast","date":"2024-03-01","kind":"attack","place":"Kabul","wind":"north","armed":true,"doses":1.5,` +
		`"actors":[{"name":"A","role":"attacker"}],"statements":[{"about":"attribution","grade":"claimed","by":"A","source":"b"}],` +
		`"claims":[{"measure":"killed","scope":"part","low":1,"best":1,"high":1,"source":"b"},` +
		`{"measure":"killed","scope":"part","low":2,"best":2,"high":2,"source":"b"},` +
		`{"measure":"arrested","scope":"total","low":2,"best":2,"high":2,"source":"b"}],` +
		`"sources":[{"key":"b","title":"BBC","url":"https://example.org/b"}]}}`
	told(t, exitOK, "import", "--db", db, "--dataset", "d",
		writeFile(t, filepath.Join(dir, "a.geojson"), `{"type":"FeatureCollection","features":[`+feature+`]}`))
	for _, name := range known.Formats.Written().Names() {
		to := filepath.Join(dir, "out."+name)
		told(t, exitOK, "export", "--db", db, "-f", name, "-o", to)
		if said := told(t, exitOK, "import", "--db", db, "--dataset", "d", to); !strings.Contains(said,
			"0 added, 0 changed, 1 are the same") {
			t.Errorf("%s: %s", name, said)
		}
	}
}
