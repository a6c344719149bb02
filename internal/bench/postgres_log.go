package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/sample"
)

// logTables are the tables of a database of ours, in PostgreSQL's types.
const logTables = `CREATE TABLE revision (seq bigint PRIMARY KEY, dataset text NOT NULL, id text NOT NULL,
		number int NOT NULL, version bigint NOT NULL, at text NOT NULL, author text NOT NULL, reason text NOT NULL,
		batch text NOT NULL, op text NOT NULL, target int NOT NULL, blanked int NOT NULL, content text);
	CREATE UNIQUE INDEX revision_of ON revision (dataset, id, number);
	CREATE INDEX revision_at ON revision (dataset, version);
	CREATE INDEX revision_in ON revision (dataset, batch) WHERE batch <> '';
	CREATE TABLE incident (dataset text, id text, number int NOT NULL, seq bigint NOT NULL, PRIMARY KEY (dataset, id))`

// fill copies all incidents into tables as ours are, in one transaction that is flushed,
// and tells how long that took. The contents are written as JSON by us, as for our own.
func (p *postgis) fill(ctx context.Context, all []sample.Incident) (time.Duration, error) {
	for _, before := range []string{"ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()", logTables} {
		if _, err := p.conn.Exec(ctx, before); err != nil {
			return 0, err
		}
	}
	start := time.Now()
	at := start.UTC().Format(time.RFC3339Nano)
	tx, err := p.conn.Begin(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback(ctx) //nolint:errcheck // it was committed
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"revision"}, []string{"seq", "dataset", "id", "number", "version", "at",
		"author", "reason", "batch", "op", "target", "blanked", "content"},
		pgx.CopyFromSlice(len(all), func(i int) ([]any, error) {
			inc := sampled(&all[i])
			inc.Revision = 1
			content, err := whole.Marshal(inc, nil)
			return []any{int64(i + 1), "sample", inc.ID, int32(1), int64(1), at, "me", "first", "b", "put", int32(0),
				int32(0), string(content)}, err
		}))
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO incident SELECT dataset, id, number, seq FROM revision")
	}
	if err == nil {
		err = tx.Commit(ctx)
	}
	return time.Since(start), err
}
