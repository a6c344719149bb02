//go:build e2e

package e2e

import (
	"debug/elf"
	"os"
	"slices"
	"testing"
	"time"
)

const (
	maxBinary = 60 << 20
	// readyBound is far above the 300 ms that are aimed at, so that a busy
	// machine does not fail the test; the figure itself is logged.
	readyBound = 2 * time.Second
)

func TestBinaryIsSmall(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(binary(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the binary has %.1f MB", float64(info.Size())/(1<<20))
	if info.Size() > maxBinary {
		t.Errorf("the binary has %d bytes, at most %d are allowed", info.Size(), maxBinary)
	}
}

// A static binary asks for no dynamic loader and no library.
func TestBinaryIsStatic(t *testing.T) {
	t.Parallel()
	f, err := elf.Open(binary(t))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the binary asks for a dynamic loader")
		}
	}
	if libs, err := f.ImportedLibraries(); err != nil || len(libs) > 0 {
		t.Errorf("the binary needs %v, %v", libs, err)
	}
}

// It does not run beside the parallel tests, which would disturb it.
func TestReadySoonAfterStart(t *testing.T) {
	var took []time.Duration
	for range 5 {
		addr := freeAddr(t)
		start := time.Now()
		p := launch(t, addr, nil, "serve", "--addr", addr)
		p.waitReady()
		took = append(took, time.Since(start))
		p.stop()
	}
	slices.Sort(took)
	t.Logf("ready after %v (median of %v)", took[2], took)
	if took[2] > readyBound {
		t.Errorf("ready after %v, want less than %v", took[2], readyBound)
	}
}
