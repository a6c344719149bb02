//go:build e2e

package e2e

import (
	"bufio"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestStartsAndStops(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	p := launch(t, addr, nil, "serve", "--addr", addr)
	p.waitFor("/healthz to answer 200", func() bool {
		status, err := p.probe("/healthz")
		return err == nil && status == http.StatusOK
	})
	p.waitReady()
	p.ok("/api")
	if code := p.stop(); code != 0 {
		t.Errorf("SIGTERM ended it with %d: %s", code, p.log)
	}
	if !strings.Contains(p.out.String(), p.url) {
		t.Errorf("stdout does not say where the map is: %q", p.out)
	}
}

func TestStopsOnInterrupt(t *testing.T) {
	t.Parallel()
	p := serve(t)
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(10 * time.Second); code != 0 {
		t.Errorf("SIGINT ended it with %d: %s", code, p.log)
	}
}

// A client that never finishes its request, and one that never reads its
// answer, must not keep the server from ending.
func TestStopsWithinTenSecondsBesideSlowClients(t *testing.T) {
	t.Parallel()
	p := serve(t, "--data", writeTable(t, makeRows(20_000, 1)))
	slowRequest(t, p, "GET /api/collections/incid")
	slow := slowRequest(t, p, "GET /api/collections/made/export?f=geojson HTTP/1.1\r\nHost: x\r\n\r\n")
	if line, err := bufio.NewReaderSize(slow, 16).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Fatalf("%q, %v", line, err)
	}
	start := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	code := p.wait(20 * time.Second)
	if took := time.Since(start); code != 0 || took > 10*time.Second {
		t.Errorf("it ended with %d after %v; want 0 within 10 s: %s", code, took, lastLines(p.log.String(), 5))
	}
}

func TestStopsWhileItLoads(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	p := launch(t, addr, nil, "serve", "--addr", addr, "--data", writeTable(t, makeRows(60_000, 2)))
	p.waitFor("/healthz", func() bool {
		status, err := p.probe("/healthz")
		return err == nil && status == http.StatusOK
	})
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(10 * time.Second); code != 0 {
		t.Errorf("SIGTERM while loading ended it with %d: %s", code, p.log)
	}
}

// Whatever needs data answers 503 until they are there, and says when to come
// back; nothing is answered from half of them.
func TestAnswers503WhileItLoads(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	p := launch(t, addr, nil, "serve", "--addr", addr, "--data", writeTable(t, makeRows(60_000, 3)))
	p.waitFor("/healthz", func() bool {
		status, err := p.probe("/healthz")
		return err == nil && status == http.StatusOK
	})
	for range 1000 {
		ready, a := p.get("/readyz").status, p.get("/api/collections")
		switch {
		case a.status == http.StatusOK:
			if !strings.Contains(string(a.body), `"made"`) {
				t.Errorf("the collections were listed before all were there: %.300s", a.body)
			}
			return
		case a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "":
			t.Fatalf("while loading (readyz %d): %d %v %.300s", ready, a.status, a.header, a.body)
		}
	}
	p.waitReady()
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
