package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

// told runs a verb that must end with a code, and returns what it said.
func told(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	if got := run(t.Context(), args, &out, &errOut); got != code {
		t.Fatalf("%q: exit %d, want %d: %s%s", args, got, code, &out, &errOut)
	}
	return out.String() + errOut.String()
}

func writeFile(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file is brought into a database, corrected, shown, taken back, copied and checked.
func TestDatabase(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	cases := writeFile(t, filepath.Join(dir, "cases.csv"),
		"id,title,date,lat,lon,weapon\na,Shots,2020-01-01,34,69,rifle\nb,Blast,2020-02-01,34.2,69.2,\nc,Nobody knows when,some day,34,69,\n")
	if said := told(t, exitOK, "import", "--db", db, "--dry-run", cases); !strings.Contains(said, "2 would be added") {
		t.Errorf("dry run without a database: %s", said)
	}
	if _, err := os.Stat(db); !os.IsNotExist(err) {
		t.Errorf("a dry run makes a database: %v", err)
	}
	said := told(t, exitOK, "import", "--db", db, "--reason", "first edition", "--author", "ann", cases)
	for _, want := range []string{"3 rows: 2 incidents; 1 left out: row 4, because its date cannot be read", "2 added", "row 4, column date", "version 1"} {
		if !strings.Contains(said, want) {
			t.Errorf("import says %s; want %q", said, want)
		}
	}
	if said := told(t, exitOK, "import", "--db", db, cases); !strings.Contains(said,
		"0 added, 0 changed, 2 are the same") {
		t.Errorf("the second time: %s", said)
	}
	writeFile(t, cases, "id,title,date,lat,lon,weapon\na,Shots at a gate,2020-01-01,34,69,rifle\n")
	if said := told(t, exitOK, "import", "--db", db, "--dry-run", "--withdraw", cases); !strings.Contains(said,
		"1 would be changed, 0 are the same, 1 would be withdrawn") {
		t.Errorf("dry run: %s", said)
	}
	said = told(t, exitOK, "import", "--db", db, "--withdraw", cases)
	batch := regexp.MustCompile(`undo (\S+)`).FindStringSubmatch(said)
	if batch == nil {
		t.Fatalf("no batch: %s", said)
	}
	history := told(t, exitOK, "history", "--db", db, "a")
	for _, want := range []string{"revision 1 (put)", "by ann", ": first edition [batch ", "\n  title: \"Shots\" → \"Shots at a gate\"\n"} {
		if !strings.Contains(history, want) {
			t.Errorf("history says %s; want %q", history, want)
		}
	}
	if strings.Contains(history, "review") {
		t.Errorf("nobody has reviewed anything: %s", history)
	}
	url, _, stop := serving(t, "--db", db)
	if code, body := get(t, url+"api/collections/cases/items?f=json"); code != http.StatusOK ||
		!strings.Contains(body, "Shots at a gate") || strings.Contains(body, "Blast") {
		t.Errorf("%d %s", code, body)
	}
	stop()
	told(t, exitOK, "undo", "--db", db, batch[1])
	if history := told(t, exitOK, "history", "--db", db, "--json", "b"); !strings.Contains(history, `"op":"restore"`) {
		t.Errorf("%s", history)
	}
	copied, restored := filepath.Join(dir, "copy.db"), filepath.Join(dir, "restored.db")
	told(t, exitOK, "backup", "--db", db, copied)
	told(t, exitFailed, "backup", "--db", db, copied)
	told(t, exitOK, "restore-backup", "--db", restored, copied)
	told(t, exitUsage, "restore-backup", "--db", restored, copied)
	told(t, exitOK, "fsck", "--db", restored)
}

// An import says which columns come and are widened, before and after; the rows that it
// leaves out are written, mended and imported.
func TestRejectedAndColumns(t *testing.T) {
	dir := t.TempDir()
	db, bad := filepath.Join(dir, "x.db"), filepath.Join(dir, "bad.csv")
	file := writeFile(t, filepath.Join(dir, "c.csv"), "id,title,date,rounds\na,A,2024-01-01,3\nb,B,2024-13-02,4\n")
	said := told(t, exitOK, "import", "--db", db, "--rejected", bad, file)
	if !strings.Contains(said, "1 row left out: "+bad+"; mended, import --dataset c "+bad) ||
		!strings.Contains(said, "columns that were added: rounds (integer)") {
		t.Error(said)
	}
	raw, err := os.ReadFile(bad)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, bad, strings.Replace(string(raw), "2024-13-02", "2024-12-02", 1))
	said = told(t, exitOK, "import", "--db", db, "--dataset", "c", bad)
	if !strings.Contains(said, "1 added") || strings.Contains(said, "columns that") {
		t.Error(said)
	}
	writeFile(t, file, "id,title,date,rounds,weapon\na,A,2024-01-01,3,\nb,B,2024-12-02,some,rifle\n")
	said = told(t, exitOK, "import", "--db", db, "--dry-run", file)
	if !strings.Contains(said, "columns that would be added: weapon (string)\ncolumns that would be widened: "+
		"rounds from integer to string") || !strings.Contains(said, "1 would be changed, 1 are the same") {
		t.Error(said)
	}
	if said = told(t, exitOK, "import", "--db", db, file); !strings.Contains(said, "1 changed, 1 are the same") ||
		!strings.Contains(said, "rounds from integer to string") {
		t.Error(said)
	}
	told(t, exitUsage, "import", "--db", db, "--rejected", "x.txt", file)
	told(t, exitUsage, "import", "--db", db, "--rejected", bad, file, bad)
}

