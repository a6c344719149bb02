package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// caller asks a server with a token.
type caller struct {
	t          *testing.T
	url, token string
}

// ask sends a request; header are pairs.
func (c *caller) ask(method, path, body string, header ...string) (int, string) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+c.token)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// expect asks, and fails unless the code is the wanted one and the answer has the texts.
func (c *caller) expect(code int, method, path, body string, texts ...string) string {
	c.t.Helper()
	got, text := c.ask(method, path, body)
	if got != code {
		c.t.Errorf("%s %s: %d %.600s, want %d", method, path, got, text, code)
	}
	for _, want := range texts {
		if !strings.Contains(strings.ReplaceAll(text, `\"`, `"`), want) {
			c.t.Errorf("%s %s: %.900s; want %s", method, path, text, want)
		}
	}
	return text
}

// callers serve an empty database, and ask it as an editor and as an admin.
func callers(t *testing.T) (editor, admin *caller) {
	t.Helper()
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(dir, "first.csv"),
		"id,title,date,lat,lon\na,Shots,2020-01-01,34,69\n"))
	token := func(role string) string {
		said := told(t, exitOK, "token", "create", "--db", db, "--role", role, "--name", "Ann "+role)
		return regexp.MustCompile(`imt_\w+`).FindString(said)
	}
	e, a := token("editor"), token("admin")
	url, _, _ := serving(t, "--db", db)
	return &caller{t, url, e}, &caller{t, url, a}
}

const cases = "id,title,date,lat,lon,killed,weapon,kind\n1,One,2020-01-01,34.5,69,2,rifle,attack\n" +
	"2,Two,2020-02-01,34.6,69,,bomb,attack\n3,Three,never,34.6,69,,bomb,raid\n"

// A dataset is made, a file tried and imported into it, and sent again it changes nothing;
// its report, its history and its columns are there, and it is dropped by name.
func TestDatasetOverHTTP(t *testing.T) {
	editor, admin := callers(t)
	made := editor.expect(201, "POST", "api/collections", `{"title":"My cases","license":"CC0",
		"vocabularies":{"kind":[],"event_type":[]}}`, `"id":"my-cases"`, `"license":"CC0"`, `"numberOfItems":0`)
	if strings.Contains(made, `"Attack"`) {
		t.Errorf("it has the words that ship: %s", made)
	}
	const at = "api/collections/my-cases"
	editor.expect(200, "POST", at+"/import?name=cases.csv&dry_run=true", cases, `"added":2`, `"dryRun":true`, `"leftOut":1`)
	editor.expect(200, "GET", at+"/items", "", `"numberMatched":0`)
	editor.expect(200, "POST", at+"/import?name=cases.csv&reason=first", cases, `"added":2`, `"version":1`, `"batch":"`,
		`"columnsAdded":[{"name":"weapon","type":"string"}],"columnsWidened":[]`, `3 rows: 2 incidents`, `cases.csv`)
	editor.expect(200, "GET", at+"/items?weapon=rifle", "", `"numberMatched":1`, `"fatalities_best":2`)
	editor.expect(200, "GET", at+"/report", "", `"leftOut":1`, "never")
	editor.expect(200, "POST", at+"/import?name=cases.csv", cases, `"added":0`, `"same":2`, `"version":1`)
	editor.expect(200, "GET", at+"/items/1/history", "", `"author":"Ann editor"`, `"reason":"first"`, `"after":"One"`)
	editor.expect(200, "POST", at+"/import?name=cases.csv&column=title%3Dweapon&withdraw=true",
		"id,title,date,weapon\n1,One,2020-01-01,rifle\n", `"withdrawn":1`, `"changed":1`)
	editor.expect(400, "POST", at+"/import?name=cases.csv&column=title%3Dnone", cases, "nothing was changed",
		"no file has a column")
	editor.expect(400, "POST", at+"/import?name=cases.docx", cases, "cases.docx")
	editor.expect(400, "POST", at+"/import?name=..%2F..%2Fetc%2Fx.csv&dry_run=maybe", cases, "dry_run")
	editor.expect(200, "PATCH", at, `{"title":"Cases","columns":[{"name":"seen_by","type":"string"}],
		"vocabularies":{"kind":[{"id":"theft","label":"Theft"}]}}`, `"title":"Cases"`, `"seen_by"`, `"weapon"`, `"theft"`, `"attack"`)
	// What is written is checked as rows of files are: some of it is refused, some told.
	const feature = `{"type":"Feature","geometry":null,"properties":{"title":"T","date":"2024-03-21","place":"Jalalabad"PART}}`
	write := func(code int, part string, texts ...string) {
		t.Helper()
		editor.expect(code, "POST", at+"/items", strings.Replace(feature, "PART", part, 1), texts...)
	}
	editor.expect(422, "POST", at+"/items", `{"type":"Feature","geometry":null,"properties":{}}`,
		"/properties/date: it has no date", "/properties/title", "and 1 more")
	editor.expect(422, "POST", at+"/items", `{"type":"Feature","geometry":null,"properties":{"title":"  ","date":"2024",
		"kind":"attack"}}`, "/properties/title: it has no title")
	write(201, `,"kind":"attack"`, `"ids":["i`, "it has no source")
	write(201, `,"kind":"attack","sources":[{"key":"s","title":"A daily"}]`, `"findings":[]`)
	editor.expect(403, "PATCH", at, `{"visibility":"private"}`, "needs an admin")
	admin.expect(200, "PATCH", at, `{"visibility":"private"}`)
	if code, text := get(t, editor.url+at); code != 404 {
		t.Errorf("private, it is seen: %d %s", code, text)
	}
	editor.expect(200, "GET", at, "", `"title":"Cases"`)
	editor.expect(403, "DELETE", at+"?confirm=my-cases", "",
		"This token is an editor's of all datasets; what is asked needs an admin's")
	admin.expect(400, "DELETE", at, "", "name it once more")
	admin.expect(204, "DELETE", at+"?confirm=my-cases", "")
	admin.expect(404, "GET", at, "")
	editor.expect(201, "POST", "api/collections", `{"title":"Anew","id":"my-cases"}`, `"dataVersion":"`, `"Attack"`)
	editor.expect(200, "GET", at+"/items", "", `"numberMatched":0`)
}

