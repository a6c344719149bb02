//go:build long

package e2e

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	// slowFor is longer than the server's time limits for writing an answer.
	slowFor = 45 * time.Second
	// slowPause and slowBytes make 40 kB/s, a bad mobile line.
	slowPause  = 100 * time.Millisecond
	slowBytes  = 4_096
	slowWindow = 64 << 10
)

// A reader on a bad line gets its whole export, however long it takes, as
// long as it keeps reading: packed or not.
func TestSlowReadersGetEverything(t *testing.T) {
	p := serve(t, "--data", writeTable(t, makeRows(60_000, 106)))
	want := len(p.ok(of("made", "export", "f=geojson")).body)
	for name, header := range map[string]string{"plain": "", "gzip": "Accept-Encoding: gzip\r\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := exportBody(t, p, header)
			defer body.Close()
			first := trickle(t, body)
			rest, err := io.Copy(io.Discard, body)
			if err != nil {
				t.Fatalf("after %d bytes read slowly and %d fast ones: %v", first, rest, err)
			}
			if header == "" && int(first+rest) != want {
				t.Errorf("%d bytes, want %d", first+rest, want)
			}
			t.Logf("%d bytes in %v, then %d", first, slowFor, rest)
		})
	}
}

// exportBody starts an export and returns its body, chunks taken apart, so
// that an answer that is cut off is an error.
func exportBody(t *testing.T, p *process, header string) io.ReadCloser {
	t.Helper()
	conn := dial(t, p, slowWindow,
		"GET /api/collections/made/export?f=geojson HTTP/1.1\r\nHost: "+strings.TrimPrefix(p.url,
			"http://")+"\r\n"+header+"Connection: close\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReaderSize(conn, 4096), nil)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", res, err)
	}
	return res.Body
}

// trickle reads a little at a time for slowFor.
func trickle(t *testing.T, body io.Reader) (n int64) {
	t.Helper()
	tick := time.NewTicker(slowPause)
	defer tick.Stop()
	for end := time.Now().Add(slowFor); time.Now().Before(end); {
		<-tick.C
		m, err := io.CopyN(io.Discard, body, slowBytes)
		n += m
		if err != nil {
			t.Fatalf("cut off after %d bytes: %v", n, err)
		}
	}
	return n
}

// A reader that reads nothing at all is let go in the end, so that it cannot
// hold a connection and its memory for ever.
func TestReadersThatStandStillAreLetGo(t *testing.T) {
	p := serve(t, "--data", writeTable(t, makeRows(60_000, 107)))
	client.CloseIdleConnections()
	idle := p.descriptors()
	for range 4 {
		startExport(p)
	}
	start := time.Now()
	if err := poll(func() bool { return p.descriptors() <= idle }); err != nil {
		t.Errorf("%d files and connections are open, %d were before: %v", p.descriptors(), idle, err)
	}
	t.Logf("let go after %v", time.Since(start).Round(time.Second))
}
