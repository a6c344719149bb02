package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A dataset that is made, an incident and a file that are sent again under their keys are
// answered as the first time and nothing more is done, also after a restart.
func TestSentAgain(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	file := writeFile(t, filepath.Join(dir, "first.csv"), "id,title,date\na,A,2020-01-01\n")
	told(t, exitOK, "import", "--db", db, file)
	token := regexp.MustCompile(`imt_\w+`).FindString(
		told(t, exitOK, "token", "create", "--db", db, "--role", "editor", "--name", "Ann"))
	const feature = `{"type":"Feature","geometry":null,"properties":{"title":"T","date":"2024-03-21","kind":"attack","place":"Nowhere at all"}}`
	asked := []struct {
		path, body, other string
		status            int
	}{
		{"api/collections", `{"title":"My cases"}`, `{"title":"Other"}`, 201},
		{"api/collections", `{"title":"By ID","id":"by-id"}`, `{"title":"Other"}`, 201},
		{"api/collections/my-cases/import?name=cases.csv", cases, strings.Replace(cases, "One", "Uno", 1), 200},
		{"api/collections/my-cases/items", feature, strings.Replace(feature, "T", "U", 2), 201},
	}
	var first []string
	host := regexp.MustCompile(`http://[^/]+/`)
	for start := range 2 {
		url, _, stop := serving(t, "--db", db)
		c := &caller{t, url, token}
		for i, a := range asked {
			key := []string{"Idempotency-Key", "k" + string(rune('0'+i))}
			for range 2 {
				code, text := c.ask("POST", a.path, a.body, key...)
				if i < 2 { // a collection is told as it is now
					text = regexp.MustCompile(`"id":"[a-z-]+"`).FindString(text)
				}
				text = host.ReplaceAllString(strings.TrimSpace(text), "")
				if len(first) == i {
					first = append(first, text)
				}
				if code != a.status || text != first[i] {
					t.Errorf("start %d: %s: %d %.900s; want %.900s", start, a.path, code, text, first[i])
				}
			}
			if code, text := c.ask("POST", a.path, a.other, key...); code != 422 || !strings.Contains(text,
				"a key names one request") {
				t.Errorf("start %d: another %s: %d %s", start, a.path, code, text)
			}
		}
		c.expect(200, "GET", "api/collections/my-cases/items", "", `"numberMatched":3`)
		if all := c.expect(200, "GET", "api/collections", ""); strings.Contains(all, "my-cases-2") {
			t.Error("it was made twice")
		}
		stop()
	}
}
