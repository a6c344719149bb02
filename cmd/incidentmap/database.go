package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/user"
	"strings"

	"incidentmap/internal/logsocket"
	"incidentmap/internal/pgstore"
	"incidentmap/internal/sqlitestore"
)

// usageOfDB is the help of --db.
const usageOfDB = "`FILE` of the database, such as incidents.db, or the address of one in PostgreSQL, such as " +
	"postgres://USER@HOST/DATABASE (its password in PGPASSWORD or ~/.pgpass, or all of it in INCIDENTMAP_DB)"

// database is what the verbs do their work on: a file of this process, the one that a
// running server holds, or a database in PostgreSQL.
type database = logsocket.Log

// inPostgres is a database in PostgreSQL.
type inPostgres struct{ *pgstore.Log }

// errPgDump says how a database in PostgreSQL is copied.
var errPgDump = errors.New("a database in PostgreSQL is copied by its own pg_dump --format=custom, and made of a copy by " +
	"pg_restore; “incidentmap copy” moves it into a file")

// Backup implements logsocket.Log.
func (inPostgres) Backup(context.Context, string) error { return errPgDump }

// openDatabase opens a database that must be there.
func openDatabase(ctx context.Context, verb, path string) (database, error) {
	if pgstore.IsAddress(path) {
		return openPostgres(ctx, path, false)
	}
	if err := mustBeThere(verb, path); err != nil {
		return nil, err
	}
	return openOrMake(ctx, verb, path)
}

func mustBeThere(verb, path string) error {
	if path == "" {
		return &usageError{verb, "it needs --db FILE"}
	}
	if err := notOther(verb, path); err != nil {
		return err
	}
	if isMissing(path) {
		return &usageError{verb, fmt.Sprintf("there is no database %s; import makes one", path)}
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 { //nolint:gosec // as isMissing
		return fmt.Errorf("%s is empty (0 bytes) and no database; import makes one of it, and restore-backup a new one of a backup",
			path)
	}
	return nil
}

func isMissing(path string) bool {
	_, err := os.Stat(path) //nolint:gosec // its user names the file
	return errors.Is(err, os.ErrNotExist)
}

// openOrMake opens a database, and makes it if it is not there. One that a server holds
// is used by way of the server.
func openOrMake(ctx context.Context, verb, path string) (database, error) {
	if pgstore.IsAddress(path) {
		return openPostgres(ctx, path, true)
	}
	log, err := openFile(verb, path)
	if err == nil {
		return log, nil
	}
	var inUse *sqlitestore.InUseError
	if !errors.As(err, &inUse) {
		return nil, err
	}
	beside, dialErr := logsocket.Dial(ctx, path)
	if dialErr == nil {
		return beside, nil
	}
	return nil, fmt.Errorf("%w: stop it first; if it is a server that is starting, try again in a moment (%s)", inUse,
		dialErr.Error())
}

func openPostgres(ctx context.Context, url string, makeIt bool) (database, error) {
	log, err := pgstore.Open(ctx, url, makeIt, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return inPostgres{log}, nil
}

// openFile opens a database for this process alone. *sqlitestore.InUseError: another has
// it.
func openFile(verb, path string) (*sqlitestore.Log, error) {
	if path == "" {
		return nil, &usageError{verb, "it needs --db FILE"}
	}
	if err := notOther(verb, path); err != nil {
		return nil, err
	}
	return sqlitestore.Open(path)
}

// notOther refuses addresses of databases that are none of ours. They may have a password,
// and are not repeated.
func notOther(verb, path string) error {
	if scheme, _, found := strings.Cut(path, "://"); found {
		return &usageError{verb, fmt.Sprintf("--db begins with %.20q; the path of a file or postgres://… is allowed",
			scheme+"://")}
	}
	return nil
}

// nameOf is what a database is called in messages, without a password.
func nameOf(path string) string {
	if pgstore.IsAddress(path) {
		return pgstore.NameOf(path)
	}
	return path
}

// authorOf is who runs the program, as histories tell it.
func authorOf(given string) string {
	if given != "" {
		return given
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}