// Files and titles without a Latin letter get an ID, always the same, and each its own.
func TestDatasetsInOtherScripts(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	seen := map[string]bool{}
	names := []string{"هجمات.csv", "عمليات.csv", "هجمات 2024.csv", "عمليات 2024.csv", "атаки.csv", "2024.csv"}
	for _, name := range names {
		file := writeFile(t, filepath.Join(dir, name), "id,title,date\na,A,2024-01-01\n")
		told(t, exitOK, "import", "--db", db, file)
		said := told(t, exitOK, "import", "--db", db, file)
		if !strings.Contains(said, "1 are the same") {
			t.Errorf("%s: %s", name, said)
		}
		_, rest, _ := strings.Cut(said, " → ")
		id, _, _ := strings.Cut(rest, ":")
		if seen[id] || id == "" || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%s: %q", name, id)
		}
		seen[id] = true
	}
}

// An incident whose row is in the file and could not be read is not withdrawn.
func TestWithdrawSparesLeftOutRows(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "x.db"), filepath.Join(dir, "c.csv")
	const rows = "id,title,date\na,A,2024-01-01\nb,B,DATE\n"
	writeFile(t, file, strings.Replace(rows, "DATE", "2024-02-01", 1)+"c,C,2024-03-01\n")
	told(t, exitOK, "import", "--db", db, file)
	writeFile(t, file, strings.Replace(rows, "DATE", "2024-13-02", 1))
	for _, more := range [][]string{{"--dry-run"}, nil} {
		said := told(t, exitOK, append([]string{"import", "--db", db, "--withdraw", file}, more...)...)
		if !strings.Contains(said, "1 not withdrawn: the file has them, in rows that were left out") {
			t.Error(said)
		}
	}
	if said := told(t, exitOK, "export", "--db", db, "-f", "csv"); strings.Count(said, "\n") != 3 ||
		!strings.Contains(said, "\nb,") {
		t.Errorf("%s", said)
	}
	writeFile(t, file, "title,date\nA,2024-01-01\nB,2024-13-02\n")
	if said := told(t, exitFailed, "import", "--db", db, "--withdraw", file); !strings.Contains(said, "first row 3") {
		t.Error(said)
	}
}

// An import does not make a public dataset private, and says so.
func TestImportPrivateIntoPublic(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	file := writeFile(t, filepath.Join(dir, "c.csv"), "id,title,date\na,A,2024-01-01\n")
	told(t, exitOK, "import", "--db", db, file)
	for _, more := range [][]string{{"--dry-run"}, nil} {
		said := told(t, exitFailed, append([]string{"import", "--db", db, "--private", file}, more...)...)
		if !strings.Contains(said, "the dataset c is there already and is public") {
			t.Error(said)
		}
	}
	told(t, exitOK, "import", "--db", db, "--private", "--dataset", "hidden", file)
	told(t, exitOK, "import", "--db", db, "--private", "--dataset", "hidden", file) // it is
}

