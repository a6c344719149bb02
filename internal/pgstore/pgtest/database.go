package pgtest

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// named numbers the databases of all servers of a test program.
var named atomic.Int64

// Database makes an empty database that has PostGIS, and returns its address for its owner.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	s.template.Do(func() {
		if err := s.Exec("postgres", "CREATE DATABASE with_postgis"); err != nil {
			t.Fatal(err)
		}
		if err := s.Exec("with_postgis", "CREATE EXTENSION postgis"); err != nil {
			t.Fatal(err)
		}
	})
	return s.URL(s.make(t, "TEMPLATE with_postgis"))
}

// Bare makes an empty database without PostGIS and returns its name.
func (s *Server) Bare(t testing.TB) string {
	t.Helper()
	return s.make(t, "")
}

func (s *Server) make(t testing.TB, with string) string {
	t.Helper()
	name := fmt.Sprintf("test%d", named.Add(1))
	if err := s.Exec("postgres", fmt.Sprintf("CREATE DATABASE %s OWNER %s %s", name, Owner, with)); err != nil {
		t.Fatal(err)
	}
	return name
}

// URL is the address of a database for its owner.
func (s *Server) URL(database string) string {
	return URL(database, s)
}

// URL is the address of a database for its owner, on one of several servers.
func URL(database string, servers ...*Server) string {
	hosts := make([]string, len(servers))
	for i, s := range servers {
		hosts[i] = fmt.Sprintf("127.0.0.1:%d", s.Port)
	}
	return fmt.Sprintf("postgres://%s:%s@%s/%s?sslmode=disable&connect_timeout=2", Owner, Password,
		strings.Join(hosts, ","), database)
}

// Main runs tests beside a server that they share, and returns the exit code. It panics
// where there can be none.
func Main(m *testing.M, server **Server, settings ...string) int {
	s, err := Start(settings...)
	if err != nil {
		panic(fmt.Errorf("pgtest: %w", err))
	}
	defer s.Remove()
	*server = s
	return m.Run()
}
