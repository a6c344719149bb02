package main

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"

	"incidentmap/internal/sqlitestore"
)

// usageOfDB is the help of --db.
const usageOfDB = "`FILE` of the database, such as incidents.db; one process may have it at a time"

// openDatabase opens a database that must be there.
func openDatabase(verb, path string) (*sqlitestore.Log, error) {
	if path == "" {
		return nil, &usageError{verb, "it needs --db FILE"}
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) { //nolint:gosec // its user names the file
		return nil, &usageError{verb, fmt.Sprintf("there is no database %s; import makes one", path)}
	}
	return openOrMake(verb, path)
}

// openOrMake opens a database, and makes it if it is not there.
func openOrMake(verb, path string) (*sqlitestore.Log, error) {
	if path == "" {
		return nil, &usageError{verb, "it needs --db FILE"}
	}
	if strings.Contains(path, "://") {
		return nil, &usageError{verb, fmt.Sprintf("--db is %q; the path of a file is allowed", path)}
	}
	log, err := sqlitestore.Open(path)
	var inUse *sqlitestore.InUseError
	if errors.As(err, &inUse) {
		return nil, fmt.Errorf("%w: stop it first", inUse)
	}
	return log, err
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
