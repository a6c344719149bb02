package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// While a server holds the database, every verb is carried out by it, with the words and
// codes that it has alone, and the map shows each change at once.
func TestVerbsBesideAServer(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	cases := writeFile(t, filepath.Join(dir, "cases.csv"), "id,title,date,lat,lon\na,Shots,2020-01-01,34,69\n")
	told(t, exitOK, "import", "--db", db, cases)
	url, log, stop := serving(t, "--db", db)
	shown := func(want string, not ...string) {
		t.Helper()
		code, body := get(t, url+"api/collections/cases/items?f=json")
		if code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d %s; want %s", code, body, want)
		}
		for _, n := range not {
			if strings.Contains(body, n) {
				t.Errorf("%s is shown", n)
			}
		}
	}
	if info, err := os.Stat(db + ".sock"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	exported := filepath.Join(dir, "out.csv")
	told(t, exitOK, "export", "--db", db, "-o", exported)
	if text, err := os.ReadFile(exported); err != nil || !strings.Contains(string(text), "Shots") {
		t.Errorf("%s, %v", text, err)
	}
	// A column comes, a title changes, an incident is withdrawn and another added.
	writeFile(t, cases, "id,title,date,lat,lon,weapon\na,Shots at a gate,2020-01-01,34,69,rifle\nb,Blast,2020-02-01,34,69,bomb\n")
	said := told(t, exitOK, "import", "--db", db, "--withdraw", cases)
	shown("Shots at a gate")
	shown(`"weapon":"rifle"`)
	shown(`"dataVersion":"2"`)
	batch := regexp.MustCompile(`undo (\S+)`).FindStringSubmatch(said)
	if batch == nil {
		t.Fatalf("no batch: %s", said)
	}
	if history := told(t, exitOK, "history", "--db", db, "a"); !strings.Contains(history, `"Shots" → "Shots at a gate"`) {
		t.Errorf("%s", history)
	}
	if said := told(t, exitOK, "import", "--db", db, "--dry-run", cases); !strings.Contains(said, "2 are the same") {
		t.Errorf("%s", said)
	}
	if said := told(t, exitOK, "undo", "--db", db, batch[1]); !strings.Contains(said, "2 incidents are as they were") {
		t.Errorf("%s", said)
	}
	shown("Shots", "Shots at a gate", "Blast")
	other := writeFile(t, filepath.Join(dir, "more.csv"), "id,title,date,lat,lon\nm,New,2020-01-01,34,69\n")
	told(t, exitOK, "import", "--db", db, other)
	if code, body := get(t, url+"api/collections/more/items?f=json"); code != http.StatusOK || !strings.Contains(body, "New") {
		t.Errorf("%d %s", code, body)
	}
	if said := told(t, exitFailed, "import", "--db", db, "--dataset", "mine", other); !strings.Contains(said,
		"has the ID of another collection") {
		t.Errorf("%s", said)
	}
	copied := filepath.Join(dir, "copy.db")
	told(t, exitOK, "backup", "--db", db, copied)
	told(t, exitFailed, "backup", "--db", db, copied)
	told(t, exitOK, "fsck", "--db", db)
	told(t, exitOK, "fsck", "--db", copied)
	told(t, exitFailed, "history", "--db", db, "--dataset", "cases", "nobody")
	told(t, exitUsage, "history", "--db", db, "--dataset", "none", "a")
	if said := told(t, exitFailed, "serve", "--addr", "127.0.0.1:0", "--db", db); !strings.Contains(said,
		fmt.Sprintf("in use by the process %d", os.Getpid())) {
		t.Errorf("%s", said)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit %d: %s", code, log)
	}
	if _, err := os.Lstat(db + ".sock"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	told(t, exitOK, "fsck", "--db", db)
}
