package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// importArgs is how TestImportInside is told what to do, one argument a line. It does not begin
// like our own variables, which must be options.
const importArgs = "TEST_IMPORT_ARGS"

// An import that is killed at any moment leaves nothing half there, and the same command
// brings all.
func TestImportKilled(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "x.db"), filepath.Join(dir, "cases.csv")
	const rows = 20_000
	var b bytes.Buffer
	b.WriteString("id,title,date,lat,lon,kind\n")
	for i := range rows {
		fmt.Fprintf(&b, "r%d,Shots,2020-01-%02d,34.%d,69.%d,kind%d\n", i, i%28+1, i%1000, i%999, i/5_000)
	}
	writeFile(t, file, b.String())
	args := []string{"import", "--db", db, file}
	killed := 0
	for i := range 8 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestImportInside$")
		cmd.Env = append(os.Environ(), importArgs+"="+strings.Join(args, "\n"))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.IntN(60*(i+1))) * time.Millisecond) //nolint:gosec // any moment
		_ = cmd.Process.Kill()
		if cmd.Wait() != nil {
			killed++
		}
		if isMissing(db) {
			continue
		}
		told(t, exitOK, "fsck", "--db", db)
		if said := told(t, exitOK, append([]string{"import", "--dry-run"}, args[1:]...)...); !strings.Contains(said, fmt.Sprintf("%d would be added", rows)) &&
			!strings.Contains(said, fmt.Sprintf("%d are the same", rows)) {
			t.Errorf("half of it is there: %s", said)
		}
	}
	if killed == 0 {
		t.Error("none was killed")
	}
	told(t, exitOK, args...)
	want := fmt.Sprintf("0 added, 0 changed, %d are the same", rows)
	if said := told(t, exitOK, args...); !strings.Contains(said, want) {
		t.Errorf("%s", said)
	}
	told(t, exitOK, "fsck", "--db", db)
}

// TestImportInside is the process that is killed.
func TestImportInside(t *testing.T) {
	args := os.Getenv(importArgs)
	if args == "" {
		t.Skip("it is a part of TestImportKilled")
	}
	if code := run(t.Context(), strings.Split(args, "\n"), os.Stdout, os.Stderr); code != exitOK {
		t.Errorf("exit %d", code)
	}
}
