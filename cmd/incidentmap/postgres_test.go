package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/pgstore/pgtest"
)

var (
	postgresOnce   sync.Once
	postgresServer *pgtest.Server
)

// postgres is a server that the tests of this package share.
func postgres(t *testing.T) *pgtest.Server {
	t.Helper()
	var err error
	postgresOnce.Do(func() { postgresServer, err = pgtest.Start() })
	if err != nil || postgresServer == nil {
		t.Fatalf("no PostgreSQL: %v", err)
	}
	return postgresServer
}

func TestMain(m *testing.M) {
	code := m.Run()
	if postgresServer != nil {
		postgresServer.Remove()
	}
	os.Exit(code)
}

// toldSafely is told, and fails where the database's password is said.
func toldSafely(t *testing.T, code int, args ...string) string {
	t.Helper()
	said := told(t, code, args...)
	if strings.Contains(said, pgtest.Password) {
		t.Errorf("%q tells the password: %s", args, said)
	}
	return said
}

// All verbs work on a database in PostgreSQL, as on a file.
func TestVerbsInPostgres(t *testing.T) {
	db := postgres(t).Database(t)
	t.Setenv("INCIDENTMAP_DB", db)
	dir := t.TempDir()
	file := writeFile(t, filepath.Join(dir, "cases.csv"),
		"id,title,date,lat,lon,weapon\na,Shots,2020-01-01,34,69,rifle\nb,Blast,2020-02-01,34.2,69.2,\n")
	if said := toldSafely(t, exitFailed, "history", "a"); !strings.Contains(said, "it has no log of incidentmap; import, copy or serve makes one") {
		t.Errorf("%s", said)
	}
	if said := toldSafely(t, exitOK, "import", "--dry-run", file); !strings.Contains(said, "2 would be added") {
		t.Errorf("%s", said)
	}
	toldSafely(t, exitFailed, "history", "a") // a dry run has made nothing
	toldSafely(t, exitOK, "import", "--author", "ann", file)
	if said := toldSafely(t, exitOK, "import", "--dry-run", file); !strings.Contains(said, "2 are the same") {
		t.Errorf("%s", said)
	}
	writeFile(t, file, "id,title,date,lat,lon,weapon\na,Shots at a gate,2020-01-01,34,69,rifle\n")
	batch := regexp.MustCompile(`undo (\S+)`).FindStringSubmatch(toldSafely(t, exitOK, "import", "--withdraw", file))
	if batch == nil {
		t.Fatal("no batch")
	}
	if said := toldSafely(t, exitOK, "history", "a"); !strings.Contains(said, `title: "Shots" → "Shots at a gate"`) {
		t.Errorf("%s", said)
	}
	toldSafely(t, exitOK, "undo", batch[1])
	said := toldSafely(t, exitOK, "export", "-f", "csv")
	if !strings.Contains(said, "Blast") || strings.Contains(said, "gate") {
		t.Errorf("%s", said)
	}
	toldSafely(t, exitOK, "redact", "a", "2")
	if said := toldSafely(t, exitOK, "history", "a"); strings.Contains(said, "gate") {
		t.Errorf("%s", said)
	}
	toldSafely(t, exitOK, "token", "create", "--role", "editor", "--name", "Ann")
	if said := toldSafely(t, exitOK, "token", "list"); !strings.Contains(said, "editor of all datasets") {
		t.Errorf("%s", said)
	}
	if said := toldSafely(t, exitOK, "audit"); !strings.Contains(said, "change cases to version 4") {
		t.Errorf("%s", said)
	}
	if said := toldSafely(t, exitOK, "fsck"); !strings.Contains(said, "is whole") {
		t.Errorf("%s", said)
	}
	for _, args := range [][]string{{"backup", filepath.Join(dir, "x")}, {"restore-backup", filepath.Join(dir, "x")}} {
		if said := toldSafely(t, exitUsage, args...); !strings.Contains(said, "pg_dump") {
			t.Errorf("%s", said)
		}
	}
	wrong := strings.Replace(db, "@", "-wrong@", 1)
	said = toldSafely(t, exitFailed, "fsck", "--db", wrong)
	if !strings.Contains(said, "the user or the password is wrong") {
		t.Errorf("%s", said)
	}
}

// tokenOf makes a token of a role.
func tokenOf(t *testing.T, db, role string) string {
	t.Helper()
	said := told(t, exitOK, "token", "create", "--db", db, "--role", role, "--name", "Ann "+role)
	return regexp.MustCompile(`imt_\w+`).FindString(said)
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it never came to be: %s", what)
		}
	}
}

// becomes waits until an address is answered with a code; to a caller without a token, as
// to anybody.
func (c *caller) becomes(code int, path string) {
	c.t.Helper()
	eventually(c.t, fmt.Sprintf("%s is answered with %d", path, code), func() bool {
		if c.token == "" {
			got, _ := get(c.t, c.url+path)
			return got == code
		}
		got, _ := c.ask("GET", path, "")
		return got == code
	})
}

const shot = `{"type":"Feature","id":"%s","geometry":{"type":"Point","coordinates":[69,34]},` +
	`"properties":{"title":"%s","date":"2020-01-01","kind":"attack"}}`

