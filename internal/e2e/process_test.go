//go:build e2e || long

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait for a process.
const patience = 60 * time.Second

// process is a running server of the built program.
type process struct {
	t        testing.TB
	cmd      *exec.Cmd
	url      string // without a slash at its end
	out, log *buffer
	done     chan struct{} // closed when the process has ended
	killed   bool          // by the test, which is then no fault
}

// buffer collects what a process writes while tests read it.
type buffer struct {
	mu   sync.Mutex
	data bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.data.String()
}

// binary is the program under test.
func binary(t testing.TB) string {
	t.Helper()
	path := os.Getenv("INCIDENTMAP_BIN")
	if path == "" {
		t.Fatal("INCIDENTMAP_BIN must name the built program; make test-e2e sets it")
	}
	return path
}

// command prepares a run whose environment holds no settings but env.
func command(t testing.TB, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "INCIDENTMAP_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// freeAddr is a loopback address that nothing listens on.
func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// serve starts a server and waits until it is ready.
func serve(t testing.TB, args ...string) *process {
	t.Helper()
	addr := freeAddr(t)
	p := launch(t, addr, nil, append([]string{"serve", "--addr", addr}, args...)...)
	p.waitReady()
	return p
}

// launch starts a program that will listen on addr and does not wait. When
// the test ends it is stopped, and must not have logged an error.
func launch(t testing.TB, addr string, env []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: command(t, env, args...), url: "http://" + addr, out: &buffer{}, log: &buffer{},
		done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait() // the exit code is read from the process's state
	}()
	t.Cleanup(p.cleanup)
	return p
}

func (p *process) cleanup() {
	if p.stop() == -1 && !p.killed {
		p.t.Errorf("the server was killed, or did not end on SIGTERM")
	}
	for _, sign := range []string{"level=ERROR", "panic:", "DATA RACE"} {
		if i := strings.Index(p.log.String(), sign); i >= 0 {
			p.t.Errorf("the log has %s: %.600s", sign, p.log.String()[i:])
		}
	}
}

// stop ends the process by SIGTERM, at last by SIGKILL, and returns its exit
// code: -1 where a signal ended it.
func (p *process) stop() int {
	if p.ended() {
		return p.cmd.ProcessState.ExitCode()
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Error(err)
	}
	return p.wait(15 * time.Second)
}

// wait waits for the end of the process and kills it after limit.
func (p *process) wait(limit time.Duration) int {
	select {
	case <-p.done:
	case <-time.After(limit):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// waitReady polls /readyz until it answers 200.
func (p *process) waitReady() {
	p.t.Helper()
	p.waitFor("/readyz to answer 200", func() bool {
		status, err := p.probe("/readyz")
		return err == nil && status == http.StatusOK
	})
}

// waitFor polls a condition while the process lives.
func (p *process) waitFor(what string, holds func() bool) {
	p.t.Helper()
	if err := poll(func() bool { return p.ended() || holds() }); err != nil || (p.ended() && !holds()) {
		p.t.Fatalf("waiting for %s: %v; the log: %s", what, err, p.log)
	}
}

// poll asks every few milliseconds whether a condition holds.
func poll(holds func() bool) error {
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			return fmt.Errorf("not within %v", patience)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return nil
}
