package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// On a full disk, whoever writes over HTTP is told so, and that it may be done later.
func TestFullDiskOverHTTP(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small disk can be made: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	db, ballast := filepath.Join(dir, "x.db"), filepath.Join(dir, "ballast")
	file := writeFile(t, filepath.Join(dir, "first.csv"), "id,title,date\na,A,2020-01-01\n")
	told(t, exitOK, "import", "--db", db, file)
	token := regexp.MustCompile(`imt_\w+`).FindString(
		told(t, exitOK, "token", "create", "--db", db, "--role", "editor", "--name", "Ann"))
	url, _, _ := serving(t, "--db", db)
	c := &caller{t, url, token}
	fill := func() {
		f, err := os.Create(ballast)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for err == nil {
			_, err = f.Write(make([]byte, 4096))
		}
	}
	fill()
	large := strings.Repeat("x", 1<<20)
	feature := func(id string) string {
		return `{"type":"Feature","id":"` + id + `","geometry":null,"properties":{"title":"T","date":"2024-03-21","kind":"incident",` +
			`"summary":"` + large + `"}}`
	}
	const at = "api/collections/first"
	for _, ask := range []struct{ method, path, body string }{
		{"POST", at + "/items", feature("new")},
		{"PATCH", at + "/items/a", `{"properties":{"summary":"` + large + `"}}`},
		{"POST", "api/collections", `{"title":"New","description":"` + large[:10_000] + `"}`},
		{"POST", at + "/import?name=x.csv", "id,title,date,notes\nb,B,2020-01-01," + large + "\n"},
	} {
		code, text := c.ask(ask.method, ask.path, ask.body, "If-Match", "*")
		if code != 503 || !strings.Contains(text, "the disk is full; free some room and try again") || strings.Contains(text, dir) {
			t.Errorf("%s %s: %d %s", ask.method, ask.path, code, text)
		}
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	c.expect(201, "POST", at+"/items", feature("later"), `"ids":["later"]`)
}
