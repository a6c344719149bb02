package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Backup writes the log, as it is now, into a new file that is whole by itself. A file
// that is there is never overwritten. What was redacted is not in it.
func (l *Log) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s is there already; a backup is a new file", path)
	}
	unfinished := path + ".unfinished"
	_ = os.Remove(unfinished) // of a backup that was interrupted
	if err := ownersAlone(unfinished); err != nil {
		return fmt.Errorf("%s could not be written: %w", path, err)
	}
	err := l.vacuumInto(ctx, unfinished)
	if err == nil {
		err = renewIdentity(unfinished)
	}
	if err != nil {
		_ = os.Remove(unfinished)
		return fmt.Errorf("%s could not be written: %w", path, err)
	}
	if err := os.Rename(unfinished, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func (l *Log) vacuumInto(ctx context.Context, path string) error {
	if err := l.hold(); err != nil {
		return err
	}
	defer l.mu.Unlock()
	l.conn.SetInterrupt(ctx.Done())
	defer l.conn.SetInterrupt(nil)
	return sqlitex.ExecuteTransient(l.conn, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{path}})
}

// renewIdentity gives a copy an identity of its own.
func renewIdentity(path string) error {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	return errors.Join(sqlitex.ExecuteTransient(conn, "UPDATE log SET identity = "+newIdentity, nil), conn.Close())
}

// ownersAlone makes an empty file that nobody else may read: SQLite fills it.
func ownersAlone(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the user's own file
	if err != nil {
		return err
	}
	return f.Close()
}
