package pgstore

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"incidentmap/internal/incident"
)

// migrationFiles lead from one version of the schema to the next. They are never changed
// once they were released.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationLock is the key of the advisory lock that one program at a time holds while it
// changes the schema ("imap").
const migrationLock = 0x696D6170

// versionTable is where goose keeps the version of the schema.
const versionTable = "incidentmap_log.schema_version"

// ErrNoLog says that nothing was made yet in a database.
var ErrNoLog = errors.New("it has no log of incidentmap; import, copy or serve makes one")

// migrate brings the schema to the version of this program. A database of a later one is
// refused, and so is one without a schema that is not to be made.
func (l *Log) migrate(ctx context.Context, cfg *pgx.ConnConfig, makeIt bool) error {
	there, version, err := l.schemaVersion(ctx)
	if err != nil {
		return err
	}
	known, err := newestMigration()
	switch {
	case err != nil:
		return err
	case version > known:
		return fmt.Errorf("it has version %d of the schema, and this program knows no later one than %d; "+
			"use the incidentmap that wrote it, or a later one", version, known)
	case version == known:
		return nil
	case !there && !makeIt:
		return ErrNoLog
	}
	if err := l.prepare(ctx); err != nil {
		return err
	}
	db := stdlib.OpenDB(*cfg.Copy())
	return errors.Join(l.migrateTo(ctx, func() (*goose.Provider, error) {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(migrationLock),
			lock.WithLockTimeout(1, l.waits.migration), lock.WithUnlockTimeout(1, l.waits.migration))
		if err != nil {
			return nil, err
		}
		files, err := fs.Sub(migrationFiles, "migrations")
		if err != nil {
			return nil, err
		}
		return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithTableName(versionTable),
			goose.WithSessionLocker(locker))
	}), db.Close())
}

func (l *Log) migrateTo(ctx context.Context, provider func() (*goose.Provider, error)) error {
	p, err := provider()
	if err != nil {
		return err
	}
	done, err := p.Up(ctx)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg):
		return incident.Errorf(incident.Internal, "%s: its schema could not be brought up to date: %s [SQLSTATE %s]; nothing "+
			"was changed", l.name, pg.Message, pg.Code)
	case err != nil:
		return fmt.Errorf("its schema could not be brought up to date; if another program is doing it, or holds the "+
			"advisory lock %d, try again when it has ended: %w", migrationLock, err)
	}
	for _, m := range done {
		l.told.Info("the schema of the database was brought up to date", "db", l.name, "version", m.Source.Version)
	}
	return nil
}

// schemaVersion reads the version of the schema; there is none where nothing was made yet.
func (l *Log) schemaVersion(ctx context.Context) (there bool, version int64, err error) {
	err = l.pool.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", versionTable).Scan(&there)
	if err != nil || !there {
		return false, 0, err
	}
	err = l.pool.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM "+versionTable+" WHERE is_applied").
		Scan(&version)
	return version > 0, version, err
}

// newestMigration is the version that this program knows.
func newestMigration() (newest int64, err error) {
	files, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		n, err := goose.NumericComponent(f.Name())
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// prepare makes what migrations need: the schema that their version is kept in, and
// PostGIS, which only some users may make.
func (l *Log) prepare(ctx context.Context) error {
	if _, err := l.pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS incidentmap_log"); err != nil {
		var pg *pgconn.PgError
		if errors.As(err, &pg) && pg.Code == "23505" { // another program has made it at the same instant
			return l.postgis(ctx)
		}
		if errors.As(err, &pg) && pg.Code == "42501" {
			return incident.Errorf(incident.Internal, "%s: this user may not make schemas; the owner of the database runs, once: "+
				"GRANT CREATE ON DATABASE … TO …; [SQLSTATE %s]", l.name, pg.Code)
		}
		return err
	}
	return l.postgis(ctx)
}

// postgis makes the extension where it is not there yet.
func (l *Log) postgis(ctx context.Context) error {
	var there bool
	err := l.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis')").Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = l.pool.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS postgis")
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "42501":
		return incident.Errorf(incident.Internal, "%s: the database has no PostGIS, and this user may not make it; "+
			"a superuser runs in it, once: CREATE EXTENSION postgis; [SQLSTATE %s]", l.name, pg.Code)
	case "58P01", "0A000":
		return incident.Errorf(incident.Internal, "%s: PostGIS is not installed on the server of the database "+
			"(Debian: apt-get install postgresql-15-postgis-3); then a superuser runs in the database: CREATE EXTENSION postgis; [SQLSTATE %s]",
			l.name, pg.Code)
	case "23505", "42710": // another program has made it at the same instant
		return nil
	}
	return err
}
