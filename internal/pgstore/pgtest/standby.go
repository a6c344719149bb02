package pgtest

import (
	"context"
	"fmt"
	"os"
	"time"
)

// Standby makes a server that follows this one under a name, and starts it.
func (s *Server) Standby(name string) (*Server, error) {
	standby, err := newServer()
	if err != nil {
		return nil, err
	}
	if err := standby.Rejoin(s, name); err != nil {
		standby.Remove()
		return nil, err
	}
	return standby, nil
}

// Rejoin has a server that does not run begin anew as one that follows another under a
// name. What it had is lost.
func (s *Server) Rejoin(primary *Server, name string) error {
	if err := os.RemoveAll(s.data()); err != nil {
		return err
	}
	err := s.run("pg_basebackup", "-D", s.data(), "-R", "-w", "-X", "stream", "-c", "fast", "--no-sync", "-d",
		fmt.Sprintf("host=127.0.0.1 port=%d user=%s application_name=%s", primary.Port, superuser, name))
	if err != nil {
		return err
	}
	return s.Run()
}

// Promote makes a standby a primary, and waits until it is.
func (s *Server) Promote() error { return s.run("pg_ctl", "promote", "-w", "-D", s.data()) }

// Synchronous has every commit wait for the standby of a name, and waits until it is there;
// an empty name has none wait.
func (s *Server) Synchronous(name string) error {
	if err := s.Exec("postgres", fmt.Sprintf("ALTER SYSTEM SET synchronous_standby_names = '%s'", name),
		"SELECT pg_reload_conf()"); err != nil || name == "" {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	conn, err := s.Connect(ctx, "postgres")
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // it was asked
	for there := false; !there; time.Sleep(20 * time.Millisecond) {
		err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = $1 "+
			"AND sync_state = 'sync')", name).Scan(&there)
		if err != nil {
			return fmt.Errorf("the standby %s is not synchronous: %w", name, err)
		}
	}
	return nil
}
