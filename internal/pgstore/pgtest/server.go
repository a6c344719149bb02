// Package pgtest starts PostgreSQL servers for tests: on a free port of this machine, in a
// directory of their own, gone when the test ends. It needs Debian's packages postgresql-15
// and postgresql-15-postgis-3; a test fails without them, and is never skipped.
package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// bin is where Debian has the programs of PostgreSQL 15.
const bin = "/usr/lib/postgresql/15/bin/"

// The roles of a server: its superuser, which needs no password on its socket, and the
// owner of the databases that tests are given.
const (
	superuser = "postgres"
	Owner     = "incidentmap"
	Password  = "secret-of-tests"
)

// startTime bounds how long a server may take to start or to stop.
const startTime = 30 * time.Second

// Server is a PostgreSQL server. Its data directory stays when it is killed, so that it
// can be started again.
type Server struct {
	Port     int
	dir      string
	cmd      *exec.Cmd
	template sync.Once // makes the database that Database copies
}

// Start makes a server and starts it with further settings, each as name=value. Unless
// they say otherwise, it does not flush: a test ends before the machine does.
func Start(settings ...string) (*Server, error) {
	s, err := newServer()
	if err != nil {
		return nil, err
	}
	password := filepath.Join(s.dir, "password")
	err = os.WriteFile(password, []byte(Password), 0o644) //nolint:gosec // initdb runs as another user
	if err == nil {
		err = s.run("initdb", "-D", s.data(), "-U", superuser, "--no-sync", "--locale=C", "-E", "UTF8",
			"--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile="+password)
	}
	if err == nil {
		err = s.allowReplication()
	}
	if err == nil {
		err = s.Run(settings...)
	}
	if err == nil {
		err = s.Exec("postgres", fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", Owner, Password))
	}
	if err != nil {
		s.Remove()
		return nil, err
	}
	return s, nil
}

// newServer is a directory and a port.
func newServer() (*Server, error) {
	if _, err := os.Stat(bin + "postgres"); err != nil {
		return nil, fmt.Errorf("the test needs PostgreSQL 15 (sh .ci/packages postgresql-15 postgresql-15-postgis-3): %w", err)
	}
	dir, err := os.MkdirTemp("", "incidentmap-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	if as := credential(); as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			return nil, err
		}
	}
	s.Port, err = FreePort()
	return s, err
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// allowReplication lets standbys of this machine follow without a password. The first rule
// that fits counts.
func (s *Server) allowReplication() error {
	path := filepath.Join(s.data(), "pg_hba.conf")
	rules, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rules = append([]byte("host replication "+superuser+" 127.0.0.1/32 trust\n"), rules...)
	return os.WriteFile(path, rules, 0) //nolint:gosec // the test's own; it is there, with its owner and mode
}

// Run starts a server that does not run, and waits until it answers.
func (s *Server) Run(settings ...string) error {
	args := []string{"-D", s.data(), "-k", s.dir, "-p", strconv.Itoa(s.Port), "-c", "listen_addresses=127.0.0.1",
		"-c", "fsync=off", "-c", "shared_buffers=64MB", "-c", "max_connections=200", "-c", "wal_keep_size=256MB",
		"-c", "log_min_messages=fatal", "-c", "jit=off", "-c", "max_wal_size=4GB"}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	s.cmd = s.command("postgres", args...)
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	return s.await()
}

// await waits until the server answers.
func (s *Server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	for {
		conn, err := s.Connect(ctx, "postgres")
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("PostgreSQL did not start: %w: %s", err, text)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Connect connects the superuser to a database.
func (s *Server) Connect(ctx context.Context, database string) (*pgx.Conn, error) {
	return pgx.Connect(ctx, fmt.Sprintf("host=%s port=%d user=%s dbname=%s connect_timeout=2", s.dir, s.Port, superuser,
		database))
}

// Exec has the superuser do something in a database.
func (s *Server) Exec(database string, queries ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	conn, err := s.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // what was done was answered
	for _, query := range queries {
		if _, err := conn.Exec(ctx, query); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	return nil
}

// Kill ends the server and all that belongs to it at once, as a loss of power does.
func (s *Server) Kill() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
		_ = s.cmd.Wait()
		s.cmd = nil
	}
}

// Stop ends the server as its operator does (fast shutdown).
func (s *Server) Stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Process.Signal(syscall.SIGINT)
		_ = s.cmd.Wait()
		s.cmd = nil
	}
}

// Remove ends the server and takes away all that it has.
func (s *Server) Remove() {
	s.Kill()
	_ = os.RemoveAll(s.dir)
}

// run runs a program of PostgreSQL to its end.
func (s *Server) run(program string, args ...string) error {
	cmd := s.command(program, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, &said)
	}
	return nil
}

// command runs as the user postgres where the test is root, whom PostgreSQL refuses, in a
// process group of its own. It ends with the test, however that ends.
func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(bin+program, args...) //nolint:gosec,noctx // its end is Kill's
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: credential(), Pdeathsig: syscall.SIGQUIT}
	return cmd
}

// credential is the user that servers run as; nil for the test's own.
func credential() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup(superuser)
	if err != nil {
		return nil
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// FreePort is a port of this machine that nobody listens on.
func FreePort() (int, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("%v is no address of TCP", l.Addr())
	}
	return addr.Port, nil
}

// Own gives a file or directory to the user that servers run as.
func Own(path string) error {
	as := credential()
	if as == nil {
		return nil
	}
	return os.Chown(path, int(as.Uid), int(as.Gid))
}