// What is written on one server is read on the others: incidents, datasets, tokens, and
// what is gone.
func TestServersShareADatabase(t *testing.T) {
	db := postgres(t).Database(t)
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(t.TempDir(), "first.csv"),
		"id,title,date,lat,lon,kind\na,Shots,2020-01-01,34,69,attack\n"))
	admin := tokenOf(t, db, "admin")
	urlA, logA, _ := serving(t, "--db", db)
	urlB, _, _ := serving(t, "--db", db)
	a, b := &caller{t, urlA, admin}, &caller{t, urlB, admin}
	anyone, later := &caller{t, urlA, ""}, &caller{t, urlB, ""}
	a.expect(201, "POST", "api/collections/first/items", fmt.Sprintf(shot, "n1", "From A"))
	if code, text := b.ask("GET", "api/collections/first/items/n1", "", "Incidentmap-Min-Version", "2"); code != 200 ||
		!strings.Contains(text, "From A") {
		t.Errorf("%d %s", code, text)
	}
	code, text := b.ask("PUT", "api/collections/first/items/n1", fmt.Sprintf(shot, "n1", "Corrected by B"), "If-Match", `"1"`)
	if code != 200 {
		t.Errorf("%d %s", code, text)
	}
	if code, text := a.ask("GET", "api/collections/first/items/n1", "", "Incidentmap-Min-Version", "3"); code != 200 ||
		!strings.Contains(text, "Corrected by B") {
		t.Errorf("%d %s", code, text)
	}
	a.expect(200, "GET", "api/collections/first/items/n1/history", "", "Corrected by B", "From A")

	a.expect(201, "POST", "api/collections", `{"title":"Hidden","id":"hidden","visibility":"private"}`)
	b.becomes(200, "api/collections/hidden")
	if code, _ := get(t, urlB+"api/collections/hidden"); code != 404 {
		t.Errorf("the public sees it: %d", code)
	}
	b.expect(200, "PATCH", "api/collections/hidden", `{"visibility":"public"}`)
	anyone.becomes(200, "api/collections/hidden")
	b.expect(201, "POST", "api/collections/hidden/items", fmt.Sprintf(shot, "h1", "Was hidden"))
	anyone.becomes(200, "api/collections/hidden/items/h1")
	told(t, exitOK, "import", "--db", db, "--dataset", "hidden", writeFile(t, filepath.Join(t.TempDir(), "more.csv"),
		"id,title,date,lat,lon,weapon\nh2,With a column,2020-01-01,34,69,rifle\n"))
	eventually(t, "A has the new column", func() bool {
		_, text := get(t, urlA+"api/collections/hidden/items/h2")
		return strings.Contains(text, `"weapon":"rifle"`)
	})
	a.expect(204, "DELETE", "api/collections/hidden?confirm=hidden", "")
	b.becomes(404, "api/collections/hidden")

	list := told(t, exitOK, "token", "list", "--db", db)
	id := regexp.MustCompile(`(?m)^(\S+) +Ann admin`).FindStringSubmatch(list)
	if id == nil {
		t.Fatalf("%s", list)
	}
	told(t, exitOK, "token", "revoke", "--db", db, id[1])
	for _, c := range []*caller{a, b} {
		c.becomes(401, "api/collections")
	}
	later.token = tokenOf(t, db, "editor")
	later.becomes(200, "api/collections")
	if strings.Contains(logA.String(), pgtest.Password) {
		t.Error("the log tells the password")
	}
	told(t, exitOK, "fsck", "--db", db)
}

// Without its database a server goes on to answer what is read, says how old that is, and
// writes nothing; back again, it catches up.
func TestWithoutTheDatabase(t *testing.T) {
	pg, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Remove()
	db := pg.Database(t)
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(t.TempDir(), "first.csv"),
		"id,title,date,lat,lon,kind\na,Shots,2020-01-01,34,69,attack\n"))
	url, log, _ := serving(t, "--db", db)
	editor := &caller{t, url, tokenOf(t, db, "editor")}
	editor.becomes(200, "session")
	editor.expect(201, "POST", "api/collections/first/items", fmt.Sprintf(shot, "n1", "Before"))
	pg.Kill()
	log.await(t, "the database does not answer; reads go on")
	editor.expect(200, "GET", "api/collections/first/items/n1", "", "Before")
	code, text := editor.ask("POST", "api/collections/first/items", fmt.Sprintf(shot, "n2", "Never"))
	if code != http.StatusServiceUnavailable || !strings.Contains(text, "the database does not answer") ||
		strings.Contains(text, "127.0.0.1") {
		t.Errorf("%d %s", code, text)
	}
	editor.expect(503, "GET", "api/collections/first/items/n1/history", "", "the database does not answer")
	eventually(t, "the age is told", func() bool {
		code, text := get(t, url+"readyz")
		if code != 200 {
			t.Fatalf("%d %s", code, text)
		}
		res, err := http.Get(url + "api/collections/first/items/n1")
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		_, figures := get(t, url+"metrics")
		age := res.Header.Get("Incidentmap-Data-Age")
		return regexp.MustCompile(`the database has: [1-9]`).MatchString(text) && age != "" && age != "0" &&
			regexp.MustCompile(`(?m)^incidentmap_data_age_seconds [1-9]`).MatchString(figures)
	})
	if err := pg.Run(); err != nil {
		t.Fatal(err)
	}
	log.await(t, "the database answers again")
	editor.expect(201, "POST", "api/collections/first/items", fmt.Sprintf(shot, "n3", "After"))
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(t.TempDir(), "first.csv"),
		"id,title,date,lat,lon,kind\nb,Later,2020-01-01,34,69,attack\n"))
	(&caller{t, url, ""}).becomes(200, "api/collections/first/items/b")
	if strings.Contains(log.String(), pgtest.Password) {
		t.Error("the log tells the password")
	}
}

