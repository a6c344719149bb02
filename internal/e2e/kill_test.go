//go:build long

package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A server killed in the middle of requests serves the same versions, tags
// and answers when it is started again.
func TestKilledInTheMiddleOfRequests(t *testing.T) {
	file := writeTable(t, makeRows(50_000, 103))
	addr := freeAddr(t)
	start := func() *process {
		p := launch(t, addr, nil, "serve", "--addr", addr, "--data", file)
		p.waitReady()
		return p
	}
	paths := []string{"/api", "/api/collections", "/api/collections/made", items("incidents", "limit=100"),
		items("made", "limit=50&bbox=0,0,90,90"), of("made", "export", "f=geojson"),
		of("made", "export", "f=csv"), of("made", "facets", "by=kind"), of("made", "histogram", "bin=month"), of("made",
			"items/row-000123", ""), of("made", "tiles/WebMercatorQuad/2/1/2", "")}
	p := start()
	before := map[string]answer{}
	for _, path := range paths {
		before[path] = p.ok(path)
	}
	for range 3 {
		killWhileBusy(p)
		client.CloseIdleConnections()
		p = start()
		for _, path := range paths {
			a, b := p.ok(path), before[path]
			if a.header.Get("ETag") != b.header.Get("ETag") || a.header.Get("ETag") == "" ||
				stampless(a.body) != stampless(b.body) {
				t.Errorf("%s is another answer after the restart: %s, before %s", path, a.header.Get("ETag"),
					b.header.Get("ETag"))
			}
			if again := p.get(path, "If-None-Match", b.header.Get("ETag")); again.status != http.StatusNotModified {
				t.Errorf("%s with the tag from before: %d", path, again.status)
			}
		}
	}
}

// stampless is a body without the time at which it was made.
func stampless(body []byte) string {
	before, rest, found := strings.Cut(string(body), `"timeStamp":"`)
	if !found {
		return before
	}
	_, after, _ := strings.Cut(rest, `"`)
	return before + after
}

// killWhileBusy kills a server that is in the middle of four exports.
func killWhileBusy(p *process) {
	p.t.Helper()
	for range 4 {
		defer startExport(p).Close()
	}
	p.killed = true
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	<-p.done
}

// startExport asks for all rows over a connection of its own with a small
// window, and reads the head of the answer.
func startExport(p *process) *bufferedConn {
	p.t.Helper()
	conn := &bufferedConn{Conn: slowRequest(p.t, p,
		"GET /api/collections/made/export?f=geojson HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")}
	conn.in = bufio.NewReaderSize(conn.Conn, 4096)
	if line, err := conn.in.ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		p.t.Fatalf("%q, %v", line, err)
	}
	return conn
}

// bufferedConn reads on from where the head of an answer ended.
type bufferedConn struct {
	net.Conn
	in *bufio.Reader
}

// Read implements io.Reader.
func (c *bufferedConn) Read(b []byte) (int, error) { return c.in.Read(b) }

// Clients that go away in the middle of an export leave nothing behind.
func TestClientsThatGoAway(t *testing.T) {
	p := serve(t, "--data", writeTable(t, makeRows(50_000, 104)))
	client.CloseIdleConnections()
	idle := p.descriptors()
	for round := range 5 {
		for range 12 {
			conn := startExport(p)
			if _, err := io.CopyN(io.Discard, conn, 10_000); err != nil {
				t.Fatal(err)
			}
			if err := conn.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if status, err := p.probe("/readyz"); err != nil || status != http.StatusOK {
			t.Fatalf("round %d: %d, %v", round, status, err)
		}
	}
	p.settles(idle)
}

// Readers that stand still hold up nobody else.
func TestSlowReadersHoldUpNobody(t *testing.T) {
	p := serve(t, "--data", writeTable(t, makeRows(50_000, 105)))
	for range 16 {
		startExport(p) // and read no more
	}
	var took []time.Duration
	for i := range 200 {
		start := time.Now()
		if n := len(read[page](p, items("made", fmt.Sprintf("limit=20&kind=%s", madeKinds[i%3]))).Features); n != 20 {
			t.Fatalf("%d incidents", n)
		}
		took = append(took, time.Since(start))
	}
	percentiles(t, "beside 16 readers that stand still", took)
	if slowest := took[len(took)-1]; slowest > 5*time.Second {
		t.Errorf("the slowest answer took %v", slowest)
	}
}
