package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"

	"incidentmap/internal/logsocket"
	"incidentmap/internal/sqlitestore"
)

// usageOfDB is the help of --db.
const usageOfDB = "`FILE` of the database, such as incidents.db"

// database is what the verbs do their work on: a file of this process, or the one that a
// running server holds.
type database = logsocket.Log

// openDatabase opens a database that must be there.
func openDatabase(ctx context.Context, verb, path string) (database, error) {
	if err := mustBeThere(verb, path); err != nil {
		return nil, err
	}
	return openOrMake(ctx, verb, path)
}

func mustBeThere(verb, path string) error {
	if path == "" {
		return &usageError{verb, "it needs --db FILE"}
	}
	if isMissing(path) {
		return &usageError{verb, fmt.Sprintf("there is no database %s; import makes one", path)}
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

// openFile opens a database for this process alone. *sqlitestore.InUseError: another has
// it.
func openFile(verb, path string) (*sqlitestore.Log, error) {
	if path == "" {
		return nil, &usageError{verb, "it needs --db FILE"}
	}
	if strings.Contains(path, "://") {
		return nil, &usageError{verb, fmt.Sprintf("--db is %q; the path of a file is allowed", path)}
	}
	return sqlitestore.Open(path)
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
