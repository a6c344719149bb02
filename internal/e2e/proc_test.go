//go:build long

package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const mega = 1 << 20

// status reads a figure in bytes from /proc/PID/status: VmHWM is the most
// memory that the process ever held, VmRSS what it holds now.
func (p *process) status(field string) int {
	p.t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, line := range strings.Split(string(raw), "\n") {
		if name, value, _ := strings.Cut(line, ":"); name == field {
			n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
			if err != nil {
				p.t.Fatal(err)
			}
			return n * 1024
		}
	}
	p.t.Fatalf("no %s", field)
	return 0
}

// descriptors counts the process's open files and connections.
func (p *process) descriptors() int {
	p.t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	return len(entries)
}

// settles waits until the process has no more files open than before.
func (p *process) settles(before int) {
	p.t.Helper()
	client.CloseIdleConnections()
	if err := poll(func() bool { return p.descriptors() <= before }); err != nil {
		p.t.Errorf("%d files and connections are open, %d were before: %v", p.descriptors(), before, err)
	}
}

// stream reads an answer without holding it and returns what read made of it.
func stream[T any](p *process, path string, read func(io.Reader) (T, error)) T {
	p.t.Helper()
	res, err := client.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	out, err := read(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d, %v", path, res.StatusCode, err)
	}
	return out
}

// percentiles logs how long requests took.
func percentiles(t testing.TB, what string, took []time.Duration) {
	t.Helper()
	slices.Sort(took)
	at := func(q float64) time.Duration {
		return took[min(len(took)-1, int(q*float64(len(took))))].Round(10 * time.Microsecond)
	}
	t.Logf("%s: %d requests, median %v, 95 %% within %v, 99 %% within %v, the slowest %v", what, len(took), at(0.5),
		at(0.95), at(0.99), at(1))
}
