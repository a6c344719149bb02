package pgstore

import (
	"log/slog"
	"os"
	"testing"

	"incidentmap/internal/pgstore/pgtest"
)

// server is what the tests of this package share.
var server *pgtest.Server

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m, &server)) }

var quiet = slog.New(slog.DiscardHandler)

// open opens a database, which is closed when the test ends.
func open(t testing.TB, url string) *Log {
	t.Helper()
	l, err := Open(t.Context(), url, true, quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}