// What is private is loaded and seen by nobody.
func TestPrivateDataset(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	file := writeFile(t, filepath.Join(dir, "hidden.csv"), "id,title,date,lat,lon\na,Secret,2020-01-01,34,69\n")
	told(t, exitOK, "import", "--db", db, "--private", file)
	url, _, stop := serving(t, "--db", db)
	defer stop()
	for _, path := range []string{"api/collections/hidden", "api/collections/hidden/items",
		"api/collections/hidden/report"} {
		if code, _ := get(t, url+path); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
	if _, body := get(t, url+"api/collections?f=json"); strings.Contains(body, "hidden") {
		t.Error("its name is told")
	}
}

func TestDatabaseRefusals(t *testing.T) {
	dir := t.TempDir()
	file := writeFile(t, filepath.Join(dir, "mine.csv"), "title,date,lat,lon\nA,2020-01-01,34,69\n")
	missing := filepath.Join(dir, "missing.db")
	for want, args := range map[string][]string{
		"it needs --db FILE":          {"import", file},
		"the path of a file of":       {"import", "--db", missing},
		"there is no database":        {"fsck", "--db", missing},
		"there is no database ":       {"serve", "--addr", "127.0.0.1:0", "--db", missing},
		"the ID of one incident":      {"history", "--db", missing},
		"the name of one batch":       {"undo", "--db", missing},
		`such as "dataset"`:           {"import", "--db", missing, "--dataset", ".", file},
		`--dataset is "My Cases"`:     {"import", "--db", missing, "--dataset", "My Cases", file},
		`--db begins with "mysql://"`: {"import", "--db", "mysql://x:secret@y", file},
		"the path of the file to wri": {"backup", "--db", missing},
		"the path of the backup":      {"restore-backup"},
		"is too much":                 {"fsck", "--db", missing, "x"},
	} {
		if said := told(t, exitUsage, args...); !strings.Contains(said, want) {
			t.Errorf("%q: %s; want %q", args, said, want)
		}
	}
}

// A dataset with the ID of what ships is refused by import. One that is there all the same
// is left out when the rest is served, with a warning, and can be had.
func TestReservedDataset(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	file := writeFile(t, filepath.Join(dir, "attacks.csv"), "id,title,date\na,Hidden,2024-01-01\n")
	for _, args := range [][]string{{file}, {"--dry-run", file}, {"--dataset", "operations", file}} {
		said := told(t, exitUsage, append([]string{"import", "--db", db}, args...)...)
		if !strings.Contains(said, "is the ID of a collection that ships; name another with --dataset") {
			t.Error(said)
		}
	}
	told(t, exitOK, "import", "--db", db, "--dataset", "cases", file)
	putReserved(t, db, "attacks")
	url, log, stop := serving(t, "--db", db)
	if said := log.String(); !strings.Contains(said, "a dataset of the database is not shown") ||
		!strings.Contains(said, "export --db … --dataset attacks") {
		t.Error(said)
	}
	if code, body := get(t, url+"api/collections/cases/items?f=json"); code != 200 ||
		!strings.Contains(body, "Hidden") {
		t.Errorf("%d %s", code, body)
	}
	if code, body := get(t, url+"api/collections/attacks"); code != 200 || !strings.Contains(body, "Khorasan") {
		t.Errorf("%d %s", code, body)
	}
	told(t, exitOK, "fsck", "--db", db)
	for range 2 { // with and without the server
		out := filepath.Join(dir, "out.csv")
		told(t, exitOK, "export", "--db", db, "--dataset", "attacks", "-o", out)
		if raw, err := os.ReadFile(out); err != nil || !strings.Contains(string(raw), "It is there") {
			t.Errorf("%s, %v", raw, err)
		}
		stop()
	}
}

// putReserved puts a dataset into a database that import refuses.
func putReserved(t *testing.T, db, id string) {
	t.Helper()
	log, err := sqlitestore.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if err := log.PutDataset(t.Context(), &incident.Dataset{ID: id, Title: "Old", Visibility: incident.Public}); err != nil {
		t.Fatal(err)
	}
	inc := incident.Incident{ID: "x", Title: "It is there", Date: edtf.MustParse("2020")}
	_, err = log.Apply(t.Context(), store.ChangeSet{Dataset: id,
		Changes: []store.Edit{{Op: store.OpPut, Incident: &inc}}})
	if err != nil {
		t.Fatal(err)
	}
}

// A file without a byte is no database, and least of all a whole one.
func TestEmptyFileIsNoDatabase(t *testing.T) {
	db := writeFile(t, filepath.Join(t.TempDir(), "x.db"), "")
	for _, args := range [][]string{{"fsck"}, {"export"}, {"history", "a"}, {"serve", "--addr", "127.0.0.1:0"},
		{"audit"}} {
		said := told(t, exitFailed, append(args[:1:1], append([]string{"--db", db}, args[1:]...)...)...)
		if !strings.Contains(said, "is empty (0 bytes) and no database") {
			t.Errorf("%s: %s", args, said)
		}
	}
	if info, err := os.Stat(db); err != nil || info.Size() != 0 {
		t.Errorf("something was made of it: %v, %v", info, err)
	}
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(filepath.Dir(db), "c.csv"), "id,title,date\na,A,2024\n"))
	told(t, exitOK, "fsck", "--db", db)
}

