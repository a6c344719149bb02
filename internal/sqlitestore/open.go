package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/store"
)

// leastSQLite is the first version without the fault that the package's comment names.
var leastSQLite = [3]int{3, 51, 3}

// Log is a store.Log in a file.
type Log struct {
	path   string
	lock   *os.File // held while the file is open
	closed atomic.Bool

	mu   sync.Mutex // holds the connection
	conn *sqlite.Conn
	// broken is why nothing is written any more: after a flush that failed nobody knows
	// what the disk has.
	broken    error
	parsed    map[string]parsed // what was last read of each dataset, by ID
	unsettled unsettled         // what the transaction that goes on has changed

	recent recent

	waiting chan *request
	closing chan struct{} // closed when nothing more is taken
	ended   chan struct{} // closed when nothing more is written
	once    sync.Once
	now     func() time.Time
}

var _ store.Log = (*Log)(nil)

// InUseError says that another process has the file.
type InUseError struct {
	Path string
	PID  int // 0 where it is not known
}

// Error implements error.
func (e *InUseError) Error() string {
	by := "another process"
	if e.PID > 0 {
		by = fmt.Sprintf("the process %d", e.PID)
	}
	return fmt.Sprintf("%s is in use by %s; only one may have it at a time", e.Path, by)
}

// Open opens the file, which is made if it is not there. *InUseError: another process
// has it.
func Open(path string) (*Log, error) {
	lock, err := lockBeside(path)
	if err != nil {
		return nil, err
	}
	conn, err := connectOrMake(path)
	if err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("%s: %w", path, advised(err))
	}
	l := &Log{path: path, lock: lock, conn: conn, recent: recent{most: mostRecent},
		waiting: make(chan *request, maxGathered), closing: make(chan struct{}), ended: make(chan struct{}),
		now: time.Now}
	go l.write()
	return l, nil
}

// Close implements store.Log. What waits to be written is written first.
func (l *Log) Close() error {
	var err error
	l.once.Do(func() {
		close(l.closing)
		<-l.ended
		l.mu.Lock()
		defer l.mu.Unlock()
		l.closed.Store(true)
		// The log that is written ahead is emptied, so that the file alone is whole.
		err = errors.Join(sqlitex.ExecuteTransient(l.conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil), l.conn.Close(),
			l.lock.Close())
	})
	return err
}

// usable reports why nothing can be read, without a wait for the connection.
func (l *Log) usable(ctx context.Context) error {
	if err := ctx.Err(); err != nil || !l.closed.Load() {
		return err
	}
	return errClosed
}

// hold takes the connection for whoever reads; mu is to be unlocked.
func (l *Log) hold() error {
	l.mu.Lock()
	if l.closed.Load() {
		l.mu.Unlock()
		return errClosed
	}
	return nil
}

// connectOrMake opens the file. One that is not there is made under another name first:
// whoever is interrupted leaves no file, or one that is a database.
func connectOrMake(path string) (*sqlite.Conn, error) {
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) { //nolint:gosec // the user names it
		if err := makeNew(path); err != nil {
			return nil, err
		}
	}
	return connect(path)
}

func makeNew(path string) error {
	unfinished := path + ".new"
	removeWhole(unfinished) // of a start that was interrupted
	conn, err := connect(unfinished)
	if err == nil {
		err = conn.Close() // which moves what was written ahead into the file
	}
	if err == nil {
		err = os.Rename(unfinished, path) //nolint:gosec // the user names it
	}
	if err != nil {
		removeWhole(unfinished)
		return err
	}
	return syncDir(filepath.Dir(path))
}

// removeWhole removes a database with what SQLite puts beside it.
func removeWhole(path string) {
	for _, end := range []string{"-wal", "-shm", "-journal", ""} {
		_ = os.Remove(path + end) //nolint:gosec // the user names the database
	}
}

// syncDir waits until the names in a directory are on the disk.
func syncDir(path string) error {
	dir, err := os.Open(path) //nolint:gosec // the directory of the user's own file
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func connect(path string) (*sqlite.Conn, error) {
	if err := checkWritable(path); err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return nil, err
	}
	for _, step := range []func(*sqlite.Conn) error{checkVersion, prepare, migrate} {
		if err := step(conn); err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

func prepare(conn *sqlite.Conn) error {
	for _, pragma := range []string{"locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL",
		"secure_delete = ON", "journal_size_limit = 67108864", "trusted_schema = OFF", "cell_size_check = ON",
		"cache_size = -65536"} {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil); err != nil {
			return err
		}
	}
	return nil
}

// checkWritable refuses a file that SQLite would open for reading alone without a word. A
// new one is its owner's alone, as what SQLite puts beside it then is: it may have private
// datasets.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the user's own file
	if err != nil {
		return fmt.Errorf("this user must be allowed to write the database and its directory: %w", err)
	}
	return f.Close()
}

func checkVersion(conn *sqlite.Conn) error {
	var text string
	err := sqlitex.ExecuteTransient(conn, "SELECT sqlite_version()", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			text = s.ColumnText(0)
			return nil
		}})
	if err != nil {
		return err
	}
	if !atLeast(text, leastSQLite) {
		return fmt.Errorf("this program was built with SQLite %s, which may lose pages; %d.%d.%d or later is needed",
			text, leastSQLite[0], leastSQLite[1], leastSQLite[2])
	}
	return nil
}

func atLeast(text string, least [3]int) bool {
	parts := strings.Split(text, ".")
	for i, want := range least {
		got := 0
		if i < len(parts) {
			got, _ = strconv.Atoi(parts[i])
		}
		if got != want {
			return got > want
		}
	}
	return true
}

// lockBeside takes the lock of a file, which is another one beside it that holds the
// process's number. The system gives it back when the process ends, however it ends.
func lockBeside(path string) (*os.File, error) {
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the user's own file
	if err != nil {
		return nil, unwritable(path, err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		text := make([]byte, 32)
		n, _ := f.Read(text)
		pid, _ := strconv.Atoi(strings.TrimSpace(string(text[:n])))
		_ = f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, &InUseError{Path: path, PID: pid}
		}
		return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
	}
	if err := f.Truncate(0); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
