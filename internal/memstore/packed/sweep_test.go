package packed

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSweep: what a crash left unfinished goes, and what is being written, is
// whole or is somebody else's stays.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.snapshot.part-123", "a.snapshot", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Create(filepath.Join(dir, "b.snapshot"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"a.snapshot.part-123": false, "a.snapshot": true, "notes.txt": true,
		filepath.Base(w.file.Name()): true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Commit(nil); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.part-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v, %v are left", left, err)
	}
}
