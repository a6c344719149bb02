package logsocket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/net/netutil"
	"golang.org/x/sys/unix"

	"incidentmap/internal/store"
)

// Log is what a server holds.
type Log interface {
	store.Log
	store.Access
	// Backup writes the log into a new file.
	Backup(ctx context.Context, path string) error
	// Check says in sentences what is amiss.
	Check(ctx context.Context) ([]string, error)
}

// maxCalls is how many calls are answered at once; others wait.
const maxCalls = 32

// Server answers calls until it is closed.
type Server struct {
	log      Log
	path     string
	told     *slog.Logger
	listener net.Listener
	ctx      context.Context // of all calls
	cancel   context.CancelFunc
	running  sync.WaitGroup
}

// Listen answers calls on the socket beside a log's file. Only who holds the file may ask
// for it: a socket that an ended server has left is replaced. An error: something else is
// there, or the directory cannot be written to.
func Listen(file string, log Log, told *slog.Logger) (*Server, error) {
	path := Path(file)
	listener, err := listen(path)
	if err != nil {
		return nil, fmt.Errorf("the socket beside the database: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{log: log, path: path, told: told, listener: netutil.LimitListener(listener, maxCalls), ctx: ctx,
		cancel: cancel}
	s.running.Go(s.accept)
	return s, nil
}

func listen(path string) (net.Listener, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != fs.ModeSocket:
		return nil, fmt.Errorf("%s is there and is no socket; move it away", path)
	default:
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	name, free, err := short(path)
	if err != nil {
		return nil, err
	}
	defer free()
	before := unix.Umask(0o177) // nobody else may open it, not even for a moment
	defer unix.Umask(before)
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", name)
	if err != nil {
		return nil, err
	}
	if u, ok := l.(*net.UnixListener); ok {
		u.SetUnlinkOnClose(false) // Close removes it by its own path
	}
	return l, nil
}

// Close ends all calls and removes the socket. What a call has begun to write is written
// or given up first.
func (s *Server) Close() error {
	s.cancel()
	err := errors.Join(s.listener.Close(), os.Remove(s.path))
	s.running.Wait()
	return err
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if s.ctx.Err() == nil {
				s.told.Error("no commands beside the server are answered any more", "err", err)
			}
			return
		}
		s.running.Go(func() { s.answer(conn) })
	}
}

// answer answers one call.
func (s *Server) answer(conn net.Conn) {
	defer conn.Close()
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, func() { _ = conn.Close() })()
	c := &served{lines: newLines(conn), log: s.log, edits: waiting{dir: filepath.Dir(s.path)}}
	defer c.edits.close()
	err := c.begin(ctx)
	if err == nil {
		err = conn.SetReadDeadline(time.Time{})
	}
	if err == nil {
		s.running.Go(func() { // who asks sends nothing more: a read ends when it is gone
			defer cancel()
			_, _ = c.in.ReadByte()
		})
		err = c.run(ctx)
	}
	last := answer{End: true}
	if err != nil {
		last = answer{Error: failureOf(err)}
	}
	if err := errors.Join(c.send(last), c.flush()); err != nil {
		s.told.Debug("a command beside the server has gone", "err", err)
	}
}
