package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"incidentmap/internal/pgstore"
	"incidentmap/internal/sqlitestore"
)

func runBackup(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var db string
	flags := newFlags("backup", "--db FILE TO\n\nWrites the database into one new file, whole and at one version.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return &usageError{"backup", "it needs the path of the file to write"}
	}
	if pgstore.IsAddress(db) {
		return &usageError{"backup", errPgDump.Error()}
	}
	log, err := openDatabase(ctx, "backup", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	if err := backupTo(ctx, log, rest[0]); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is a copy of %s\n", rest[0], db)
	return nil
}

// backupTo writes a backup; a server that does it works in another directory.
func backupTo(ctx context.Context, log database, path string) error {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return log.Backup(ctx, absolute)
}

func runRestoreBackup(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var db string
	flags := newFlags("restore-backup", "--db FILE FROM\n\nMakes a new database of a backup, which is checked first.\n"+
		"A database that is there is never overwritten: move it away.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 || db == "" {
		return &usageError{"restore-backup", "it needs --db FILE and the path of the backup"}
	}
	if pgstore.IsAddress(db) {
		return &usageError{"restore-backup", errPgDump.Error()}
	}
	if _, err := os.Stat(db); err == nil {
		return &usageError{"restore-backup", fmt.Sprintf("%s is there already; move it away first", db)}
	}
	log, err := openDatabase(ctx, "restore-backup", rest[0])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	if err := whole(ctx, log, rest[0]); err != nil {
		return err
	}
	if err := backupTo(ctx, log, db); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s was made of %s\n", db, rest[0])
	return nil
}

func runFsck(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var db string
	flags := newFlags("fsck", "--db FILE\n\nLooks whether the database is whole, and what is derived of its log agrees with it:\n"+
		"images beside it, and the map of a server that holds it. "+
		"Ends with 1 where something is amiss.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) != 0 {
		return &usageError{"fsck", fmt.Sprintf("%q is too much; it takes --db FILE alone", rest)}
	}
	log, err := openDatabase(ctx, "fsck", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	if file, ours := log.(*sqlitestore.Log); ours {
		log = checked{file, db} // a server looks at its images itself
	}
	if err := whole(ctx, log, nameOf(db)); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is whole\n", nameOf(db))
	return nil
}

// checked is a file whose images are checked with it.
type checked struct {
	*sqlitestore.Log
	path string
}

// Check implements logsocket.Log.
func (c checked) Check(ctx context.Context) ([]string, error) {
	problems, err := c.Log.Check(ctx)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	images, err := imagesOf(ctx, c.path, "", c.Log, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return images.Check(ctx)
}

// checkable finds out what is wrong with what it keeps.
type checkable interface {
	Check(ctx context.Context) ([]string, error)
}

// whole checks a database.
func whole(ctx context.Context, log checkable, path string) error {
	problems, err := log.Check(ctx)
	if err != nil {
		return fmt.Errorf("%s could not be checked: %w", path, err)
	}
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %s", path, strings.Join(problems, "; "))
}
