package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"incidentmap/data/build/internal/source"
)

// write writes a file and fails the test if it cannot.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLedgerRefusesChangedPackages(t *testing.T) {
	t.Chdir(t.TempDir())
	sums, input, output := "SUMS", filepath.Join(source.Modules, "pkg", "in"), "out"
	if err := os.MkdirAll(filepath.Dir(input), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, input, "one")
	record := func(accept bool) error {
		l, err := source.Open(sums, accept)
		if err != nil {
			t.Fatal(err)
		}
		b, err := l.Package("pkg", "in")
		if err != nil {
			return err
		}
		if err := l.Output(output, b); err != nil {
			t.Fatal(err)
		}
		return l.Close()
	}
	if record(false) == nil {
		t.Error("a file that was never recorded was taken")
	}
	if err := record(true); err != nil {
		t.Fatal(err)
	}
	if err := record(false); err != nil {
		t.Errorf("a recorded file was refused: %v", err)
	}
	write(t, input, "two")
	if record(false) == nil {
		t.Error("a changed file was taken")
	}
	entries, err := source.Read(sums)
	if err != nil || len(entries) != 2 || entries[0].Role != "input" || entries[1].Role != "output" {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestReadRefusesAMalformedLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "SUMS")
	write(t, path, "only two\n")
	if _, err := source.Read(path); err == nil {
		t.Error("no error")
	}
}
