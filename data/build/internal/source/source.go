// Package source gives the build programs their inputs and records the SHA-256
// sums of all that they read and write. What comes from an npm package must have
// the sum recorded before.
package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Modules is where npm puts the packages, seen from the root of the repository.
const Modules = "data/node_modules"

// Ledger is a file of sums: one line "sum  role  path" for each input and
// output of a build program, sorted by path.
type Ledger struct {
	path   string
	accept bool
	known  map[string]string // path → sum, as recorded
	lines  map[string]string // path → line, as seen now
}

// Open reads the ledger at path. With accept, files of packages that differ from
// it are recorded anew instead of refused.
func Open(path string, accept bool) (*Ledger, error) {
	l := &Ledger{path: path, accept: accept, known: map[string]string{}, lines: map[string]string{}}
	entries, err := Read(path)
	if errors.Is(err, os.ErrNotExist) {
		return l, nil
	}
	for _, e := range entries {
		l.known[e.Path] = e.Sum
	}
	return l, err
}

// Input reads a file of this repository, whose history is its own check.
func (l *Ledger) Input(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	l.lines[path] = Sum(b) + "  input  " + path
	return b, nil
}

// Package reads a file of an npm package and checks it against the ledger.
func (l *Ledger) Package(name, file string) ([]byte, error) {
	path := filepath.Join(Modules, name, file)
	b, err := l.Input(path)
	if err != nil {
		return nil, err
	}
	if sum, known := Sum(b), l.known[path]; known != sum && !l.accept {
		return nil, fmt.Errorf("source: %s has the sum %s, not the recorded %q (run with -accept to record it)", path,
			sum, known)
	}
	return b, nil
}

// Output writes a file and records its sum.
func (l *Ledger) Output(path string, b []byte) error {
	l.lines[path] = Sum(b) + "  output  " + path
	return os.WriteFile(path, b, 0o644)
}

// InputSums lists the inputs read so far with their sums, sorted.
func (l *Ledger) InputSums() string {
	var b strings.Builder
	for _, path := range l.paths() {
		if strings.Contains(l.lines[path], "  input  ") {
			b.WriteString(l.lines[path] + "\n")
		}
	}
	return b.String()
}

// Close writes the ledger.
func (l *Ledger) Close() error {
	var b bytes.Buffer
	for _, path := range l.paths() {
		b.WriteString(l.lines[path] + "\n")
	}
	return os.WriteFile(l.path, b.Bytes(), 0o644)
}

// paths are the paths seen, sorted.
func (l *Ledger) paths() []string {
	var paths []string
	for path := range l.lines {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

// Entry is one line of a ledger. Role is "input" or "output".
type Entry struct{ Sum, Role, Path string }

// Read reads the ledger at path.
func Read(path string) ([]Entry, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) != 3 {
			return nil, fmt.Errorf("source: %s: malformed line %q", path, line)
		}
		entries = append(entries, Entry{f[0], f[1], f[2]})
	}
	return entries, nil
}

// Sum is the SHA-256 sum of b in hexadecimal.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
