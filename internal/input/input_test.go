package input_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"incidentmap/internal/input"
)

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	dir := t.TempDir()
	pipe, file := filepath.Join(dir, "pipe"), filepath.Join(dir, "a.b.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(file, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{pipe: "is a pipe", dir: "is a directory", os.DevNull: "is a device", dir +
		"/none": "no such file"} {
		if f, err := input.Open(path); err == nil || !strings.Contains(err.Error(), want) || f != nil {
			t.Errorf("%s: %v", path, err)
		}
		if _, err := input.Text(path, 10); err == nil {
			t.Errorf("%s was read", path)
		}
	}
	for limit, want := range map[int64]string{10: "12345", 3: "1234"} {
		if text, err := input.Text(file, limit); err != nil || text != want {
			t.Errorf("at most %d bytes: %q, %v", limit, text, err)
		}
	}
	if input.Stem(file) != "a.b" || !input.IsDirectory(dir) || input.IsDirectory(file) ||
		input.IsDirectory(dir+"/none") {
		t.Error(input.Stem(file))
	}
}

func TestStampChangesWithTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	seen := map[string]bool{input.Stamp(file): true}
	for _, text := range []string{"", "1", "12"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		seen[input.Stamp(file)] = true
	}
	if len(seen) != 4 {
		t.Errorf("%v", seen)
	}
}

// TestBeside: only regular files of the directory itself are read, up to a size.
func TestBeside(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	for path, text := range map[string]string{filepath.Join(dir, "a"): "12345", filepath.Join(outside, "b"): "secret"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(outside, "b"), filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	if text, err := input.Beside(dir, "a", 5); err != nil || text != "12345" {
		t.Errorf("%q, %v", text, err)
	}
	for name, want := range map[string]string{
		"a": "too large", "link": "escapes", "pipe": "is a pipe", "none": "no such file",
		"../" + filepath.Base(outside) + "/b": "no name of a file", "": "no name of a file", "..": "no name of a file",
		"/etc/passwd": "no name of a file",
	} {
		if text, err := input.Beside(dir, name, 4); err == nil || !strings.Contains(err.Error(), want) || text != "" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