// A database is copied from a file into PostgreSQL and back: history, batches, tokens, what
// was redacted and what was dropped. Nothing that is there is overwritten.
func TestCopy(t *testing.T) {
	dir := t.TempDir()
	file, back := filepath.Join(dir, "incidents.db"), filepath.Join(dir, "back.db")
	db := postgres(t).Database(t)
	cases := writeFile(t, filepath.Join(dir, "cases.csv"),
		"id,title,date,lat,lon,weapon\na,Shots,2020-01-01,34,69,rifle\nb,Blast,2020-02-01,34.2,69.2,\n")
	told(t, exitOK, "import", "--db", file, "--author", "nul \x00", cases)
	writeFile(t, cases, "id,title,date,lat,lon,weapon\na,Shots at a gate,2020-01-01,34,69,rifle\n")
	told(t, exitOK, "import", "--db", file, "--withdraw", cases)
	told(t, exitOK, "import", "--db", file, "--private", "--dataset", "hidden", cases)
	told(t, exitOK, "redact", "--db", file, "--dataset", "cases", "a", "1")
	tokenOf(t, file, "editor")
	before := told(t, exitOK, "history", "--db", file, "--dataset", "cases", "a")
	said := toldSafely(t, exitOK, "copy", "--from", file, "--to", db)
	if !strings.Contains(said, "2 datasets, 6 revisions, 1 token, ") {
		t.Errorf("%s", said)
	}
	toldSafely(t, exitOK, "fsck", "--db", db)
	said = toldSafely(t, exitFailed, "copy", "--from", file, "--to", db)
	if !strings.Contains(said, "has something already") {
		t.Errorf("%s", said)
	}
	said = toldSafely(t, exitUsage, "copy", "--from", db, "--to", file)
	if !strings.Contains(said, "is there already") {
		t.Errorf("%s", said)
	}
	toldSafely(t, exitOK, "copy", "--from", db, "--to", back)
	told(t, exitOK, "fsck", "--db", back)
	for _, copied := range []string{db, back} {
		after := told(t, exitOK, "history", "--db", copied, "--dataset", "cases", "a")
		if strings.ReplaceAll(before, `\x00`, "\uFFFD") != after { // PostgreSQL keeps no NUL
			t.Errorf("%s; want %s", after, before)
		}
		if list := told(t, exitOK, "token", "list", "--db", copied); !strings.Contains(list, "Ann editor") {
			t.Errorf("%s", list)
		}
	}
	// Both go on from where the one was.
	writeFile(t, cases, "id,title,date,lat,lon,weapon\nb,Back again,2020-02-01,34.2,69.2,\n")
	for _, copied := range []string{db, back} {
		if said := told(t, exitOK, "import", "--db", copied, cases); !strings.Contains(said, "version 4;") {
			t.Errorf("%s", said)
		}
	}
	url, _, _ := serving(t, "--db", db)
	if code, text := get(t, url+"api/collections/cases/items/b"); code != 200 || !strings.Contains(text, "Back again") {
		t.Errorf("%d %s", code, text)
	}
	_, _, stop := serving(t, "--db", file)
	if said := told(t, exitFailed, "copy", "--from", file, "--to", postgres(t).Database(t)); !strings.Contains(said,
		"is in use by a server; stop it first") {
		t.Errorf("%s", said)
	}
	stop()
}

// A damaged database is not copied: the copy would be called good.
func TestDamagedIsNotCopied(t *testing.T) {
	server := postgres(t)
	db, dir := server.Database(t), t.TempDir()
	cases := writeFile(t, filepath.Join(dir, "cases.csv"), "id,title,date\na,A,2020-01-01\n")
	toldSafely(t, exitOK, "import", "--db", db, cases)
	name := db[strings.LastIndexByte(db, '/')+1:]
	name, _, _ = strings.Cut(name, "?")
	if err := server.Exec(name, "UPDATE incidentmap_log.revision SET content = '{'"); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "copy.db")
	said := toldSafely(t, exitFailed, "copy", "--from", db, "--to", copied)
	if !strings.Contains(said, "nothing was copied") || !strings.Contains(said, "cases/a 1") || !isMissing(copied) {
		t.Errorf("%s", said)
	}
	if said := toldSafely(t, exitFailed, "serve", "--db", db); !strings.Contains(said, "fsck tells which") {
		t.Errorf("%s", said)
	}
}