// A token for one dataset ends with it, and opens no new one of its name.
func TestTokenOfADroppedDataset(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	file := writeFile(t, filepath.Join(dir, "c.csv"), "id,title,date\na,A,2020-01-01\n")
	told(t, exitOK, "import", "--db", db, "--private", file)
	token := func(more ...string) string {
		return regexp.MustCompile(`imt_\w+`).FindString(
			told(t, exitOK, append([]string{"token", "create", "--db", db, "--name", "Ann"}, more...)...))
	}
	of, admins := token("--role", "reader", "--dataset", "c"), token("--role", "admin")
	url, _, _ := serving(t, "--db", db)
	reader, admin := &caller{t, url, of}, &caller{t, url, admins}
	reader.expect(200, "GET", "api/collections/c", "")
	admin.expect(204, "DELETE", "api/collections/c?confirm=c", "")
	admin.expect(201, "POST", "api/collections", `{"title":"Another","id":"c","visibility":"private"}`)
	reader.expect(401, "GET", "api/collections/c", "", "revoked")
	if said := told(t, exitOK, "token", "list", "--db", db); !strings.Contains(said, "reader of c, revoked") {
		t.Error(said)
	}
}

// A file comes in a form too, with what is said of it as parts, such as a mapping that
// inspect has written.
func TestImportForm(t *testing.T) {
	editor, _ := callers(t)
	dir := t.TempDir()
	table := writeFile(t, filepath.Join(dir, "odd.csv"), "a,b,c\nOne,2020-01-01,7\nTwo,2020-01-02,8\n")
	told(t, exitOK, "inspect", "--column", "title=a", "--column", "date=b", "--column", "fatalities_best=c",
		"--write-mapping",
		filepath.Join(dir, "odd.yaml"), table)
	mapping, err := os.ReadFile(filepath.Join(dir, "odd.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	send := func(path string, parts ...string) (int, string) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for i := 0; i+1 < len(parts); i += 2 {
			make := form.CreateFormField
			if parts[i] == "file" {
				make = func(string) (io.Writer, error) { return form.CreateFormFile("file", "odd.csv") }
			}
			w, err := make(parts[i])
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(w, parts[i+1])
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		return editor.ask("POST", path, body.String(), "Content-Type", form.FormDataContentType())
	}
	rows, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"api/inspect": `"role":"fatalities_best"`, "api/collections/first/import": `"added":2`} {
		if code, text := send(path, "mapping", string(mapping), "file", string(rows)); code != 200 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %.500s", path, code, text)
		}
	}
	editor.expect(200, "GET", "api/collections/first/items?fatalities_min=8", "", `"title":"Two"`)
	for want, parts := range map[string][]string{"no part with a file": {"mapping", "x"},
		"parameter mapping": {"mapping", "x: [", "file", "a"},
		"several files":     {"file", "a", "file", "b"}, "no such parameter": {"colour", "red", "file", "a"}} {
		if code, text := send("api/collections/first/import", parts...); code != 400 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %.500s", want, code, text)
		}
	}
}

