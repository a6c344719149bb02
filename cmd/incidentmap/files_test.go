package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPathsThatAreNoFiles: what would be read for ever, or waited for, is
// refused at once with its name.
func TestPathsThatAreNoFiles(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	device := filepath.Join(t.TempDir(), "zero.csv")
	if err := os.Symlink("/dev/zero", device); err != nil {
		t.Skip(err)
	}
	directory := filepath.Join(t.TempDir(), "data.csv")
	if err := os.Mkdir(directory, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{pipe: "is a pipe", device: "is a device",
		directory: "is a directory without a dataset.yaml"} {
		for _, args := range [][]string{{"validate", path}, {"serve", "--addr", "127.0.0.1:0", "--data", path}} {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			var out, errOut bytes.Buffer
			if code := run(ctx, args, &out, &errOut); code != exitFailed || !strings.Contains(errOut.String(), want) ||
				!strings.Contains(errOut.String(), path) {
				t.Errorf("%v: %d, %s", args, code, errOut.String())
			}
			cancel()
		}
	}
}

// TestEscapeCodes: what a file says is never obeyed by a terminal.
func TestEscapeCodes(t *testing.T) {
	header := "\x1b]0;OWNED\x07\x1b[31mtitle,x\x1b[2J"
	for name, text := range map[string]string{"no-date.csv": header + "\nA,b\n", "bad-date.csv": "date," + header +
		"\n\x1b[2J,b\n2020,b,c\x1b\n"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"validate", path}, {"validate", "--format", "github", path}} {
			var out, errOut bytes.Buffer
			run(t.Context(), args, &out, &errOut)
			if all := out.String() + errOut.String(); strings.ContainsAny(all, "\x1b\x07") ||
				!strings.Contains(all, `\x1b`) {
				t.Errorf("%v: %q", args, all)
			}
		}
	}
}
