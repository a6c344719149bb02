package pgstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// schemes are the beginnings of addresses of databases. One without slashes is a slip, and no
// path of a file.
var schemes = []string{"postgres:", "postgresql:"}

// IsAddress reports whether a text is meant as the address of a database, and not as the path
// of a file: a URL, or the words that other programs take, which have a password in them.
// Open refuses those, and does not repeat them.
func IsAddress(text string) bool {
	return strings.Contains(text, "password=") ||
		slices.ContainsFunc(schemes, func(s string) bool { return strings.HasPrefix(text, s) })
}

// Connections are made within connectTimeout each; without one in the address, a host that
// does not answer would keep others waiting for minutes.
const (
	connectTimeout = 5 * time.Second
	maxConns       = 16
	connLifetime   = 30 * time.Minute
)

// leastServer is the first version of PostgreSQL that the log is made for, as
// server_version_num tells it.
const leastServer = 150_000

// Log is a store.Log in a PostgreSQL database. It is safe for concurrent use.
type Log struct {
	name string // of the database, without passwords
	pool *pgxpool.Pool
	told *slog.Logger
	now  func() time.Time

	waits    waits
	geometry geometryType

	writers  writers
	doorbell doorbell
	closing  chan struct{}
	once     sync.Once
}

var (
	_ store.Log    = (*Log)(nil)
	_ store.Access = (*Log)(nil)
)

// waits say how long others are waited for.
type waits struct {
	// lock is for another server that writes to the same dataset, and stream the same for
	// whoever brings a stream.
	lock, stream time.Duration
	// write bounds a transaction of change sets that do not come as a stream, until its commit,
	// and commit that, which waits for a standby where one must confirm. Of a stream, which may
	// be gigabytes that the standby has to write, streamCommit does.
	write, commit, streamCommit time.Duration
	// long bounds what may take long: a stream, or the table of a large dataset.
	long time.Duration
	// migration is for how many seconds another program may change the schema.
	migration uint64
}

// usualWaits of a change end before its client is told that no answer came (20 s).
var usualWaits = waits{lock: 10 * time.Second, stream: 10 * time.Minute, write: 12 * time.Second,
	commit: 7 * time.Second, streamCommit: 5 * time.Minute, long: 6 * time.Hour, migration: 30}

// errClosed is the answer of a log that was closed.
var errClosed = incident.Errorf(incident.Unavailable, "the log is closed")

// Open connects to a database by its address, such as
// postgres://user@host1,host2/incidents, and brings its schema to the version of this
// program. A database without one is an error unless it is to be made. Errors name the
// database and what to do, and never its password.
func Open(ctx context.Context, url string, makeIt bool, told *slog.Logger) (*Log, error) {
	return openWaiting(ctx, url, makeIt, told, usualWaits)
}

func openWaiting(ctx context.Context, url string, makeIt bool, told *slog.Logger, w waits) (*Log, error) {
	cfg, name, err := configOf(url)
	if err != nil {
		return nil, err
	}
	l := &Log{name: name, told: told, now: time.Now, waits: w, closing: make(chan struct{})}
	l.writers.log, l.doorbell.log = l, l
	cfg.ConnConfig.OnNotice = noticed
	if l.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, l.explained(err)
	}
	for _, step := range []func() error{
		func() error { return l.checkServer(ctx) },
		func() error { return l.migrate(ctx, cfg.ConnConfig, makeIt) },
		func() error { return l.findGeometry(ctx) },
	} {
		if err := step(); err != nil {
			l.pool.Close()
			return nil, l.explained(err)
		}
	}
	return l, nil
}

// errAddress ends the errors of addresses. None repeats one: it may have a password anywhere.
const errAddress = "the address of the database cannot be read%s; postgres://USER@HOST:PORT/DATABASE is allowed, " +
	"with %%-codes for special characters, such as %%40 for an @ in a password, and further hosts after commas"

// configOf reads an address. Where it does not say, only servers that take writes are used.
func configOf(url string) (cfg *pgxpool.Config, name string, err error) {
	_, rest, ok := strings.Cut(url, "://")
	authority, _, _ := strings.Cut(rest, "/")
	if !ok || strings.Count(authority, "@") > 1 {
		return nil, "", fmt.Errorf(errAddress, "")
	}
	if cfg, err = pgxpool.ParseConfig(url); err != nil {
		return nil, "", fmt.Errorf(errAddress, reasonOf(err))
	}
	if !strings.Contains(url, "target_session_attrs=") || strings.Contains(url, "target_session_attrs=read-write") {
		cfg.ConnConfig.ValidateConnect = takesWrites
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectTimeout
	}
	if !strings.Contains(url, "pool_max_conns=") {
		cfg.MaxConns = maxConns
	}
	if !strings.Contains(url, "pool_max_conn_lifetime=") {
		cfg.MaxConnLifetime, cfg.MaxConnLifetimeJitter = connLifetime, connLifetime/10
	}
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "incidentmap"
	}
	return cfg, nameOf(cfg.ConnConfig), nil
}

// errReadOnly is the error of a connection to a server that takes no writes.
var errReadOnly = errors.New("it is read-only")

// takesWrites refuses connections to servers that take no writes.
func takesWrites(ctx context.Context, conn *pgconn.PgConn) error {
	results, err := conn.Exec(ctx, "SHOW transaction_read_only").ReadAll()
	if err == nil && len(results) == 1 && len(results[0].Rows) == 1 && string(results[0].Rows[0][0]) == "on" {
		return errReadOnly
	}
	return err
}

// reasonOf tells what pgx cannot read, of what it is sure not to quote: of an address that
// is no URL, any part may be one of the password.
func reasonOf(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) {
		return fmt.Sprintf(", because of a file that it names (sslrootcert, sslcert or sslkey): %v", file)
	}
	for _, option := range []string{"sslmode", "target_session_attrs", "connect_timeout"} {
		if strings.Contains(err.Error(), option+" is invalid") || strings.Contains(err.Error(), "invalid "+option) ||
			strings.Contains(err.Error(), "unknown "+option) {
			return ", because of " + option
		}
	}
	return ""
}

// nameOf tells a database without its password.
func nameOf(cfg *pgx.ConnConfig) string {
	hosts := []string{fmt.Sprintf("%s:%d", cfg.Host, cfg.Port)}
	for _, f := range cfg.Fallbacks {
		if h := fmt.Sprintf("%s:%d", f.Host, f.Port); h != hosts[len(hosts)-1] { // once more without TLS
			hosts = append(hosts, h)
		}
	}
	return fmt.Sprintf("postgres://%s@%s/%s", cfg.User, strings.Join(hosts, ","), cfg.Database)
}

// NameOf is an address of a database without its password.
func NameOf(url string) string {
	_, name, err := configOf(url)
	if err != nil {
		return "the database"
	}
	return name
}

// Close implements store.Log. What is being written is written first.
func (l *Log) Close() error {
	l.once.Do(func() {
		close(l.closing)
		l.writers.wait()
		l.doorbell.wait()
		l.pool.Close()
	})
	return nil
}

// open reports why nothing is done any more.
func (l *Log) open() error {
	select {
	case <-l.closing:
		return errClosed
	default:
		return nil
	}
}

// checkServer refuses servers that are too old.
func (l *Log) checkServer(ctx context.Context) error {
	var number int
	var text string
	err := l.pool.QueryRow(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_version')").
		Scan(&number, &text)
	if err == nil && number < leastServer {
		err = fmt.Errorf("it runs PostgreSQL %s; version 15 or later is needed", text)
	}
	return err
}