// A server keeps an image beside the database, readable by its owner alone, which the next
// start uses; fsck looks at it, with and without a server.
func TestImageBesideTheDatabase(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	cases := writeFile(t, filepath.Join(dir, "cases.csv"), "id,title,date,lat,lon\na,Shots,2020-01-01,34,69\n")
	told(t, exitOK, "import", "--db", db, "--private", cases)
	_, log, stop := serving(t, "--db", db)
	log.await(t, `msg="image written" dataset=cases`)
	told(t, exitOK, "fsck", "--db", db)
	stop()
	images, err := filepath.Glob(filepath.Join(db+".images", "*"))
	if err != nil || len(images) != 1 {
		t.Fatalf("%q, %v", images, err)
	}
	if info, err := os.Stat(images[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	told(t, exitOK, "fsck", "--db", db)
	_, log, stop = serving(t, "--db", db)
	if !strings.Contains(log.String(), `msg="loaded from its image" dataset=cases incidents=1 version=1`) {
		t.Errorf("%s", log)
	}
	stop()
	raw, err := os.ReadFile(images[0])
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	writeFile(t, images[0], string(raw))
	if said := told(t, exitFailed, "fsck", "--db", db); !strings.Contains(said, "the image "+images[0]) ||
		!strings.Contains(said, "the next start of serve makes it anew") {
		t.Errorf("%s", said)
	}
	_, log, stop = serving(t, "--db", db)
	log.await(t, `msg="image written" dataset=cases`)
	stop()
	told(t, exitOK, "fsck", "--db", db)
}

// A dataset keeps its title when another file is brought into it, unless the user or the
// file gives one.
func TestTitleStays(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	const header = "id,title,date,lat,lon\n"
	told(t, exitOK, "import", "--db", db, "--title", "Cases of a year", writeFile(t, filepath.Join(dir, "cases.csv"),
		header+"a,Shots,2020-01-01,34,69\n"))
	second := writeFile(t, filepath.Join(dir, "second-edition.csv"), header+"b,Blast,2020-02-01,34,69\n")
	title := func() string {
		url, _, stop := serving(t, "--db", db)
		defer stop()
		_, body := get(t, url+"api/collections/cases?f=json")
		return body
	}
	told(t, exitOK, "import", "--db", db, "--dataset", "cases", second)
	if body := title(); !strings.Contains(body, `"title":"Cases of a year"`) {
		t.Errorf("%s", body)
	}
	told(t, exitOK, "import", "--db", db, "--dataset", "cases", "--title", "Cases", second)
	if body := title(); !strings.Contains(body, `"title":"Cases"`) {
		t.Errorf("%s", body)
	}
}
