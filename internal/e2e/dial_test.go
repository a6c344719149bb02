//go:build e2e || long

package e2e

import (
	"fmt"
	"net"
	"strings"
	"testing"
)

// slowRequest opens a connection with a small window and sends some text.
func slowRequest(t testing.TB, p *process, text string) *net.TCPConn {
	t.Helper()
	return dial(t, p, 4096, text)
}

// dial opens a connection whose receiving side holds about window bytes, and
// sends some text.
func dial(t testing.TB, p *process, window int, text string) *net.TCPConn {
	t.Helper()
	addr, err := net.ResolveTCPAddr("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.DialTCP("tcp", nil, addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetReadBuffer(window); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprint(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}