// All that ships, imported and then written back as it is answered, changes nothing.
func TestWrittenBackChangesNothing(t *testing.T) {
	editor, _ := callers(t)
	all := editor.expect(200, "GET", "api/collections/khorasan/export?f=geojson&detail=true", "")
	editor.expect(201, "POST", "api/collections", `{"title":"Copy","vocabularies":{"kind":[],"event_type":[]}}`)
	editor.expect(200, "POST", "api/collections/copy/import?name=all.geojson", all, `"added":32`)
	var page struct {
		Features []struct{ ID string }
	}
	list := editor.expect(200, "GET", "api/collections/copy/items?limit=100", "")
	if err := json.Unmarshal([]byte(list), &page); err != nil || len(page.Features) != 32 {
		t.Fatalf("%v: %d features", err, len(page.Features))
	}
	for _, f := range page.Features {
		at := "api/collections/copy/items/" + f.ID
		whole := editor.expect(200, "GET", at, "")
		if code, text := editor.ask("PUT", at, whole, "If-Match", "*"); code != 200 || !strings.Contains(text, `"version":1`) {
			t.Fatalf("%s: %d %s", f.ID, code, text)
		}
	}
}

// What does not describe a dataset is refused with its place.
func TestDatasetsRefused(t *testing.T) {
	editor, _ := callers(t)
	for body, want := range map[string]string{
		`{}`:                                  "/title: a collection needs a title",
		`{"title":" "}`:                       "/title: it is empty",
		`{"titel":"x"}`:                       "it does not describe a collection: unknown field",
		`{"title":"x","id":"No Good"}`:        `/id: "No Good" cannot be an ID`,
		`{"title":"x","visibility":"secret"}`: `/visibility: "secret" is no visibility`,
		`{"title":"x","vocabularies":{"kinds":[]}}`:                  `no vocabulary of "kinds"`,
		`{"title":"x","vocabularies":{"kind":[{"label":"x"}]}}`:      "a word has no id",
		`{"title":"x","columns":[{"name":"a","type":"geometry"}]}`:   `"geometry" is no type`,
		`{"title":"x","columns":[{"name":"title","type":"string"}]}`: "that every collection has",
		`{"title":"` + strings.Repeat("x", 10_001) + `"}`:            "at most 10000 are kept",
	} {
		editor.expect(422, "POST", "api/collections", body, want)
	}
	editor.expect(201, "POST", "api/collections", `{"title":"العربية"}`, `"id":"dataset-`)
	editor.expect(422, "POST", "api/collections", `{"title":"x","id":""}`, "cannot be an ID")
	editor.expect(422, "PATCH", "api/collections/first", `null`, "it is null")
	editor.expect(422, "POST", "api/collections", `{"title":"x"`, "it ends before it is complete")
	editor.expect(422, "PATCH", "api/collections/first", `{"id":"other"}`, "an ID does not change")
	editor.expect(409, "POST", "api/collections", `{"title":"x","id":"first"}`, "has the ID")
	editor.expect(409, "POST", "api/collections", `{"title":"x","id":"khorasan"}`, "has the ID")
	editor.expect(405, "PATCH", "api/collections/khorasan", `{"title":"x"}`, "can only be read")
	editor.expect(405, "DELETE", "api/collections/attacks?confirm=attacks", "", "can only be read")
}
